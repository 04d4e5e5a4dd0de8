"""What the example seasons come to, written so that a person can read and judge every line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from final_accounts.stages.examples import ExampleSeason, example_seasons
from final_accounts.stages.house import House
from final_accounts.warehouse.queries_scores import scores_of_version
from final_accounts.warehouse.queries_season import findings_of_version
from whole_season import whole_season

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from final_accounts.model.evaluation import EvaluationScore
    from final_accounts.model.finding import Finding
    from final_accounts.model.submission import Submission
    from final_accounts.stages.settings import Settings

FOLDER = Path(__file__).resolve().parent / "seasons"
HEAD = """\
# {city}，{year} 年度：示例报送的审核结果，逐条核对过。
# 由 `python tests/golden/regenerate.py` 重写；改动须逐行复核后提交。
# 每条疑点：规则（行）、程度与判定、组别、差额、单元格。
"""


def run_all(settings: Settings) -> None:
    """Every example season, an earlier year first, each until its site stands."""
    for season in example_seasons():
        whole_season(settings, season.city.id, season.fiscal_year)


def snapshot(settings: Settings, season: ExampleSeason) -> dict[str, Any]:
    """A season as plain values."""
    house = House.open(settings)
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year)
    found: list[dict[str, Any]] = []
    for entry in stored:
        item = entry.submission
        where = (season.city.id, season.fiscal_year, item.unit, item.version)
        with house.warehouse.reading() as connection:
            findings = findings_of_version(connection, *where)
            scores = scores_of_version(connection, *where)
        found.append(_version(item, entry.state.value, findings, scores))
    return {"city": season.city.id, "fiscal_year": season.fiscal_year, "submissions": found}


def written(season: ExampleSeason) -> dict[str, Any]:
    """The golden snapshot as committed."""
    loaded: dict[str, Any] = yaml.safe_load(path_of(season).read_text(encoding="utf-8"))
    return loaded


def path_of(season: ExampleSeason) -> Path:
    """Where a season's snapshot is kept."""
    return FOLDER / f"{season.city.id}-{season.fiscal_year}.yaml"


def as_text(season: ExampleSeason, found: Mapping[str, Any]) -> str:
    """The snapshot's file."""
    head = HEAD.format(city=season.city.name, year=season.fiscal_year)
    return head + yaml.dump(dict(found), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _version(
    item: Submission, state: str, findings: tuple[Finding, ...], scores: tuple[EvaluationScore, ...]
) -> dict[str, Any]:
    return {
        "unit": item.unit,
        "version": item.version,
        "file": item.file_name,
        "state": state,
        "findings": [_finding(finding) for finding in findings],
        "scores": [_score(score) for score in scores],
    }


def _finding(finding: Finding) -> _Line:
    line = _Line(rule=finding.rule)
    if finding.row:
        line["row"] = finding.row
    line |= {"severity": finding.severity.value, "verdict": finding.verdict.value, "group": finding.group}
    if finding.difference is not None:
        line["difference"] = f"{finding.difference:f} {finding.unit_of_measure}".strip()
    line["cells"] = _by_sheet(finding)
    return line


def _by_sheet(finding: Finding) -> str:
    """`表1 收支总表!C33,C35 附 上年数!B4`: every cell, a sheet's name once."""
    sheets: dict[str, list[str]] = {}
    for cell in finding.cells:
        sheets.setdefault(cell.sheet, []).append(cell.a1)
    return " ".join(f"{sheet}!{','.join(cells)}" for sheet, cells in sheets.items())


def _score(score: EvaluationScore) -> _Line:
    return _Line(
        form=score.form,
        self=_text(score.self_score),
        recomputed=_text(score.recomputed),
        difference=_text(score.difference),
        rating=score.rating,
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


class _Line(dict[str, Any]):
    """A mapping on one line."""


class _Dumper(yaml.SafeDumper):
    """Lines on one line each."""


_Dumper.add_representer(
    _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)
)

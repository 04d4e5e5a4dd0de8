"""The two real units and the made-up cities come to exactly what was judged true, line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from final_accounts.catalog import data_root
from final_accounts.model.finding import Finding, Severity
from final_accounts.stages.examples import ExampleSeason, example_plan, example_seasons
from final_accounts.stages.house import House
from final_accounts.stages.publication.report import report
from final_accounts.warehouse.queries_scores import scores_of_version
from final_accounts.warehouse.queries_season import findings_of_version
from golden.snapshots import FOLDER, as_text, path_of, snapshot, written

if TYPE_CHECKING:
    from final_accounts.stages.settings import Settings

SEASONS = example_seasons()
every_season = pytest.mark.parametrize("season", SEASONS, ids=lambda season: f"{season.city.id}-{season.fiscal_year}")
MADE_UP = [season for season in SEASONS if season.city.made_up]
KNOWN = Path(__file__).resolve().parents[1] / "cases" / "submissions" / "jianghan-known-errors.yaml"


def findings(settings: Settings, city: str, year: int, unit: str, version: int) -> tuple[Finding, ...]:
    with House.open(settings).warehouse.reading() as connection:
        return findings_of_version(connection, city, year, unit, version)


@every_season
def test_a_season_comes_to_its_golden_snapshot(example_run: Settings, season: ExampleSeason) -> None:
    found = snapshot(example_run, season)
    kept = written(season)
    for now, before in zip(found["submissions"], kept["submissions"], strict=True):
        where = f"{now['unit']} v{now['version']}"
        assert {**now, "findings": 0, "scores": 0} == {**before, "findings": 0, "scores": 0}, where
        assert [dict(line) for line in now["findings"]] == before["findings"], where
        assert [dict(line) for line in now["scores"]] == before["scores"], where


@every_season
def test_a_snapshot_is_written_as_the_program_writes_it(season: ExampleSeason) -> None:
    kept = written(season)
    assert yaml.safe_load(as_text(season, kept)) == kept
    assert path_of(season).read_text(encoding="utf-8").startswith(as_text(season, {})[:20])


def test_every_season_has_a_snapshot_and_no_other_is_kept() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {f"{s.city.id}-{s.fiscal_year}" for s in SEASONS}


@pytest.mark.parametrize("season", MADE_UP, ids=lambda season: f"{season.city.id}-{season.fiscal_year}")
def test_in_the_season_seeded_defects_are_found_and_the_unforeseen_are_missed(
    example_run: Settings, season: ExampleSeason
) -> None:
    plan = example_plan(season.city.id, season.fiscal_year)
    rows = {row.code: row for row in report(example_run, season.city.id, season.fiscal_year).rows}
    for defect in plan.defects:
        found = findings(example_run, season.city.id, season.fiscal_year, defect.unit, 1)
        told = {finding.rule for finding in found if finding.severity is not Severity.NOTICE}
        # last year's figures of a unit whose last year was not accepted are not in the warehouse
        expected = set(defect.expects) - ({"Y-05"} if defect.unit == "102001" else set())
        assert expected <= told, defect.id
        if defect.unit not in plan.corrects:
            assert (rows[defect.unit].state == "退回") is defect.foreseen, defect.id
    for unit in plan.missing:
        assert (rows[unit].state, rows[unit].version) == ("未报送", 0)
    for unit in plan.corrects:
        assert (rows[unit].state, rows[unit].version) == ("公开", 2)
    assert {code for code, row in rows.items() if row.late} == set(plan.late)


def test_the_wuhan_unit_as_printed_is_returned_and_corrected_is_published(example_run: Settings) -> None:
    versions = House.open(example_run).warehouse.stored_submissions("wuhan-jianghan", 2021)
    assert [entry.state.value for entry in versions] == ["returned", "published"]
    assert (example_run.site("wuhan-jianghan", 2021) / "units" / "420103001.html").is_file()


def test_every_public_page_of_a_real_city_says_that_its_acts_are_made_up(example_run: Settings) -> None:
    says = "演示：数字取自单位公开的决算，批复、签字、说明和人员均为演示所编，不是官方发布。"
    for city in ("wuhan-jianghan", "ziyang"):
        site = example_run.site(city, 2021)
        pages = sorted(path for path in site.rglob("*.html") if path.name != "rules.html")
        assert site / "compare.html" in pages
        for page in pages:
            text = page.read_text(encoding="utf-8")
            assert says in text, page
            assert "虚构示例：" not in text, page
    index = (example_run.site("ziyang", 2021).parents[1] / "index.html").read_text(encoding="utf-8")
    assert index.count(">演示</span>") == 2


def known_errors() -> dict[str, dict[str, Any]]:
    document = yaml.safe_load((data_root() / "include/examples/real/jianghan-2021.yaml").read_text(encoding="utf-8"))
    return {error["id"]: error for error in document["known_errors"]}


def test_every_known_error_of_the_wuhan_unit_is_accounted_for_once() -> None:
    told = yaml.safe_load(KNOWN.read_text(encoding="utf-8"))
    ids = [*told["found"], *told["score"], *told["not_found"], *told["prose"]]
    assert sorted(ids) == sorted(known_errors())


def test_every_known_error_in_tables_and_forms_is_found(example_run: Settings) -> None:
    told = yaml.safe_load(KNOWN.read_text(encoding="utf-8"))
    found = {each.key: each for each in findings(example_run, "wuhan-jianghan", 2021, "420103001", 1)}
    for error, lines in told["found"].items():
        for line in lines:
            assert line["key"] in found, error
            if "difference" in line:
                assert found[line["key"]].difference == Decimal(line["difference"]), error
    with House.open(example_run).warehouse.reading() as connection:
        scores = {s.form: s for s in scores_of_version(connection, "wuhan-jianghan", 2021, "420103001", 1)}
    for error, forms in told["score"].items():
        for form, recomputed in forms.items():
            assert scores[form].recomputed == Decimal(recomputed), error
            assert scores[form].self_score != scores[form].recomputed, error


def test_no_known_numeric_error_in_a_table_or_form_is_missed() -> None:
    told, errors = yaml.safe_load(KNOWN.read_text(encoding="utf-8")), known_errors()
    missed = {name for name in told["not_found"] if errors[name]["kind"] == "value"}
    assert missed == set()
    in_prose = {name: errors[name]["where"] for name in told["prose"]}
    assert [name for name, where in in_prose.items() if "自评表" in where and "报告" not in where] == []


def test_ziyang_is_returned_with_the_list_of_what_is_missing_and_all_four_evaluations_scored(
    example_run: Settings,
) -> None:
    found = findings(example_run, "ziyang", 2021, "155106", 1)
    missing = [finding.row for finding in found if finding.rule == "IN-20"]
    assert missing == ["T1", "T2", "T3", "T4", "S5", "T5", "S7", "S9", "T8", "S12", "S13", "T9"]
    assert all("缺少《" in finding.message and "模板" in finding.hint for finding in found if finding.rule == "IN-20")
    (unchecked,) = [finding for finding in found if finding.rule == "F-01"]
    assert "无法核对" in unchecked.message
    with House.open(example_run).warehouse.reading() as connection:
        scores = scores_of_version(connection, "ziyang", 2021, "155106", 1)
    printed = {score.form: (str(score.self_score), score.rating) for score in scores}
    assert printed == {"PW": ("85.07", "良"), "PP1": ("89.53", "良"), "PP2": ("97.53", "优"), "PP3": ("97.53", "优")}
    assert all(score.difference is not None and abs(score.difference) <= Decimal("0.01") for score in scores)
    assert not (example_run.site("ziyang", 2021) / "units" / "155106.html").exists()

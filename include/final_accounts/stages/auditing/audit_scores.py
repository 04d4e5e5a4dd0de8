"""Forms found in a document, scored again 复算 by the rubrics of the main job: where audit and scoring meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from final_accounts.audit import Claim, Form, Line
from final_accounts.model.document import Spot
from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation, EvaluationScore, Indicator, Measure, MeasureKind
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import Header
from final_accounts.scoring import score

_FAMILIES: Final = {
    "PF-02": "score",
    "PF-03": "weight",
    "PF-11": "score",
    "PF-12": "score",
    "PF-15": "rating",
    "PF-18": "full-marks",
    "PF-19": "score",
    "PF-21": "blank",
    "PF-23": "score",
    "PF-26": "vague",
}
"""Rules of the performance suite a document can be held to, and the family each belongs to.

The others are judged where the document is read (sums, rates, ties, types, repeats), with its own places.
"""
_UNIT_TARGET: Final = re.compile(r"(?P<n>[0-9]+(?:\.[0-9]+)?)(?:家|名|人|个|张|次|场|台|套)$")


class Places:
    """Cells that stand for places of a document: the scoring room knows cells only."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []

    def cell(self, spot: Spot) -> Cell:
        """A cell for a place."""
        self._spots.append(spot)
        return Cell("公开文本", len(self._spots) - 1, 0)

    def spot(self, cell: Cell) -> Spot:
        """The place a cell stands for."""
        return self._spots[cell.row]


def evaluations(forms: Sequence[Form], edition: Edition) -> tuple[list[Evaluation], list[Form], Places]:
    """Forms with scores as evaluations, beside the forms they were made from."""
    places = Places()
    made: list[Evaluation] = []
    kept: list[Form] = []
    projects = 0
    for form in forms:
        if form.kind not in ("whole", "project", "sheet_whole", "sheet_project") or not form.lines:
            continue
        scope = "whole" if form.whole else "project"
        rubric = edition.rubrics.get(f"{edition.region}/{scope}")
        if rubric is None or bool(rubric.indicators) is not form.kind.startswith("sheet"):
            continue
        projects += not form.whole
        name = "PW" if form.whole else f"PP{projects}"
        made.append(_evaluation(name, rubric.id, form, places))
        kept.append(form)
    return made, kept, places


def _evaluation(name: str, rubric: str, form: Form, places: Places) -> Evaluation:
    figures = form.figures
    blocks = {"execution": "execution_score", "overall_goal": "overall_score"}
    cells = {key: places.cell(o.spot) for key, o in figures.items()}
    cells |= {block: places.cell(figures[key].spot) for block, key in blocks.items() if key in figures}
    if "execution_score" in form.blanks:
        cells["execution"] = places.cell(form.blanks["execution_score"])
    overall = figures.get("overall_actual")
    return Evaluation(
        form=name,
        rubric=rubric,
        title=form.title or form.label,
        indicators=tuple(_indicators(form, places)),
        budget=_fen(form, "budget"),
        executed=_fen(form, "executed"),
        rate=_decimal(form, "rate", 100),
        self_score=_decimal(form, "self_score"),
        rating=form.texts["rating"].text if "rating" in form.texts else "",
        block_points={{"overall": "overall_goal"}.get(k, k): _of(o.quantity.value) for k, o in form.points.items()},
        block_scores={b: _of(figures[k].quantity.value) for b, k in blocks.items() if k in figures},
        texts={"全年实际完成情况": overall.quantity.printed} if overall is not None else {},
        cells=cells,
    )


def _fen(form: Form, key: str) -> int | None:
    found = form.figures.get(key)
    return None if found is None else int(found.quantity.value)


def _decimal(form: Form, key: str, per: int = 1) -> Decimal | None:
    found = form.figures.get(key)
    return None if found is None else _of(found.quantity.value) / per


def _of(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _indicators(form: Form, places: Places) -> Iterator[Indicator]:
    seen: dict[str, int] = {}
    for line in form.lines:
        words = ([f"目标{line.goal}"] if line.goal else []) + [w for w in (line.level1, line.level2, line.name) if w]
        path = "/".join(word.replace("/", "∕") for word in words)
        seen[path] = seen.get(path, 0) + 1
        if seen[path] > 1:
            path = f"{path}#{seen[path]}"
        yield Indicator(
            path=path,
            level1=line.level1,
            level2=line.level2,
            level3=line.name,
            target=_measure(line, "target", places),
            actual=_measure(line, "actual", places),
            weight=_points(line.weight.text) if line.weight else None,
            score=_points(line.score.text) if line.score else None,
            goal=line.goal,
            inputs=_inputs(line),
            cells={
                key: places.cell(cell.spot)
                for key, cell in (("target", line.target), ("actual", line.actual), ("score", line.score))
                if cell is not None
            }
            | {"level3": places.cell(line.spot)},
        )


def _measure(line: Line, key: str, places: Places) -> Measure:
    cell = line.target if key == "target" else line.actual
    if cell is None:
        return Measure(MeasureKind.BLANK, "")
    return Measure(MeasureKind.TEXT, cell.text.strip(), cell=places.cell(cell.spot))


def _points(text: str) -> Decimal | None:
    plain = text.strip().strip("分").strip()
    return Decimal(plain) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain) else None


def _inputs(line: Line) -> dict[str, Decimal]:
    """Numerator and denominator as the basis tells them: two amounts or counts before the rate."""
    basis = re.sub(r"\s", "", line.basis.text) if line.basis else ""
    pair = re.search(r"(?P<a>[0-9]+(?:\.[0-9]+)?)(?:万元|人|个)[^0-9]*?(?P<b>[0-9]+(?:\.[0-9]+)?)(?:万元|人|个)", basis)
    if pair is None or "预算完成率" in line.name:
        return {}
    first, second = ("b", "a") if "节约" in line.name else ("a", "b")  # a saving tells the plan first
    return {"numerator": Decimal(pair[first]), "denominator": Decimal(pair[second])}


def score_again(forms: Sequence[Form], edition: Edition) -> tuple[tuple[EvaluationScore, ...], list[Claim]]:
    """Scores recomputed, and what is wrong with the self-evaluation as findings of the document."""
    made, kept, places = evaluations(forms, edition)
    if not made:
        return (), []
    scores, findings = score(made, edition, Header(), ())
    by_form = {evaluation.form: form for evaluation, form in zip(made, kept, strict=True)}
    claims = [c for f in findings if f.rule in _FAMILIES and (c := _claim(f, by_form, places)) is not None]
    claims += list(_measured_otherwise(kept, {c.spot for c in claims}))
    return scores, claims


def _claim(found: Finding, by_form: dict[str, Form], places: Places) -> Claim | None:
    form = by_form.get(found.row.split("/")[0])
    if form is None:
        return None
    spots = [places.spot(cell) for cell in found.cells] or [form.spot]
    message = found.message.removeprefix(f"{found.rule} ")
    stated = "" if found.value is None else f"{found.value:f}"
    right = "" if found.expected is None else f"{found.expected:f}"
    spot = _own(found, form, spots)
    return Claim(
        spot=spot,
        text=message.split("。")[0],
        kind="K15",
        family=_FAMILIES[found.rule],
        stated=(stated,) if stated else (),
        verdict=Verdict.ERROR,
        explanation=message,
        recomputed=right,
        formula=message,
        mark=stated,
        proposed=found.hint,
        severity=found.severity,
        spots=tuple(spots),
    )


def _own(found: Finding, form: Form, spots: Sequence[Spot]) -> Spot:
    """The indicator's own row where the finding names one."""
    name = found.row.rsplit("/", 1)[-1].split("#")[0]
    line = next((ln for ln in form.lines if ln.name == name), None)
    if line is not None and line.score is not None:
        return line.score.spot
    return spots[0]


def _measured_otherwise(forms: Sequence[Form], told: set[Spot]) -> Iterator[Claim]:
    """A target of a number of things whose actual is a share of them: full marks although the share is below 100 %."""
    for form in forms:
        full = {ln.score.text.strip() for ln in form.lines if ln.score is not None}
        for line in form.lines:
            if line.target is None or line.actual is None or line.score is None or line.weight is not None:
                continue
            actual = re.fullmatch(r"(?P<n>[0-9]+(?:\.[0-9]+)?)%", line.actual.text.strip())
            number = _UNIT_TARGET.fullmatch(re.sub(r"\s", "", line.target.text))
            points = _points(line.score.text)
            if actual is None or number is None or Decimal(actual["n"]) >= 100 or points is None:  # noqa: PLR2004
                continue
            if line.score.spot in told or line.score.text.strip() not in full:
                continue
            yield Claim(
                spot=line.score.spot,
                text=f"{form.label}“{line.name}”得分 {line.score.text.strip()}",
                kind="K15",
                family="score",
                stated=(line.score.text.strip(),),
                verdict=Verdict.ERROR,
                explanation=f"目标 {line.target.text.strip()} 只完成 {actual[0]}，得分没有相应扣减",
                mark=line.score.text.strip(),
                severity=Severity.EXPLAIN,
                spots=(line.spot,),
            )

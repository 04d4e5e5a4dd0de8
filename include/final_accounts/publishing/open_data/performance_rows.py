"""Rows of the performance forms: what the unit filled in, its own scores and the recomputed ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.model.evaluation import Evaluation, Indicator, IndicatorScore
from final_accounts.model.layout import FormLayout
from final_accounts.publishing.open_data.amounts import yuan_or_none
from final_accounts.publishing.open_data.nouns import EvaluationRow, IndicatorRow
from final_accounts.publishing.unit_report import UnitReport


def evaluation_rows(report: UnitReport) -> Iterator[EvaluationRow]:
    """Every performance form that was handed in, scored or not."""
    scores = {score.form: score for score in report.reported.scores}
    for form in report.reported.evaluations:
        score, layout = scores.get(form.form), _layout(report, form.form)
        yield EvaluationRow(
            unit_code=report.unit.code,
            unit_name=report.name,
            fiscal_year=report.fiscal_year,
            form_id=form.form,
            form_title=layout.title if layout is not None else "",
            subject=form.title,
            rubric=form.rubric,
            budget=yuan_or_none(form.budget),
            executed=yuan_or_none(form.executed),
            execution_rate=form.rate,
            self_score=score.self_score if score else form.self_score,
            recomputed_score=score.recomputed if score else None,
            recomputed_share=score.recomputed_share if score else None,
            difference=score.difference if score else None,
            self_rating=score.self_rating if score else form.rating,
            rating=score.rating if score else "",
        )


def indicator_rows(report: UnitReport) -> Iterator[IndicatorRow]:
    """Every indicator, in the order of the forms; blocks of points that a form shows apart stand among them."""
    scores = {score.form: score for score in report.reported.scores}
    for form in report.reported.evaluations:
        filled = {indicator.path: indicator for indicator in form.indicators}
        score = scores.get(form.form)
        scored = {line.path: line for line in score.indicators} if score else {}
        for path in dict.fromkeys((*scored, *filled)):
            yield _indicator(report, form, filled.get(path), scored.get(path), path)


def _indicator(
    report: UnitReport, form: Evaluation, filled: Indicator | None, scored: IndicatorScore | None, path: str
) -> IndicatorRow:
    own, recomputed = (scored.self_score, scored.recomputed) if scored else (filled.score if filled else None, None)
    cells = filled.cells if filled else form.cells
    cell = cells.get("score") or cells.get("actual") or (cells.get(path.partition(":")[2]) if not filled else None)
    return IndicatorRow(
        unit_code=report.unit.code,
        fiscal_year=report.fiscal_year,
        form_id=form.form,
        path=path,
        level1=filled.level1 if filled else "",
        level2=filled.level2 if filled else "",
        name=scored.name if scored else filled.level3 or filled.path if filled else path,
        target=filled.target.printed if filled else "",
        actual=filled.actual.printed if filled else "",
        weight=scored.weight if scored else filled.weight if filled else None,
        weight_inferred=scored.weight_inferred if scored else None,
        self_score=own,
        recomputed_score=recomputed,
        difference=None if own is None or recomputed is None else recomputed - own,
        verdict=scored.verdict.value if scored else "",
        reason=scored.reason if scored else "",
        unit_says=filled.reason if filled else "",
        source_sheet=cell.sheet if cell else "",
        source_cell=cell.a1 if cell else "",
    )


def _layout(report: UnitReport, form: str) -> FormLayout | None:
    """The layout of a form; one that repeats is numbered behind its id."""
    forms = report.edition.forms
    return forms.get(form) or forms.get(form.rstrip("0123456789"))

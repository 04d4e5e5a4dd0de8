"""Self-evaluations as they stand on a page: self-score, recomputed score, difference and reason side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation, EvaluationScore, Indicator, IndicatorScore
from final_accounts.model.finding import Verdict
from final_accounts.publishing import figures
from final_accounts.publishing.figures import MISSING, Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a rule whose printed text is silent, and the score it gives."""

    words: str
    score: Figure


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One line: what was aimed at, what was reached, and both scores.

    ``formula`` is told where the scores are not simply equal; ``rounding`` says that they differ by rounding alone.
    """

    level: str
    name: str
    target: str
    actual: str
    weight: Figure
    weight_inferred: bool
    self_score: Figure
    recomputed: Figure
    difference: Figure
    differs: bool
    rounding: bool
    reason: str
    formula: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One form. ``share`` is the part of the full points that follows from figures."""

    form: str
    title: str
    budget: Figure
    executed: Figure
    rate: Figure
    self_score: Figure
    recomputed: Figure
    difference: Figure
    self_rating: str
    rating: str
    share: Figure
    indicators: tuple[IndicatorView, ...]


def scores_view(
    edition: Edition, scores: Iterable[EvaluationScore], evaluations: Iterable[Evaluation]
) -> tuple[ScoreView, ...]:
    """Every scored form, in form order."""
    filled = {evaluation.form: evaluation for evaluation in evaluations}
    return tuple(_score(edition, score, filled.get(score.form)) for score in scores)


def title_of(edition: Edition, form: str, title: str) -> str:
    """How pages call a scored form: the whole unit's by the form's own title, a project's by the project."""
    layout = edition.forms.get(form)
    return layout.title if layout is not None and not layout.repeats else f"项目：{title}"


def _score(edition: Edition, score: EvaluationScore, evaluation: Evaluation | None) -> ScoreView:
    lines: Mapping[str, Indicator] = {i.path: i for i in evaluation.indicators} if evaluation else {}
    budget = evaluation.budget if evaluation else None
    executed = evaluation.executed if evaluation else None
    return ScoreView(
        form=score.form,
        title=title_of(edition, score.form, score.title),
        budget=figures.amount(budget),
        executed=figures.amount(executed),
        rate=figures.rate(executed, budget),
        self_score=figures.points(score.self_score),
        recomputed=figures.points(score.recomputed),
        difference=figures.signed(score.difference),
        self_rating=score.self_rating or MISSING,
        rating=score.rating or MISSING,
        share=figures.percent(score.recomputed_share),
        indicators=tuple(_indicator(line, lines.get(line.path)) for line in score.indicators),
    )


def _indicator(score: IndicatorScore, filled: Indicator | None) -> IndicatorView:
    difference = _difference(score)
    levels = [part for part in (filled.level1, filled.level2) if part] if filled else []
    unit_reason = f"单位说明：{filled.reason}" if filled and filled.reason.strip() else ""
    return IndicatorView(
        level=" / ".join(levels),
        name=score.name,
        target=(filled.target.printed if filled else "") or MISSING,
        actual=(filled.actual.printed if filled else "") or MISSING,
        weight=figures.points(score.weight),
        weight_inferred=score.weight_inferred,
        self_score=figures.points(score.self_score),
        recomputed=figures.points(score.recomputed),
        difference=figures.signed(difference),
        differs=bool(difference) and score.verdict is not Verdict.ROUNDING,
        rounding=bool(difference) and score.verdict is Verdict.ROUNDING,
        reason="；".join(part for part in (score.reason.rstrip("。；"), unit_reason.rstrip("。；")) if part),
        formula="" if difference == 0 else score.formula,
        readings=tuple(Reading(words, figures.points(value)) for words, value in score.candidates),
    )


def _difference(score: IndicatorScore) -> Decimal | None:
    if score.self_score is None or score.recomputed is None:
        return None
    return score.recomputed - score.self_score

"""Scoring an indicator by its own target 个性指标 (Hubei and national forms), and inferring weights not printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from final_accounts.model.evaluation import Direction, Indicator, Measure, MeasureKind
from final_accounts.scoring import methods
from final_accounts.scoring.attainment import Attainment, attain
from final_accounts.scoring.methods import ZERO
from final_accounts.scoring.outcome import Outcome, one_of, unknown
from final_accounts.scoring.words import Level


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight and whether it was inferred; None when the form prints none and none follows."""

    weight: Decimal | None
    inferred: bool = False


def aggregated(inputs: Mapping[str, Decimal], *, relative: bool) -> Decimal | None:
    """Actual of an indicator reported in parts ``actual:n`` with ``funds:n``.

    Absolute values are added, relative ones averaged with the funds as weights (note 2 of the Hubei form). None
    without parts, or without funds to weigh by.

    >>> parts = {"actual:1": Decimal(100), "funds:1": Decimal(30), "actual:2": Decimal(80), "funds:2": Decimal(10)}
    >>> aggregated(parts, relative=True), aggregated(parts, relative=False)
    (Decimal('95'), Decimal('180'))
    """
    names = [key.removeprefix("actual:") for key in inputs if key.startswith("actual:")]
    if not names:
        return None
    if not relative:
        return sum((inputs[f"actual:{name}"] for name in names), ZERO)
    funds = sum((inputs.get(f"funds:{name}", ZERO) for name in names), ZERO)
    if funds <= 0:
        return None
    return sum((inputs[f"actual:{name}"] * inputs.get(f"funds:{name}", ZERO) for name in names), ZERO) / funds


def score_target(weight: Decimal | None, reached: Attainment, floors: tuple[Decimal, Decimal] | None) -> Outcome:
    """The score that target and actual leave: quantities in proportion, qualities (``floors`` given) in three bands.

    Without a weight nothing can be computed. Equal targets and ranges missed from below: in proportion; exceeded: the
    notes are silent. A date kept is full marks; how much a date missed costs is not said.
    """
    if reached.problem and (reached.level is None or floors is None):
        return unknown(reached.problem)
    if weight is None:
        return unknown("表内未印该指标分值，由板块分值也推不出唯一分值")
    if floors is None:
        return Outcome(weight, "达到目标值，满分") if reached.level is Level.MET else _missed(weight, reached)
    if reached.level is None:
        return unknown("实际完成值是文字描述，不能判断属于哪一档")
    return methods.three_bands(weight, reached.level, floors)


def _missed(weight: Decimal, reached: Attainment) -> Outcome:
    """A quantity or date that does not reach its target."""
    target, actual = reached.target, reached.actual
    if target is None or actual is None:
        return unknown("标准未写明逾期完成如何计分")
    if reached.inverse:
        return methods.inverse_proportional(weight, target, actual)
    limit = reached.upper if reached.direction is Direction.BETWEEN else target
    if reached.direction in (Direction.BETWEEN, Direction.EQUAL) and limit is not None and actual > limit:
        return _over(weight, limit, actual)
    return methods.proportional(weight, target, actual)


def _over(weight: Decimal, limit: Decimal, actual: Decimal) -> Outcome:
    inverse = methods.inverse_proportional(weight, limit, actual)
    readings = {"超额视为完成": weight, "按反向指标计分": inverse.value or ZERO}
    return one_of(readings, inverse.formula, "标准未写明实际值超出目标值时如何计分")


def is_qualitative(indicator: Indicator) -> bool:
    """Whether the target is in words, so that the three bands apply."""
    return indicator.target.kind in (MeasureKind.BAND, MeasureKind.TEXT, MeasureKind.YES_NO)


def reach(indicator: Indicator) -> Attainment:
    """Attainment of an indicator, parts aggregated first."""
    result = attain(indicator.target, indicator.actual)
    whole = aggregated(indicator.inputs, relative=indicator.target.unit == "%")
    if whole is None or indicator.target.kind is not MeasureKind.NUMBER:
        return result
    return attain(indicator.target, _with_number(indicator, whole))


def _with_number(indicator: Indicator, number: Decimal) -> Measure:
    """The aggregated actual as a measure of the target's unit."""
    return replace(indicator.target, number=number, upper=None, direction=Direction.NONE, word="")


def infer_weights(
    indicators: Sequence[Indicator], levels: Sequence[Level | None], points: Decimal | None
) -> list[Weighted]:
    """Weights of a block's indicators: printed ones, else inferred where exactly one value is left.

    With points and all scores printed: (1) scores that add up to the points leave each indicator its own score,
    since no weight is below its score and the weights add up to the points; (2) when all indicators but one fully meet
    their targets, full marks are their weights and the rest of the points is the weight of that one. Otherwise none.
    """
    if all(i.weight is not None for i in indicators):
        return [Weighted(i.weight) for i in indicators]
    scores = [i.score for i in indicators]
    known = [s for s in scores if s is not None]
    if points is None or len(known) != len(scores) or any(i.weight is not None for i in indicators):
        return [Weighted(i.weight) for i in indicators]
    if sum(known, ZERO) == points:
        return [Weighted(s, inferred=True) for s in known]
    open_ones = [n for n, level in enumerate(levels) if level is not Level.MET]
    if len(open_ones) == 1:
        rest = points - sum((s for n, s in enumerate(known) if n != open_ones[0]), ZERO)
        if rest >= known[open_ones[0]]:
            return [Weighted(rest if n == open_ones[0] else s, inferred=True) for n, s in enumerate(known)]
    return [Weighted(None) for _ in indicators]

"""What a scoring method says of one indicator 复算结果."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """``value``: the one score the rule gives, unrounded; None when the rule gives none, then ``reason`` says why.

    ``low``/``high``: the range a band leaves to judgement. ``candidates``: the readings of a silent rule with the score
    of each. ``formula``: the computation in figures, for the page. All in points 分.
    """

    value: Decimal | None = None
    formula: str = ""
    reason: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    candidates: tuple[tuple[str, Decimal], ...] = ()


def unknown(reason: str) -> Outcome:
    """No score can be computed, for this reason."""
    return Outcome(reason=reason)


def one_of(readings: dict[str, Decimal], formula: str, silent: str) -> Outcome:
    """The score when every reading of the rule gives the same one; otherwise the readings as candidates.

    >>> one_of({"甲": Decimal(0), "乙": Decimal(0)}, "", "").value
    Decimal('0')
    >>> one_of({"甲": Decimal(2), "乙": Decimal("1.3")}, "", "标准未写明").candidates
    (('甲', Decimal('2')), ('乙', Decimal('1.3')))
    """
    scores = set(readings.values())
    if len(scores) == 1:
        return Outcome(scores.pop(), formula)
    return Outcome(formula=formula, reason=silent, candidates=tuple(readings.items()))

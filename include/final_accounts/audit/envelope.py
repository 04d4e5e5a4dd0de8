"""The rounding envelope: what a printed figure can be, given the figures it follows from.

A printed figure is known to ± half its step. A result is *ok* when it is exactly what the printed inputs give,
*rounding* when some values inside their envelopes give it (display), when it was cut off instead of rounded
(truncated), or when a share was forced so that all sum to 100 (forced, judged by the caller); else an *error*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Final

from final_accounts.audit.numbers import Quantity, round_half_up
from final_accounts.model.finding import Verdict

DISPLAY: Final = "display"
TRUNCATED: Final = "truncated"
FORCED: Final = "forced"
HUNDRED: Final = Fraction(100)
Range = tuple[Fraction, Fraction, Fraction]
"""Central value, lowest and highest."""


Again = Callable[[Quantity, Sequence[Quantity]], Verdict]
"""The verdict on a printed figure, had its inputs been others."""


def holds(formula: Callable[..., Fraction | None], printed: Quantity, inputs: Sequence[Quantity]) -> Verdict:
    """Whether a printed result follows from its inputs; an error too when the formula has no value."""
    central, low, high = corners(formula, inputs)
    return Verdict.ERROR if central is None else judge(printed, central, low, high)[0]


def adds_up(printed: Quantity, inputs: Sequence[Quantity]) -> Verdict:
    """Whether parts add up to a printed total."""
    return total(printed, inputs)[0]


def agrees(printed: Quantity, inputs: Sequence[Quantity]) -> Verdict:
    """Whether a printed figure is the one figure it restates."""
    return equal(printed, inputs[0])[0]


def bounds(quantity: Quantity) -> tuple[Fraction, Fraction]:
    """Lowest and highest value a printed figure can stand for."""
    return quantity.value - quantity.step / 2, quantity.value + quantity.step / 2


def corners(
    formula: Callable[..., Fraction | None], inputs: Sequence[Quantity]
) -> tuple[Fraction | None, Fraction, Fraction]:
    """Central value and range of a formula over the envelopes of its inputs; None when it has no value."""
    central = formula(*(q.value for q in inputs))
    if central is None:
        return None, Fraction(0), Fraction(0)
    found = [v for corner in product(*(bounds(q) for q in inputs)) if (v := formula(*corner)) is not None]
    return central, min([central, *found]), max([central, *found])


def judge(printed: Quantity, central: Fraction, low: Fraction, high: Fraction) -> tuple[Verdict, str]:
    """Verdict on a printed result whose inputs allow [low, high].

    >>> from final_accounts.audit.numbers import Kind
    >>> p = Quantity(Kind.PERCENT, Fraction("24.28"), Fraction(1, 100), "24.28%", "%")
    >>> judge(p, Fraction("24.2856"), Fraction("24.2855"), Fraction("24.2857"))
    (<Verdict.ROUNDING: 'rounding'>, 'truncated')
    """
    if round_half_up(central, printed.step) == printed.value:
        return Verdict.OK, ""
    half = printed.step / 2
    if low - half <= printed.value <= high + half:
        return Verdict.ROUNDING, DISPLAY
    if _cut(low, printed.step) <= printed.value <= _cut(high, printed.step):
        return Verdict.ROUNDING, TRUNCATED
    return Verdict.ERROR, ""


def _cut(value: Fraction, step: Fraction) -> Fraction:
    whole = abs(value) // step * step
    return whole if value >= 0 else -whole


def equal(printed: Quantity, other: Quantity) -> tuple[Verdict, str]:
    """Whether two printed figures can be the same: at the coarser of their steps."""
    if printed.value == other.value:
        return Verdict.OK, ""
    fine, coarse = sorted((printed, other), key=lambda q: q.step)
    if not coarse.step:
        return Verdict.ERROR, ""
    if round_half_up(fine.value, coarse.step) == coarse.value:
        return Verdict.OK, ""
    if abs(fine.value - coarse.value) <= (fine.step + coarse.step) / 2:
        return Verdict.ROUNDING, DISPLAY
    if _cut(fine.value, coarse.step) == coarse.value and fine.step < coarse.step:
        return Verdict.ROUNDING, TRUNCATED
    return Verdict.ERROR, ""


def total(printed: Quantity, parts: Sequence[Quantity]) -> tuple[Verdict, str]:
    """Whether printed parts add up to a printed total within ½ · Σ of their steps."""
    difference = abs(printed.value - sum((p.value for p in parts), Fraction(0)))
    if difference == 0:
        return Verdict.OK, ""
    if difference <= (printed.step + sum((p.step for p in parts), Fraction(0))) / 2:
        return Verdict.ROUNDING, DISPLAY
    return Verdict.ERROR, ""


def growth(current: Fraction, change: Fraction, direction: int) -> Fraction | None:
    """Rate of a change against the base it implies; None for a base of nothing."""
    base = current - direction * change
    return None if base <= 0 else HUNDRED * change / base


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """Part of a whole in percent; None for a whole of nothing."""
    return None if whole == 0 else HUNDRED * part / whole


def moved(current: Fraction, before: Fraction) -> Fraction | None:
    """Change against last year in percent, signed."""
    return None if before == 0 else HUNDRED * (current - before) / before

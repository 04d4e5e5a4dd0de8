"""Printed scores and rates against exact ones 四舍五入: what counts as rounding.

A printed score is known to half its step. Its step is its own last decimal, at most 0.1: a whole number of points is
read as "4.0", for forms print 18.5 beside 20. A score with decimals may also be cut off instead of rounded (9.53 for
9.537). Source: "Step and verdicts" in docs/scoring.md; measured on the two published forms of 2021.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from final_accounts.model.finding import Verdict

CENT: Final = Decimal("0.01")
_LARGEST: Final = 20
"""Exponent up to which two decimals fit the 28 digits of a Decimal."""
_COARSEST_SCORE: Final = Decimal("0.1")
_COARSEST_RATE: Final = Decimal("0.001")


def points(score: Decimal) -> Decimal:
    """A recomputed score as forms print it: two decimals, half up.

    >>> points(Decimal("4.7685"))
    Decimal('4.77')
    """
    return to_cents(score)


def to_cents(number: Decimal) -> Decimal:
    """Two decimals, half up; a number too large for that (a unit may type anything) stays as it is."""
    return number if number.adjusted() > _LARGEST else number.quantize(CENT, rounding=ROUND_HALF_UP)


def step_of(printed: Decimal, coarsest: Decimal) -> Decimal:
    """The last printed decimal place, never coarser than ``coarsest``.

    >>> [str(step_of(Decimal(printed), Decimal("0.1"))) for printed in ("18.5", "4", "9.53")]
    ['0.1', '0.1', '0.01']
    """
    exponent = printed.normalize().as_tuple().exponent
    own = Decimal(1).scaleb(int(exponent)) if isinstance(exponent, int) else coarsest
    return min(own, coarsest)


def against(printed: Decimal, exact: Decimal) -> Verdict:
    """Verdict of a printed score against the exact one.

    >>> pairs = (("18.5", "18.4585"), ("9.53", "9.537"), ("4", "4.75"), ("4", "4"))
    >>> [against(Decimal(printed), Decimal(exact)).value for printed, exact in pairs]
    ['rounding', 'rounding', 'error', 'ok']
    """
    if printed == exact:
        return Verdict.OK
    step = step_of(printed, _COARSEST_SCORE)
    has_decimals = printed != printed.to_integral_value()
    cut_off = has_decimals and 0 < exact - printed < step
    return Verdict.ROUNDING if abs(printed - exact) <= step / 2 or cut_off else Verdict.ERROR


def rate_corners(
    numerator: int, denominator: int, numerator_step: int, denominator_step: int
) -> tuple[Decimal, Decimal]:
    """Least and greatest rate that two printed amounts (fen, with their display steps) allow.

    >>> low, high = rate_corners(37840000, 41000000, 10000, 10000)
    >>> low < Decimal("0.9229") < high
    True
    """
    half_n, half_d = Decimal(numerator_step) / 2, Decimal(denominator_step) / 2
    corners = [
        (Decimal(numerator) + sign * half_n) / (Decimal(denominator) + other * half_d)
        for sign in (-1, 1)
        for other in (-1, 1)
    ]
    return min(corners), max(corners)


def rate_agrees(printed: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a printed share (1 = 100 %) can be the rounding, or the cut-off, of a rate between the corners.

    >>> rate_agrees(Decimal("0.9761"), Decimal("0.97608"), Decimal("0.97611"))
    True
    """
    step = step_of(printed, _COARSEST_RATE)
    return low - step / 2 <= printed <= high + step / 2 or low - step < printed < low

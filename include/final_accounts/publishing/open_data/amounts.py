"""Values of open data: amounts in yuan to the fen, never a float. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from final_accounts.model.money import in_measure

DIGITS: Final = Decimal(1).scaleb(-10)
"""How exactly a ratio is written that does not come out even."""


def yuan(fen: int) -> Decimal:
    """An amount in yuan.

    >>> yuan(-1234500), yuan(5)
    (Decimal('-12345.00'), Decimal('0.05'))
    """
    return Decimal(fen).scaleb(-2)


def yuan_or_none(fen: int | None) -> Decimal | None:
    """An amount in yuan; None where none is known."""
    return None if fen is None else yuan(fen)


@lru_cache(maxsize=4096)
def wanyuan(fen: int) -> Decimal:
    """An amount as pages print it, without separators.

    >>> wanyuan(349560000), wanyuan(-4999)
    (Decimal('349.56'), Decimal('0.00'))
    """
    return in_measure(fen, "万元")


def decimal(value: int | Fraction | Decimal) -> Decimal:
    """A number as a decimal, with as many digits as it has and ten where it has no end.

    >>> decimal(Fraction(1, 8)), decimal(Fraction(2, 3)), decimal(12)
    (Decimal('0.125'), Decimal('0.6666666667'), Decimal('12'))
    """
    if isinstance(value, Decimal):
        return value
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(DIGITS, rounding=ROUND_HALF_UP)
    return exact if exact == rounded else rounded

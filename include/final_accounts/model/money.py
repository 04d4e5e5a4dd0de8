"""Amounts 金额: integer fen (分) inside, yuan in workbooks, 万元 on paper. Never a float.

A *display step* is the smallest change a printed figure can show, in fen: a workbook in yuan with two decimals
has step 1; a published figure in 万元 with two decimals has step 10 000 (known to ±0.005 万元 = ±50 元).
Source: contract 1 of docs/architecture.md.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Fen = int

FEN_PER_YUAN: Final = 100
FEN_PER_WAN: Final = 1_000_000
FEN_PER_YI: Final = 10_000_000_000

MEASURES: Final[dict[str, int]] = {"元": FEN_PER_YUAN, "万元": FEN_PER_WAN, "亿元": FEN_PER_YI}
"""Fen in one of each unit of measure an amount may be declared in."""


def to_fen(amount: Decimal, measure: str = "元") -> tuple[Fen, bool]:
    """Convert ``amount`` of ``measure`` to fen; the flag says whether the conversion was exact.

    Rounds half away from zero, the only rounding used for money in this product.

    >>> to_fen(Decimal("349.56"), "万元")
    (349560000, True)
    >>> to_fen(Decimal("0.005"))
    (1, False)
    """
    exact = amount * MEASURES[measure]
    fen = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return int(fen), fen == exact


def step_of(printed_decimals: int, measure: str = "元") -> Fen:
    """Display step in fen of a figure printed with that many decimals; never finer than one fen.

    >>> step_of(2, "万元"), step_of(2), step_of(6, "万元"), step_of(0, "万元")
    (10000, 1, 1, 1000000)
    """
    return max(MEASURES[measure] // int(10**printed_decimals), 1)


def in_measure(fen: Fen, measure: str = "元", decimals: int = 2) -> Decimal:
    """Fen as a Decimal of ``measure``, rounded half away from zero to ``decimals``; what rounds to zero has no sign.

    >>> in_measure(349560000, "万元"), in_measure(-5, "元"), in_measure(-5, "万元")
    (Decimal('349.56'), Decimal('-0.05'), Decimal('0.00'))
    """
    found = (Decimal(fen) / MEASURES[measure]).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return found or abs(found)


def format_amount(fen: Fen, measure: str = "元", decimals: int = 2) -> str:
    """Fen as text with thousands separators, for messages and pages.

    >>> format_amount(1200000)
    '12,000.00'
    """
    return f"{in_measure(fen, measure, decimals):,f}"

"""Figures as they stand on paper: one variable per number, its exact value beside the text that is printed.

Amounts are 万元 with two decimals, rounded half away from zero from fen; totals are rounded from totals, never summed
from rounded parts. Templates only print ``text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.model.money import format_amount

PAPER: Final = "万元"
"""The unit of measure of every amount on a page."""

MISSING: Final = "—"
"""What stands where a figure is not known; a known zero is ``0.00`` or, in some official tables, nothing at all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a page. ``fen`` for amounts, ``value`` for all others; both None where nothing is known.

    ``fact`` is the reported figure that it prints; None where it is computed. ``name`` says which figure it is, for
    messages; a figure with a fact is named by it.
    """

    text: str
    fen: int | None = None
    value: Decimal | None = None
    name: str = ""
    fact: FactKey | None = None

    @property
    def called(self) -> str:
        """The figure's name, else where the unit reported it, else its text."""
        return self.name or (" ".join(self.fact) if self.fact else self.text)


UNKNOWN: Final = Figure(MISSING)


def amount(fen: int | None, *, zero_blank: bool = False) -> Figure:
    """An amount in 万元.

    >>> amount(349560000).text, amount(0).text, amount(0, zero_blank=True).text, amount(None).text
    ('349.56', '0.00', '', '—')
    """
    if fen is None:
        return UNKNOWN
    return Figure("" if zero_blank and fen == 0 else format_amount(fen, PAPER), fen=fen)


def points(value: Decimal | None) -> Figure:
    """Points 分 of a score or weight, at least as precise as given, without idle zeros.

    >>> points(Decimal("98.50")).text, points(Decimal("20.00")).text, points(None).text
    ('98.5', '20', '—')
    """
    if value is None:
        return UNKNOWN
    shown = f"{value:f}"
    return Figure(shown.rstrip("0").rstrip(".") if "." in shown else shown, value=value)


def signed(value: Decimal | None) -> Figure:
    """A difference of points, with its sign.

    >>> signed(Decimal("-0.50")).text, signed(Decimal("1")).text, signed(Decimal("0.00")).text
    ('−0.5', '+1', '0')
    """
    if value is None:
        return UNKNOWN
    size = points(abs(value)).text
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return Figure(f"{sign}{size}", value=value)


def count(number: int | None) -> Figure:
    """A whole count with thousands separators.

    >>> count(1200).text
    '1,200'
    """
    return UNKNOWN if number is None else Figure(f"{number:,d}", value=Decimal(number))


def rate(part: int | None, whole: int | None) -> Figure:
    """``part`` ÷ ``whole`` in percent with two decimals; unknown when a side is, or when the whole is zero.

    >>> rate(34956, 35812).text, rate(1, 0).text
    ('97.61%', '—')
    """
    if part is None or not whole:
        return UNKNOWN
    return percent(Decimal(part) / whole)


def percent(ratio: Decimal, decimals: int = 2) -> Figure:
    """A ratio (1 = 100 %) in percent with as many decimals as the region prints.

    >>> percent(Decimal("0.9")).text, percent(Decimal("0.97605"), 1).text
    ('90.00%', '97.6%')
    """
    shown = (ratio * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return Figure(f"{shown:,f}%", value=ratio)

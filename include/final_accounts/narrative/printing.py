"""Numbers as a sentence prints them: computed from fen, rounded once, half up, never cut off and never made to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from final_accounts.model.money import in_measure
from final_accounts.model.narrative import Variable, VariableKind


@dataclass(frozen=True, slots=True)
class Style:
    """How a region prints: decimals of a percentage, and whether an amount drops its idle zeros."""

    percent_decimals: int = 2
    trim_zeros: bool = False

    @classmethod
    def of(cls, entries: Mapping[str, Any]) -> Style:
        """The printing entries of a region's ``[style]``."""
        return cls(int(entries["percent_decimals"]), bool(entries["trim_zeros"]))

    def amount(self, name: str, fen: int) -> Variable:
        """An amount in 万元; the unit of measure stands in the words around it.

        >>> Style().amount("a", 186800000000).text, Style(trim_zeros=True).amount("a", 1798800000).text
        ('186800.00', '1798.8')
        """
        text = f"{in_measure(fen, '万元'):f}"
        if self.trim_zeros:
            text = text.rstrip("0").rstrip(".")
        return Variable(name, VariableKind.AMOUNT, fen, text)

    def percent(self, name: str, ratio: Fraction) -> Variable:
        """A ratio (1 = 100 %) in percent.

        >>> Style().percent("p", Fraction(32449, 25689)).text, Style(1).percent("p", Fraction(1, 2000)).text
        ('126.31%', '0.1%')
        """
        return Variable(name, VariableKind.RATIO, ratio, f"{half_up(ratio * 100, self.percent_decimals):f}%")

    def shows(self, fen: int) -> bool:
        """Whether an amount prints as anything but zero."""
        return in_measure(fen, "万元") != 0


def half_up(number: Fraction, decimals: int) -> Decimal:
    """The exact number to that many decimals, half away from zero.

    >>> half_up(Fraction(1, 8), 2), half_up(Fraction(-1, 8), 2), half_up(Fraction(1, 3), 1)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('0.3'))
    """
    scaled = abs(number) * 10**decimals
    size = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-size if number < 0 else size).scaleb(-decimals)


def count(name: str, number: int) -> Variable:
    """A whole number."""
    return Variable(name, VariableKind.COUNT, number, str(number))


def score(name: str, points: Decimal) -> Variable:
    """Points 分 without idle zeros.

    >>> score("s", Decimal("98.50")).text, score("s", Decimal("100")).text
    ('98.5', '100')
    """
    text = f"{points:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Variable(name, VariableKind.SCORE, Fraction(points), text)


def year(name: str, number: int) -> Variable:
    """A year."""
    return Variable(name, VariableKind.DATE, number, str(number))


def last_day(fiscal_year: int) -> Variable:
    """The day the accounts close; the value is written yyyymmdd."""
    return Variable("closing-day", VariableKind.DATE, fiscal_year * 10_000 + 1231, f"{fiscal_year}年12月31日")

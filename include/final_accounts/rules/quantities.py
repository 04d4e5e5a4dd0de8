"""Figures and truths over all instances at once, with what is known of them: envelope, corners, absence.

An amount printed in a coarse step is known to ±½ step. A *figure* carries the sum of its operands' steps (``spread``,
twice the envelope; 0 when every step is 1, so that a workbook in yuan is compared exactly). A *ratio* carries the
corners of its operands' envelopes. A *truth* carries three answers (certain, as printed, possible at some corner) and
absence in three-valued logic: false and absent is false.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from final_accounts.rules.vocabulary import Flags, Ints

Reals = NDArray[np.float64]


@dataclass(slots=True)
class Figure:
    """Whole fen or heads per instance."""

    value: Ints
    spread: Ints
    coarse: Flags
    missing: Flags

    @property
    def slack(self) -> Ints:
        """Twice the envelope: the spread when some step is coarse, else nothing."""
        return np.where(self.coarse, self.spread, 0)

    def plus(self, other: Figure, sign: int) -> Figure:
        """Sum or difference."""
        return Figure(
            self.value + sign * other.value,
            self.spread + other.spread,
            self.coarse | other.coarse,
            self.missing | other.missing,
        )

    def times(self, factor: int) -> Figure:
        """Whole multiple."""
        return Figure(self.value * factor, self.spread * abs(factor), self.coarse, self.missing)

    def ratio(self) -> Ratio:
        """The figure with its corners as a ratio."""
        half = self.slack / 2.0
        middle = self.value.astype(np.float64)
        return Ratio(middle - half, middle, middle + half, self.missing)


@dataclass(slots=True)
class Ratio:
    """A real number per instance between its corners."""

    low: Reals
    value: Reals
    high: Reals
    missing: Flags

    def over(self, other: Ratio) -> Ratio:
        """Quotient at the corners. A zero divisor makes it absent: there is no rate on a zero base."""
        zero = other.value == 0
        safe = np.where(zero, 1.0, other.value)
        spans = (other.low <= 0) & (other.high >= 0)
        low, high = np.where(spans, 1.0, other.low), np.where(spans, 1.0, other.high)
        corners = np.stack([self.low / low, self.low / high, self.high / low, self.high / high])
        return Ratio(
            np.where(spans, -np.inf, corners.min(axis=0)),
            self.value / safe,
            np.where(spans, np.inf, corners.max(axis=0)),
            self.missing | other.missing | zero,
        )

    def plus(self, other: Ratio, sign: int) -> Ratio:
        """Sum or difference at the corners."""
        low, high = (other.low, other.high) if sign > 0 else (other.high, other.low)
        return Ratio(
            self.low + sign * low,
            self.value + sign * other.value,
            self.high + sign * high,
            self.missing | other.missing,
        )

    def absolute(self) -> Ratio:
        """Absolute value at the corners."""
        inside = (self.low <= 0) & (self.high >= 0)
        ends = np.stack([np.abs(self.low), np.abs(self.high)])
        return Ratio(np.where(inside, 0.0, ends.min(axis=0)), np.abs(self.value), ends.max(axis=0), self.missing)


@dataclass(slots=True)
class Truth:
    """Yes or no per instance: ``certain`` ⊆ ``stated`` ⊆ ``possible``; ``missing`` where it cannot be said."""

    certain: Flags
    stated: Flags
    possible: Flags
    missing: Flags

    @classmethod
    def plain(cls, answer: Flags, missing: Flags | None = None) -> Truth:
        """A truth without envelopes."""
        absent = np.zeros(len(answer), np.bool_) if missing is None else missing
        return cls(answer, answer, answer, absent)

    def negated(self) -> Truth:
        """Not."""
        return Truth(~self.possible, ~self.stated, ~self.certain, self.missing)

    def both(self, other: Truth) -> Truth:
        """And: a plain no of one side settles it, absent or not."""
        no = (~self.stated & ~self.missing) | (~other.stated & ~other.missing)
        return Truth(
            self.certain & other.certain,
            self.stated & other.stated & ~no,
            self.possible & other.possible,
            (self.missing | other.missing) & ~no,
        )

    def either(self, other: Truth) -> Truth:
        """Or: a plain yes of one side settles it."""
        yes = (self.stated & ~self.missing) | (other.stated & ~other.missing)
        return Truth(
            self.certain | other.certain,
            self.stated | other.stated | yes,
            self.possible | other.possible,
            (self.missing | other.missing) & ~yes,
        )


def compare(operator: str, left: Figure | Ratio, right: Figure | Ratio) -> Truth:
    """Compare two figures, or two ratios, within their envelopes."""
    if isinstance(left, Figure) and isinstance(right, Figure):
        gap = 2 * (left.value - right.value)
        slack = np.where(left.coarse | right.coarse, left.spread + right.spread, 0)
        return _decide(operator, gap - slack, gap, gap + slack, left.missing | right.missing)
    one = left.ratio() if isinstance(left, Figure) else left
    other = right.ratio() if isinstance(right, Figure) else right
    if operator not in {"==", "!="}:
        return _decide(
            operator,
            _difference(one.low, other.high),
            _difference(one.value, other.value),
            _difference(one.high, other.low),
            one.missing | other.missing,
        )
    apart = one.plus(other, -1)
    return _decide(operator, apart.low, apart.value, apart.high, apart.missing)


def _difference(one: Reals, other: Reals) -> Reals:
    """Sign of one - other; two infinities of one sign are equal."""
    return np.where(one == other, 0.0, np.where(one < other, -1.0, 1.0))


def _decide(operator: str, low: Ints | Reals, gap: Ints | Reals, high: Ints | Reals, missing: Flags) -> Truth:
    """Truth of ``gap <operator> 0`` when the gap may be anywhere between low and high."""
    match operator:
        case "==":
            return Truth((low == 0) & (high == 0), gap == 0, (low <= 0) & (high >= 0), missing)
        case "<=":
            return Truth(high <= 0, gap <= 0, low <= 0, missing)
        case "<":
            return Truth(high < 0, gap < 0, low < 0, missing)
        case "!=":
            return _decide("==", low, gap, high, missing).negated()
        case ">=":
            return _decide("<", low, gap, high, missing).negated()
        case _:
            return _decide("<=", low, gap, high, missing).negated()

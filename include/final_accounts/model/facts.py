"""Facts 填报数: one row per figure a unit reported, each with the cell it came from.

Key of a fact inside one submission: (form, row, column). Row keys are ``line:<name>``, ``function:<code>``,
``economic:<code>``, ``project:<id>``, ``indicator:<path>``, ``item:<n>`` or ``total``; column keys are the layout's.
A blank cell on a printed row of a present table is a fact with ``blank=True`` and value 0; a figure whose sheet,
row or total is absent has no fact at all (missing is not zero). Source: "Facts" in the decisions on contracts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from final_accounts.model.place import Cell


class ValueKind(StrEnum):
    """How a value is typed: amount in fen, whole count, ratio (1 = 100 %), points, date, text."""

    AMOUNT = "amount"  # int, fen
    COUNT = "count"  # int
    RATIO = "ratio"  # Decimal, 0.9761 for 97.61 %
    POINTS = "points"  # Decimal, 分 of a score or weight
    DATE = "date"  # datetime.date
    TEXT = "text"  # str


class FactKey(NamedTuple):
    """Where a fact stands in the edition, independent of any file."""

    form: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported figure.

    ``value`` is int fen for amounts, int for counts, Decimal for ratios and points, date or str otherwise.
    ``step`` is the display step in fen (amounts only, 1 for yuan with two decimals; 0 for other kinds).
    ``printed`` is the cell as the unit wrote it; ``name`` the row's printed name (subject, project, indicator).
    """

    form: str
    row: str
    column: str
    kind: ValueKind
    value: int | Decimal | date | str
    cell: Cell
    printed: str = ""
    step: int = 0
    blank: bool = False
    name: str = ""

    @property
    def key(self) -> FactKey:
        """The fact's place in the edition."""
        return FactKey(self.form, self.row, self.column)

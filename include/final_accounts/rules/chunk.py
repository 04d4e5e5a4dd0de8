"""All units of a chunk as one flat array of cells, so that a formula is evaluated for every unit at once.

A form is a grid of *entities* (one per unit and row key, printed rows for every unit) × numeric columns; the cells of
all grids lie in one ``values``/``steps``/``states`` array. A reference is an array of cell numbers; ``ABSENT`` and
``NO_ROW`` point at two sentinels at the end, so that gathering never needs a branch. Amounts are int64 fen, counts
int64. Figures beyond ``LIMIT`` are cut there (the reader has refused them; sums of nine thousand such cells still
fit). A row that stands twice (the reader's finding too) is added up, so that totals are judged as the unit meant them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from final_accounts.model.facts import Fact
from final_accounts.rules.shapes import FormShape
from final_accounts.rules.units import UnitFacts
from final_accounts.rules.vocabulary import Flags, Ints, Vocabulary

MISSING: Final = 0  # the form, a printed row or a total is not there
NONE: Final = 1  # an open row that a present form does not list: no such income or expenditure, zero
BLANK: Final = 2
PRESENT: Final = 3
NO_ROW: Final = -2
ABSENT: Final = -1
LIMIT: Final = 10**15  # fen: 10 万亿元, more than any unit's account

States = NDArray[np.int8]


@dataclass
class FormGrid:
    """One form of all units. ``unit``/``row`` describe entities sorted by (unit, row); ``offset`` is its first cell."""

    shape: FormShape
    columns: dict[str, int]
    unit: Ints
    row: Ints
    size: int  # size of the row vocabulary, for the search key
    offset: int
    present: Flags
    nil: Flags
    live: Flags = field(default_factory=lambda: np.empty(0, np.bool_))
    parent: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    texts: dict[str, NDArray[np.object_]] = field(default_factory=dict)
    line: Ints = field(default_factory=lambda: np.empty(0, np.int64))  # sheet row of each code row, -1 unknown
    prior: bool = False
    _keys: Ints = field(init=False)

    def __post_init__(self) -> None:
        self._keys = self.unit * self.size + self.row

    def find(self, unit: Ints, row: Ints) -> Ints:
        """Entity of each (unit, row); -1 when there is none (``row`` may be -1)."""
        if not len(self._keys):
            return np.full(len(unit), -1, np.int64)
        wanted = unit * self.size + row
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where((self._keys[place] == wanted) & (row >= 0), place, -1)

    def cells(self, entity: Ints, column: Ints | int) -> Ints:
        """Cell numbers of entities × column numbers; ABSENT where either is -1."""
        number = self.offset + entity * len(self.columns) + column
        return np.where((entity >= 0) & (np.asarray(column) >= 0), number, ABSENT)

    def children(self) -> tuple[Ints, Ints]:
        """Entities ordered by parent, and where each entity's children start (length entities + 1)."""
        order = np.argsort(self.parent, kind="stable")
        starts = np.searchsorted(self.parent[order], np.arange(len(self.unit) + 1))
        return order, starts

    def leaves(self) -> Flags:
        """Entities that no other entity has as its parent."""
        leaf = np.ones(len(self.unit), np.bool_)
        leaf[self.parent[self.parent >= 0]] = False
        return leaf


@dataclass
class PrintedNames:
    """Names as printed beside codes: (row number, name) → unit number → a fact of that row; both years."""

    now: dict[tuple[int, str], dict[int, Fact]] = field(default_factory=dict)
    prior: dict[tuple[int, str], dict[int, Fact]] = field(default_factory=dict)


@dataclass
class Chunk:
    """The readable units of a chunk, encoded. ``facts(unit)`` gives back facts by key for messages and cells."""

    units: tuple[UnitFacts, ...]
    rows: Vocabulary
    grids: dict[str, FormGrid]
    values: Ints
    steps: Ints
    states: States
    printed_names: PrintedNames
    _facts: dict[int, dict[tuple[str, str, str], Fact]] = field(default_factory=dict)

    def facts(self, unit: int) -> dict[tuple[str, str, str], Fact]:
        """Facts of a unit by (form, row, column), the first of a repeated key; ``prior.<form>`` for last year's."""
        if unit not in self._facts:
            source = self.units[unit]
            table: dict[tuple[str, str, str], Fact] = {}
            for fact in source.facts:
                table.setdefault((fact.form, fact.row, fact.column), fact)
            for fact in source.prior:
                table.setdefault((f"prior.{fact.form}", fact.row, fact.column), fact)
            self._facts[unit] = table
        return self._facts[unit]

    def place(self, cell: int) -> tuple[str, int, str, str] | None:
        """(form, unit number, row key, column key) of a cell number; None for a sentinel."""
        if cell < 0 or cell >= len(self.values) - 2:
            return None
        for form, grid in self.grids.items():
            width = len(grid.columns)
            inside = cell - grid.offset
            if 0 <= inside < len(grid.unit) * width:
                entity, column = divmod(inside, width)
                keys = list(grid.columns)
                return form, int(grid.unit[entity]), self.rows.names[int(grid.row[entity])], keys[column]
        return None

    def fact(self, cell: int) -> Fact | None:
        """The fact behind a cell number, None when nothing was reported there."""
        found = self.place(cell)
        return None if found is None else self.facts(found[1]).get((found[0], found[2], found[3]))

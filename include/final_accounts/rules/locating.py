"""Where the cells of a reference are: cell numbers per instance, and per instance and summand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from final_accounts.rules.chunk import ABSENT, BLANK, MISSING, NO_ROW, PRESENT, Chunk, FormGrid
from final_accounts.rules.domains import Domain, Instances
from final_accounts.rules.nodes import CellOf, Col, Row, SumOf
from final_accounts.rules.prior import SHEET, sheet_row
from final_accounts.rules.vocabulary import Flags, Ints

CLASS_KEY = len("economic:301")


@dataclass(frozen=True)
class Locator:
    """References of one rule at its instances."""

    chunk: Chunk
    domain: Domain
    at: Instances

    def cell(self, node: CellOf) -> Ints:
        """Cell number of a reference at every instance."""
        if not node.form:
            return np.full(len(self.at), ABSENT, np.int64)
        grid = self.chunk.grids["prior." + node.form if node.prior else node.form]
        found = self._cell_in(grid, node.row, node.column)
        if node.prior and SHEET in self.chunk.grids:
            sheet = self._sheet_cell(node)
            reported = self.chunk.states[found] >= BLANK
            found = np.where(reported, found, sheet)
        return found

    def missing_cells(self, node: CellOf) -> Flags:
        """Where a reference has no figure and no meaning as zero."""
        states = self.chunk.states[self.cell(node)]
        return states < PRESENT if node.strict else states == MISSING

    def summands(self, node: SumOf) -> tuple[Ints, Ints]:
        """(instance, cell) of a sum, instances ascending."""
        at, chunk = self.at, self.chunk
        grid = chunk.grids[node.form]
        size = len(at)
        if node.over == "tag":
            columns = [self._cell_in(grid, Row("key", row), node.column) for row in node.rows]
            return np.repeat(np.arange(size), len(columns)), np.stack(columns, axis=1).reshape(-1)
        if node.over in {"leaf columns", "sub columns"}:
            return self._across(node, grid)
        if node.over == "children":
            order, starts = grid.children()
            first, last = starts[at.entity], starts[at.entity + 1]
        else:
            wanted = grid.live.copy()
            for name, word in node.where:
                wanted &= grid.texts.get(name, np.full(len(grid.unit), "", np.object_)) == word
            order = np.flatnonzero(wanted & (grid.row != chunk.rows.ids["total"]))
            first = np.searchsorted(grid.unit[order], at.unit, side="left")
            last = np.searchsorted(grid.unit[order], at.unit, side="right")
        counts = last - first
        inst = np.repeat(np.arange(size), counts)
        inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        entity = order[np.repeat(first, counts) + inside]
        column: Ints | int = at.column[inst] if node.column.kind == "this" else grid.columns.get(node.column.key, -1)
        cell = grid.cells(entity, column)
        if node.over == "rows":
            gone = ~grid.present[at.unit]
            inst = np.concatenate([inst, np.flatnonzero(gone)])
            cell = np.concatenate([cell, np.full(int(gone.sum()), ABSENT, np.int64)])
            order = np.argsort(inst, kind="stable")
            inst, cell = inst[order], cell[order]
        return inst, cell

    def _across(self, node: SumOf, grid: FormGrid) -> tuple[Ints, Ints]:
        """Columns of this row: all 款 (and 类 without a 款), or the 款 of the domain's 类 column."""
        keys = [k for k in grid.columns if k.startswith("economic:")]
        classes = {k for k in keys if len(k) == CLASS_KEY}
        split = {k[:CLASS_KEY] for k in keys if k not in classes}
        leaves = [k for k in keys if k not in classes or k not in split]
        size = len(self.at)
        if node.over == "leaf columns":
            places = np.array([grid.columns[k] for k in leaves], np.int64)
            inst = np.repeat(np.arange(size), len(places))
            return inst, grid.cells(self.at.entity[inst], np.tile(places, size))
        names = list(grid.columns)
        below = {grid.columns[c]: [grid.columns[k] for k in leaves if k != c and k.startswith(c)] for c in classes}
        chosen = [below.get(int(c), []) if 0 <= c < len(names) else [] for c in self.at.column]
        inst = np.repeat(np.arange(size), [len(c) for c in chosen])
        flat = np.array([k for c in chosen for k in c], np.int64)
        return inst, grid.cells(self.at.entity[inst], flat)

    def _cell_in(self, grid: FormGrid, row: Row, column: Col) -> Ints:
        at, chunk = self.at, self.chunk
        number, entity = self._entity(grid, row)
        place: Ints | int
        if column.kind == "key":
            place = grid.columns.get(column.key, -1)
        elif column.kind == "this":
            domain = chunk.grids[self.domain.form]
            table = np.array([grid.columns.get(key, -1) for key in domain.columns], np.int64)
            place = table[at.column]
        else:
            table = np.full(len(chunk.rows.names), -1, np.int64)
            for key, index in grid.columns.items():
                if key in chunk.rows.ids:
                    table[chunk.rows.ids[key]] = index
            place = table[at.row]
        cell = grid.cells(entity, place)
        # a code the present form does not list is no income or expenditure; a printed row or a total must be there
        code = np.where(number >= 0, chunk.rows.levels[number], -1) >= 0
        open_form = bool(grid.shape.open_rows) or grid.shape.coded == "economic"
        no_row = (entity < 0) & code & grid.present[at.unit] & open_form
        no_column = (entity >= 0) & (np.asarray(place) < 0) & grid.shape.cross & grid.present[at.unit]
        return np.where(no_row | no_column, NO_ROW, cell)

    def _entity(self, grid: FormGrid, row: Row) -> tuple[Ints, Ints]:
        at, chunk = self.at, self.chunk
        if row.kind == "parent":
            home = chunk.grids[self.domain.form]
            entity = home.parent[at.entity]
            return np.where(entity >= 0, home.row[entity], -1), entity
        if row.kind == "key":
            number = np.full(len(at), chunk.rows.ids.get(row.key, -1), np.int64)
        elif row.kind == "class":
            number = chunk.rows.classes[at.row]
        else:
            number = at.row
            if grid.shape.id == self.domain.form and not grid.prior:
                return number, at.entity
        return number, grid.find(at.unit, number)

    def _sheet_cell(self, node: CellOf) -> Ints:
        """Where the prior-year sheet repeats this figure, if it does."""
        sheet = self.chunk.grids[SHEET]
        names = self.chunk.rows.names
        if node.row.kind == "key":
            numbers = np.full(len(self.at), self._sheet_number(node, node.row.key), np.int64)
        else:
            table = np.array([self._sheet_number(node, name) for name in names], np.int64)
            source = self.chunk.rows.classes[self.at.row] if node.row.kind == "class" else self.at.row
            numbers = np.where(source >= 0, table[source], -1)
        return sheet.cells(sheet.find(self.at.unit, numbers), 0)

    def _sheet_number(self, node: CellOf, row: str) -> int:
        wanted = sheet_row(node.form, row, node.column.key)
        return self.chunk.rows.ids.get(wanted, -1) if wanted else -1

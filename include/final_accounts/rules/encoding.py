"""Facts of many units → :class:`Chunk`: one pass over the facts, then arrays only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.rules.chunk import BLANK, LIMIT, MISSING, NONE, PRESENT, Chunk, FormGrid, PrintedNames, States
from final_accounts.rules.shapes import CODED, FormShape
from final_accounts.rules.units import UnitFacts
from final_accounts.rules.vocabulary import Ints, Vocabulary

PRIOR = "prior."


@dataclass
class _Column:
    """Figures of one form as they are met: unit, row, column, value, step, state."""

    shape: FormShape
    columns: dict[str, int]
    coded: bool
    unit: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    step: list[int] = field(default_factory=list)
    blank: list[bool] = field(default_factory=list)
    words: list[tuple[int, int, str, str]] = field(default_factory=list)
    lines: list[tuple[int, int, int]] = field(default_factory=list)  # unit, row, row in the sheet


def encode(units: Sequence[UnitFacts], shapes: Mapping[str, FormShape], extra_rows: Sequence[str] = ()) -> Chunk:
    """Encode readable units. ``extra_rows`` are row keys that formulas name, so that they have a number."""
    rows = Vocabulary()
    rows.intern("total")
    for row in extra_rows:
        rows.intern(row)
    now, before = ({form: _column(shape) for form, shape in shapes.items()} for _ in range(2))
    for shape in shapes.values():
        for row in shape.rows:
            rows.intern(row)
    printed_names = PrintedNames()
    this_year, last_year = _Intake(now, rows, printed_names.now), _Intake(before, rows, printed_names.prior)
    for number, unit in enumerate(units):
        this_year.take(number, unit.facts)
        last_year.take(number, unit.prior)
    met = now | {PRIOR + form: column for form, column in before.items()}
    rows.freeze()
    grids: dict[str, FormGrid] = {}
    values: list[Ints] = []
    steps: list[Ints] = []
    states: list[States] = []
    offset = 0
    for form, column in met.items():
        grid, value, step, state = _grid(form, column, units, rows, offset)
        grids[form] = grid
        values.append(value)
        steps.append(step)
        states.append(state)
        offset += len(value)
    values.append(np.zeros(2, np.int64))
    steps.append(np.zeros(2, np.int64))
    states.append(np.array([NONE, MISSING], np.int8))
    return Chunk(
        tuple(units), rows, grids, np.concatenate(values), np.concatenate(steps), np.concatenate(states), printed_names
    )  # fmt: skip


def _column(shape: FormShape) -> _Column:
    return _Column(shape, {c: i for i, c in enumerate(shape.numeric)}, shape.open_rows in CODED)


@dataclass
class _Intake:
    """Facts of one year on their way into columns. ``slots``: where a key goes (form, row number, column number)."""

    met: dict[str, _Column]
    rows: Vocabulary
    names: dict[tuple[int, str], dict[int, Fact]]
    slots: dict[tuple[str, str, str], tuple[_Column | None, int, int]] = field(default_factory=dict)

    def take(self, number: int, facts: Sequence[Fact]) -> None:
        """All facts of one unit."""
        amount, count, slots = ValueKind.AMOUNT, ValueKind.COUNT, self.slots
        for fact in facts:
            key = (fact.form, fact.row, fact.column)
            slot = slots.get(key)
            if slot is None:
                slot = slots[key] = self._slot(key)
            column, row, place = slot
            if column is None:
                continue
            value, kind = fact.value, fact.kind
            if (kind is amount or kind is count) and place >= 0 and isinstance(value, int):
                column.unit.append(number)
                column.row.append(row)
                column.column.append(place)
                column.value.append(value if -LIMIT <= value <= LIMIT else (LIMIT if value > 0 else -LIMIT))
                column.step.append(fact.step)
                column.blank.append(fact.blank)
                if place == 0 and column.coded:
                    column.lines.append((number, row, fact.cell.row))
                    if fact.name:
                        self.names.setdefault((row, fact.name), {})[number] = fact
            elif fact.column in column.shape.columns:
                column.words.append((number, row, fact.column, str(value)))

    def _slot(self, key: tuple[str, str, str]) -> tuple[_Column | None, int, int]:
        """A form or column the edition does not have goes nowhere (the reader has reported it); cross tables grow."""
        column = self.met.get(key[0])
        if column is None:
            return None, -1, -1
        place = column.columns.get(key[2], -1)
        if place < 0 and key[2] not in column.shape.columns:
            if not column.shape.cross:
                return None, -1, -1
            place = column.columns[key[2]] = len(column.columns)
        return column, self.rows.intern(key[1]), place


def _grid(
    form: str, met: _Column, units: Sequence[UnitFacts], rows: Vocabulary, offset: int
) -> tuple[FormGrid, Ints, Ints, States]:
    size, count, prior = len(rows.names), len(units), form.startswith(PRIOR)
    unit, row = np.array(met.unit, np.int64), np.array(met.row, np.int64)
    keys = [unit * size + row, np.array([u * size + r for u, r, _, _ in met.words], np.int64)]
    printed = np.array([] if prior else [rows.ids[r] for r in met.shape.rows], np.int64)
    keys.append((np.arange(count)[:, None] * size + printed[None, :]).ravel())
    entities = np.unique(np.concatenate(keys))
    present = np.zeros(count, np.bool_)
    nil = np.zeros(count, np.bool_)
    if not prior:
        present[:] = [form in u.forms_present for u in units]
        nil[:] = [form in u.nil_forms for u in units]
    present[unit] = True
    grid = FormGrid(
        met.shape, met.columns, entities // size, entities % size, size, offset, present | nil, nil, prior=prior
    )
    width = len(met.columns)
    state = _ground(grid, printed, rows, width)
    place = np.searchsorted(entities, unit * size + row) * width + np.array(met.column, np.int64)
    value, step = np.zeros(len(entities) * width, np.int64), np.zeros(len(entities) * width, np.int64)
    blank = np.array(met.blank, np.bool_)
    np.add.at(value, place, np.array(met.value, np.int64))
    np.maximum.at(step, place, np.where(blank, 0, np.array(met.step, np.int64)))
    np.maximum.at(state, place, np.where(blank, BLANK, PRESENT).astype(np.int8))
    for number, text_row, name, text in met.words:
        words = grid.texts.setdefault(name, np.full(len(entities), "", np.object_))
        words[np.searchsorted(entities, number * size + text_row)] = text
    filled = np.zeros(len(entities), np.bool_)
    filled |= (state.reshape(len(entities), width) >= BLANK).any(axis=1)
    for words in grid.texts.values():
        filled |= words != ""
    grid.live = filled
    grid.line = np.full(len(entities), -1, np.int64)
    if met.lines:
        lines = np.array(met.lines, np.int64)
        grid.line[np.searchsorted(entities, lines[:, 0] * size + lines[:, 1])] = lines[:, 2]
    grid.parent = _parents(grid, rows)
    return grid, value, step, state


def _ground(grid: FormGrid, printed: Ints, rows: Vocabulary, width: int) -> States:
    """States before any figure: blank on a nil form, none where the layout allows no figure, else missing."""
    shape = grid.shape
    allowed = np.ones((len(rows.names), width), np.bool_)
    for row in printed:
        for column, place in grid.columns.items():
            allowed[row, place] = column in shape.columns_of(rows.names[int(row)])
    if shape.cross:
        for column, place in grid.columns.items():
            if column not in shape.columns:
                allowed[:, place] = False
    state = np.where(allowed[grid.row], MISSING, NONE)
    state = np.where(grid.nil[grid.unit][:, None] & (state == MISSING), BLANK, state)
    return np.ascontiguousarray(state.astype(np.int8)).reshape(-1)


def _parents(grid: FormGrid, rows: Vocabulary) -> Ints:
    """The nearest row above that is there: a missing 款 hands its 项 to the 类, its absence is another finding."""
    parent = np.full(len(grid.unit), -1, np.int64)
    total = rows.ids["total"]
    for step in range(rows.above.shape[1]):
        above = rows.above[grid.row, step]
        found = grid.find(grid.unit, above)
        there = ((found >= 0) & grid.live[found]) | (above == total)
        usable = (found >= 0) & (parent < 0) & grid.live & there
        parent = np.where(usable, found, parent)
    return parent

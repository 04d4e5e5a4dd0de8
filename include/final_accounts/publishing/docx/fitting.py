"""Type size and columns of a table for its paper. Pure; lengths are points.

Widths of text are upper bounds (``charts.measure``), so what fits here fits on paper. Every text is measured once, in
ems; the sizes that are tried cost arithmetic only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Final, NamedTuple

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.docx.laying import Placed
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, TableView

PITCH: Final = 1.32
"""A line of a table in ems."""
INSET: Final = 0.16
"""Above and below the lines of a cell, in ems; the lines themselves have air in them."""
SIDE: Final = 2.5
"""Left and right of the words in a cell."""
RULE: Final = 0.5
"""A line of the grid."""
SIZES: Final = {"official": 10.0, "form": 9.5, "plain": 10.0}
CROWDED: Final = 8.0
"""Down to this size type is set smaller to keep columns as laid out, or to need a page less."""
SMALLEST: Final = 5.0
STEP: Final = 0.5
BETWEEN: Final = 8.0
"""Between the parts of a table."""
WHOLE: Final = 16
"""Signs of a run of Latin letters and digits that never breaks; longer ones may."""

_RUN: Final = re.compile(rf"[!-~−]{{1,{WHOLE}}}")

Grid = Sequence[Sequence[Placed]]
"""Rows of placed cells."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Size of type; part by part the columns of a table, the height of its head, the heights of its rows."""

    size: float
    columns: tuple[tuple[float, ...], ...]
    heads: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def height(self) -> float:
        """Of all parts together."""
        return sum(self.heads) + sum(map(sum, self.rows)) + BETWEEN * (len(self.heads) - 1)


class _Measured(NamedTuple):
    """A cell over columns ``first`` to ``last``: the widths of its lines, in ems."""

    first: int
    last: int
    lines: tuple[float, ...]
    indent: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's columns as laid out, what they must hold on one line (in ems), and the cells of its rows."""

    shares: tuple[float, ...]
    wholes: dict[tuple[int, int], float]
    head: tuple[tuple[_Measured, ...], ...]
    body: tuple[tuple[_Measured, ...], ...]


def fit(table: TableView, grids: Sequence[tuple[Grid, Grid]], room: float, first: float, other: float) -> Fit:
    """The largest size at which no number sticks out and the table needs as few pages as a readable size allows.

    ``grids`` are head and body of each part, ``room`` is the width of the paper; the ``first`` page has less height
    left for the table than each ``other``. A table inside the text is not made smaller to save pages.
    """
    parts = [_measured(part.widths, *grid, room) for part, grid in zip(table.parts, grids, strict=True)]
    size = SIZES[table.look]
    while size > CROWDED and not all(_holds(part, size) for part in parts):
        size -= STEP
    while size > SMALLEST and any(sum(_needs(part, size)) > room for part in parts):
        size -= STEP
    columns = tuple(_widened(part, size) for part in parts)
    parts = [_wrapping(part, own, size) for part, own in zip(parts, columns, strict=True)]
    tried = [_set(parts, columns, size)]
    while table.own_page and size - STEP >= CROWDED:
        size -= STEP
        tried.append(_set(parts, columns, size))
    pages = [1 + max(0, ceil((one.height - first) / max(other - max(one.heads), one.size))) for one in tried]
    return tried[pages.index(min(pages))]


def lines_of(cell: BodyCell, room: float, size: float) -> int:
    """How many lines the words of a cell take that is ``room`` wide; an upper bound."""
    return _lines(tuple(map(_ems, cell.text.split("\n"))), room - 2 * SIDE - cell.indent * size, size)


def _measured(widths: Sequence[str], head: Grid, body: Grid, room: float) -> _Part:
    shares = [float(share) for share in widths]
    wholes: dict[tuple[int, int], float] = {}
    rows = tuple(_row(row, wholes) for grid in (head, body) for row in grid)
    return _Part(tuple(room * share / sum(shares) for share in shares), wholes, rows[: len(head)], rows[len(head) :])


def _row(row: Sequence[Placed], wholes: dict[tuple[int, int], float]) -> tuple[_Measured, ...]:
    """The cells that may make a row higher than a line; those over several rows have room enough.

    What each span of columns must hold on one line, the longest figure or run of half-width signs, goes to ``wholes``.
    """
    found = []
    for cell, first, columns, rows, text, _ in row:
        if not text:
            continue
        span = (first, first + columns)
        indent = 0
        if isinstance(cell, BodyCell):
            indent = cell.indent
            whole = indent + max([_ems(part.text) if isinstance(part, Figure) else _run(part) for part in cell.words])
        else:
            whole = _run(text)
        if whole > wholes.get(span, 1.0):
            wholes[span] = whole
        if rows == 1:
            lines = tuple(map(_ems, text.split("\n"))) if "\n" in text else (_ems(text),)
            found.append(_Measured(*span, lines, indent))
    return tuple(found)


@lru_cache(maxsize=16384)
def _ems(text: str) -> float:
    """Units of a city print the same labels; each is measured once."""
    return width(text)


@lru_cache(maxsize=16384)
def _run(text: str) -> float:
    return max(map(width, _RUN.findall(text)), default=1.0)


def _holds(part: _Part, size: float) -> bool:
    return all(
        sum(part.shares[first:last]) >= ems * size + 2 * SIDE + RULE for (first, last), ems in part.wholes.items()
    )


def _needs(part: _Part, size: float) -> list[float]:
    """The least width of each column for its own words; those over several columns take what these have."""
    needs = [2 * SIDE + size] * len(part.shares)
    for (first, last), ems in part.wholes.items():
        if last - first == 1:
            needs[first] = ems * size + 2 * SIDE + RULE
    return needs


def _widened(part: _Part, size: float) -> tuple[float, ...]:
    """The shares; where a number would stick out, columns with room to spare give way."""
    own, needs = part.shares, _needs(part, size)
    lack = sum(max(0.0, need - has) for has, need in zip(own, needs, strict=True))
    spare = sum(max(0.0, has - need) for has, need in zip(own, needs, strict=True))
    if not lack:
        return own
    if lack > spare:
        return tuple(need * sum(own) / sum(needs) for need in needs)
    pairs = zip(own, needs, strict=True)
    return tuple(need if need > has else has - (has - need) * lack / spare for has, need in pairs)


def _wrapping(part: _Part, columns: Sequence[float], size: float) -> _Part:
    """The part with those cells only that take more than a line; in smaller type no other will."""

    def high(row: Sequence[_Measured]) -> tuple[_Measured, ...]:
        return tuple(cell for cell in row if _lines(cell.lines, _room(cell, columns, size), size) > 1)

    return replace(part, head=tuple(map(high, part.head)), body=tuple(map(high, part.body)))


def _set(parts: Sequence[_Part], columns: tuple[tuple[float, ...], ...], size: float) -> Fit:
    pairs = list(zip(parts, columns, strict=True))
    return Fit(
        size,
        columns,
        tuple(sum(_height(row, own, size) for row in part.head) for part, own in pairs),
        tuple(tuple(_height(row, own, size) for row in part.body) for part, own in pairs),
    )


def _height(row: Sequence[_Measured], columns: Sequence[float], size: float) -> float:
    lines = max((_lines(cell.lines, _room(cell, columns, size), size) for cell in row), default=1)
    return (lines * PITCH + 2 * INSET) * size + RULE


def _room(cell: _Measured, columns: Sequence[float], size: float) -> float:
    return sum(columns[cell.first : cell.last]) - 2 * SIDE - cell.indent * size


def _lines(lines: Sequence[float], room: float, size: float) -> int:
    room = max(room, size)
    return sum([ceil(line * size / room) or 1 for line in lines])

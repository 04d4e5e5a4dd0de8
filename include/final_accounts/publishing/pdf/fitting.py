"""Column widths, type sizes and heights of rows: fitted here, so that the template only prints. Pure.

Lengths are points. Widths of text are upper bounds (``charts.measure``), so what fits here fits on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Final

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, HeadCell, TablePart, TableView

SIDES: Final = 6.6
"""Left and right inset of a cell together with its lines."""
PITCH, LEADING, INSET = 1.32, 0.32, 0.64
"""In ems: from line to line, the white between two lines, the white above and below a row's lines together."""
LINE: Final = 0.4
"""The grid."""
SIZES: Final = {"official": 10.0, "form": 9.5, "plain": 9.0}
CROWDED: Final = 8.0
"""Down to this size type is set smaller to keep columns as laid out, or a table on one page."""
SMALLEST: Final = 5.0
STEP: Final = 0.5
BETWEEN: Final = 10.0
"""Space between the parts of a table."""
SLACK: Final = 1.05
"""How much longer a text gets because lines cannot be filled to the last sign."""

LONGEST_RUN: Final = 16
"""Signs of words without a place to break; longer runs may break after each so many."""

_WHOLE: Final = re.compile(r"[!-~−]+")

Cell = HeadCell | BodyCell


@dataclass(frozen=True, slots=True)
class Fitted:
    """``size`` of type; part by part the ``columns``, the heights of ``heads`` and of body ``rows`` (upper bounds)."""

    size: float
    columns: tuple[tuple[float, ...], ...]
    heads: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def height(self) -> float:
        """Of all parts together."""
        return sum(self.heads) + sum(map(sum, self.rows)) + BETWEEN * (len(self.heads) - 1)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A cell over the columns ``first`` to ``last``, in ems: its ``lines`` as written, its widest ``whole``."""

    first: int
    last: int
    rows: int
    indent: int
    lines: tuple[float, ...]
    whole: float


_Rows = tuple[tuple[_Measured, ...], ...]


def fitted(table: TableView, room: float, high: float) -> Fitted:
    """The largest size at which no number sticks out, and at which a table of its own page nearly fits on one does.

    ``room`` and ``high`` are what a page has for a table. Columns keep their shares as long as the type is readable;
    then those with room to spare give way to those whose numbers would stick out, in a plain list at once.
    """
    size = SIZES[table.look]
    heads = [_measured(part.head, len(part.widths)) for part in table.parts]
    bodies = [_measured((row.cells for row in part.body), len(part.widths)) for part in table.parts]
    cells = [[cell for row in (*head, *body) for cell in row] for head, body in zip(heads, bodies, strict=True)]
    shares = [_shares(part, room) for part in table.parts]
    crowded = size if table.look == "plain" else CROWDED
    while size > crowded and not all(map(_holds, shares, cells, [size] * len(shares))):
        size -= STEP
    while size > SMALLEST and any(
        sum(_needs(len(own), inside, size)) > room for own, inside in zip(shares, cells, strict=True)
    ):
        size -= STEP
    columns = tuple(_widened(own, inside, size) for own, inside in zip(shares, cells, strict=True))
    found = tighter = _set(heads, bodies, columns, size)
    while table.own_page and tighter.height > high and tighter.size - STEP >= CROWDED:
        tighter = _set(heads, bodies, columns, tighter.size - STEP)
    return tighter if tighter.height <= high else found


def _measured(rows: Iterable[Sequence[Cell]], columns: int) -> _Rows:
    """Every cell with the columns it covers: cells that reach down push those below to the right."""
    covered = [0] * columns
    found = []
    for row in rows:
        place, cells = 0, []
        for cell in row:
            while place < columns and covered[place]:
                place += 1
            cells.append(_measure(cell, place))
            place += cell.columns
        covered = [max(0, left - 1) for left in covered]
        for one in cells:
            covered[one.first : one.last] = [one.rows - 1] * (one.last - one.first)
        found.append(tuple(cells))
    return tuple(found)


def _measure(cell: Cell, first: int) -> _Measured:
    indent, words = (cell.indent, cell.words) if isinstance(cell, BodyCell) else (0, (cell.text,))
    lines = tuple(_ems(line) for line in cell.text.split("\n"))
    whole = max((_ems(part.text) if isinstance(part, Figure) else _unbroken(part) for part in words), default=0.0)
    return _Measured(first, first + cell.columns, cell.rows, indent, lines, whole)


_ems = lru_cache(maxsize=1 << 14)(width)


@lru_cache(maxsize=1 << 14)
def _unbroken(words: str) -> float:
    """The longest run of half-width signs, as far as it may not break."""
    return max((width(run[:LONGEST_RUN]) for run in _WHOLE.findall(words)), default=0.0)


def _shares(part: TablePart, room: float) -> tuple[float, ...]:
    shares = [float(share) for share in part.widths]
    return tuple(room * share / sum(shares) for share in shares)


def _holds(columns: Sequence[float], cells: Iterable[_Measured], size: float) -> bool:
    return all(
        sum(columns[one.first : one.last]) >= (one.whole + one.indent) * size + SIDES for one in cells if one.whole
    )


def _needs(columns: int, cells: Iterable[_Measured], size: float) -> list[float]:
    """The least width of each column for its own numbers; those over several columns take what these have."""
    needs = [SIDES + size] * columns
    for one in cells:
        if one.whole and one.last - one.first == 1:
            needs[one.first] = max(needs[one.first], (one.whole + one.indent) * size + SIDES)
    return needs


def _widened(columns: tuple[float, ...], cells: Sequence[_Measured], size: float) -> tuple[float, ...]:
    if _holds(columns, cells, size):
        return columns
    needs = _needs(len(columns), cells, size)
    lack = sum(max(0.0, need - own) for own, need in zip(columns, needs, strict=True))
    spare = sum(max(0.0, own - need) for own, need in zip(columns, needs, strict=True))
    if lack > spare:
        return tuple(need * sum(columns) / sum(needs) for need in needs)
    return tuple(
        need if need >= own else own - (own - need) * lack / spare for own, need in zip(columns, needs, strict=True)
    )


def _set(
    heads: Sequence[_Rows], bodies: Sequence[_Rows], columns: tuple[tuple[float, ...], ...], size: float
) -> Fitted:
    return Fitted(
        size,
        columns,
        heads=tuple(sum(_heights(head, own, size)) for head, own in zip(heads, columns, strict=True)),
        rows=tuple(tuple(_heights(body, own, size)) for body, own in zip(bodies, columns, strict=True)),
    )


def _heights(rows: _Rows, columns: Sequence[float], size: float) -> Iterator[float]:
    for row in rows:
        lines = max((_lines(cell, columns, size) for cell in row if cell.rows == 1), default=1)
        yield (lines * PITCH + INSET - LEADING) * size + LINE


def _lines(cell: _Measured, columns: Sequence[float], size: float) -> int:
    room = (sum(columns[cell.first : cell.last]) - SIDES) / size - cell.indent
    if len(cell.lines) == 1 and cell.lines[0] * SLACK <= room:
        return 1
    return sum(max(1, ceil(line * SLACK / max(room, 1))) for line in cell.lines)

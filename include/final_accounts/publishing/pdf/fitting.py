"""Column widths, type sizes and rows that may break: fitted here, so that the template only prints. Pure.

Lengths are points. Widths of text are upper bounds (``charts.measure``), so what fits here fits on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, TypeVar

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.table_view import BodyCell, HeadCell, TablePart, TableView

SIDES: Final = 6.6
"""Left and right inset of a cell together with its lines."""
PITCH: Final = 1.32
"""A line of a table in ems."""
INSET: Final = 0.64
"""What a row has above and below its lines, in ems."""
SIZES: Final = {"official": 10.0, "form": 9.5, "plain": 10.5}
CROWDED: Final = 8.0
"""Down to this size type is set smaller to keep columns as laid out, or a table on one page."""
SMALLEST: Final = 5.0
STEP: Final = 0.5
BETWEEN: Final = 10.0
"""Space between the parts of a table."""
LONG: Final = 6
"""Lines from which a row may break over pages."""

_WHOLE: Final = re.compile(r"[0-9A-Za-z.,%+\-−/:]+")

Cell = TypeVar("Cell", HeadCell, BodyCell)


@dataclass(frozen=True, slots=True)
class Fitted:
    """``size`` of type and the ``columns`` part by part; ``height`` is an upper bound for all parts together."""

    size: float
    columns: tuple[tuple[float, ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Demand:
    """What columns ``first`` to ``last`` must hold on one line: ``ems`` wide."""

    first: int
    last: int
    ems: float


def fitted(table: TableView, room: float, high: float) -> Fitted:
    """The largest size at which no number sticks out, and at which the table stands on one page if it nearly does.

    ``room`` and ``high`` are what a page has for a table. Columns keep their shares as long as the type is readable;
    then those with room to spare give way to those whose numbers would stick out.
    """
    size = SIZES[table.look]
    demands = [tuple(_demands(part)) for part in table.parts]
    shares = [_shares(part, room) for part in table.parts]
    while size > CROWDED and not all(map(_holds, shares, demands, [size] * len(shares))):
        size -= STEP
    while size > SMALLEST and any(sum(_needs(len(own), d, size)) > room for own, d in zip(shares, demands, strict=True)):
        size -= STEP
    columns = tuple(_widened(own, wanted, size) for own, wanted in zip(shares, demands, strict=True))
    height = _height(table, columns, size)
    tight = size
    while height > high and tight - STEP >= CROWDED:
        tight -= STEP
        if (lower := _height(table, columns, tight)) <= high:
            return Fitted(tight, columns, lower)
    return Fitted(size, columns, height)


def placed(rows: Iterable[Sequence[Cell]], columns: int) -> Iterator[tuple[tuple[int, Cell], ...]]:
    """Rows of cells with the column each begins in: cells that reach down push those below to the right."""
    covered = [0] * columns
    for row in rows:
        place, cells = 0, []
        for cell in row:
            while place < columns and covered[place]:
                place += 1
            cells.append((place, cell))
            place += cell.columns
        covered = [max(0, left - 1) for left in covered]
        for first, cell in cells:
            covered[first : first + cell.columns] = [cell.rows - 1] * cell.columns
        yield tuple(cells)


def lines_of(cell: HeadCell | BodyCell, first: int, columns: Sequence[float], size: float) -> int:
    """How many lines a cell takes that begins in column ``first``; an upper bound."""
    indent = cell.indent if isinstance(cell, BodyCell) else 0
    room = (sum(columns[first : first + cell.columns]) - SIDES) / size - indent
    return sum(max(1, ceil(width(line) * 1.05 / max(room, 1))) for line in cell.text.split("\n"))


def _shares(part: TablePart, room: float) -> tuple[float, ...]:
    shares = [float(share) for share in part.widths]
    return tuple(room * share / sum(shares) for share in shares)


def _demands(part: TablePart) -> Iterator[_Demand]:
    for row in (*placed(part.head, len(part.widths)), *placed((row.cells for row in part.body), len(part.widths))):
        for first, cell in row:
            runs = [width(run) for run in _WHOLE.findall(cell.text)]
            if runs:
                indent = cell.indent if isinstance(cell, BodyCell) else 0
                yield _Demand(first, first + cell.columns, max(runs) + indent)


def _holds(columns: Sequence[float], demands: Iterable[_Demand], size: float) -> bool:
    return all(sum(columns[one.first : one.last]) >= one.ems * size + SIDES for one in demands)


def _needs(columns: int, demands: Iterable[_Demand], size: float) -> list[float]:
    """The least width of each column for its own numbers; those over several columns take what these have."""
    needs = [SIDES + size] * columns
    for one in demands:
        if one.last - one.first == 1:
            needs[one.first] = max(needs[one.first], one.ems * size + SIDES)
    return needs


def _widened(columns: tuple[float, ...], demands: Sequence[_Demand], size: float) -> tuple[float, ...]:
    needs = _needs(len(columns), demands, size)
    lack = sum(max(0.0, need - own) for own, need in zip(columns, needs, strict=True))
    spare = sum(max(0.0, own - need) for own, need in zip(columns, needs, strict=True))
    if not lack or _holds(columns, demands, size):
        return columns
    if lack > spare:
        return tuple(need * sum(columns) / sum(needs) for need in needs)
    return tuple(
        need if need > own else own - (own - need) * lack / spare for own, need in zip(columns, needs, strict=True)
    )


def _height(table: TableView, columns: Sequence[Sequence[float]], size: float) -> float:
    parts = zip(table.parts, columns, strict=True)
    return sum(_part_height(part, own, size) for part, own in parts) + BETWEEN * (len(table.parts) - 1)


def _part_height(part: TablePart, columns: Sequence[float], size: float) -> float:
    rows = (*placed(part.head, len(columns)), *placed((row.cells for row in part.body), len(columns)))
    lines = (max((lines_of(c, first, columns, size) for first, c in row if c.rows == 1), default=1) for row in rows)
    return sum((count * PITCH + INSET - 0.32) * size + 0.4 for count in lines)

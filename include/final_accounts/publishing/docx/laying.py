"""Rows of cells laid on the columns of their table: spans both ways become places. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from final_accounts.publishing.table_view import BodyCell, HeadCell


class Placed(NamedTuple):
    """A cell from column ``first`` over ``columns``; without a cell where one comes down from above, or none is given.

    ``text`` is all that it prints; ``continued`` where it came down from the row above.
    """

    cell: HeadCell | BodyCell | None
    first: int
    columns: int
    rows: int = 1
    text: str = ""
    continued: bool = False


def laid(rows: Sequence[Sequence[HeadCell | BodyCell]], columns: int) -> Iterator[tuple[Placed, ...]]:
    """Each row's cells with their columns; a cell over several rows stands again, continued, in each row below.

    >>> rows = laid(((HeadCell("a", rows=2), HeadCell("b")), (HeadCell("c"),)), 2)
    >>> [[(place.first, place.continued) for place in row] for row in rows]
    [[(0, False), (1, False)], [(0, True), (1, False)]]
    """
    reaching: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        out: list[Placed] = []
        below: dict[int, tuple[int, int]] = {}
        cells = iter(row)
        column = 0
        while column < columns:
            if column in reaching:
                wide, left = reaching[column]
                out.append(Placed(None, column, wide, 1, "", True))  # noqa: FBT003 - by keyword it takes twice as long
            else:
                cell = next(cells, None)
                wide, left = (min(cell.columns, columns - column), cell.rows) if cell else (1, 1)
                left = min(left, len(rows) - number)
                out.append(Placed(cell, column, wide, left, cell.text if cell else ""))
            if left > 1:
                below[column] = (wide, left - 1)
            column += wide
        reaching = below
        yield tuple(out)

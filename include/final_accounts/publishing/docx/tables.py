"""Tables as real tables: grid, repeated heads, spans both ways, a remark below. Lengths in points until written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil
from typing import Final

from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.styles import CellStyle
from final_accounts.publishing.docx.text import BOLD, attribute, runs
from final_accounts.publishing.pdf.fitting import fitted, lines_of
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView

BREAKS: Final = 12
"""Lines from which a row may run over a page."""
SIDE: Final = 40
"""Left and right of the words in a cell, in twips."""
SMALLEST: Final = 8.0
"""Down to this size a table is set to need a page less."""
STEP: Final = 0.5
HEADS: Final = 7.0
"""What repeated heads take of each further page, in ems."""
_INSET: Final = 0.16
"""Above and below the lines of a cell, in ems; the lines themselves have air in them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell from column ``first`` over ``columns``; ``continued`` where it came down from the row above."""

    cell: HeadCell | BodyCell | None
    first: int
    columns: int
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Size of type and, part by part, the columns of a table as they fit its paper; ``height`` of all parts."""

    size: float
    columns: tuple[tuple[float, ...], ...]
    height: float


def fit(table: TableView, room: float, first: float, other: float) -> Fit:
    """As tables of the PDF are fitted, and a little smaller where that saves a page.

    ``room`` is the width of the paper; the ``first`` page has less height left for the table than each ``other``.
    """
    found = fitted(table, room, first)
    size, height = found.size, found.height
    best = size
    while size - STEP >= SMALLEST:
        size -= STEP
        if _pages(height * size / found.size, size, first, other) < _pages(
            height * best / found.size, best, first, other
        ):
            best = size
    return Fit(best, found.columns, height * best / found.size)


def _pages(height: float, size: float, first: float, other: float) -> int:
    return 1 + max(0, ceil((height - first) / (other - HEADS * size)))


def grid(look: Look, table: TableView, part: TablePart, number: int, own: Fit) -> str:
    """One ``<w:tbl>``: part ``number`` of the table, in the size and columns that were fitted to the paper."""
    edges = [round(edge * TWIPS) for edge in accumulate(own.columns[number], initial=0.0)]
    halves = round(own.size * 2)
    inset = round(_INSET * own.size * TWIPS)
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    title = attribute(table.title)
    head = [_row(look, row, edges, halves, top=True) for row in laid(part.head, len(edges) - 1)]
    body = [
        _row(look, row, edges, halves, total=line.total, breaks=_long(line, row, own, number))
        for line, row in zip(part.body, laid([line.cells for line in part.body], len(edges) - 1), strict=True)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{inset}" w:type="dxa"/><w:left w:w="{SIDE}" w:type="dxa"/>'
        f'<w:bottom w:w="{inset}" w:type="dxa"/><w:right w:w="{SIDE}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val="{title}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(head)}{''.join(body)}</w:tbl>"
    )


def styles_of(look: Look, table: TableView, own: Fit) -> Iterator[CellStyle]:
    """The styles that the cells of a table use."""
    halves = round(own.size * 2)
    for part in table.parts:
        if part.head:
            yield CellStyle("top", halves)
        for name in {cell.look for row in part.body for cell in row.cells}:
            yield CellStyle(look.of_cell(name), halves)


def laid(rows: Sequence[Sequence[HeadCell | BodyCell]], columns: int) -> Iterator[list[Placed]]:
    """Each row's cells with their columns; a cell over several rows stands again, continued, in each row below.

    >>> rows = laid(((HeadCell("a", rows=2), HeadCell("b")), (HeadCell("c"),)), 2)
    >>> [[(place.first, place.continued) for place in row] for row in rows]
    [[(0, False), (1, False)], [(0, True), (1, False)]]
    """
    reaching: dict[int, tuple[int, int]] = {}
    for row in rows:
        out: list[Placed] = []
        below: dict[int, tuple[int, int]] = {}
        cells = iter(row)
        column = 0
        while column < columns:
            if column in reaching:
                wide, left = reaching[column]
                out.append(Placed(None, column, wide, continued=True))
            else:
                cell = next(cells, None)
                wide, left = (cell.columns, cell.rows) if cell else (1, 1)
                out.append(Placed(cell, column, wide))
            if left > 1:
                below[column] = (wide, left - 1)
            column += wide
        reaching = below
        yield out


def _row(
    look: Look,
    row: Sequence[Placed],
    edges: Sequence[int],
    halves: int,
    *,
    top: bool = False,
    total: bool = False,
    breaks: bool = False,
) -> str:
    cells = "".join(_cell(look, place, edges, halves, total=total) for place in row)
    marks = ("" if breaks else "<w:cantSplit/>") + ("<w:tblHeader/>" if top else "")
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{cells}</w:tr>"


def _cell(look: Look, place: Placed, edges: Sequence[int], halves: int, *, total: bool) -> str:
    cell = place.cell
    key = "top" if isinstance(cell, HeadCell) else look.of_cell(cell.look if cell else "words")
    span = f'<w:gridSpan w:val="{place.columns}"/>' if place.columns > 1 else ""
    merge = "<w:vMerge/>" if place.continued else ""
    if cell is not None and cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.colours["head"]}"/>' if look.cells[key].shaded else ""
    indent, inside = "", ""
    if isinstance(cell, HeadCell):
        inside = runs((cell.text,))
    elif cell is not None:
        inside = runs(cell.words, BOLD if total or "total" in cell.look else "")
        indent = f'<w:ind w:left="{cell.indent * halves * TWIPS // 2}"/>' if cell.indent else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{edges[place.first + place.columns] - edges[place.first]}" w:type="dxa"/>'
        f'{span}{merge}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{CellStyle(key, halves).id}"/>{indent}</w:pPr>{inside}</w:p></w:tc>'
    )


def _long(line: BodyRow, row: Sequence[Placed], own: Fit, number: int) -> bool:
    """Whether some cell takes so many lines that the row would leave half a page empty if it were kept together."""
    columns = own.columns[number]
    longest = max((len(cell.text) for cell in line.cells), default=0)
    return longest > BREAKS and any(
        isinstance(place.cell, BodyCell) and lines_of(place.cell, place.first, columns, own.size) >= BREAKS
        for place in row
    )

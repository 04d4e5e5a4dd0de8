"""Tables as real tables: grid, repeated heads, spans both ways. Lengths in points until they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from final_accounts.publishing.docx.fitting import INSET, SIDE, Fit, fit, lines_of
from final_accounts.publishing.docx.laying import Placed, laid
from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.styles import CellStyle
from final_accounts.publishing.docx.text import BOLD, attribute, run
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TableView

BREAKS: Final = 12
"""Lines from which a row may run over a page."""
SMALL: Final = 0.5
"""A part of a table of at most this share of a page never breaks."""
_LONG: Final = 4 * BREAKS
"""Signs below which no cell is that high."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Head and body of one part, every cell in its columns."""

    head: tuple[tuple[Placed, ...], ...]
    body: tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table laid out: its parts, how they fit the paper, and which of them are so small that they never break.

    ``title`` is printed above it; "" where a heading just said it.
    """

    view: TableView
    title: str
    grids: tuple[Grid, ...]
    fit: Fit
    whole: tuple[bool, ...]


def laid_out(view: TableView, title: str, room: float, first: float, other: float) -> Table:
    """The table on paper ``room`` wide; ``first`` and ``other`` are the heights that pages have left for it."""
    grids = tuple(
        Grid(tuple(laid(part.head, len(part.widths))), tuple(laid([r.cells for r in part.body], len(part.widths))))
        for part in view.parts
    )
    fitted = fit(view, [(grid.head, grid.body) for grid in grids], room, first, other)
    heights = (head + sum(rows) for head, rows in zip(fitted.heads, fitted.rows, strict=True))
    return Table(view, title, grids, fitted, tuple(height <= SMALL * other for height in heights))


def table_xml(look: Look, table: Table, number: int) -> str:
    """One ``<w:tbl>``: part ``number`` of the table."""
    own, grid = table.fit, table.grids[number]
    edges = [round(edge * TWIPS) for edge in accumulate(own.columns[number], initial=0.0)]
    inset, side = round(INSET * own.size * TWIPS), round(SIDE * TWIPS)
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    row = _Row(look, edges, round(own.size * 2))
    lines = table.view.parts[number].body
    kept = [table.whole[number] or _heads(line) for line in lines[:-1]] + [False] * bool(lines)
    head = [row.xml(cells, top=True) for cells in grid.head]
    body = [
        row.xml(cells, total=line.total, breaks=_high(cells, own, number), kept=stays)
        for line, cells, stays in zip(lines, grid.body, kept, strict=True)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{inset}" w:type="dxa"/>'
        f'<w:left w:w="{side}" w:type="dxa"/><w:bottom w:w="{inset}" w:type="dxa"/>'
        f'<w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val="{attribute(table.view.title)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(head)}{''.join(body)}</w:tbl>"
    )


def styles_of(look: Look, table: Table) -> Iterator[CellStyle]:
    """The styles that the cells of a table use."""
    halves = round(table.fit.size * 2)
    yield CellStyle("top", halves)
    yield CellStyle("words", halves)
    for name in {cell.look for part in table.view.parts for row in part.body for cell in row.cells}:
        yield CellStyle(look.of_cell(name), halves)


class _Row:
    """Writes rows of one part; what all cells of a look have in common is written once."""

    def __init__(self, look: Look, edges: Sequence[int], halves: int) -> None:
        self.look, self.edges, self.halves = look, edges, halves
        self.common: dict[str, tuple[str, str]] = {}

    def xml(
        self,
        cells: Sequence[Placed],
        *,
        top: bool = False,
        total: bool = False,
        breaks: bool = False,
        kept: bool = False,
    ) -> str:
        """``<w:tr>``: whole on one page unless it ``breaks``, with the next row if ``kept``, repeated if on ``top``."""
        marks = ("" if breaks else "<w:cantSplit/>") + ("<w:tblHeader/>" if top else "")
        inside = "".join([self._cell(place, total=total, kept=kept) for place in cells])
        return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{inside}</w:tr>"

    def _cell(self, place: Placed, *, total: bool, kept: bool) -> str:
        cell = place.cell
        key = cell.look if isinstance(cell, BodyCell) else "top" if cell else "words"
        shade, style = self.common.get(key) or self._of(key)
        span = f'<w:gridSpan w:val="{place.columns}"/>' if place.columns > 1 else ""
        merge = "<w:vMerge/>" if place.continued else '<w:vMerge w:val="restart"/>' if place.rows > 1 else ""
        bold = BOLD if (total or "total" in key) and not isinstance(cell, HeadCell) else ""
        keep = "<w:keepNext/>" if kept else ""
        indent = ""
        if isinstance(cell, BodyCell) and cell.indent:
            indent = f'<w:ind w:left="{cell.indent * self.halves * TWIPS // 2}"/>'
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self.edges[place.first + place.columns] - self.edges[place.first]}" '
            f'w:type="dxa"/>{span}{merge}{shade}<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{indent}</w:pPr>'
            f"{run(place.text, bold)}</w:p></w:tc>"
        )

    def _of(self, key: str) -> tuple[str, str]:
        own = self.look.of_cell(key)
        fill = self.look.colours["head"]
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if self.look.cells[own].shaded else ""
        self.common[key] = (f'{shade}<w:vAlign w:val="center"/></w:tcPr>', CellStyle(own, self.halves).id)
        return self.common[key]


def _heads(line: BodyRow) -> bool:
    """Whether a row only says what stands in the rows below."""
    return all(cell.look == "head" for cell in line.cells)


def _high(cells: Sequence[Placed], own: Fit, number: int) -> bool:
    """Whether some cell takes so many lines that the row would leave half a page empty if it were kept together."""
    return any(
        len(place.text) >= _LONG
        and isinstance(place.cell, BodyCell)
        and lines_of(place.cell, sum(own.columns[number][place.first : place.first + place.columns]), own.size)
        >= BREAKS
        for place in cells
    )

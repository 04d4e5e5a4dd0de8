"""Cells of a table at their places in a sheet: spans across and down, header and body alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from final_accounts.model.errors import PublishingError
from final_accounts.model.safe_text import legal
from final_accounts.publishing.table_view import BodyCell, HeadCell, TablePart
from final_accounts.publishing.xlsx.columns import Span
from final_accounts.publishing.xlsx.nouns import PlacedCell
from final_accounts.publishing.xlsx.numbers import content_of

ORDINALS = "栏次"

AnyCell = TypeVar("AnyCell", HeadCell, BodyCell)


def placed_part(part: TablePart, spans: Sequence[Span], first_row: int) -> Iterator[PlacedCell]:
    """Every cell of a part whose header begins in ``first_row``."""
    for row, column, head, small in _head(part):
        rows, look = head.rows, "ordinal" if small else "head"
        yield _at(PlacedCell(first_row + row, column, legal(head.text) or None, look, rows, head.columns), spans)
    below = first_row + len(part.head)
    for row, column, cell in _walk([line.cells for line in part.body], len(spans)):
        look, _, weight = cell.look.partition(" ")
        bold = part.body[row].total or weight == "total"
        content = content_of(cell)
        yield _at(
            PlacedCell(below + row, column, content, look, cell.rows, cell.columns, cell.indent, bold),
            spans,
        )


def _head(part: TablePart) -> Iterator[tuple[int, int, HeadCell, bool]]:
    for row, column, cell in _walk(part.head, len(part.widths)):
        small = row == len(part.head) - 1 and bool(part.head[row]) and part.head[row][0].text == ORDINALS
        yield row, column, cell, small


def _walk(rows: Sequence[Sequence[AnyCell]], width: int) -> Iterator[tuple[int, int, AnyCell]]:
    """Row, column and cell, where cells that reach down from above push later ones to the right."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            if column + cell.columns > width:
                raise PublishingError(f"表格第 {row + 1} 行的单元格超出 {width} 栏，没有生成表格文件。")
            taken.update((row + r, column + c) for r in range(cell.rows) for c in range(cell.columns))
            yield row, column, cell
            column += cell.columns


def _at(cell: PlacedCell, spans: Sequence[Span]) -> PlacedCell:
    """The cell in columns of the sheet instead of columns of the part."""
    first, last = spans[cell.column][0], spans[cell.column + cell.columns - 1][1]
    return PlacedCell(cell.row, first, cell.content, cell.look, cell.rows, last - first, cell.indent, cell.bold)

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
        first, across = _columns(spans, column, head.columns)
        look = "ordinal" if small else "head"
        yield PlacedCell(first_row + row, first, legal(head.text) or None, look, head.rows, across)
    below = first_row + len(part.head)
    for row, column, cell in _walk([line.cells for line in part.body], len(spans)):
        look, _, weight = cell.look.partition(" ")
        bold = part.body[row].total or weight == "total"
        first, across = _columns(spans, column, cell.columns)
        yield PlacedCell(below + row, first, content_of(cell), look, cell.rows, across, cell.indent, bold)


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
            if cell.rows > 1:
                taken.update((row + r, column + c) for r in range(1, cell.rows) for c in range(cell.columns))
            yield row, column, cell
            column += cell.columns


def _columns(spans: Sequence[Span], column: int, columns: int) -> tuple[int, int]:
    """First column and number of columns of the sheet, instead of those of the part."""
    first, last = spans[column][0], spans[column + columns - 1][1]
    return first, last - first

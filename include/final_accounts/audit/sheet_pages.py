"""Sheets of a workbook as a document prints them: title and measure above the table, no empty or linking columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from final_accounts.audit.text import normalised
from final_accounts.model.document import ReadCell, ReadTable, TextLine

_ABOVE: Final = re.compile(
    "单位：|单位名称：|(?:编制|填报)(?:单位|部门|日期)|^(?:附|公开)?表[0-9一二三四五六七八九十]+(?:表)?$|^公开[0-9]+表$"
)
"""What stands between the title and the head of a table."""
_MOST: Final = 3  # number of the table, unit, measure

Rows = Sequence[tuple[ReadCell, ...]]


def laid_out(table: ReadTable) -> Iterator[TextLine | ReadTable]:
    """The lines above a sheet's table, then the table; a table that is no sheet stays as it is."""
    if not table.spot.sheet:
        yield table
        return
    rows = _cut(table.rows, _width(table.rows))
    first = next((n for n, row in enumerate(rows) if not _stands_above(row)), len(rows))
    for row in rows[:first]:
        yield from (TextLine(cell.spot, cell.text) for cell in row if normalised(cell.text))
    if first < len(rows):
        yield ReadTable(table.spot, tuple(rows[first:]))


def _stands_above(row: Sequence[ReadCell]) -> bool:
    """A row with one text, or with nothing but whose table it is and in what measure."""
    texts = [text for cell in row if (text := normalised(cell.text))]
    return len(texts) < 2 or (len(texts) <= _MOST and any(_ABOVE.search(text) for text in texts[1:]))


def _width(rows: Rows) -> int:
    """Columns up to the last one that says something below the first row (a link beside the title is none)."""
    filled = [c.spot.column + c.columns for row in rows[1:] for c in row if normalised(c.text)]
    return max(filled, default=max((c.spot.column + c.columns for row in rows for c in row), default=0))


def _cut(rows: Rows, width: int) -> list[tuple[ReadCell, ...]]:
    """Rows without what stands behind the last column."""
    return [
        tuple(replace(c, columns=min(c.columns, width - c.spot.column)) for c in row if c.spot.column < width)
        for row in rows
    ]

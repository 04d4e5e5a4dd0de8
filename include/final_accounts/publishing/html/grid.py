"""A part of a table as HTML: columns, head, body; spans, row headers, the column that stays when a table scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from markupsafe import Markup

from final_accounts.publishing.figures import Figure
from final_accounts.publishing.html.marks import Marks, escaped
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView

ORDINAL: Final = "栏次"
"""The first word of the head's last row, which numbers the columns."""

_NAMES: Final = frozenset({"label", "name"})
_HEADERS: Final = frozenset({*_NAMES, "head"})
_SHORT: Final = {"figure": "n", "words": ""}
"""Looks whose class has another name, or none."""


def grid(table: TableView, part: TablePart, marks: Marks, sheet: str) -> Markup:
    """``<colgroup>``, ``<thead>`` and ``<tbody>``; every figure as :class:`Marks` marks it; ``sheet`` is its source."""
    out = ["<colgroup>", *(f'<col style="width:{width}%">' for width in part.widths), "</colgroup>\n"]
    kept = _kept(part.body) if table.look == "official" else -1
    if part.head:
        out.append("<thead>\n")
        for row, starts in zip(part.head, _starts(part.head), strict=True):
            out += _head(row, starts, kept)
        out.append("</thead>\n")
    out.append("<tbody>\n")
    for line in part.body:
        out.append('<tr class="total">' if line.total else "<tr>")
        columns_only = table.look != "official" and all(cell.look == "head" for cell in line.cells)
        for cell in line.cells:
            begin, end = _tags((cell.look, cell.columns, cell.rows, cell.indent), columns_only, kept >= 0)
            words = cell.words
            if not words:
                out += (begin, ">", end)
            elif len(words) > 1:
                out += (begin, ">", marks.say(words), end)
            elif isinstance(only := words[0], Figure):
                out += (begin, marks.attributes(only, sheet), ">", escaped(only.text), end)
            else:
                out += (begin, ">", escaped(only), end)
        out.append("</tr>\n")
    out.append("</tbody>\n")
    return Markup("".join(out))  # noqa: S704 - every text is escaped above


@cache
def _tags(shape: tuple[str, int, int, int], columns_only: bool, kept: bool) -> tuple[str, str]:  # noqa: FBT001 - private
    """Begin of a cell up to its attributes, and its end. A look may carry ``total`` behind its name."""
    look, columns, rows, indent = shape
    name, *rest = look.split()
    names = [_SHORT.get(name, name), *rest, f"i{indent}" if indent else ""]
    if kept and name in _NAMES:
        names.append("kept" if columns == 1 else "kept across")
    classes = " ".join(filter(None, names))
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    shown = f' class="{classes}"' if classes else ""
    if name in _HEADERS:
        scope = ("col" if columns_only else "row") + ("group" if (columns if columns_only else rows) > 1 else "")
        return f'<th scope="{scope}"{shown}{spans}', "</th>"
    return f"<td{shown}{spans}", "</td>"


def _head(row: tuple[HeadCell, ...], starts: tuple[int, ...], kept: int) -> Iterator[str]:
    yield '<tr class="ordinal">' if row and row[0].text == ORDINAL else "<tr>"
    for cell, start in zip(row, starts, strict=True):
        scope = "colgroup" if cell.columns > 1 else "col"
        spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
            f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        )
        stays = ' class="kept"' if start == kept and cell.columns == 1 else ""
        yield f'<th scope="{scope}"{stays}{spans}>{escaped(cell.text)}</th>'
    yield "</tr>\n"


def _starts(rows: tuple[tuple[HeadCell, ...], ...]) -> list[tuple[int, ...]]:
    """The column in which each head cell begins, with what reaches down from the rows above."""
    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, ...]] = []
    for number, row in enumerate(rows):
        column, starts = 0, []
        for cell in row:
            while (number, column) in taken:
                column += 1
            starts.append(column)
            taken.update((number + down, column + over) for down in range(cell.rows) for over in range(cell.columns))
            column += cell.columns
        found.append(tuple(starts))
    return found


def _kept(body: tuple[BodyRow, ...]) -> int:
    """The column of names that stays in sight when the table scrolls; −1 when there is none, or one on each side."""
    row: tuple[BodyCell, ...] = max((line.cells for line in body), key=len, default=())
    found, column = [], 0
    for cell in row:
        if cell.look.split()[0] in _NAMES:
            found.append(column)
        column += cell.columns
    return found[0] if len(found) == 1 else -1

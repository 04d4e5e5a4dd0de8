"""Words and figures as HTML: every amount with its fen, every reported figure with its anchor and source cell.

Written by hand like the charts, since a page prints thousands of figures; everything that is printed is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from final_accounts.model.facts import Fact, FactKey
from final_accounts.model.place import Cell
from final_accounts.publishing.anchors import anchor
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import TableView, Words

_KEPT: Final = 1 << 15
"""Places remembered from page to page: units of a city fill the same cells."""


class Marks:
    """The figures of one page. A fact's anchor goes to the first place in a table that prints it, and to no other.

    ``tables`` are the forms that stand on the page as tables; figures in running text get the anchor for others only.
    """

    def __init__(self, facts: Iterable[Fact], tables: Iterable[str]) -> None:
        self._cells: dict[tuple[str, str, str], Cell] = {(f.form, f.row, f.column): f.cell for f in facts}
        self._tables = frozenset(name.removeprefix("form-") for name in tables)
        self._anchored: set[FactKey] = set()

    def say(self, words: Words) -> Markup:
        """Words as they are, each amount in a marked span; a missing figure or any other number is plain text."""
        said: list[str] = []
        for part in words:
            if isinstance(part, Figure):
                marked = self.attributes(part)
                said += (f"<span{marked}>", escaped(part.text), "</span>") if marked else (escaped(part.text),)
            else:
                said.append(escaped(part))
        return Markup("".join(said))  # noqa: S704 - every part is escaped above

    def sheet(self, table: TableView) -> str:
        """The sheet of the source workbook from which a table's first reported figure comes; "" when none does."""
        for part in table.parts:
            for row in part.body:
                for cell in row.cells:
                    figure = cell.figure
                    source = figure and figure.fact and self._cells.get(figure.fact)
                    if source:
                        return source.sheet
        return ""

    def attributes(self, figure: Figure, table: str | None = None) -> str:
        """``id``, source and ``data-fen`` of a figure, as far as it has them, with a space before each.

        ``table`` is the sheet that the figure's table names as its source; None outside tables.
        """
        fen, fact = figure.fen, figure.fact
        marked = "" if fen is None else f' data-fen="{fen}"'
        if fact is None:
            return marked
        cell = self._cells.get(fact)
        sourced = "" if cell is None else _sourced(cell.sheet, cell.row, cell.column, table)
        if fact in self._anchored or (table is None and fact.form in self._tables):
            return sourced + marked
        self._anchored.add(fact)
        return _anchored(fact) + sourced + marked


def escaped(text: str) -> str:
    """Text for HTML; a text without special signs, as nearly all are, is itself.

    >>> escaped("本年收入"), escaped("<b>")
    ('本年收入', '&lt;b&gt;')
    """
    special = "<" in text or "&" in text or ">" in text or '"' in text or "'" in text
    return str(escape(text)) if special else text


@lru_cache(_KEPT)
def _anchored(fact: FactKey) -> str:
    return f' id="{escaped(anchor(fact))}"'


@lru_cache(_KEPT)
def _sourced(sheet: str, row: int, column: int, table: str | None) -> str:
    """The whole address, and in tables what stands of it in the cell: without the sheet where the table names it."""
    cell = Cell(sheet, row, column)
    whole = escaped(str(cell))
    if table is None:
        return f' data-cell="{whole}"'
    return f' data-cell="{whole}" data-at="{escaped(cell.a1) if sheet == table else whole}"'

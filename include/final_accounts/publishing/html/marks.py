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
from final_accounts.publishing.table_view import Words

_KEPT: Final = 1 << 15
"""Places remembered from page to page: units of a city fill the same cells."""


class Marks:
    """The figures of one page. A fact's anchor goes to the first place in a table that prints it, and to no other.

    ``tables`` are the forms that stand on the page as tables; figures in running text get the anchor for others only.
    """

    def __init__(self, facts: Iterable[Fact], tables: Iterable[str]) -> None:
        self._cells: dict[tuple[str, str, str], Cell] = {(f.form, f.row, f.column): f.cell for f in facts}
        self._tables = frozenset(tables)
        self._anchored: set[FactKey] = set()

    def say(self, words: Words) -> Markup:
        """Words as they are, each amount in a marked span; a missing figure or any other number is plain text."""
        said: list[str] = []
        for part in words:
            if isinstance(part, Figure):
                marked = self.attributes(part, in_table=False)
                said += (f"<span{marked}>", escape(part.text), "</span>") if marked else (escape(part.text),)
            else:
                said.append(escape(part))
        return Markup("".join(said))  # noqa: S704 - every part is escaped above

    def attributes(self, figure: Figure, *, in_table: bool) -> str:
        """``id``, ``data-cell`` and ``data-fen`` of a figure, as far as it has them, with a space before each."""
        fen, fact = figure.fen, figure.fact
        marked = "" if fen is None else f' data-fen="{fen}"'
        if fact is None:
            return marked
        cell = self._cells.get(fact)
        sourced = "" if cell is None else _sourced(cell.sheet, cell.row, cell.column)
        if fact in self._anchored or not (in_table or fact.form not in self._tables):
            return sourced + marked
        self._anchored.add(fact)
        return _anchored(fact) + sourced + marked


@lru_cache(_KEPT)
def _anchored(fact: FactKey) -> str:
    return f' id="{escape(anchor(fact))}"'


@lru_cache(_KEPT)
def _sourced(sheet: str, row: int, column: int) -> str:
    return f' data-cell="{escape(str(Cell(sheet, row, column)))}"'

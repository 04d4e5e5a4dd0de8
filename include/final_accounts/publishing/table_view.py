"""A table as it is printed: header rows, body rows, every cell final. Official tables, forms and lists alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from final_accounts.publishing.figures import Figure

Words = tuple[str | Figure, ...]
"""Words and figures in the order they are read; every number that is ours is a Figure."""


class Own(str):
    """The unit's own words out of a slot; the digits in them are the unit's, no figure of ours."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A header cell over ``columns`` × ``rows``."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A body cell. ``look`` names its style: label, name, code, number, words, figure, head (a label inside a form)."""

    look: str
    words: Words = ()
    columns: int = 1
    rows: int = 1
    indent: int = 0

    @property
    def figure(self) -> Figure | None:
        """The cell's figure, when it holds one and nothing else."""
        only = self.words[0] if len(self.words) == 1 else None
        return only if isinstance(only, Figure) else None

    @property
    def text(self) -> str:
        """What a reader sees."""
        return plain(self.words)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One printed row; ``total`` rows are bold."""

    cells: tuple[BodyCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """Header and body that stand together; wide cross tables are printed in several parts.

    ``widths`` are the columns' shares of the page in percent. ``head`` is repeated on every page the body runs over.
    Every row's cells, with those that reach down into it, cover exactly the columns of ``widths``.
    """

    widths: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    body: tuple[BodyRow, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table. ``remark`` is the sentence below: nil, or not filled in.

    ``strip`` stands between title and grid: left, middle, right. ``wide`` wants a landscape page; ``own_page`` begins
    one. ``look``: "official" (a table of the accounts), "form" (a performance form), "plain" (a list inside the text).
    """

    id: str
    number: str
    title: str
    parts: tuple[TablePart, ...]
    remark: str = ""
    wide: bool = False
    strip: tuple[str, ...] = ()
    look: Literal["official", "form", "plain"] = "official"
    own_page: bool = True


def plain(words: Words) -> str:
    """Words and figures as text.

    >>> plain(("增加 ", Figure("1.00", fen=1_000_000), " 万元"))
    '增加 1.00 万元'
    """
    return "".join(part.text if isinstance(part, Figure) else part for part in words)

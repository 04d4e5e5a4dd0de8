"""An official table as it is printed: header rows, body rows, every cell final."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.publishing.figures import Figure


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A header cell over ``columns`` × ``rows``."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A body cell: ``words`` for labels, names and codes, or a ``figure``. ``look`` names its style."""

    look: str
    words: str = ""
    figure: Figure | None = None
    columns: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One printed row; ``total`` rows are bold."""

    cells: tuple[BodyCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """Header and body that stand together; wide cross tables are printed in several parts.

    ``widths`` are the columns' shares of the page in percent.
    """

    widths: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    body: tuple[BodyRow, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One form of the edition. ``remark`` is the sentence below: nil, or not filled in."""

    id: str
    number: str
    title: str
    parts: tuple[TablePart, ...]
    remark: str = ""
    wide: bool = False

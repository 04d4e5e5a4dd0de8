"""A document 公开文本 as read, whoever wrote it: lines of text and tables in reading order, each with its place.

The same nouns serve two ends: reading back what we publish before it goes out, and auditing what others published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from final_accounts.model.place import column_letters


class DocumentKind(StrEnum):
    """How a document came."""

    TEXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    UNKNOWN = "unknown"
    """No document that we read; ``unread`` says what it is."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something stands: page and line, the line of a text without pages, or the cell of a sheet.

    ``page`` and ``line`` count from 1; 0 means the format has none. In a table ``line`` is the printed line (PDF, text)
    or the running number of the paragraph or table row (HTML, DOCX); ``sheet``, ``row`` and ``column`` (from 0) only
    in workbooks.

    >>> str(Spot(3, 12)), str(Spot(0, 40)), str(Spot(sheet="表1", row=32, column=2))
    ('第3页第12行', '第40行', '表1!C33')
    """

    page: int = 0
    line: int = 0
    sheet: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """As messages print it."""
        if self.sheet:
            return f"{self.sheet}!{column_letters(self.column)}{self.row + 1}"
        return (f"第{self.page}页" if self.page else "") + f"第{self.line}行"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph or a printed line. ``level`` is that of a heading the format marks as one, else 0.

    Line breaks inside a paragraph are line feeds; wide gaps inside a printed line are tabs.
    """

    spot: Spot
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a table with its visible text; spans as far as the format tells them."""

    spot: Spot
    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that the format itself marks, or that ruled lines or tabs tell; rows from top to bottom."""

    spot: Spot
    rows: tuple[tuple[ReadCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, and why, in Chinese for the reader."""

    spot: Spot
    why: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document after reading. ``pages`` is 0 where the format has none.

    ``aside`` is text that the format keeps apart from the body and repeats or places itself: headers, footers and notes
    of DOCX. What stands on the pages of a PDF is always among ``blocks``.
    """

    kind: DocumentKind
    name: str
    pages: int
    blocks: tuple[TextLine | ReadTable, ...]
    unread: tuple[Unread, ...] = ()
    aside: tuple[TextLine, ...] = ()

    def texts(self) -> Iterator[tuple[Spot, str]]:
        """Every visible text in reading order, tables cell by cell."""
        for block in self.blocks:
            if isinstance(block, TextLine):
                yield block.spot, block.text
            else:
                for row in block.rows:
                    yield from ((cell.spot, cell.text) for cell in row)

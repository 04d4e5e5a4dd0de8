"""What has been read so far, under limits."""

from __future__ import annotations

import time
from typing import Final

from final_accounts.model.document import DocumentKind, ReadCell, ReadDocument, ReadTable, Spot, TextLine, Unread
from final_accounts.readers.documents.limits import LIMITS, Limits

SHOWN: Final = 200
"""Notes of unread places that are kept one by one; the rest is counted."""

BEGINNING: Final = Spot(line=1)


class FullError(Exception):
    """A limit is reached; the text says which. Never leaves this package."""


class Record:
    """Collects lines, tables and what could not be read. Raises :class:`FullError` when a limit is passed."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.pages = 0
        self.blocks: list[TextLine | ReadTable] = []
        self._aside: list[TextLine] = []
        self._unread: list[Unread] = []
        self._unread_more = 0
        self._characters = 0
        self._cells = 0
        self._end = time.monotonic() + limits.seconds

    def line(self, spot: Spot, text: str, level: int = 0) -> None:
        """A paragraph or printed line; blank ones are left out."""
        if text.strip():
            self._spend(len(text))
            self.blocks.append(TextLine(spot, text, level))

    def table(self, spot: Spot, rows: tuple[tuple[ReadCell, ...], ...]) -> None:
        """A table; one without any row is left out."""
        if not rows:
            return
        self._cells += sum(map(len, rows))
        if self._cells > self.limits.cells:
            raise FullError(f"表格单元格超过 {self.limits.cells} 个")
        self._spend(sum(len(cell.text) for row in rows for cell in row))
        self.blocks.append(ReadTable(spot, rows))

    def apart(self, spot: Spot, text: str) -> None:
        """Text of a header, footer or note."""
        if text.strip():
            self._spend(len(text))
            self._aside.append(TextLine(spot, text))

    def miss(self, why: str, spot: Spot = BEGINNING) -> None:
        """Something at ``spot`` that was not read."""
        if len(self._unread) < SHOWN:
            self._unread.append(Unread(spot, why))
        else:
            self._unread_more += 1

    def check_time(self) -> None:
        """To be called between pages and parts."""
        if time.monotonic() > self._end:
            raise FullError(f"读取超过 {self.limits.seconds:g} 秒")

    def close(self, kind: DocumentKind, name: str) -> ReadDocument:
        """The document; one without any text says so instead of looking read."""
        if self._unread_more:
            self._unread.append(Unread(BEGINNING, f"另有 {self._unread_more} 处没有读取，不再逐条列出。"))
        if not self.blocks and not self._unread:
            self._unread.append(Unread(BEGINNING, "文件里没有任何文字。"))
        return ReadDocument(kind, name, self.pages, tuple(self.blocks), tuple(self._unread), tuple(self._aside))

    def _spend(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self.limits.characters:
            raise FullError(f"文字超过 {self.limits.characters} 字")
        if len(self.blocks) >= self.limits.blocks:
            raise FullError(f"段落超过 {self.limits.blocks} 个")

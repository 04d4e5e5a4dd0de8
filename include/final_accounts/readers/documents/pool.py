"""Documents from outside, read in a process that may be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from final_accounts.model.document import DocumentKind, ReadDocument, Spot, Unread
from final_accounts.readers.documents.reading import read_document
from final_accounts.readers.process import MEMORY, SECONDS, Died, ReadingProcess

if TYPE_CHECKING:
    from types import TracebackType


class DocumentPool:
    """Reads documents in one child process. Use as a context manager; not for several threads at once."""

    def __init__(self, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._process = ReadingProcess(read_document, memory=memory, seconds=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        return self._process.pid

    def read(self, data: bytes, name: str, *, tables: bool = True) -> ReadDocument:
        """What :func:`~final_accounts.readers.documents.read_document` makes of it; what kills the child is unread.

        Raises ReaderError when the child cannot start.
        """
        try:
            return cast("ReadDocument", self._process.call(data=data, name=name, tables=tables))
        except Died as end:
            why = f"{end}，文件没有读取。文件结构异常或过大。"
            return ReadDocument(DocumentKind.UNKNOWN, name, 0, (), (Unread(Spot(line=1), why),))

    def close(self) -> None:
        """End the child."""
        self._process.close()

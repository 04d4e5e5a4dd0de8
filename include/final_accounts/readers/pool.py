"""Workbooks from outside, read in a process that may be killed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

from final_accounts.readers.intake import READER_DIED, finding
from final_accounts.readers.process import MEMORY, SECONDS, Died, ReaderError, ReadingProcess
from final_accounts.readers.workbook import read_workbook, unreadable

if TYPE_CHECKING:
    from types import TracebackType

    from final_accounts.model.finding import Finding
    from final_accounts.model.submission import ParsedSubmission
    from final_accounts.readers.identity import EditionLookup, Expectation

_HINT: Final = "请从模板重新生成工作簿，只粘贴数值后报送；仍不成功请把原文件交给财政部门技术人员。"

__all__ = ["ReaderError", "ReaderPool"]


class ReaderPool:
    """Reads workbooks in one child process. Use as a context manager; not for several threads at once.

    ``editions`` must be importable by name in the child (a module-level function).
    """

    def __init__(self, editions: EditionLookup, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._process = ReadingProcess(partial(read_workbook, editions=editions), memory=memory, seconds=seconds)

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

    def read(
        self, source: Path | bytes, file_name: str, expect: Expectation
    ) -> tuple[ParsedSubmission, tuple[Finding, ...]]:
        """What :func:`~final_accounts.readers.workbook.read_workbook` makes of the file, or the finding on its end.

        Raises ReaderError when the child cannot start, or for an error of ours (a data room that is wrong).
        """
        data = source if isinstance(source, bytes) else source.read_bytes()
        try:
            answer = self._process.call(data=data, file_name=file_name, expect=expect)
        except Died as end:
            message = f"{end}，文件没有读入。文件结构异常或过大。"
            return unreadable(), (finding(READER_DIED, message, _HINT, row="file"),)
        return cast("tuple[ParsedSubmission, tuple[Finding, ...]]", answer)

    def close(self) -> None:
        """End the child."""
        self._process.close()

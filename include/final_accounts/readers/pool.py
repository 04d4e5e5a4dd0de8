"""A killable process for reading files from outside 独立读取进程.

A 1.5 KB workbook can abort a fast reader or make it eat all memory; so each pool keeps one fresh process (spawned, not
forked: no threads or locks are inherited), with a cap on memory and a watchdog for each file. When it dies, the file it
died on comes back as a finding, and the next file gets a new process.
"""

from __future__ import annotations

import os
import pickle
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self, cast

import final_accounts
from final_accounts.model.errors import FinalAccountsError
from final_accounts.readers.caps import MIB
from final_accounts.readers.child import LENGTH
from final_accounts.readers.intake import READER_DIED, finding
from final_accounts.readers.workbook import unreadable

if TYPE_CHECKING:
    from types import TracebackType

    from final_accounts.model.finding import Finding
    from final_accounts.model.submission import ParsedSubmission
    from final_accounts.readers.identity import EditionLookup, Expectation

MEMORY: Final = 1536 * MIB
SECONDS: Final = 60.0
START_SECONDS: Final = 120.0
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ", "FINAL_ACCOUNTS_DATA", "SYSTEMROOT")
_HINT: Final = "请从模板重新生成工作簿，只粘贴数值后报送；仍不成功请把原文件交给财政部门技术人员。"


class ReaderError(FinalAccountsError):
    """The reading process cannot be started or reports an error of ours."""


class _Gone(Exception):  # noqa: N818 - a state of the child, never seen outside of this module
    """The child died or had to be killed; the text says how, in Chinese."""


class ReaderPool:
    """Reads files in one child process. Use as a context manager; not for several threads at once.

    ``editions`` must be importable by name in the child (a module-level function). Environment variables other than the
    ones a reader needs, secrets among them, do not reach the child.
    """

    def __init__(self, editions: EditionLookup, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._editions = editions
        self._memory = memory
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def read(
        self, source: Path | bytes, file_name: str, expect: Expectation
    ) -> tuple[ParsedSubmission, tuple[Finding, ...]]:
        """What :func:`~final_accounts.readers.workbook.read_workbook` makes of the file, or the finding on its end.

        Raises ReaderError when the child cannot start, or for an error of ours (a data room that is wrong).
        """
        data = source if isinstance(source, bytes) else source.read_bytes()
        self._start()
        try:
            self._send((data, file_name, expect))
            kind, content = self._receive(self._seconds)
        except _Gone as end:
            self.close()
            return unreadable(), (_died(str(end)),)
        if kind == "read":
            return cast("tuple[ParsedSubmission, tuple[Finding, ...]]", content)
        if kind == "ours":
            raise ReaderError(str(content))
        self.close()  # memory is not given back reliably, and a failed read may leave anything behind
        said = "读取时内存超过上限" if kind == "memory" else f"读取时程序出错（{content}）"
        return unreadable(), (_died(said),)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                _close_quietly(stream)

    def _start(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        try:
            lookup = pickle.dumps(self._editions)
        except (pickle.PicklingError, AttributeError, TypeError) as problem:
            raise ReaderError(f"口径查询函数须能在子进程里按名称导入，现在不能：{problem}。") from problem
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTHONPATH"] = str(Path(final_accounts.__file__).parent.parent)
        command = [sys.executable, "-m", "final_accounts.readers.child", str(self._memory)]
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        try:
            self._send(list(sys.path))
            self._send(lookup)
            self._receive(START_SECONDS)
        except _Gone as end:
            self.close()
            message = f"读取进程无法启动：{end}。请确认 {command[:3]} 可以运行，且口径查询函数能在子进程里按名称导入。"
            raise ReaderError(message) from end

    def _send(self, content: object) -> None:
        child = self._living()
        data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        stream = cast("IO[bytes]", child.stdin)
        try:
            stream.write(LENGTH.pack(len(data)) + data)
            stream.flush()
        except OSError as problem:
            raise _Gone(self._how_it_ended()) from problem

    def _receive(self, seconds: float) -> tuple[str, object]:
        deadline = time.monotonic() + seconds
        size = LENGTH.unpack(self._take(LENGTH.size, deadline, seconds))[0]
        answer = pickle.loads(self._take(size, deadline, seconds))  # noqa: S301 - from our own child process
        return cast("tuple[str, object]", answer)

    def _take(self, size: int, deadline: float, seconds: float) -> bytes:
        descriptor = cast("IO[bytes]", self._living().stdout).fileno()
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while size:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise _Gone(f"读取超过 {seconds:g} 秒，已终止")
                part = os.read(descriptor, min(size, MIB))
                if not part:
                    raise _Gone(self._how_it_ended())
                parts.append(part)
                size -= len(part)
        return b"".join(parts)

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            raise _Gone("读取进程没有启动")
        return self._child

    def _how_it_ended(self) -> str:
        child = self._living()
        try:
            code = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "读取进程没有应答"
        return f"读取进程异常终止（信号 {-code}）" if code < 0 else f"读取进程异常终止（退出码 {code}）"


def _died(how: str) -> Finding:
    message = f"{how}，文件没有读入。文件结构异常或过大。"
    return finding(READER_DIED, message, _HINT, row="file")


def _close_quietly(stream: IO[bytes]) -> None:
    """Closing flushes; a pipe whose reader is dead has nothing left to flush to."""
    try:
        stream.close()
    except BrokenPipeError:
        return

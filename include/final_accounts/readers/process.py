"""A killable process for reading files from outside 独立读取进程.

A 1.5 KB file can abort a fast reader or make it eat all memory; so the pools of this room each keep one fresh process
(spawned, not forked: no threads or locks are inherited), with a cap on memory and a watchdog for each file. When it
dies, its pool tells the file it died on, and the next file gets a new process.
"""

from __future__ import annotations

import os
import pickle
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final, cast

import final_accounts
from final_accounts.model.errors import FinalAccountsError
from final_accounts.readers.caps import MIB
from final_accounts.readers.child import LENGTH

MEMORY: Final = 1536 * MIB
SECONDS: Final = 60.0
START_SECONDS: Final = 120.0
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ", "FINAL_ACCOUNTS_DATA", "SYSTEMROOT")


class ReaderError(FinalAccountsError):
    """The reading process cannot be started or reports an error of ours."""


class Died(Exception):  # noqa: N818 - it is no error of ours: a pool turns it into what its caller gets
    """The file was not read: the child died, was killed or failed on it; the text says how, in Chinese."""


class ReadingProcess:
    """Calls ``read`` in one child process, file after file. Not for several threads at once.

    ``read`` must be importable by name in the child (a module-level function, or a partial of one). Environment
    variables other than the ones a reader needs, secrets among them, do not reach the child.
    """

    def __init__(self, read: Callable[..., object], *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._read = read
        self._memory = memory
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def call(self, **request: object) -> object:
        """What ``read(**request)`` gives in the child; starts one where none lives.

        Raises :class:`Died` for what the file did, ReaderError when the child cannot start or for an error of ours.
        """
        self._start()
        try:
            self._send(request)
            kind, content = self._receive(self._seconds)
        except Died:
            self.close()
            raise
        if kind == "read":
            return content
        if kind == "ours":
            raise ReaderError(str(content))
        self.close()  # memory is not given back reliably, and a failed read may leave anything behind
        raise Died("读取时内存超过上限" if kind == "memory" else f"读取时程序出错（{content}）")

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
            read = pickle.dumps(self._read)
        except (pickle.PicklingError, AttributeError, TypeError) as problem:
            raise ReaderError(f"读取函数及其口径查询函数须能在子进程里按名称导入，现在不能：{problem}。") from problem
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
            self._send(read)
            self._receive(START_SECONDS)
        except Died as end:
            self.close()
            message = f"读取进程无法启动：{end}。请确认 {command[:3]} 可以运行，且读取函数能在子进程里按名称导入。"
            raise ReaderError(message) from end

    def _send(self, content: object) -> None:
        child = self._living()
        data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        stream = cast("IO[bytes]", child.stdin)
        try:
            stream.write(LENGTH.pack(len(data)) + data)
            stream.flush()
        except OSError as problem:
            raise Died(self._how_it_ended()) from problem

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
                    raise Died(f"读取超过 {seconds:g} 秒，已终止")
                part = os.read(descriptor, min(size, MIB))
                if not part:
                    raise Died(self._how_it_ended())
                parts.append(part)
                size -= len(part)
        return b"".join(parts)

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            raise Died("读取进程没有启动")
        return self._child

    def _how_it_ended(self) -> str:
        child = self._living()
        try:
            code = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "读取进程没有应答"
        return f"读取进程异常终止（信号 {-code}）" if code < 0 else f"读取进程异常终止（退出码 {code}）"


def _close_quietly(stream: IO[bytes]) -> None:
    """Closing flushes; a pipe whose reader is dead has nothing left to flush to."""
    try:
        stream.close()
    except BrokenPipeError:
        return

"""The content store 内容库: bytes by their sha256, and results by key, in a local folder or behind any fsspec URL.

Submissions and what one stage leaves for the next live here, never in a task's temporary folder. Nothing is ever
overwritten: the same bytes are the same object; a result under a key that already holds other bytes is an error.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from upath import UPath

from final_accounts.model.errors import StoreError

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_KIND: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class ContentStore:
    """``objects/<2 hex>/<sha256>`` holds bytes; ``results/<kind>/<2 hex>/<sha256 of key>`` holds an object's name."""

    def __init__(self, url: str | Path) -> None:
        self._root = UPath(url)
        self._local = Path(self._root.path) if self._root.protocol in {"", "file", "local"} else None

    def put(self, data: bytes) -> str:
        """Keep the bytes; their sha256. Whole or not at all, and a damaged object is healed."""
        name = hashlib.sha256(data).hexdigest()
        if self._read(self._object(name)) != data:
            self._write(self._object(name), data)
        return name

    def get(self, sha256: str) -> bytes:
        """The bytes of that name; StoreError when they are absent or no longer what the name says."""
        data = self._read(self._object(sha256))
        if data is None:
            raise StoreError(f"内容库里没有 {sha256}（{self._root}）。请从备份恢复内容库。")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"内容库里的 {sha256} 已损坏（{self._root}）。请从备份恢复这份内容。")
        return data

    def has(self, sha256: str) -> bool:
        """Whether an object of that name is there."""
        return self._object(sha256).exists()

    def put_result(self, kind: str, key: str, data: bytes) -> str:
        """Keep the bytes as the result ``kind`` of ``key``; their sha256. Other bytes under it: StoreError."""
        name = self.put(data)
        pointer = self._pointer(kind, key)
        if self._read(pointer) is None:
            self._write(pointer, name.encode(), exclusive=True)
        held = self._read(pointer)
        if held != name.encode():
            there = held[:12].decode(errors="replace") if held else "（没有）"
            raise StoreError(
                f"内容库里 {key} 的结果 {kind} 是 {there}，这次得到的是 {name[:12]}：同样的输入应得到同样的结果。"
                "请保留现场，报告维护人员。"
            )
        return name

    def get_result(self, kind: str, key: str) -> bytes:
        """The bytes kept as ``kind`` of ``key``; StoreError when there are none."""
        held = self._read(self._pointer(kind, key))
        if held is None:
            raise StoreError(f"内容库里没有 {key} 的结果 {kind}（{self._root}）。")
        return self.get(held.decode("ascii", errors="replace"))

    def has_result(self, kind: str, key: str) -> bool:
        """Whether there is a result ``kind`` of ``key``."""
        return self._pointer(kind, key).exists()

    def _object(self, sha256: str) -> UPath:
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"“{sha256}”不是内容的名称：应为 64 位十六进制的 sha256。")
        return self._root / "objects" / sha256[:2] / sha256

    def _pointer(self, kind: str, key: str) -> UPath:
        if not _KIND.fullmatch(kind):
            raise StoreError(f"“{kind}”不是结果的类别：应为小写字母开头的短名称。")
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._root / "results" / kind / name[:2] / name

    def _read(self, path: UPath) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def _write(self, path: UPath, data: bytes, *, exclusive: bool = False) -> None:
        """Write whole or not at all; ``exclusive`` leaves what another process put there first."""
        if self._local is None:  # an object store shows an object only once it is complete
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return
        target = Path(path.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            if exclusive:
                _link(Path(temporary), target)
            else:
                Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _link(temporary: Path, target: Path) -> None:
    """Give the file its name unless the name is taken; the caller reads what is there."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        temporary.replace(target)

"""What lies in an inbox 收件箱, told without opening it: hostile names, links and sizes are refused by name."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

LARGEST: Final = 64 * 1024 * 1024
"""Bytes; a filled workbook has about a tenth of a megabyte, the readers' own caps come later."""

ATTACHED: Final = frozenset({".docx", ".pdf", ".txt", ".html", ".htm", ".doc", ".wps"})
"""Endings of documents beside a workbook; everything else is a submission, whatever it turns out to be."""

IN_THE_ROOT: Final = "（收件箱根目录）"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of the inbox: the folder it lies in, a printable name, when it arrived, and why it is refused unread."""

    path: Path
    folder: str
    name: str
    arrived: datetime
    refused: str = ""

    @property
    def attached(self) -> bool:
        """Whether it is a document beside the workbook 附送材料, by its ending."""
        return Path(self.name).suffix.lower() in ATTACHED


def waiting(inbox: Path) -> tuple[Waiting, ...]:
    """All files of an inbox in order of folder and arrival; files of a folder are versions in that order.

    A file arrived when it was last written. What vanishes while we look was never there.
    """
    found = list(_below(inbox, IN_THE_ROOT, 0)) if inbox.is_dir() else []
    return tuple(sorted(found, key=lambda item: (item.folder, item.arrived, item.name)))


def printable(name: str) -> str:
    r"""A file name that can be written down; bytes that are no UTF-8 are shown as such.

    >>> printable("a.xlsx"), printable("\udcb0")
    ('a.xlsx', '\\xb0')
    """
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _below(folder: Path, name: str, depth: int) -> Iterator[Waiting]:
    for path in folder.iterdir():
        shown = printable(path.name)
        if shown[0] in ".~":
            continue
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _below(path, shown if depth == 0 else f"{name}/{shown}", depth + 1)
            continue
        arrived = datetime.fromtimestamp(int(status.st_mtime), UTC)
        yield Waiting(path, name, shown, arrived, _why_refused(status.st_mode, status.st_size, depth))


def _why_refused(mode: int, size: int, depth: int) -> str:
    if not stat.S_ISREG(mode):
        return "不是普通文件（链接或设备），未读取"
    if size > LARGEST:
        return f"文件大于 {LARGEST // 1024 // 1024} MB，未读取"
    if depth != 1:
        return "文件没有直接放在本单位的收件箱文件夹内，未读取"
    return ""

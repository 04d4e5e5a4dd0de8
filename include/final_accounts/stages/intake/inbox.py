"""What lies in an inbox 收件箱, told without opening it: hostile names, links and sizes are refused by name.

An inbox is a local folder or any address fsspec knows (an object store, SFTP); the same rules hold for both, but for
links and devices, which only a local folder has.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from upath import UPath

from final_accounts.stages.settings import LOCAL

LARGEST: Final = 64 * 1024 * 1024
"""Bytes; a filled workbook has about a tenth of a megabyte, the readers' own caps come later."""

ATTACHED: Final = frozenset({".docx", ".pdf", ".txt", ".html", ".htm", ".doc", ".wps"})
"""Endings of documents beside a workbook; everything else is a submission, whatever it turns out to be."""

HALF: Final = frozenset({".part", ".partial", ".filepart", ".crdownload", ".tmp"})
"""Endings that programs give to a file while they write it."""

IN_THE_ROOT: Final = "（收件箱根目录）"
NAMELESS: Final = "（无文件名）"
UNSEEN: Final = "没有查看权限，或存储出错，未读取"
ODD: Final = "名称里有空的或相对的路径段，或带有版本号，未读取"
_TIMES: Final = ("LastModified", "last_modified", "mtime", "updated", "created")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of the inbox: the folder it lies in, a printable name, when it arrived, and why it is refused unread.

    ``mark`` tells one state of writing from another: it changes with every write. ``laid`` tells a file from the same
    one laid there once more, name and moment kept; it stays while nobody touches the file, however a share counts it.
    """

    path: Path | UPath
    folder: str
    name: str
    arrived: datetime
    mark: str
    refused: str = ""
    laid: str = ""

    @property
    def attached(self) -> bool:
        """Whether it is a document beside the workbook 附送材料, by its ending."""
        return Path(self.name).suffix.lower() in ATTACHED

    def read(self) -> bytes | None:
        """The bytes as they were when it was looked at; None when it is gone or was written again since."""
        here = self.path
        try:
            return _read_stored(here, self.mark) if isinstance(here, UPath) else _read_local(here, self.mark)
        except FileNotFoundError:
            return None


def waiting(inbox: Path | UPath) -> tuple[Waiting, ...]:
    """All files of an inbox in order of folder and arrival; files of a folder are versions in that order.

    A file arrived when it was last written. What vanishes while we look was never there; what a program is still
    writing under another name (``.x``, ``~x``, ``x.part``) is not there yet.
    """
    local = isinstance(inbox, Path) or inbox.protocol in LOCAL
    found = _local(Path(str(inbox.path) if isinstance(inbox, UPath) else inbox)) if local else _stored(UPath(inbox))
    return tuple(sorted(found, key=lambda item: (item.folder, item.arrived, item.name)))


def steady(inbox: Path | UPath, seconds: float, wanted: Callable[[Waiting], bool]) -> tuple[Waiting, ...]:
    """The wanted files that nobody is writing any more: unchanged for so many seconds of the machine's clock.

    Files written just now are looked at again after that time; whoever is still writing is left for the next look.
    """
    first = tuple(item for item in waiting(inbox) if wanted(item))
    young = {item.path for item in first if time.time() - item.arrived.timestamp() < seconds + 1}
    if seconds <= 0 or not young:
        return first
    time.sleep(seconds)
    still = {(item.path, item.mark) for item in waiting(inbox)}
    return tuple(item for item in first if item.path not in young or (item.path, item.mark) in still)


def printable(name: str) -> str:
    r"""A file name that can be written down; bytes that are no UTF-8 are shown as such.

    >>> printable("a.xlsx"), printable("\udcb0")
    ('a.xlsx', '\\xb0')
    """
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _local(inbox: Path) -> Iterator[Waiting]:
    """The units' folders and what lies in each, no deeper. OSError only when the inbox itself cannot be looked at."""
    if not inbox.is_dir():
        return
    for path, status, unseen in _entries(inbox, inbox.lstat()):
        if stat.S_ISDIR(status.st_mode) and not unseen:
            yield from _of_unit(path, status)
        else:
            yield _waiting(path, IN_THE_ROOT, status, unseen or _why_unread(status, 0))


def _of_unit(folder: Path, around: os.stat_result) -> Iterator[Waiting]:
    """What lies in a unit's folder; a folder that nobody may look into is one refused item of the root."""
    try:
        found = tuple(_entries(folder, around))
    except FileNotFoundError:
        return
    except OSError:
        yield _waiting(folder, IN_THE_ROOT, around, UNSEEN)
        return
    for path, status, unseen in found:
        yield _waiting(path, printable(folder.name), status, unseen or _why_unread(status, 1))


def _entries(folder: Path, around: os.stat_result) -> Iterator[tuple[Path, os.stat_result, str]]:
    """What lies in the folder, how it stands, and why that cannot be learnt: then it stands as the folder does."""
    for path in folder.iterdir():
        if _unfinished(printable(path.name)):
            continue
        unseen = ""
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        except OSError:
            status, unseen = around, UNSEEN
        yield path, status, unseen


def _waiting(path: Path, folder: str, status: os.stat_result, refused: str) -> Waiting:
    arrived = datetime.fromtimestamp(int(status.st_mtime), UTC)
    return Waiting(path, folder, printable(path.name), arrived, _mark(status), refused, str(status.st_ctime_ns))


def _stored(inbox: UPath) -> Iterator[Waiting]:
    files, root = inbox.fs, inbox.path.rstrip("/") + "/"
    files.invalidate_cache()  # what this process saw before: a watcher lives for weeks
    try:
        found = files.find(inbox.path, detail=True)
    except FileNotFoundError:
        return
    for key, info in found.items():
        size = int(info.get("size") or 0)
        if not key.startswith(root) or (key.endswith("/") and not size):  # the inbox itself, the mark of a folder
            continue
        *folders, name = key.removeprefix(root).split("/")
        place = inbox.joinpath(*folders, name)
        odd = _odd_key(*folders, name) or place.path != key
        if not odd and any(map(_unfinished, (*folders, name))):
            continue
        written = _written(files, key, info)
        mark = _stored_mark(info, written)
        yield Waiting(
            place,
            "/".join(folders) or IN_THE_ROOT,
            name or NAMELESS,
            written.replace(microsecond=0),
            mark,
            ODD if odd else _why_refused(size, len(folders)),
            mark,
        )


def _odd_key(*parts: str) -> bool:
    """Whether a key that a store keeps would not come back as it is told: paths fold it, drivers read options in it."""
    return not {"", ".", ".."}.isdisjoint(parts) or any("?versionId=" in part for part in parts)


def _unfinished(name: str) -> bool:
    return name[0] in ".~" or Path(name).suffix.lower() in HALF


def _why_unread(status: os.stat_result, depth: int) -> str:
    """The same for what lies in a local folder, where there is more than files."""
    if stat.S_ISDIR(status.st_mode):
        return "收件箱文件夹内又建了文件夹，其中的文件未读取"
    if not stat.S_ISREG(status.st_mode):
        return "不是普通文件（链接或设备），未读取"
    return _why_refused(status.st_size, depth)


def _why_refused(size: int, depth: int) -> str:
    if size > LARGEST:
        return f"文件大于 {LARGEST // 1024 // 1024} MB，未读取"
    if depth != 1:
        return "文件没有直接放在本单位的收件箱文件夹内，未读取"
    return ""


def _mark(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"


def _stored_mark(info: dict[str, Any], written: datetime) -> str:
    """Size, ETag and second: the ETag alone is the same when the same bytes come again after others."""
    etag = info.get("ETag")
    return (
        f"{info.get('size')}-{etag}-{int(written.timestamp())}" if etag else f"{info.get('size')}-{written.isoformat()}"
    )


def _written(files: Any, path: str, info: dict[str, Any]) -> datetime:  # noqa: ANN401 - fsspec has no types
    """When the object was last written; every store calls it differently."""
    told = next((info[key] for key in _TIMES if info.get(key)), None)
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC)
    moment: datetime = told if isinstance(told, datetime) else files.modified(path)
    return moment.astimezone(UTC)


def _read_local(path: Path, mark: str) -> bytes | None:
    """Never through a link that took the file's place, never into a device."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        if path.is_symlink():
            return None
        raise
    with os.fdopen(handle, "rb") as file:
        if _mark(os.fstat(handle)) != mark:
            return None
        data = file.read()
        return data if _mark(os.fstat(handle)) == mark else None


def _read_stored(path: UPath, mark: str) -> bytes | None:
    """By its key alone: whether the store also has something below a name does not matter."""
    data: bytes = path.fs.cat_file(path.path)
    path.fs.invalidate_cache()
    info = path.fs.info(path.path)
    return data if _stored_mark(info, _written(path.fs, path.path, info)) == mark else None

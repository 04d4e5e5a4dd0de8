"""Putting a complete site in place by one atomic rename; a crash at any moment leaves the last complete site.

``live`` is a symbolic link to ``versions/<year>/<hash of the content>`` beside it. What is staged becomes a version by
one rename, then the link is replaced by another. Replaced versions stand below the web server's root, too: whoever puts
up another forgets them, see :func:`forget_replaced`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from final_accounts.model.errors import PublishingError

_STAGING = ".staging-"


def versions_of(live: Path) -> Path:
    """Where the versions of ``live`` are kept."""
    return live.parent / "versions" / live.name


@contextmanager
def staging(live: Path) -> Iterator[Path]:
    """An empty folder to assemble the next version of ``live`` in, for one process at a time.

    What a killed process left behind is cleared; what this one leaves is removed at the end.
    """
    room = versions_of(live)
    room.mkdir(parents=True, exist_ok=True)
    with locked(room / ".lock"):
        for left in room.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=room))
        try:
            yield folder
        finally:
            if folder.is_dir():
                shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class ReadySite:
    """A staged site that is on disk to the last byte; ``version`` is the folder that it becomes, or equals already."""

    staged: Path
    live: Path
    version: Path

    def swap(self) -> Path:
        """Make it the content of ``live``, by no more than two renames; the version's folder."""
        if not self.version.exists():
            self.staged.chmod(0o755)
            self.staged.rename(self.version)
            _sync(self.version.parent)
        link = self.live.parent / f".{self.live.name}.{os.getpid()}.link"
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(self.version, self.live.parent), target_is_directory=True)
        os.replace(link, self.live)  # noqa: PTH105 - the one atomic step, named for what it is
        _sync(self.live.parent)
        return self.version


def ready_site(staged: Path, live: Path) -> ReadySite:
    """Everything about a swap that takes time: ``staged`` is written to disk, read and compared; nothing is public yet.

    ``staged`` must be on the same file system, see :func:`staging`, and is left alone from now on. The same content
    again changes nothing. A version that was altered by hand is left where it is and gets a fresh neighbour.
    """
    if live.exists() and not live.is_symlink():
        raise PublishingError(f"{live} 应当是指向网页版本的链接，现在却是普通目录或文件；请移走后重新运行。")
    return ReadySite(staged, live, _place(versions_of(live), content_hash(staged)))


def swap_site(staged: Path, live: Path) -> Path:
    """Make ``staged`` the content of ``live``; the version's folder."""
    return ready_site(staged, live).swap()


def forget_replaced(live: Path) -> tuple[Path, ...]:
    """Remove every version that is not in force: what was taken down with it cannot be fetched by its old address.

    What was altered by hand is evidence: it is left for somebody to look at, and returned.
    """
    room, in_force = versions_of(live), live.resolve()
    altered = []
    for version in sorted(room.iterdir()):
        if not version.is_dir() or version.name.startswith(_STAGING) or version.resolve() == in_force:
            continue
        if content_hash(version) == version.name.partition("-")[0]:
            shutil.rmtree(version)
        else:
            altered.append(version)
    return tuple(altered)


def content_hash(folder: Path) -> str:
    """sha256 over the relative paths and bytes of all files; every file is on disk when this returns."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            data = file.read()
            os.fsync(file.fileno())
        name = path.relative_to(folder).as_posix().encode()
        digest.update(b"%d %s\0%d " % (len(name), name, len(data)) + data)
    return digest.hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that readers see the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the lock ends with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _place(room: Path, name: str) -> Path:
    """The folder in ``room`` for the content of that hash: one that holds it, else one that does not exist yet."""
    room.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        version = room / (name if number == 1 else f"{name}-{number}")
        if not version.exists() or content_hash(version) == name:
            return version
        number += 1


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

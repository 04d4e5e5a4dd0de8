"""Where results come from 出处: the data rooms as one archive in the content store, and the commit of the code.

With both, and with the inputs the history names, a review can be done again as it was.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.rooms import CALENDARS, CITIES, LAYOUTS, PERSONS, REGISTERS, RUBRICS, RULES, data_root

ROOMS: Final = (
    LAYOUTS, REGISTERS, RUBRICS, RULES, CALENDARS, CITIES, PERSONS, "include/documents", "include/narrative",
)  # fmt: skip
"""What a review or a publication may read besides its inputs."""
SOURCE: Final = "include/final_accounts"
_HERE: Final = Path(__file__).resolve().parents[3]
_SECONDS: Final = 60


@remembered
def archive_of(root: Path) -> bytes:
    """The data rooms below ``root`` as a tar archive; the same files give the same bytes."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for room in sorted(ROOMS):
            for path in sorted(path for path in (root / room).rglob("*") if path.is_file()):
                entry = tarfile.TarInfo(path.relative_to(root).as_posix())
                data = path.read_bytes()
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def unpack(archive: bytes, folder: Path) -> None:
    """Put an archive's files below ``folder``; nothing of it can land elsewhere."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r") as files:
        files.extractall(folder, filter="data")


def repository() -> Path:
    """Where the history of the code is asked for: ``FINAL_ACCOUNTS_REPOSITORY``, or where this package stands."""
    named = os.environ.get("FINAL_ACCOUNTS_REPOSITORY", "")
    return Path(named) if named else _HERE


@cache
def commit() -> str:
    """The commit whose code runs here; "" where that cannot be told (no git, no repository, changed files).

    ``FINAL_ACCOUNTS_COMMIT`` says it where the code was installed without its repository. The commit is the last one
    that touched the code, so that one of documents alone is not another.
    """
    named = os.environ.get("FINAL_ACCOUNTS_COMMIT", "")
    if named:
        return named
    if _git(_HERE, "status", "--porcelain", "--untracked-files=all", "--", SOURCE) != b"":
        return ""
    return (_git(_HERE, "log", "-1", "--format=%H", "--", SOURCE) or b"").decode().strip()


@cache
def libraries() -> str:
    """Name of the installed libraries: the first 12 digits of the sha256 over names and versions."""
    installed = sorted({f"{one.name}=={one.version}".lower() for one in distributions()})
    return hashlib.sha256("\n".join(installed).encode()).hexdigest()[:12]


def checked_out(name: str, folder: Path) -> bool:
    """Put the code of that commit below ``folder``; whether the repository has it."""
    archive = _git(repository(), "archive", "--format=tar", name, "--", SOURCE) if name else None
    if not archive:
        return False
    unpack(archive, folder)
    return True


def _git(where: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it cannot."""
    command = ["git", "-C", str(where), *arguments]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603 - our words
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None


def data_archive() -> bytes:
    """The archive of the data rooms in use."""
    return archive_of(data_root())

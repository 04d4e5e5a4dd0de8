"""The unit files of a site that is being assembled: out of the content store, shared with the last site where equal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from final_accounts.warehouse import ContentStore

READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Shelf:
    """``folder`` is filled, ``before`` is the same folder of the site in force (it need not exist).

    A city's files are gigabytes and change little from day to day: a file whose bytes are those of the last site is the
    same file on disk (a hard link), not another copy. Files are read-only, since they may belong to several sites.
    """

    store: ContentStore
    folder: Path
    before: Path

    def put(self, path: str, sha256: str) -> None:
        """The object of that name at ``path``."""
        target, there = self.folder / path, self.before / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if there.is_file() and hashlib.sha256(there.read_bytes()).hexdigest() == sha256:
            try:
                target.hardlink_to(there.resolve())
            except OSError:  # a file system without hard links
                self.write(path, there.read_bytes())
            return
        self.write(path, self.store.get(sha256))

    def write(self, path: str, data: bytes) -> None:
        """Bytes that stand nowhere else."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(READ_ONLY)

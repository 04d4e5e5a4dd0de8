"""Which code made a result: the package's version and the hash of its source, so that it also holds without git."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import final_accounts


@cache
def code_version() -> str:
    """``<package version>+<first 12 hex digits of the sha256 over all source files, by path>``."""
    root = Path(final_accounts.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{version('final-accounts')}+{digest.hexdigest()[:12]}"

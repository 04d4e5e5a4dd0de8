"""Which code made a result: the package's version and the hash of its source, so that it also holds without git.

Words that a review reads and that are in no edition (patterns of the narrative, printable signs, what the audit knows)
count as code: another word may give another finding.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import final_accounts
from final_accounts.catalog import data_root

WORDS: Final = ("include/documents/**/narrative.toml", "include/documents/**/signs.toml", "include/narrative/**/*")


def code_version() -> str:
    """``<package version>+<first 12 hex digits of the sha256 over all source files and words, by path>``."""
    return version_of(Path(final_accounts.__file__).parent, data_root())


@cache
def version_of(source: Path, data: Path) -> str:
    """The version of the package at ``source`` with the words of the data rooms at ``data``."""
    files = [(path.relative_to(source), path) for path in source.rglob("*.py")]
    files += [(path.relative_to(data), path) for pattern in WORDS for path in data.glob(pattern) if path.is_file()]
    digest = hashlib.sha256()
    for name, path in sorted(files):
        digest.update(name.as_posix().encode())
        digest.update(path.read_bytes())
    return f"{version('final-accounts')}+{digest.hexdigest()[:12]}"

"""What a kind of seeded error is: which part of a document it changes, where, how, and who names it rightly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audit.seed_changes import Change

PROSE: Final = "prose"
"""Sentences with amounts."""
LINE: Final = "line"
"""Any paragraph of the body."""
CONTENTS: Final = "contents"
"""Lines before the body."""
CELL: Final = "cell"
"""Rows of tables: ``|label|cell|cell|``."""
ANY: Final = re.compile("")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: group ``n`` of the pattern is changed; ``table`` in which tables, ``where_said`` in which documents.

    ``far``: a figure must change by more than rounding.
    """

    name: str
    pattern: re.Pattern[str]
    change: Change
    families: tuple[str, ...]
    where: str = PROSE
    table: re.Pattern[str] = ANY
    where_said: re.Pattern[str] | None = None
    far: bool = True


def prose(name: str, pattern: str, change: Change, families: tuple[str, ...]) -> Kind:
    return Kind(name, re.compile(pattern), change, families)


def line(
    name: str, pattern: str, change: Change, families: tuple[str, ...], said: str = "", *, far: bool = True
) -> Kind:
    return Kind(
        name, re.compile(pattern), change, families, LINE, where_said=re.compile(said) if said else None, far=far
    )


def cell(
    name: str, pattern: str, change: Change, families: tuple[str, ...], table: re.Pattern[str], *, far: bool = True
) -> Kind:
    return Kind(name, re.compile(pattern), change, families, CELL, table, far=far)

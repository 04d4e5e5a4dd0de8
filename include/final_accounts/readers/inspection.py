"""What preflight learns about a file besides whether it may be read at all."""

from __future__ import annotations

from dataclasses import dataclass, field

Position = tuple[int, int]
"""0-based (row, column)."""

Range = tuple[Position, Position]
"""First and last position, both inclusive."""


@dataclass(slots=True)
class SheetMarks:
    """Marks of one sheet that the fast reader does not report.

    ``uncached``: formulas stored without a value; ``errors``: error values such as ``#REF!`` (the fast reader gives a
    blank for both); ``merged``: merged ranges where the fast reader gives none (.ods); ``styles``: cell formats of
    numbers (.xlsx), by which the sheet shows them; ``hidden_rows`` and ``hidden_columns`` 0-based.
    """

    uncached: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    styles: dict[Position, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Inspection:
    """``kind`` is "xlsx", "xls", "ods" or "" when refused; ``sheets`` by sheet name as in the file."""

    kind: str = ""
    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    external_links: int = 0

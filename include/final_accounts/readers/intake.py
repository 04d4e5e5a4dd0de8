"""Findings of reading 受理: one constructor, so that every message says what, where, how much and what to do.

The rules themselves, with their sentences, stand in ``expectations/intake.yaml``; only what must be known before any
edition is open (the severity) is repeated here, and a test holds the two together.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from final_accounts.model.finding import Finding, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from final_accounts.model.place import Cell

NOT_A_SPREADSHEET: Final = "IN-01"
EMPTY: Final = "IN-02"
DAMAGED: Final = "IN-03"
ENCRYPTED: Final = "IN-04"
MACROS: Final = "IN-05"
BOMB: Final = "IN-06"
ENTITIES: Final = "IN-07"
TOO_LARGE: Final = "IN-08"
READER_DIED: Final = "IN-09"
EXTERNAL_LINKS: Final = "IN-10"
NO_COVER: Final = "IN-11"
UNKNOWN_EDITION: Final = "IN-12"
OTHER_EDITION: Final = "IN-13"
WRONG_YEAR: Final = "IN-14"
TEMPLATE_VERSION: Final = "IN-15"
WRONG_UNIT: Final = "IN-16"
ANOTHER_UNIT: Final = "IN-17"
TWO_UNITS: Final = "IN-18"
MEASURE: Final = "IN-19"
MISSING_SHEET: Final = "IN-20"
DUPLICATE_SHEET: Final = "IN-21"
TITLE: Final = "IN-22"
UNKNOWN_SHEET: Final = "IN-23"
COLUMN_HEADER: Final = "IN-24"
MERGED_HEADER: Final = "IN-25"
LABEL: Final = "IN-26"
MISSING_ROW: Final = "IN-27"
MISSING_TOTAL: Final = "IN-28"
DUPLICATE_ROW: Final = "IN-29"
UNKNOWN_ROW: Final = "IN-30"
NOT_A_NUMBER: Final = "IN-31"
ERROR_VALUE: Final = "IN-32"
UNCACHED: Final = "IN-33"
DECIMALS: Final = "IN-34"
DIGITS: Final = "IN-35"
REQUIRED: Final = "IN-36"
NORMALISED: Final = "IN-37"
NIL_CONTRADICTED: Final = "IN-38"
NOT_WHOLE: Final = "IN-39"
MERGED_FIGURES: Final = "IN-40"
FORBIDDEN_FIGURE: Final = "IN-41"
UNREAD_FIGURE: Final = "IN-42"
COVER_WORD: Final = "IN-43"
OTHER_KIND: Final = "IN-44"
ADJUSTMENT: Final = "IN-45"

NOTICES: Final = frozenset({EXTERNAL_LINKS, TITLE, UNKNOWN_SHEET, NORMALISED, UNREAD_FIGURE})

NOT_OPENED: Final = frozenset(
    {NOT_A_SPREADSHEET, EMPTY, DAMAGED, ENCRYPTED, MACROS, BOMB, ENTITIES, TOO_LARGE, READER_DIED}
)
"""A file with one of these showed nothing of what is in it; any other was opened, whatever is wrong with it."""

SEVERITIES: Final = {
    **dict.fromkeys((f"IN-{n:02}" for n in range(1, 46)), Severity.BLOCKING),
    **dict.fromkeys(NOTICES, Severity.NOTICE),
    ADJUSTMENT: Severity.EXPLAIN,
}

SHOWN_CELLS: Final = 50
"""Cells kept on one aggregated finding; ``count`` tells how many there are."""


def finding(
    rule: str,
    message: str,
    hint: str = "",
    *,
    cells: Sequence[Cell] = (),
    row: str = "",
    count: int = 1,
    value: Decimal | None = None,
    measure: str = "",
    context: dict[str, str] | None = None,
) -> Finding:
    """A finding of reading. ``row`` names the instance (form, row, column or cell) so that keys stay unique.

    >>> finding("IN-02", "文件是空的。").severity.value
    'blocking'
    """
    return Finding(
        rule=rule,
        severity=SEVERITIES[rule],
        verdict=Verdict.ERROR,
        message=message,
        hint=hint,
        cells=tuple(cells[:SHOWN_CELLS]),
        row=row or (str(cells[0]) if cells else ""),
        count=count,
        value=value,
        unit_of_measure=measure,
        context=context or {},
    )


class Refusal(Exception):  # noqa: N818 - it is no error of ours: the door of preflight turns it into its finding
    """The file must not be read any further; carries the finding that says why. Never leaves this room."""

    def __init__(self, rule: str, message: str, hint: str = "", *, context: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.finding = finding(rule, message, hint, context=context)

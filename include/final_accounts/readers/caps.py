"""Caps 上限: what a workbook may cost before anything else looks at it.

A submission of the largest department seen has 14 sheets, 150 rows and 120 columns; every cap leaves a wide margin.
Source: measurements of hostile workbooks (a 1.5 KB file aborts a fast reader; 2 MB unpack to 2 GiB).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caps:
    """``ratio`` applies to members larger than 1 MiB when unpacked; rows, columns and cells are per sheet."""

    file_bytes: int = 32 * MIB
    unpacked_bytes: int = 64 * MIB
    member_bytes: int = 40 * MIB
    members: int = 600
    ratio: int = 200
    rows: int = 20_000
    columns: int = 600
    cells: int = 400_000
    area: int = 2_000_000
    row_elements: int = 60_000


CAPS: Final = Caps()

"""Where everything of a form stands on its sheet 版式: pure geometry, shared by every book we write.

Row 1 is the title, row 2 unit, nil mark and measure; then bands of blocks. Blocks of one band stand side by side
without a gap; a block that is ``below`` opens a new band two rows under the last, its heading in a row of its own.
A band has a group row if any of its columns has a group, its header row, and a 栏次 row if any column has a number.
All rows and columns are 0-based.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from final_accounts.model.layout import Block, BlockKind, Column, FormLayout

TOTAL: Final = "total"
FIRST_BAND: Final = 2
_ROWS_OF: Final = {
    "function": ("function:", "project:"),
    "economic": ("economic:",),
    "project": ("project:", "function:"),
    "indicator": ("indicator:",),
    "item": ("item:",),
}


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """One block on the sheet. ``columns`` include the codes of a cross block, ``rows`` are row keys ("": spare)."""

    block: Block
    columns: tuple[Column, ...]
    rows: tuple[str, ...]
    left: int
    heading_row: int | None
    group_row: int | None
    header_row: int
    number_row: int | None
    first_row: int

    @property
    def right(self) -> int:
        """Last column."""
        return self.left + len(self.columns) - 1

    @property
    def last_row(self) -> int:
        """Last row of the block itself (its header when it has no rows)."""
        return self.first_row + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A whole form on its sheet."""

    layout: FormLayout
    blocks: tuple[BlockPlace, ...]

    @property
    def right(self) -> int:
        """Last column of the sheet, at least the fifth so that row 2 has room."""
        return max((place.right for place in self.blocks), default=0)

    @property
    def last_row(self) -> int:
        """Last row of the sheet."""
        return max((place.last_row for place in self.blocks), default=1)

    def find(self, row: str, column: str) -> tuple[int, int] | None:
        """Cell of a row key and a column key, None when the form has no such place."""
        for place in self.blocks:
            for down, key in enumerate(place.rows):
                for across, each in enumerate(place.columns):
                    if each.role == "value" and each.key == column and (each.row or key) == row:
                        return place.first_row + down, place.left + across
        return None


def rows_of(block: Block, filled: Sequence[str], spare: int) -> tuple[str, ...]:
    """Row keys of a block: printed lines of a fixed one; total, filled rows and spare rows of an open one."""
    if block.kind is BlockKind.FIXED:
        return tuple(line.key for line in block.lines)
    prefixes = _ROWS_OF[block.rows]
    keys = [key for key in filled if key.startswith(prefixes)]
    total = [TOTAL] if block.total else []
    return (*total, *keys, *([""] * spare))


def columns_of(block: Block, cross: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    """Columns of a block; a cross block gains one per (code, name): code in the header, name in the group row."""
    if block.kind is not BlockKind.CROSS:
        return block.columns
    pattern = block.values[-1] if block.values else Column("total", "value", "合计")
    coded = tuple(
        replace(pattern, key=f"{block.cross}:{code}", header=code, group=name, number="", row="", width=14)
        for code, name in cross
    )
    return (*block.columns, *coded)


def place_form(
    layout: FormLayout,
    filled: Sequence[str] = (),
    cross: Sequence[tuple[str, str]] = (),
    spare: int | None = None,
) -> FormPlace:
    """Lay a form out for the row keys that will be filled in; ``spare`` overrides the layout's number of spare rows."""
    places: list[BlockPlace] = []
    top = FIRST_BAND
    for band in _bands(layout.blocks):
        heading_row = None
        if band[0].below and places:
            top = max(place.last_row for place in places) + 2
            if band[0].heading:
                heading_row = top
                top += 1
        heads = heading_row is None and any(block.heading for block in band)
        expanded = {block.id: _headed(columns_of(block, cross), block, heads) for block in band}
        every = [column for columns in expanded.values() for column in columns]
        group_row = top if any(column.group for column in every) else None
        header_row = top + (group_row is not None)
        number_row = header_row + 1 if any(column.number for column in every) else None
        first_row = header_row + 1 + (number_row is not None)
        left = 0
        for block in band:
            columns = expanded[block.id]
            rows = rows_of(block, filled, block.spare_rows if spare is None else spare)
            places.append(
                BlockPlace(block, columns, rows, left, heading_row, group_row, header_row, number_row, first_row)
            )
            left += len(columns)
    return FormPlace(layout, tuple(places))


def _headed(columns: tuple[Column, ...], block: Block, heads: bool) -> tuple[Column, ...]:  # noqa: FBT001
    """Blocks side by side show their headings (收入, 支出) in the group row."""
    if not heads:
        return columns
    return tuple(column if column.group else replace(column, group=block.heading) for column in columns)


def _bands(blocks: Sequence[Block]) -> list[list[Block]]:
    bands: list[list[Block]] = []
    for block in blocks:
        if block.below or not bands:
            bands.append([block])
        else:
            bands[-1].append(block)
    return bands

"""Where the blocks of one form are on its sheet: bands from top to bottom, blocks side by side."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from final_accounts.model.layout import Block, BlockKind
from final_accounts.readers.columns import Band, locate
from final_accounts.readers.intake import COLUMN_HEADER, REQUIRED, finding
from final_accounts.readers.lines import LabelColumns
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from final_accounts.model.facts import Fact
    from final_accounts.model.layout import Column, FormLayout
    from final_accounts.readers.cells import Place
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

BAND_NUMBERS: Final = "栏次"


@dataclass(slots=True)
class Sheet:
    """What reading a form needs everywhere. ``nil``: the table is declared empty, nothing is demanded of it."""

    form: str
    layout: FormLayout
    grid: Grid
    measure: str
    notebook: Notebook
    nil: bool = False
    facts: list[Fact] = field(default_factory=list)
    read_rows: dict[int, set[int]] = field(default_factory=dict)  # sheet row -> columns read or labels

    def required(self, position: tuple[int, int], place: Place) -> None:
        """A cell that must not be blank is."""
        cell = self.grid.cell(*position)
        what = "、".join(w for w in (place.name, place.heading) if w)
        message = f"{cell}（{what}）必须填写，现在是空的。"
        hint = "没有发生额请填 0；整张表没有数据的，请在“是否空表”处填“是”。" if self.layout.may_be_nil else "请补填。"
        self.notebook.add(finding(REQUIRED, message, hint, cells=[cell], row=place.id))


@dataclass(frozen=True, slots=True)
class Located:
    """A block with its band and the sheet rows that belong to it."""

    block: Block
    band: Band
    rows: range

    def column(self, column: Column) -> int | None:
        """Sheet column of a layout column."""
        return self.band.place(self.block, column)

    def labels(self) -> LabelColumns:
        """Where the block prints what its rows are."""
        place = {c.role: self.column(c) for c in reversed(self.block.columns) if c.role != "value"}
        return LabelColumns(place.get("label", place.get("name")), place.get("code"), place.get("number"))


def bands_of(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Blocks that stand side by side, from top to bottom."""
    bands: list[list[Block]] = []
    for block in blocks:
        if block.below or not bands:
            bands.append([block])
        else:
            bands[-1].append(block)
    return [tuple(band) for band in bands]


def locate_blocks(sheet: Sheet) -> list[Located]:
    """Every block of the form whose header was found; a finding for those without."""
    grid, bands = sheet.grid, bands_of(sheet.layout.blocks)
    starts = _starts(grid, bands)
    located = []
    for n, blocks in enumerate(bands):
        start = max(starts[n], 0)
        stop = next((s for s in starts[n + 1 :] if s > start), grid.height)
        band, findings = locate(grid, blocks, start, stop)
        for found in findings:
            sheet.notebook.add(replace(found, row=f"{sheet.form}/{found.row}"))
        if band is None:
            headers = "、".join(c.header for block in blocks for c in block.columns)[:80]
            message = (
                f"工作表“{grid.name}”第 {start + 1} 行以下找不到《{sheet.layout.title}》的表头（应有：{headers}）。"
            )
            hint = "请从模板恢复表头，再粘贴数据。"
            sheet.notebook.add(finding(COLUMN_HEADER, message, hint, row=f"{sheet.form}/{blocks[0].id}"))
            continue
        first = _skip_numbers(grid, band.header_row + 1)
        located += [Located(block, band, range(first, max(stop, first))) for block in blocks]
    return located


def _starts(grid: Grid, bands: Sequence[tuple[Block, ...]]) -> list[int]:
    """First row to look for each band's header: below its heading, or below the header of the band above."""
    starts = [0]
    for band in bands[1:]:
        heading = label_key(band[0].heading)
        row = _find(grid, heading, starts[-1] + 1) if heading else None
        if row is None:
            row = _header_below(grid, band, starts[-1] + 1)
        starts.append(starts[-1] + 1 if row is None else row)
    return starts


def _find(grid: Grid, key: str, start: int) -> int | None:
    for row in range(start, grid.height):
        if any(grid.key(row, column) == key for column in range(grid.width)):
            return row
    return None


def _header_below(grid: Grid, band: tuple[Block, ...], start: int) -> int | None:
    heads = [label_key(column.header) for block in band for column in block.columns]
    for row in range(start, grid.height):
        printed = {grid.key(row, column) for column in range(grid.width)}
        if sum(head in printed for head in heads) * 2 > len(heads):
            grouped = any(column.group for block in band for column in block.columns)
            return max(row - 1, start) if grouped else row
    return None


def _skip_numbers(grid: Grid, row: int) -> int:
    """Past the 栏次 row, which may follow blank rows."""
    for below in range(row, min(row + 4, grid.height)):
        texts = [t for c in range(grid.width) if (t := grid.key(below, c))]
        if any(t == BAND_NUMBERS for t in texts) or (texts and _counting(texts)):
            return below + 1
        if texts:
            break
    return row


def _counting(texts: Sequence[str]) -> bool:
    """Column numbers 1, 2, 3 … and nothing else."""
    words = [t for t in texts if t not in {"项目", "行次", "栏次"}]
    return len(words) > 1 and words == [str(int(words[0]) + n) for n in range(len(words))] if _digits(words) else False


def _digits(words: Sequence[str]) -> bool:
    return bool(words) and words[0] in {"1", "01"} and all(w.isascii() and w.isdigit() for w in words)


def is_fixed(block: Block) -> bool:
    """Whether the rows of a block are printed lines."""
    return block.kind is BlockKind.FIXED

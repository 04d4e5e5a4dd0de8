"""One form's sheet into facts: bands of blocks, fixed lines, open rows and cross tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import Block, BlockKind
from final_accounts.model.money import step_of
from final_accounts.readers.cells import CellReader, Place
from final_accounts.readers.columns import Band, locate
from final_accounts.readers.figures import read_figure
from final_accounts.readers.intake import COLUMN_HEADER, FORBIDDEN_FIGURE, REQUIRED, UNKNOWN_ROW, UNREAD_FIGURE, finding
from final_accounts.readers.lines import LabelColumns, LinePlaces
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from final_accounts.model.layout import Column, FormLayout, Line
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

NOTES: Final = ("注:", "备注:", "说明:", "填表说明", "填报说明")
"""Starts of label keys that end any table."""

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
            sheet.notebook.add(replace(found, row=f"{sheet.form}/{found.row.partition(':')[2]}"))
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


def read_fixed(sheet: Sheet, located: Located) -> None:
    """Facts of a fixed block."""
    grid, block, labels = sheet.grid, located.block, located.labels()
    rows = range(located.rows.start, _last(sheet, located, labels))
    places = LinePlaces(grid, block.lines, labels, rows, sheet.form, sheet.notebook)
    cells = CellReader(grid, sheet.measure, sheet.notebook)
    start = len(sheet.facts)
    for n, row in sorted(places.rows.items()):
        line = block.lines[n]
        first = next((c for c in block.values if not line.columns or c.key in line.columns), None)
        for column in block.values:
            at = located.column(column)
            if at is None:
                continue
            row_key = column.row or line.key
            heading = f"{column.group}{column.header}" if column.row else column.header
            place = Place(sheet.form, row_key, column.key, line.label, heading)
            mark(sheet, row, at)
            if line.columns and column.key not in line.columns:
                _forbidden(sheet, (row, at), place)
                continue
            read_value(
                sheet,
                cells,
                (row, at),
                line.kind or column.kind,
                place,
                (line.required and column is first) or column.required,
            )
        for at in (labels.label, labels.code, labels.number):
            if at is not None:
                mark(sheet, row, at)
    for row in places.unknown:
        _unknown_row(sheet, located, row, labels)
    set_step(sheet, start, cells)


def _last(sheet: Sheet, located: Located, labels: LabelColumns) -> int:
    stops = tuple(label_key(s) for s in located.block.stop)
    for row in located.rows:
        keys = [k for k in (*labels.keys(sheet.grid, row), sheet.grid.key(row, 0)) if k]
        if any(k.startswith(NOTES) or k in stops for k in keys):
            return row
    return located.rows.stop


def read_value(
    sheet: Sheet, cells: CellReader, position: tuple[int, int], kind: ValueKind, place: Place, required: object
) -> None:
    if required and not sheet.nil and sheet.grid.blank(*position):
        anchor = sheet.grid.anchor(*position)
        if anchor == position or sheet.grid.blank(*anchor):
            sheet.required(position, place)
            return
    fact = cells.read(*position, kind, place)
    if fact is not None:
        sheet.facts.append(fact)


def mark(sheet: Sheet, row: int, column: int) -> None:
    sheet.read_rows.setdefault(row, set()).add(column)


def _forbidden(sheet: Sheet, position: tuple[int, int], place: Place) -> None:
    figure = read_figure(sheet.grid.value(*position))
    if figure.blank or figure.number == 0:
        return
    cell = sheet.grid.cell(*position)
    message = f"{cell}（{place.name}、{place.heading}）不应填数，现在填的是“{figure.printed}”，没有读入。"
    hint = "请清空该格；如有发生额，请填到应填的栏目。"
    sheet.notebook.add(finding(FORBIDDEN_FIGURE, message, hint, cells=[cell], row=place.id))


def figures_of(sheet: Sheet, located: Located, row: int) -> list[int]:
    """Sheet columns of this block's value columns that hold a figure other than zero."""
    found = []
    for column in located.block.values:
        at = located.column(column)
        if at is None or column.kind is ValueKind.TEXT:
            continue
        figure = read_figure(sheet.grid.value(row, at))
        if (figure.number is not None and figure.number != 0) or (row, at) in sheet.grid.uncached:
            found.append(at)
    return found


def _unknown_row(sheet: Sheet, located: Located, row: int, labels: LabelColumns) -> None:
    figures = figures_of(sheet, located, row)
    if not figures:
        return
    cell = sheet.grid.cell(row, labels.first)
    printed = sheet.grid.text(row, labels.first)
    message = f"{cell} 的“{printed}”不是《{sheet.layout.title}》的项目，该行 {len(figures)} 个数没有读入。"
    hint = "请按模板的项目填列，不要自行增加行；确需反映的并入相应项目。"
    cells = [cell, *(sheet.grid.cell(row, at) for at in figures)]
    sheet.notebook.add(finding(UNKNOWN_ROW, message, hint, cells=cells, row=f"{sheet.form}/{cell.a1}"))


def set_step(sheet: Sheet, start: int, cells: CellReader) -> None:
    """Display step of a block's amounts.

    Cells in yuan are exact to the fen whatever they show; amounts in 万元 and 亿元 are known to the finest decimals
    printed in the block.
    """
    step = 1 if cells.measure == "元" else step_of(max(cells.decimals, default=2), cells.measure)
    for n in range(start, len(sheet.facts)):
        if sheet.facts[n].kind is ValueKind.AMOUNT and sheet.facts[n].step != step:
            sheet.facts[n] = replace(sheet.facts[n], step=step)


def unread_figures(sheet: Sheet) -> None:
    """One notice on figures that stand beside read rows in columns of no block."""
    grid, cells = sheet.grid, []
    for row, known in sheet.read_rows.items():
        cells += [
            grid.cell(row, column)
            for column in range(grid.width)
            if column not in known and isinstance(value := grid.value(row, column), int | float) and value != 0
        ]
    if cells:
        first = "、".join(cell.a1 for cell in cells[:5]) + ("等" if len(cells) > 5 else "")  # noqa: PLR2004 - five are shown
        message = f"工作表“{grid.name}”有 {len(cells)} 个数不在任何栏目内（{first}），没有读入。"
        hint = "如是自用的计算列可以不管；如是决算数，请填到应填的栏目。"
        sheet.notebook.add(finding(UNREAD_FIGURE, message, hint, cells=cells, row=sheet.form, count=len(cells)))


def is_fixed(block: Block) -> bool:
    """Whether the rows of a block are printed lines."""
    return block.kind is BlockKind.FIXED


def lines_by_key(located: Sequence[Located]) -> Iterator[tuple[str, Line]]:
    """Lines of all fixed blocks by row key."""
    for each in located:
        for line in each.block.lines:
            if line.key:
                yield line.key, line

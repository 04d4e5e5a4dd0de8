"""Fixed blocks into facts: printed lines × value columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from final_accounts.model.facts import ValueKind
from final_accounts.model.money import step_of
from final_accounts.readers.cells import CellReader, Place
from final_accounts.readers.figures import read_figure
from final_accounts.readers.intake import FORBIDDEN_FIGURE, UNKNOWN_ROW, UNREAD_FIGURE, finding
from final_accounts.readers.lines import LinePlaces
from final_accounts.readers.wording import is_note, label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from final_accounts.model.layout import Line
    from final_accounts.readers.blocks import Located, Sheet
    from final_accounts.readers.lines import LabelColumns


def read_fixed(sheet: Sheet, located: Located) -> None:
    """Facts of a fixed block."""
    grid, block, labels = sheet.grid, located.block, located.labels()
    if labels.label is None and labels.code is None:
        return  # the finding on the header says that nothing could be read
    rows = range(located.rows.start, _last(sheet, located, labels))
    places = LinePlaces(grid, block.lines, labels, rows, form=sheet.form, notebook=sheet.notebook)
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
                required=(line.required and column is first) or column.required,
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
        texts = [sheet.grid.text(row, at) for at in {0, labels.label or 0, labels.code or 0}]
        if any(is_note(text) or label_key(text) in stops for text in texts if text):
            return row
    return located.rows.stop


def read_value(
    sheet: Sheet, cells: CellReader, position: tuple[int, int], kind: ValueKind, place: Place, *, required: bool
) -> None:
    """The fact of one cell onto the sheet; a finding when the cell must not be blank and is."""
    if required and not sheet.nil and sheet.grid.blank(*position):
        anchor = sheet.grid.anchor(*position)
        if anchor == position or sheet.grid.blank(*anchor):
            sheet.required(position, place)
            return
    fact = cells.read(*position, kind, place)
    if fact is not None:
        sheet.facts.append(fact)


def mark(sheet: Sheet, row: int, column: int) -> None:
    """Remember that this cell belongs to the table."""
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


def lines_by_key(located: Sequence[Located]) -> Iterator[tuple[str, Line]]:
    """Lines of all fixed blocks by row key."""
    for each in located:
        for line in each.block.lines:
            if line.key:
                yield line.key, line

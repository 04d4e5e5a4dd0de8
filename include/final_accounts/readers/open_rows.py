"""Open rows keyed by a code, a project or a running number, down to the stop label; cross tables with coded columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import BlockKind, Column
from final_accounts.readers.cells import CellReader, Place
from final_accounts.readers.fixed import figures_of, mark, read_value, set_step
from final_accounts.readers.intake import DUPLICATE_ROW, MISSING_TOTAL, UNKNOWN_ROW, finding
from final_accounts.readers.wording import code_key, has_marks, is_note, label_key

if TYPE_CHECKING:
    from final_accounts.readers.blocks import Located, Sheet
    from final_accounts.readers.lines import LabelColumns

_CODE: Final = re.compile(r"([0-9][0-9A-Za-z.]*)(.*)", re.DOTALL)
_HEADER_CODE: Final = re.compile(r"([0-9]{3,7})(?!\d)")
_TOTALS: Final = frozenset({"合计", "总计"})


@dataclass(slots=True)
class _Rows:
    """Row keys met so far, to tell repeated ones; the last 项 and how many projects stand under it."""

    seen: dict[str, int] = field(default_factory=dict)
    parent: str = ""
    projects: int = 0
    items: int = 0


def read_open(sheet: Sheet, located: Located) -> None:
    """Facts of an open or cross block."""
    labels = located.labels()
    if located.block.rows != "item" and labels.label is None and labels.code is None:
        return  # the finding on the header says that nothing could be read
    columns = [(c, at) for c in located.block.values if (at := located.column(c)) is not None]
    if located.block.kind is BlockKind.CROSS:
        columns += _coded_columns(sheet, located)
    cells = CellReader(sheet.grid, sheet.measure, sheet.notebook)
    start, rows = len(sheet.facts), _Rows()
    for row in range(located.rows.start, end_of_rows(sheet, located)):
        if not any(not sheet.grid.blank(row, c) for c in _watched(labels, columns)):
            continue
        key, name = _key(sheet, located, row, labels=labels, rows=rows, columns=[at for _, at in columns])
        if key:
            _read_row(sheet, cells, row, (key, name), columns=columns, labels=labels)
    if located.block.total and "total" not in rows.seen and not sheet.nil:
        _no_total(sheet, located)
    set_step(sheet, start, cells)


def end_of_rows(sheet: Sheet, located: Located) -> int:
    """First row that is no longer the table's: a stop label or a note in its first columns."""
    stops = tuple(label_key(s) for s in located.block.stop)
    total = label_key(located.block.total) if located.block.total else ""
    first = [at for c in located.block.columns[:3] if (at := located.column(c)) is not None]
    for row in located.rows:
        keys = [k for at in {0, *first} if (k := sheet.grid.key(row, at)) and k != total]
        raw = [sheet.grid.text(row, at) for at in {0, *first}]
        if any(k in stops for k in keys) or any(is_note(text) for text in raw):
            return row
    return located.rows.stop


def _watched(labels: LabelColumns, columns: list[tuple[Column, int]]) -> list[int]:
    return [*(c for c in (labels.label, labels.code) if c is not None), *(at for _, at in columns)]


def _key(
    sheet: Sheet, located: Located, row: int, *, labels: LabelColumns, rows: _Rows, columns: list[int]
) -> tuple[str, str]:
    """Row key and printed name; ("", "") for a row that is none, with a finding when it holds figures."""
    grid, block = sheet.grid, located.block
    name = grid.text(row, labels.label) if labels.label is not None else ""
    code = code_key(grid.text(row, labels.code)) if labels.code is not None else ""
    total = label_key(block.total)
    if total and ({label_key(name), code} & ({total} | (_TOTALS if total in _TOTALS else set()))):
        return _once(sheet, "total", block.total, row, rows)
    if block.rows == "item":
        if not any(not grid.blank(row, at) for at in columns):
            return "", ""
        rows.items += 1
        return f"item:{rows.items}", name or grid.text(row, columns[0])
    match = _CODE.fullmatch(code)
    if match and not has_marks(match[2][:1]):
        prefix = "economic" if block.rows == "economic" else "function"
        rows.parent, rows.projects = match[1], 0
        name = name or match[2]
        return _once(sheet, f"{prefix}:{match[1]}", f"{match[1]} {name}".strip(), row, rows)[0], name
    if block.rows == "project" and name and not code and rows.parent:
        rows.projects += 1
        return f"project:{rows.parent}/{rows.projects}", name
    figures = [grid.cell(row, at) for at in columns if at in figures_of(sheet, located, row)]
    if figures:
        said = f"“{code or name}”" if code or name else "没有编码和名称"
        message = f"工作表“{grid.name}”第 {row + 1} 行{said}，但有 {len(figures)} 个数，不知道属于哪个科目，没有读入。"
        hint = "请补填科目编码（类 3 位、款 5 位、项 7 位），或清空该行。"
        cells = [grid.cell(row, labels.first), *figures]
        sheet.notebook.add(finding(UNKNOWN_ROW, message, hint, cells=cells, row=f"{sheet.form}/{cells[0].a1}"))
    return "", ""


def _once(sheet: Sheet, key: str, printed: str, row: int, rows: _Rows) -> tuple[str, str]:
    first = rows.seen.setdefault(key, row)
    if first == row:
        return key, printed
    cells = [sheet.grid.cell(first, 0), sheet.grid.cell(row, 0)]
    message = f"“{printed}”出现了不止一行（第 {first + 1} 行、第 {row + 1} 行），只读取了前一行。"
    hint = "请合并为一行，同一科目在一张表里只能出现一次。"
    sheet.notebook.add(finding(DUPLICATE_ROW, message, hint, cells=cells, row=f"{sheet.form}/{key}"))
    return "", ""


def _read_row(
    sheet: Sheet,
    cells: CellReader,
    row: int,
    named: tuple[str, str],
    *,
    columns: list[tuple[Column, int]],
    labels: LabelColumns,
) -> None:
    key, name = named
    for at in (labels.label, labels.code, labels.number):
        if at is not None:
            mark(sheet, row, at)
    for column, at in columns:
        mark(sheet, row, at)
        place = Place(sheet.form, key, column.key, name, column.header)
        read_value(sheet, cells, (row, at), column.kind, place, required=column.required)


def _coded_columns(sheet: Sheet, located: Located) -> list[tuple[Column, int]]:
    """Columns whose header starts with a code: in the header row, else in the rows beside it."""
    grid, band = sheet.grid, located.band
    known = {at for columns in band.columns for at in columns if at is not None}
    pattern = located.block.values[-1] if located.block.values else Column("total", "value", "合计")
    found: list[tuple[Column, int]] = []
    codes: dict[str, int] = {}
    for at in range(max(known, default=-1) + 1, grid.width):
        texts = [
            code_key(grid.text(row, at))
            for row in (band.header_row, band.header_row + 1, band.header_row - 1)
            if row >= 0
        ]
        match = next((m for text in texts if (m := _HEADER_CODE.match(text))), None)
        if match is None:
            continue
        if match[1] in codes:
            cells = [grid.cell(band.header_row, codes[match[1]]), grid.cell(band.header_row, at)]
            message = f"经济分类 {match[1]} 出现了两栏（{cells[0]}、{cells[1]}），只读取了前一栏。"
            hint = "请合并为一栏，同一经济分类在一张表里只能出现一次。"
            row_key = f"{sheet.form}/{located.block.cross}:{match[1]}"
            sheet.notebook.add(finding(DUPLICATE_ROW, message, hint, cells=cells, row=row_key))
            continue
        codes[match[1]] = at
        key = f"{located.block.cross}:{match[1]}"
        column = replace(pattern, key=key, header=match[1], kind=ValueKind.AMOUNT, required=False, row="")
        found.append((column, at))
    return found


def _no_total(sheet: Sheet, located: Located) -> None:
    message = f"工作表“{sheet.grid.name}”的《{sheet.layout.title}》缺少“{located.block.total}”行。"
    hint = f"请在编码列或名称列补上“{located.block.total}”一行并填数；没有数据的表请在“是否空表”处填“是”。"
    sheet.notebook.add(finding(MISSING_TOTAL, message, hint, row=f"{sheet.form}/total"))

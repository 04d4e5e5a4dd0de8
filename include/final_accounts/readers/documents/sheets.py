"""Workbooks as documents: every visible sheet is a table, every cell with the text that it shows."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import python_calamine

from final_accounts.model.document import ReadCell, Spot
from final_accounts.readers.archive import Archive
from final_accounts.readers.documents.number_formats import formats_of, shown
from final_accounts.readers.grid import Grid, as_text, open_grids
from final_accounts.readers.inspection import SheetMarks
from final_accounts.readers.preflight import inspect

if TYPE_CHECKING:
    from final_accounts.readers.documents.record import Record


def read_sheets(data: bytes, name: str, record: Record) -> None:
    """All visible sheets in file order, after the preflight of workbooks from outside."""
    inspection, findings = inspect(data, name)
    if not inspection.kind:
        for finding in findings:
            record.miss(finding.message)
        return
    try:
        grids = open_grids(data, inspection)
    except python_calamine.CalamineError as problem:
        record.miss(f"工作簿已损坏，读取工作表时出错（{str(problem)[:120]}）。")
        return
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # a panic of the native reader has no importable class
            raise
        record.miss("工作簿已损坏，工作表的内部结构前后矛盾。")
        return
    formats = formats_of(Archive(data)) if inspection.kind == "xlsx" else []
    for grid in grids:
        record.check_time()
        spot = Spot(sheet=grid.name)
        if not grid.visible:
            record.miss(f"工作表“{grid.name}”是隐藏的，没有读取。", spot)
            continue
        record.line(spot, grid.name, 1)
        _Sheet(grid, inspection.sheets.get(grid.name, SheetMarks()), formats, record).read()


class _Sheet:
    def __init__(self, grid: Grid, marks: SheetMarks, formats: list[str], record: Record) -> None:
        self._grid = grid
        self._marks = marks
        self._formats = formats
        self._record = record

    def read(self) -> None:
        """The used area as a table; hidden rows and columns with content are told as unread."""
        grid, marks = self._grid, self._marks
        merged = dict(grid.merged)
        covered = {
            (r, c)
            for (top, left), (bottom, right) in grid.merged
            for r in range(top, min(bottom, grid.height) + 1)
            for c in range(left, min(right, grid.width) + 1)
            if (r, c) != (top, left)
        }
        rows: list[tuple[ReadCell, ...]] = []
        for r in range(grid.height):
            if r in marks.hidden_rows:
                if any(not grid.blank(r, c) for c in range(grid.width)):
                    self._record.miss("这一行是隐藏的，没有读取。", Spot(sheet=grid.name, row=r))
                continue
            cells = []
            for c in range(grid.width):
                if (r, c) in covered or c in marks.hidden_columns:
                    continue
                last = merged.get((r, c), (r, c))
                spot = Spot(sheet=grid.name, row=r, column=c)
                cells.append(ReadCell(spot, self._text(r, c), last[1] - c + 1, last[0] - r + 1))
            rows.append(tuple(cells))
        for c in sorted(marks.hidden_columns):
            if any(not grid.blank(r, c) for r in range(grid.height)):
                self._record.miss("这一列是隐藏的，没有读取。", Spot(sheet=grid.name, column=c))
        self._record.table(Spot(sheet=grid.name), tuple(rows))

    def _text(self, row: int, column: int) -> str:
        here = (row, column)
        if here in self._grid.errors:
            return self._grid.errors[here]
        if here in self._grid.uncached:
            self._record.miss("公式没有保存计算结果，没有读取。", Spot(sheet=self._grid.name, row=row, column=column))
            return ""
        style = self._marks.styles.get(here, 0)
        return _text(self._grid.value(row, column), self._formats[style] if style < len(self._formats) else "")


def _text(value: object, code: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return shown(float(value), code)
    return str(value) if isinstance(value, time | timedelta) else as_text(value)

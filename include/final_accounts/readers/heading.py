"""The printed head of a sheet: unit, unit of measure, and the mark or sentence of a nil table 空表."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from final_accounts.model.layout import FormLayout
    from final_accounts.model.place import Cell
    from final_accounts.readers.grid import Grid

HEAD_ROWS: Final = 10
_UNIT: Final = re.compile(r"^(?:编制|填报)?(?:单位|部门)(?:名称|\(单位\))?(?:\(盖章\)|\(公章\))?:(.*)$")
_CODE: Final = re.compile(r"^单位(?:编码|代码):(.*)$")
_MEASURE: Final = re.compile(r"(?:^|[^制报])(?:金额)?单位:((?:人民币)?(?:亿|万|千|百)?元)$")
_NIL: Final = re.compile(r"^是否空表(?::(.*))?$")


@dataclass(slots=True)
class Head:
    """What stands above the table; empty where the sheet is silent."""

    unit_name: str = ""
    unit_code: str = ""
    measure: str = ""
    unit_cell: Cell | None = None
    code_cell: Cell | None = None
    measure_cell: Cell | None = None
    nil: bool = False
    nil_cell: Cell | None = None


def read_head(grid: Grid, layout: FormLayout) -> Head:
    """Head of a sheet, from its first rows; the nil sentence may stand anywhere below."""
    head = Head()
    for row in range(min(HEAD_ROWS, grid.height)):
        for column in range(grid.width):
            if isinstance(grid.value(row, column), str):
                _take(grid, row, column, head)
    _nil_sentence(grid, layout, head)
    return head


def _take(grid: Grid, row: int, column: int, head: Head) -> None:
    key = _with_colon(grid.text(row, column))
    cell = grid.cell(row, column)
    if (match := _MEASURE.search(key)) and not head.measure:
        head.measure, head.measure_cell = match[1].removeprefix("人民币"), cell
    elif (match := _CODE.match(key)) and head.code_cell is None:
        head.unit_code, head.code_cell = match[1] or _next(grid, row, column), cell
    elif (match := _UNIT.match(key)) and head.unit_cell is None:
        head.unit_name, head.unit_cell = match[1] or _next(grid, row, column), cell
    elif match := _NIL.match(key):
        answer = match[1] or _next(grid, row, column)
        if answer.startswith("是"):
            head.nil, head.nil_cell = True, cell


def _with_colon(text: str) -> str:
    """``label_key`` drops a colon at the end, which is what tells "单位：" from the word 单位."""
    key = label_key(text)
    return key + ":" if text.rstrip().endswith(("：", ":")) else key


def _next(grid: Grid, row: int, column: int) -> str:
    at = grid.right_of(row, column)
    text = grid.key(row, at) if at is not None else ""
    return "" if ":" in text else text


def _nil_sentence(grid: Grid, layout: FormLayout, head: Head) -> None:
    wanted = label_key(layout.nil_sentence).rstrip("。.") if layout.nil_sentence else ""
    if head.nil or not wanted:
        return
    for row in range(2, grid.height):
        for column in range(grid.width):
            value = grid.value(row, column)
            if isinstance(value, str) and wanted in label_key(value):
                head.nil, head.nil_cell = True, grid.cell(row, column)
                return

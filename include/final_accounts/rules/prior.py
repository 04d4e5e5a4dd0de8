"""Where the prior-year sheet 上年数 repeats a figure of last year's tables (the warehouse is asked first)."""

from __future__ import annotations

from typing import Final

SHEET: Final = "PRIOR"

REPEATS: Final[dict[tuple[str, str, str], str]] = {
    ("T1", "line:收入总计", "amount"): "line:收入总计",
    ("T1", "line:本年收入合计", "amount"): "line:本年收入合计",
    ("T1", "line:本年支出合计", "amount"): "line:本年支出合计",
    ("T1", "line:年末结转和结余", "amount"): "line:年末结转和结余",
    ("T4", "line:收入总计", "amount"): "line:财政拨款收入总计",
    ("T4", "line:年末财政拨款结转和结余", "total"): "line:年末财政拨款结转和结余",
    ("T5", "total", "total"): "line:一般公共预算支出",
    ("T5", "total", "basic"): "line:基本支出",
    ("T6", "line:人员经费合计", "amount"): "line:人员经费合计",
    ("T6", "line:公用经费合计", "amount"): "line:公用经费合计",
    ("T7", "line:决算数", "total"): "line:三公决算合计",
    ("T7", "line:预算数", "total"): "line:三公预算合计",
    ("OPERATING", "line:本年机关运行经费", "amount"): "line:机关运行经费",
}
"""(form, row, column) of last year's tables → row of the sheet."""


def sheet_row(form: str, row: str, column: str) -> str:
    """Row of the sheet that repeats the figure, "" when it does not. The 类 lines of table 1 keep their row key.

    >>> sheet_row("T1", "function:208", "amount"), sheet_row("T5", "total", "basic"), sheet_row("T2", "total", "total")
    ('function:208', 'line:基本支出', '')
    """
    if form == "T1" and row.startswith("function:"):
        return row
    return REPEATS.get((form, row, column), "")

"""Coded rows 科目行: sums by 项 grown into 款, 类 and 合计, the way the subject tables print them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from final_accounts.model.money import in_measure
from final_accounts.workbooks.submission_data import FormRows, Value

LEVELS: Final = (3, 5, 7)
TOTAL: Final = "total"

Sums = dict[str, dict[str, int]]


def yuan(fen: int) -> Decimal:
    """Fen as yuan with two decimals."""
    return in_measure(fen)


def add(sums: Sums, row: str, column: str, amount: int) -> None:
    """Add an amount at one place."""
    cells = sums.setdefault(row, {})
    cells[column] = cells.get(column, 0) + amount


def grown(items: Sums) -> Sums:
    """Rows of 项 with their 款, 类 and total added, in printing order (total first, parents before children).

    >>> grown({"2080505": {"total": 3}, "2081005": {"total": 4}})["208"]
    {'total': 7}
    """
    every: Sums = {TOTAL: {}}
    for code, cells in items.items():
        for row in (TOTAL, *(code[:length] for length in LEVELS)):
            for column, amount in cells.items():
                add(every, row, column, amount)
    return {row: every[row] for row in (TOTAL, *sorted(row for row in every if row != TOTAL))}


def printed(rows: Sums, columns: Iterable[str] = ()) -> FormRows:
    """Row keys and yuan. Zero amounts are left blank, except in the total row where every column shows its sum."""
    wanted = tuple(columns)
    form: FormRows = {}
    for row, cells in rows.items():
        key = TOTAL if row == TOTAL else f"function:{row}"
        if row == TOTAL:
            shown: dict[str, Value] = {c: yuan(cells.get(c, 0)) for c in (wanted or cells)}
        else:
            shown = {column: yuan(amount) for column, amount in cells.items() if amount}
        form[key] = shown
    return form


def lines(amounts: dict[str, int]) -> FormRows:
    """Fixed lines with one amount column, by the label in the row key; zero amounts are left blank."""
    return {f"line:{label}": {"amount": yuan(amount)} for label, amount in amounts.items() if amount}

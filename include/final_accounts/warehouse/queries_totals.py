"""Queries for the city summary: totals with the units behind them, execution of budgets, three public expenses.

Only the latest accepted version of a unit counts. Sums are made here and not in SQL: a city's rows are few, the units
behind a total are wanted anyway, and no sum of odd figures can overflow.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection

from final_accounts.warehouse.derived_tables import fact as facts
from final_accounts.warehouse.queries_facts import counted
from final_accounts.warehouse.restore import fact_of

FUND_COLUMNS: Final = ("total", "general", "fund", "capital")
"""Columns of T4: all appropriation, general public budget, managed funds, state capital operations."""

_CLASS_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit brings to a total, in fen."""

    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Total:
    """One line of a city total: row key, its printed name, fen, and the units whose figure is not zero."""

    row: str
    name: str
    amount: int
    units: tuple[Contribution, ...]

    @property
    def code(self) -> str:
        """The code of a ``function:`` row, the name of a ``line:`` row."""
        return self.row.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Execution:
    """预算执行 of one unit in fen. ``rate`` is executed ÷ adjusted, unrounded; None without an adjusted budget."""

    unit: str
    initial: int
    adjusted: int
    executed: int

    @property
    def rate(self) -> Decimal | None:
        """1 = 100 %."""
        return Decimal(self.executed) / self.adjusted if self.adjusted else None


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """One figure of the three public expenses of one unit, in fen. ``form`` T7, or S12 for managed funds."""

    unit: str
    form: str
    column: str
    budget: int
    executed: int


def row_totals(
    connection: Connection, city: str, fiscal_year: int, form: str, column: str, *, rows: str = ""
) -> tuple[Total, ...]:
    """Totals of one column of a form by row, in row-key order, for rows whose key begins with ``rows``."""
    by_row: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, str] = {}
    query = counted(city, fiscal_year, form, column)
    if rows:
        query = query.where(facts.c.row_key.startswith(rows, autoescape=True))
    for record in connection.execute(query):
        fact = fact_of(record)
        if isinstance(fact.value, int) and fact.value and fact.row.startswith(rows):  # SQLite's LIKE ignores case
            by_row[fact.row][record.unit] += fact.value
            names.setdefault(fact.row, fact.name)
    return tuple(
        Total(row, names[row], sum(units.values()), tuple(Contribution(*item) for item in sorted(units.items())))
        for row, units in sorted(by_row.items())
    )


def class_totals(
    connection: Connection, city: str, fiscal_year: int, form: str = "T1", column: str = "amount"
) -> tuple[Total, ...]:
    """Expenditure by functional class 类 with contributing units: T1.amount, or T3 with ``total``, ``basic``, …"""
    totals = row_totals(connection, city, fiscal_year, form, column, rows="function:")
    return tuple(total for total in totals if len(total.code) == _CLASS_DIGITS)


def class_totals_by_fund(connection: Connection, city: str, fiscal_year: int) -> dict[str, tuple[Total, ...]]:
    """Appropriated expenditure by class for each column of T4."""
    return {column: class_totals(connection, city, fiscal_year, "T4", column) for column in FUND_COLUMNS}


def execution(connection: Connection, city: str, fiscal_year: int) -> tuple[Execution, ...]:
    """Budget (sheet BUDGET, row 合计) against T1's 本年支出合计, by unit; units without a BUDGET sheet are absent."""
    budgets: dict[str, dict[str, int]] = defaultdict(dict)
    for record in connection.execute(counted(city, fiscal_year, "BUDGET", "initial", "adjusted")):
        fact = fact_of(record)
        if fact.row == "total" and isinstance(fact.value, int):
            budgets[record.unit][fact.column] = fact.value
    executed = {
        part.unit: part.amount
        for total in row_totals(connection, city, fiscal_year, "T1", "amount", rows="line:本年支出合计")
        for part in total.units
    }
    return tuple(
        Execution(unit, figures.get("initial", 0), figures.get("adjusted", 0), executed.get(unit, 0))
        for unit, figures in sorted(budgets.items())
    )


def three_public_expenses(connection: Connection, city: str, fiscal_year: int) -> tuple[ThreePublic, ...]:
    """三公 budget and outcome of every unit that reports them, by unit, form and printed order of columns."""
    figures: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for form in ("T7", "S12"):
        for record in connection.execute(counted(city, fiscal_year, form)):
            fact = fact_of(record)
            if isinstance(fact.value, int):
                figures[record.unit, form, fact.column][fact.row] = fact.value
    return tuple(
        ThreePublic(unit, form, column, rows.get("line:预算数", 0), rows.get("line:决算数", 0))
        for (unit, form, column), rows in sorted(figures.items(), key=lambda item: item[0][:2])
    )

"""Which reported figures the city's pages need of every unit, and the few that are computed from them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.model.layout import BlockKind
from final_accounts.publishing.city.facts import Values

INCOME: Final = FactKey("T1", "line:本年收入合计", "amount")
EXPENDITURE: Final = FactKey("T1", "line:本年支出合计", "amount")
TOTAL: Final = FactKey("T1", "line:收入总计", "amount")
OPENING: Final = FactKey("T1", "line:年初结转和结余", "amount")
CLOSING: Final = FactKey("T1", "line:年末结转和结余", "amount")
BASIC: Final = FactKey("T3", "total", "basic")
PROJECT: Final = FactKey("T3", "total", "project")
THREE_PUBLIC: Final = FactKey("T7", "line:决算数", "total")

INCOME_LINES: Final = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
FUNDS: Final = {
    "general": ("一般公共预算财政拨款", "年初一般公共预算财政拨款"),
    "fund": ("政府性基金预算财政拨款", "年初政府性基金预算财政拨款"),
    "capital": ("国有资本经营预算财政拨款", "年初国有资本经营预算财政拨款"),
}
"""Column of T4 -> name of the fund, line of T4 with what was brought forward of it."""

KINDS: Final = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
"""Columns of the tables of the three public expenses, in printed order."""

THREE_PUBLIC_FORMS: Final = ("T7", "S12")
BUDGET_LINE, FINAL_LINE = "line:预算数", "line:决算数"

ADJUSTED: Final = FactKey("BUDGET", "total", "adjusted")
BROUGHT: Final = FactKey("T4", "line:年初财政拨款结转和结余", "amount")
EXECUTED: Final = FactKey("T4", "line:本年支出合计", "total")
CARRIED: Final = FactKey("T4", "line:年末财政拨款结转和结余", "total")


def spent(fund: str) -> FactKey:
    """Expenditure of one column of T4."""
    return EXECUTED._replace(column=fund)


def carried(fund: str) -> FactKey:
    """What one column of T4 carries forward."""
    return CARRIED._replace(column=fund)


def brought(fund: str) -> FactKey:
    """What T4 brings forward of one fund."""
    return FactKey("T4", f"line:{FUNDS[fund][1]}", "amount")


def income_line(name: str) -> FactKey:
    """A line of income of T1."""
    return FactKey("T1", f"line:{name}", "amount")


def class_line(code: str) -> FactKey:
    """Expenditure of a functional class 类 in T1."""
    return FactKey("T1", f"function:{code}", "amount")


def three_public(form: str, row: str, kind: str) -> FactKey:
    """One figure of the three public expenses: budget or outcome of a kind."""
    return FactKey(form, row, kind)


def three_public_forms(edition: Edition) -> tuple[str, ...]:
    """The edition's tables of three public expenses: of the general budget or all appropriation, of managed funds."""
    return tuple(form for form in THREE_PUBLIC_FORMS if form in edition.forms)


def wanted(edition: Edition) -> tuple[FactKey, ...]:
    """All figures that are asked of every unit, for this year and the last."""
    return (
        *(INCOME, EXPENDITURE, TOTAL, OPENING, CLOSING, BASIC, PROJECT, ADJUSTED, BROUGHT, EXECUTED, CARRIED),
        *(income_line(name) for name in INCOME_LINES),
        *(key(fund) for fund in FUNDS for key in (spent, carried, brought)),
        *(class_line(code) for _, code, _ in edition.expenditure_lines),
        *(
            three_public(form, row, kind)
            for form in three_public_forms(edition)
            for row in (BUDGET_LINE, FINAL_LINE)
            for kind in KINDS
        ),
    )


def consolidated_forms(edition: Edition) -> tuple[str, ...]:
    """Official tables that are made for the city: those whose rows mean the same in every unit.

    Lists of projects are a unit's own; tables of functions crossed with economic items repeat what others hold.
    """
    return tuple(
        form.id
        for form in edition.tables()
        if all(block.kind is not BlockKind.CROSS and block.rows in {"", "function"} for block in form.blocks)
    )


def execution_of(values: Values) -> tuple[int | None, int | None]:
    """Appropriated expenditure, and the adjusted budget with what was brought forward; None where not reported.

    Both sides are appropriated money: a rate over the budget alone would pass 100 % wherever last year's is spent.
    """
    adjusted = values.get(ADJUSTED)
    return values.get(EXECUTED), None if adjusted is None else adjusted + values.get(BROUGHT, 0)


def total_of(units: Iterable[Values], key: FactKey) -> int:
    """Sum over units, in fen."""
    return sum(values.get(key, 0) for values in units)

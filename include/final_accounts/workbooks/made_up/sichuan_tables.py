"""The five tables that only the Sichuan set of fourteen has."""

from __future__ import annotations

from collections.abc import Callable

from final_accounts.workbooks.made_up.coded_rows import Sums, add, grown, printed, yuan
from final_accounts.workbooks.made_up.ledger import CAPITAL, FISCAL, FUND, GENERAL, PROJECT, Posting, UnitYear
from final_accounts.workbooks.made_up.tables import fund_table, three_public, three_public_spent
from final_accounts.workbooks.submission_data import FormRows


def crossed(year: UnitYear, wanted: Callable[[Posting], bool]) -> FormRows:
    """项 × economic 款, with a column per 类 and the row total."""
    sums: Sums = {}
    for posting in year.postings:
        if wanted(posting):
            for column in ("total", f"economic:{posting.economic[:3]}", f"economic:{posting.economic}"):
                add(sums, posting.function, column, posting.amount)
    return printed(grown(sums))


def projects(year: UnitYear) -> FormRows:
    """S9 一般公共预算项目支出决算表: every 项 with its projects under it."""
    sums: Sums = {}
    each: dict[str, dict[int, int]] = {}
    for posting in year.postings:
        if posting.fund == GENERAL and posting.level == PROJECT:
            add(sums, posting.function, "total", posting.amount)
            of_function = each.setdefault(posting.function, {})
            of_function[posting.project] = of_function.get(posting.project, 0) + posting.amount
    names = {task.number: task.name for task in year.tasks}
    rows: FormRows = {}
    for key, cells in printed(grown(sums), ("total",)).items():
        rows[key] = cells
        function = key.removeprefix("function:")
        for place, (number, amount) in enumerate(sorted(each.get(function, {}).items()), 1):
            rows[f"project:{function}/{place}"] = {"name": names[number], "total": yuan(amount)}
    return rows


def sichuan_tables(year: UnitYear) -> dict[str, FormRows]:
    """S5, S7, S9, S12, S13 by form id; an empty one is a nil table."""
    nothing = dict.fromkeys(year.three_public_budget, 0)
    of_funds = three_public_spent(year, FUND)
    return {
        "S5": crossed(year, lambda posting: posting.fund in FISCAL),
        "S7": crossed(year, lambda posting: posting.fund == GENERAL),
        "S9": projects(year),
        "S12": three_public(nothing, of_funds) if any(of_funds.values()) else {},
        "S13": fund_table(year, CAPITAL),
    }

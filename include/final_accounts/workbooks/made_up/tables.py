"""The nine national tables 决算报表 as sums over a unit's ledger."""

from __future__ import annotations

from final_accounts.workbooks.made_up.coded_rows import TOTAL, Sums, add, grown, lines, printed, yuan
from final_accounts.workbooks.made_up.ledger import BASIC, CAPITAL, FISCAL, FUND, GENERAL, PROJECT, Posting, UnitYear
from final_accounts.workbooks.made_up.years import THREE_PUBLIC
from final_accounts.workbooks.submission_data import FormRows

FUND_WORDS = {GENERAL: "一般公共预算", FUND: "政府性基金预算", CAPITAL: "国有资本经营预算"}
STAFF_ITEMS = ("301", "303")
RUNNING_ITEMS = ("302", "307", "310", "312", "399")
OWN_INCOME = {
    "superior_subsidy": "上级补助收入",
    "undertaking": "事业收入",
    "business": "经营收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
}


def appropriated(year: UnitYear, fund: str) -> int:
    """Appropriation of one fund."""
    return sum(grant.income for grant in year.grants if grant.fund == fund)


def opening(year: UnitYear, fund: str = "") -> int:
    """Fiscal money carried in, of one fund or of all."""
    return sum(grant.opening for grant in year.grants if fund in ("", grant.fund))


def closing(year: UnitYear, fund: str = "") -> int:
    """Fiscal money carried out, of one fund or of all."""
    return sum(grant.closing for grant in year.grants if fund in ("", grant.fund))


def classes(year: UnitYear, funds: tuple[str, ...]) -> Sums:
    """Spending by 类 and fund; column ``total`` is their sum."""
    sums: Sums = {}
    for posting in year.postings:
        if posting.fund in funds:
            add(sums, posting.function[:3], "total", posting.amount)
            add(sums, posting.function[:3], posting.fund, posting.amount)
    return dict(sorted(sums.items()))


def income_and_expenditure(year: UnitYear) -> FormRows:
    """T1 收入支出决算总表."""
    own = year.own
    income = {f"{FUND_WORDS[fund]}财政拨款收入": appropriated(year, fund) for fund in FISCAL}
    income |= {label: getattr(own, name) for name, label in OWN_INCOME.items()}
    received = sum(income.values())
    spent = year.spent()
    carried_in, carried_out = opening(year) + own.opening, closing(year) + own.closing
    rows = lines(
        income
        | {
            "本年收入合计": received,
            "使用非财政拨款结余": own.used_balance,
            "年初结转和结余": carried_in,
            "收入总计": received + own.used_balance + carried_in,
        }
    )
    by_class = classes(year, (*FISCAL, "own"))
    rows |= {f"function:{code}": {"amount": yuan(cells["total"])} for code, cells in by_class.items()}
    rows |= lines(
        {
            "本年支出合计": spent,
            "结余分配": own.distributed,
            "年末结转和结余": carried_out,
            "支出总计": spent + own.distributed + carried_out,
        }
    )
    return rows


def income(year: UnitYear) -> FormRows:
    """T2 收入决算表: appropriation by 项, the unit's own income under its main 项."""
    sums: Sums = {}
    for grant in year.grants:
        if grant.income:
            add(sums, grant.function, "total", grant.income)
            add(sums, grant.function, "appropriation", grant.income)
    for column in OWN_INCOME:
        amount = getattr(year.own, column)
        if amount:
            add(sums, year.own_function, "total", amount)
            add(sums, year.own_function, column, amount)
    return printed(grown(sums), ("total", "appropriation", *OWN_INCOME))


def expenditure(year: UnitYear) -> FormRows:
    """T3 支出决算表: everything spent, from whatever source."""
    sums: Sums = {}
    for posting in year.postings:
        add(sums, posting.function, "total", posting.amount)
        add(sums, posting.function, posting.level, posting.amount)
    return printed(grown(sums), ("total", BASIC, PROJECT, "to_superior", "business", "to_affiliated"))


def appropriation(year: UnitYear) -> FormRows:
    """T4 财政拨款收入支出决算总表."""
    received = {fund: appropriated(year, fund) for fund in FISCAL}
    carried_in = {fund: opening(year, fund) for fund in FISCAL}
    carried_out = {fund: closing(year, fund) for fund in FISCAL}
    spent = {fund: sum(p.amount for p in year.postings if p.fund == fund) for fund in FISCAL}
    rows = lines(
        {f"{FUND_WORDS[fund]}财政拨款": amount for fund, amount in received.items()}
        | {"本年收入合计": sum(received.values()), "年初财政拨款结转和结余": sum(carried_in.values())}
        | {f"年初{FUND_WORDS[fund]}财政拨款": amount for fund, amount in carried_in.items()}
        | {"收入总计": sum(received.values()) + sum(carried_in.values())}
    )
    by_class = classes(year, FISCAL)
    rows |= {
        f"function:{code}": {column: yuan(amount) for column, amount in cells.items() if amount}
        for code, cells in by_class.items()
    }
    ends = {
        "本年支出合计": spent,
        "年末财政拨款结转和结余": carried_out,
        "支出总计": {fund: spent[fund] + carried_out[fund] for fund in FISCAL},
    }
    for label, by_fund in ends.items():
        cells = {"total": sum(by_fund.values()), **by_fund}
        rows[f"line:{label}"] = {column: yuan(amount) for column, amount in cells.items() if amount}
    return rows


def general_budget(year: UnitYear) -> FormRows:
    """T5 一般公共预算财政拨款支出决算表."""
    return printed(grown(by_item(year, GENERAL)), ("total", BASIC, PROJECT))


def by_item(year: UnitYear, fund: str) -> Sums:
    """Spending of one fund by 项: total, basic, project."""
    sums: Sums = {}
    for posting in year.postings:
        if posting.fund == fund:
            add(sums, posting.function, "total", posting.amount)
            add(sums, posting.function, posting.level, posting.amount)
    return sums


def basic_detail(year: UnitYear) -> FormRows:
    """T6 基本支出决算明细表: the general budget's basic expenditure by economic 类 and 款."""
    sums: dict[str, int] = {}
    for posting in year.postings:
        if posting.fund == GENERAL and posting.level == BASIC:
            for code in (posting.economic[:3], posting.economic):
                sums[code] = sums.get(code, 0) + posting.amount
    rows: FormRows = {f"economic:{code}": {"amount": yuan(amount)} for code, amount in sorted(sums.items())}
    return rows | lines(
        {
            "人员经费合计": year.economic(STAFF_ITEMS, BASIC),
            "公用经费合计": year.economic(RUNNING_ITEMS, BASIC),
        }
    )


def three_public(budget: dict[str, int], spent: dict[str, int]) -> FormRows:
    """T7 “三公”经费: budget and accounts, six columns each, every one printed."""
    rows: FormRows = {}
    for label, amounts in (("预算数", budget), ("决算数", spent)):
        vehicles = amounts["vehicle_purchase"] + amounts["vehicle_operation"]
        cells = {
            "total": amounts["abroad"] + vehicles + amounts["reception"],
            "abroad": amounts["abroad"],
            "vehicles": vehicles,
            "vehicle_purchase": amounts["vehicle_purchase"],
            "vehicle_operation": amounts["vehicle_operation"],
            "reception": amounts["reception"],
        }
        rows[f"line:{label}"] = {column: yuan(amount) for column, amount in cells.items()}
    return rows


def three_public_spent(year: UnitYear, fund: str = GENERAL) -> dict[str, int]:
    """What was spent on the three public expenses, by item."""

    def of(posting: Posting, code: str) -> bool:
        return posting.fund == fund and posting.economic == code

    return {
        item: sum(posting.amount for posting in year.postings if of(posting, code))
        for item, code in THREE_PUBLIC.items()
    }


def fund_table(year: UnitYear, fund: str) -> FormRows:
    """T8 政府性基金预算 (and the Sichuan 国有资本经营 table of the same shape); empty when nothing ever moved."""
    sums = by_item(year, fund)
    for grant in year.grants:
        if grant.fund == fund:
            for column, amount in (("opening", grant.opening), ("income", grant.income), ("closing", grant.closing)):
                if amount:
                    add(sums, grant.function, column, amount)
    return printed(grown(sums), ("opening", "income", "total", BASIC, PROJECT, "closing")) if sums else {}


def capital_table(year: UnitYear) -> FormRows:
    """T9 国有资本经营预算财政拨款支出决算表; empty when there is none."""
    sums = by_item(year, CAPITAL)
    return printed(grown(sums), ("total", BASIC, PROJECT)) if sums else {}


def national_tables(year: UnitYear) -> dict[str, FormRows]:
    """All nine tables by form id; an empty one is a nil table."""
    return {
        "T1": income_and_expenditure(year),
        "T2": income(year),
        "T3": expenditure(year),
        "T4": appropriation(year),
        "T5": general_budget(year),
        "T6": basic_detail(year),
        "T7": three_public(year.three_public_budget, three_public_spent(year)),
        "T8": fund_table(year, FUND),
        "T9": capital_table(year),
    }


__all__ = ["TOTAL", "by_item", "closing", "fund_table", "national_tables", "opening", "three_public_spent"]

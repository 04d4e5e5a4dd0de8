"""Annexes 附表: what the tables do not hold: last year, budgets, carry-over, staff, quantities, assets, procurement."""

from __future__ import annotations

from final_accounts.workbooks.made_up.coded_rows import Sums, add, grown, lines, printed, yuan
from final_accounts.workbooks.made_up.ledger import BASIC, FISCAL, PROJECT, UnitYear
from final_accounts.workbooks.made_up.scored import evaluated
from final_accounts.workbooks.made_up.tables import (
    FUND_WORDS,
    RUNNING_ITEMS,
    STAFF_ITEMS,
    classes,
    closing,
    opening,
    three_public_spent,
)
from final_accounts.workbooks.made_up.trades import ADMINISTRATIVE, CIVIL_SERVICE, INSTITUTION
from final_accounts.workbooks.submission_data import FormRows, Value


def office_running_costs(year: UnitYear) -> int:
    """机关运行经费: the public part of basic expenditure of 行政单位 and 参公单位; institutions have none."""
    return 0 if year.kind == INSTITUTION else year.economic(RUNNING_ITEMS, BASIC)


def last_year_lines(year: UnitYear) -> dict[str, int]:
    """The lines of 上年数 as they stood at the end of ``year``, in fen; class lines under their code."""
    own = year.own
    received = sum(grant.income for grant in year.grants) + own.income
    carried_in = opening(year) + own.opening
    figures = {
        "收入总计": received + own.used_balance + carried_in,
        "本年收入合计": received,
        "本年支出合计": year.spent(),
        "结余分配": own.distributed,
        "年末结转和结余": closing(year) + own.closing,
        "财政拨款收入总计": sum(grant.income for grant in year.grants) + opening(year),
        "年末财政拨款结转和结余": closing(year),
        "一般公共预算支出": year.economic(("",)),
        "基本支出": year.economic(("",), BASIC),
        "人员经费合计": year.economic(STAFF_ITEMS, BASIC),
        "公用经费合计": year.economic(RUNNING_ITEMS, BASIC),
        "三公决算合计": sum(three_public_spent(year).values()),
        "三公预算合计": sum(year.three_public_budget.values()),
        "机关运行经费": office_running_costs(year),
        "非财政拨款结余": own.balance,
    }
    by_class = {code: cells["total"] for code, cells in classes(year, (*FISCAL, "own")).items()}
    return figures | by_class


def last_year(before: tuple[UnitYear, ...]) -> FormRows:
    """PRIOR 上年数: of the unit itself, or summed over the units merged into it. Empty in its first year."""
    sums: dict[str, int] = {}
    for part in before:
        for label, amount in last_year_lines(part).items():
            sums[label] = sums.get(label, 0) + amount
    return {
        (f"function:{label}" if label.isdigit() else f"line:{label}"): {"amount": yuan(amount)}
        for label, amount in sums.items()
    }


def budgets(year: UnitYear) -> FormRows:
    """BUDGET 预算批复: approved at the start of the year and after adjustments, by 项, all appropriation."""
    sums: Sums = {}
    for grant in year.grants:
        if grant.initial or grant.adjusted:
            add(sums, grant.function, "initial", grant.initial)
            add(sums, grant.function, "adjusted", grant.adjusted)
    return printed(grown(sums), ("initial", "adjusted"))


def carry_over(year: UnitYear) -> FormRows:
    """CARRY 结转结余: how last year's fiscal closing became this year's opening, and what is left."""
    carried_out = {
        level: sum(grant.closing for grant in year.grants if grant.level == level) for level in (BASIC, PROJECT)
    }
    cancelled = {
        level: sum(grant.cancelled for grant in year.grants if grant.level == level) for level in (BASIC, PROJECT)
    }
    story = year.adjustments
    steps = {
        "上年末结转和结余": {PROJECT: story.last_closing},
        "上缴存量资金": {PROJECT: story.returned},
        "会计差错更正": {},
        "收回以前年度支出": {},
        "归集调入": {},
        "归集调出": {},
        "单位内部调剂": {},
        "调整后年初结转和结余": {PROJECT: opening(year)},
        "预算注销额度": cancelled,
        "年末结转和结余": carried_out,
    }
    rows: FormRows = {}
    for label, by_level in steps.items():
        cells = {"total": sum(by_level.values()), BASIC: by_level.get(BASIC, 0), PROJECT: by_level.get(PROJECT, 0)}
        rows[f"line:{label}"] = {column: yuan(amount) for column, amount in cells.items()}
    return rows


def carried_items(year: UnitYear) -> FormRows:
    """CARRY_ITEMS 结转明细: every sum carried on, its fund, and what it is for."""
    return {
        f"item:{place}": {
            "name": carry.name,
            "fund": FUND_WORDS[carry.fund],
            "amount": yuan(carry.amount),
            "purpose": f"合同尾款，{year.year + 1}年继续用于{carry.purpose}",
        }
        for place, carry in enumerate(year.carries, 1)
    }


def key_work(year: UnitYear) -> FormRows:
    """KEY_WORK 重点工作: one row for each project the unit evaluates."""
    return {
        f"item:{place}": {
            "name": task.purpose,
            "content": f"{task.output}不少于{task.planned}{task.measure}",
            "result": f"{task.output}{task.done}{task.measure}，任务完成",
        }
        for place, task in enumerate(evaluated(year), 1)
    }


def counts(amounts: dict[str, int]) -> FormRows:
    """Fixed lines with one count column; zero is written, since a count left blank is unanswered."""
    return {f"line:{label}": {"count": amount} for label, amount in amounts.items()}


def annexes(year: UnitYear, before: tuple[UnitYear, ...]) -> dict[str, FormRows]:
    """All annexes by form id."""
    people, bought = year.people, year.procurement
    last_running = sum(office_running_costs(part) for part in before)
    return {
        "PRIOR": last_year(before),
        "BUDGET": budgets(year),
        "CARRY": carry_over(year),
        "CARRY_ITEMS": carried_items(year),
        "KEY_WORK": key_work(year),
        "STAFF": counts(
            {
                "编制数": people.posts,
                "在职实有": people.staff,
                "行政人员": people.staff if year.kind == ADMINISTRATIVE else 0,
                "参公人员": people.staff if year.kind == CIVIL_SERVICE else 0,
                "事业人员": people.staff if year.kind == INSTITUTION else 0,
                "离休人员": 0,
                "退休人员": people.retired,
                "编外聘用人员": people.temporary,
            }
        ),
        "TPQ": counts(
            {
                "出国团组数": people.abroad_groups,
                "出国人次": people.abroad_people,
                "公务用车购置数": people.bought,
                "公务用车保有量": sum(people.vehicles.values()),
                "国内接待批次": people.guests_batches,
                "国内接待人次": people.guests,
                "外宾接待批次": 0,
                "外宾接待人次": 0,
            }
        ),
        "ASSETS": counts(
            people.vehicles
            | {
                "车辆合计": sum(people.vehicles.values()),
                "通用设备": people.equipment_general,
                "专用设备": people.equipment_special,
            }
        ),
        "PROCUREMENT": _procurement(year, bought),
        "OPERATING": lines({"本年机关运行经费": office_running_costs(year), "上年机关运行经费": last_running}),
        "TRANSFERS": {
            f"item:{place}": {"counterparty": line.counterparty, "kind": line.kind, "amount": yuan(line.amount)}
            for place, line in enumerate(year.transfers, 1)
        },
    }


def _procurement(year: UnitYear, bought: dict[str, int]) -> FormRows:
    amounts = {
        "采购预算": year.procurement_budget,
        "采购总额": bought["goods"] + bought["works"] + bought["services"],
        "货物": bought["goods"],
        "工程": bought["works"],
        "服务": bought["services"],
        "授予中小企业": bought["sme"],
        "授予小微企业": bought["small"],
        "货物授予中小企业": bought["goods_sme"],
        "工程授予中小企业": bought["works_sme"],
        "服务授予中小企业": bought["services_sme"],
    }
    rows: dict[str, dict[str, Value]] = {}
    for label, amount in amounts.items():
        rows[f"line:{label}"] = {"amount": yuan(amount)}
    return rows

"""Figures behind the Sichuan scoring sheets 计分依据: numerator, denominator and items of each printed indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.workbooks.made_up.annexes import last_year_lines
from final_accounts.workbooks.made_up.coded_rows import yuan
from final_accounts.workbooks.made_up.ledger import BASIC, PROJECT, Task, UnitYear
from final_accounts.workbooks.made_up.scored import (
    evaluated,
    fiscal_spent,
    satisfaction,
    task_spent,
)
from final_accounts.workbooks.made_up.tables import RUNNING_ITEMS


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands on the line of one indicator, and in words."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    percent: Decimal | None = None
    words: str = ""


def whole_figures(year: UnitYear, before: tuple[UnitYear, ...]) -> Mapping[str, Figures]:
    """By path of the rubric; checklists need no figures."""
    tasks = evaluated(year)
    spent = {task.number: task_spent(year, task) for task in tasks}
    key_work = max(spent.values(), default=0)
    initial = sum(grant.initial for grant in year.grants)
    adjusted = sum(grant.adjusted for grant in year.grants)
    this, last = last_year_lines(year), _summed(before)
    running = year.economic(RUNNING_ITEMS, BASIC)
    bought = sum(year.procurement[kind] for kind in ("goods", "works", "services"))
    jobs = Decimal(len(tasks))
    pleased = min((satisfaction(task) for task in tasks), default=Decimal(95))
    return {
        "投入/预算配置/在职人员控制率": Figures(
            Decimal(year.people.staff), Decimal(year.people.posts), words="在职人员数、编制数见机构人员表"
        ),
        "投入/预算配置/三公经费变动率": _amounts(
            this["三公预算合计"], last.get("三公预算合计", 0), "“三公”经费预算，本年、上年"
        ),
        "投入/预算配置/重点支出安排率": _amounts(key_work, sum(spent.values()), "重点项目支出、项目总支出"),
        "过程/预算执行/预算完成率": _amounts(fiscal_spent(year), initial, "预算完成数、年初预算数"),
        "过程/预算执行/预算调整率": _amounts(abs(adjusted - initial), initial, "预算调整数、年初预算数"),
        "过程/预算执行/结转结余率": _amounts(this["年末结转和结余"], adjusted, "年末结转结余、全年预算数"),
        "过程/预算执行/结转结余变动率": _amounts(
            this["年末结转和结余"], last.get("年末结转和结余", 0), "累计结转结余，本年、上年"
        ),
        "过程/预算执行/公用经费控制率": _amounts(running, running, "公用经费支出、预算安排"),
        "过程/预算执行/三公经费控制率": _amounts(this["三公决算合计"], this["三公预算合计"], "“三公”经费支出、预算"),
        "过程/预算执行/政府采购执行率": _amounts(bought, year.procurement_budget, "采购金额、采购预算"),
        "过程/资产管理/固定资产利用率": Figures(Decimal(100), Decimal(100), words="在用固定资产、全部固定资产（%）"),
        "产出/职责履行/实际完成率": Figures(jobs, jobs, words="实际完成、计划完成工作数"),
        "产出/职责履行/完成及时率": Figures(jobs, jobs, words="及时完成、计划完成工作数"),
        "产出/职责履行/质量达标率": Figures(jobs, jobs, words="质量达标、计划完成工作数"),
        "产出/职责履行/重点工作办结率": Figures(Decimal(3), Decimal(3), words="重点工作完成数、交办数"),
        "效果/履职效益/经济效益": Figures(percent=Decimal(100), words="带动就业和相关服务业发展"),
        "效果/履职效益/社会效益": Figures(percent=Decimal(100), words="服务对象需求得到满足"),
        "效果/履职效益/生态效益": Figures(percent=Decimal(100), words="无纸化办公和节能改造按计划推进"),
        "效果/履职效益/社会公众或服务对象满意度": Figures(percent=pleased, words="问卷调查满意率"),
    }


def project_figures(year: UnitYear, task: Task) -> Mapping[str, Figures]:
    """Of one project, by path of the rubric."""
    spent = task_spent(year, task)
    received = sum(g.income + g.opening for g in year.grants if g.level == PROJECT and g.project == task.number)
    planned = Decimal(task.planned)
    return {
        "投入/资金落实/资金到位率": _amounts(received, received, "实际到位、计划投入资金"),
        "投入/资金落实/到位及时率": _amounts(received, received, "及时到位、应到位资金"),
        "产出/项目产出/实际完成率": Figures(Decimal(task.done), planned, words=f"{task.output}（{task.measure}）"),
        "产出/项目产出/完成及时率": Figures(Decimal(4), Decimal(4), words="按时完成的季度数、季度数"),
        "产出/项目产出/质量达标率": Figures(Decimal(task.done), Decimal(task.done), words="质量达标、实际产出数"),
        "产出/项目产出/成本节约率": _amounts(spent, received, "实际成本、计划成本"),
        "效果/项目效益/经济效益": Figures(percent=Decimal(100), words="带动相关服务业发展"),
        "效果/项目效益/社会效益": Figures(percent=Decimal(100), words=f"{task.purpose}成效明显"),
        "效果/项目效益/生态效益": Figures(percent=Decimal(100), words="未产生污染"),
        "效果/项目效益/可持续影响": Figures(percent=Decimal(100), words="形成长效管理机制"),
        "效果/项目效益/社会公众或服务对象满意度": Figures(percent=satisfaction(task), words="问卷调查满意率"),
    }


def _amounts(numerator: int, denominator: int, words: str) -> Figures:
    return Figures(yuan(numerator), yuan(denominator), words=words)


def _summed(before: tuple[UnitYear, ...]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in before:
        for label, amount in last_year_lines(part).items():
            sums[label] = sums.get(label, 0) + amount
    return sums

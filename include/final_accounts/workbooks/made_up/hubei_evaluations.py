"""Self-evaluations in the Hubei/Wuhan forms 湖北自评表: whole unit 20 + 80 by goals, project 20 + 20 + 60."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from final_accounts.workbooks.made_up.chance import chance
from final_accounts.workbooks.made_up.coded_rows import yuan
from final_accounts.workbooks.made_up.ledger import BASIC, PROJECT, Task, UnitYear
from final_accounts.workbooks.made_up.scored import (
    Line,
    evaluated,
    fiscal_budget,
    fiscal_spent,
    indicator_rows,
    points,
    satisfaction,
    share,
    task_budget,
    task_spent,
)
from final_accounts.workbooks.submission_data import FormRows, Value

GOAL_POINTS = {1: (80,), 2: (45, 35), 3: (30, 30, 20)}
_EXECUTION = Decimal(20)
_SHARES = (22, 18, 15, 15, 15, 15)
_ALL = 100
_HOW_OFTEN_SHORT = 0.35
_UNPAID = "部分合同尾款未到支付节点，已结转下年支付"
_MISSED = "参与部门较多，四季度部分工作顺延，已列入下年一季度计划"


def task_lines(year: UnitYear, task: Task, full: int) -> list[Line]:
    """Six indicators of a project whose weights sum to ``full``.

    Money not spent shows in the share paid in time; now and then one more falls short; each that does says why.
    """
    rng = chance(year.unit, year.year, task.number, "indicators")
    weights = [points(Decimal(full * part) / 100) for part in _SHARES[:-1]]
    weights.append(Decimal(full) - sum(weights))
    short = rng.random() < _HOW_OFTEN_SHORT
    quality = Decimal(rng.randint(9550, 9990)) / 100
    spread = Decimal(rng.randint(8600, 8950) if short else rng.randint(9050, 9900)) / 100
    paid = share(task_spent(year, task), task_budget(year, task)) * 100
    what = task.purpose
    return [
        Line("产出指标", "数量指标", task.output, task.planned, Decimal(task.done), task.measure, weights[0]),
        Line("产出指标", "质量指标", f"{what}验收合格率", 95, quality, "%", weights[1]),
        Line(
            "产出指标", "时效指标", f"{what}资金按期支付率", 100, paid, "%", weights[2], _UNPAID if paid < _ALL else ""
        ),
        Line("效益指标", "社会效益指标", f"{what}对象覆盖率", 90, spread, "%", weights[3], _MISSED if short else ""),
        Line("效益指标", "可持续影响指标", f"{what}制度落实率", 95, Decimal(rng.randint(96, 100)), "%", weights[4]),
        Line("满意度指标", "服务对象满意度指标", f"{what}满意度", 90, satisfaction(task), "%", weights[5]),
    ]


def whole_unit(year: UnitYear) -> FormRows:
    """PW 整体绩效自评表: one goal for each of the first three projects."""
    tasks = evaluated(year)[:3]
    budget, spent = fiscal_budget(year), fiscal_spent(year)
    execution = points(min(_EXECUTION * spent / budget, _EXECUTION))
    total, missed = execution, []
    rows: FormRows = {}
    indicators: FormRows = {}
    for number, (task, full) in enumerate(zip(tasks, GOAL_POINTS[len(tasks)], strict=True), 1):
        rows[f"item:{number}"] = {
            "goal": number,
            "text": f"完成{task.purpose}年度任务，{task.output}达到{task.planned}{task.measure}",
            "points": Decimal(full),
        }
        lines = task_lines(year, task, full)
        indicators |= indicator_rows(lines, goal=number)
        total += sum(line.score for line in lines)
        missed += [line.reason for line in lines if line.reason]
    head: dict[str, Value] = {
        "单位名称": year.name,
        "填报日期": date(year.year + 1, 3, 12),
        "基本支出总额": yuan(fiscal_spent(year, BASIC)),
        "项目支出总额": yuan(fiscal_spent(year, PROJECT)),
        "预算数": yuan(budget),
        "执行数": yuan(spent),
        "执行率": share(spent, budget),
        "执行得分": execution,
        "自评总分": total,
        "偏差原因": missed[0] if missed else "年度目标均已完成，年末结转为合同尾款",
        "改进措施": "细化季度用款计划，按月通报项目进度，评价结果与下年预算挂钩",
    }
    return {**{f"line:{label}": {"value": value} for label, value in head.items()}, **rows, **indicators}


def project(year: UnitYear, task: Task) -> FormRows:
    """PP 项目支出绩效自评表."""
    budget, spent = task_budget(year, task), task_spent(year, task)
    execution = points(min(_EXECUTION * spent / budget, _EXECUTION))
    lines = task_lines(year, task, 60)
    met = all(line.reason != _MISSED for line in lines)
    done = Decimal(100) if met else Decimal(96)
    overall = points(_EXECUTION * done / 100)
    missed = [line.reason for line in lines if line.reason]
    head: dict[str, Value] = {
        "项目名称": task.name,
        "填报日期": date(year.year + 1, 3, 12),
        "主管部门": year.department,
        "项目实施单位": year.name,
        "项目类别": "部门预算项目",
        "项目类型": "经常性项目",
        "预算数": yuan(budget),
        "执行数": yuan(spent),
        "执行率": share(spent, budget),
        "执行得分": execution,
        "总目标": f"完成{task.purpose}年度任务",
        "总目标完成情况": f"{done}%",
        "总目标得分": overall,
        "自评总分": execution + overall + sum(line.score for line in lines),
        "偏差原因": missed[0] if missed else "无偏差，年末结转为合同尾款",
        "改进措施": "按合同节点支付，细化季度用款计划",
    }
    return {**{f"line:{label}": {"value": value} for label, value in head.items()}, **indicator_rows(lines)}


def hubei_evaluations(year: UnitYear) -> dict[str, FormRows]:
    """PW and one PP for each evaluated project."""
    forms = {"PW": whole_unit(year)}
    return forms | {f"PP{place}": project(year, task) for place, task in enumerate(evaluated(year), 1)}

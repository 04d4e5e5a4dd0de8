"""Self-evaluations in the Sichuan/Ziyang sheets 四川计分表: fixed indicators scored by the rubric's own methods."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.rubric import IndicatorRubric, Rubric
from final_accounts.workbooks.made_up.coded_rows import yuan
from final_accounts.workbooks.made_up.ledger import (
    BASIC,
    CAPITAL,
    FISCAL,
    FUND,
    GENERAL,
    PROJECT,
    Grant,
    Task,
    UnitYear,
)
from final_accounts.workbooks.made_up.scored import evaluated, points, satisfaction, share
from final_accounts.workbooks.made_up.sichuan_figures import Figures, project_figures, whole_figures
from final_accounts.workbooks.submission_data import FormRows, Value

_CIRCLED = "①②③④⑤⑥"
_SHORT = frozenset({"过程/预算执行/支付进度率", "过程/财务管理/财务监控有效性"})


def own_score(line: IndicatorRubric, figures: Figures | None) -> Decimal:
    """The score a unit gives itself by the printed rule; where the rule is silent, the reading most units take."""
    weight = line.weight or Decimal(0)
    if line.method == "checklist":
        return sum((Decimal(str(item)) for item in met_items(line)), Decimal(0))
    if figures is None:
        return weight
    rate = rate_of(line, figures)
    if rate is None or line.method == "quarters":
        return weight
    if line.method == "change_rate":
        worse = -rate if line.parameters.get("rate") == "saving" else rate
        return points(weight * (1 - max(worse, Decimal(0)))) if worse < 1 else Decimal(0)
    if line.method == "step":
        return _stepped(line, weight, rate)
    share_kept = 1 / max(rate, Decimal(1)) if line.method == "ratio_within" else min(rate, Decimal(1))
    return points(weight * share_kept)


def _stepped(line: IndicatorRubric, weight: Decimal, rate: Decimal) -> Decimal:
    data = line.parameters
    free, size, deduct = (Decimal(str(data[name])) for name in ("free", "size", "deduct"))
    excess = rate - free if data.get("above", True) else free - rate
    steps = max((excess / size).to_integral_value(ROUND_FLOOR), Decimal(0))
    return max((line.rule_max or weight) - steps * deduct, Decimal(0))


def rate_of(line: IndicatorRubric, figures: Figures) -> Decimal | None:
    """The rate the rule asks for, None without a base."""
    if figures.percent is not None:
        return figures.percent / 100
    if figures.numerator is None or not figures.denominator:
        return None
    ratio = figures.numerator / figures.denominator
    return {"change": ratio - 1, "saving": 1 - ratio}.get(str(line.parameters.get("rate")), ratio)


def met_items(line: IndicatorRubric) -> list[object]:
    """Items of a checklist the unit meets: all, but the last one of the two indicators units rarely meet in full."""
    items = line.parameters["items"]
    listed = list(items) if isinstance(items, (list, tuple)) else []
    return listed[:-1] if line.path in _SHORT else listed


def sheet(rubric: Rubric, figures: Mapping[str, Figures], head: dict[str, Value]) -> FormRows:
    """A scoring sheet: every printed indicator in order, total and rating from the scores."""
    indicators: FormRows = {}
    total = Decimal(0)
    for place, line in enumerate(rubric.indicators, 1):
        level1, level2, level3 = line.path.split("/")
        known = figures.get(line.path)
        score = own_score(line, known)
        total += score
        cells: dict[str, Value] = {
            "level1": level1,
            "level2": level2,
            "level3": level3,
            "weight": line.weight or Decimal(0),
            "score": score,
            "evidence": known.words if known else "制度文件、会议纪要和台账齐全",
        }
        if line.method == "checklist":
            cells["actual"] = "".join(_CIRCLED[: len(met_items(line))])
        if known and known.percent is not None:
            cells["actual"] = f"{known.percent.normalize():f}%"
        if known and known.numerator is not None and known.denominator is not None:
            cells |= {"numerator": known.numerator, "denominator": known.denominator}
        indicators[f"indicator:{line.path}#{place}"] = cells
    head |= {"自评等级": rubric.rating(total), "自评总分": total}
    return {**{f"line:{label}": {"value": value} for label, value in head.items()}, **indicators}


def goals_met(
    year: UnitYear, tasks: list[Task], grants: list[Grant], head: dict[str, Value], last: dict[str, int]
) -> FormRows:
    """PG and PGP 目标完成情况表: execution, structure by fund, goals, indicators without points."""
    rows: FormRows = {f"line:{label}": {"value": value} for label, value in head.items()}
    levels = {
        "执行合计": grants,
        "基本支出": [g for g in grants if g.level == BASIC],
        "政策和项目支出": [g for g in grants if g.level == PROJECT],
    }
    if len(tasks) == 1 and "项目名称" in head:
        levels = {"执行合计": grants, "财政拨款": grants}
    for label, some in levels.items():
        budget, closing = sum(g.income + g.opening for g in some), sum(g.closing for g in some)
        spent = budget - closing
        cells: dict[str, Value] = {"budget": yuan(budget), "executed": yuan(spent), "closing": yuan(closing)}
        if budget:
            cells["closing_rate"] = share(closing, budget)
        if label == "执行合计" and last.get("closing"):
            cells["closing_change"] = share(closing - last["closing"], last["closing"])
        rows[f"line:{label}"] = cells
    for label, part in (("结构预算额", "budget"), ("结构执行额", "spent"), ("结构当年结转结余额", "closing")):
        by_fund = {fund: sum(_part(g, part) for g in grants if g.fund == fund) for fund in FISCAL}
        rows[f"line:{label}"] = {
            "total": yuan(sum(by_fund.values())),
            **{fund: yuan(by_fund[fund]) for fund in (GENERAL, FUND, CAPITAL)},
        }
    for place, task in enumerate(tasks, 1):
        rows[f"item:{place}"] = {
            "goal": place,
            "text": f"完成{task.purpose}年度任务",
            "result": f"{task.output}{task.done}{task.measure}，任务完成",
        }
    deadline = f"{year.year}年12月底前"
    for place, task in enumerate(tasks, 1):
        rows |= {
            f"indicator:{place}/{level2}#{place}": {
                "level1": level1, "level2": level2, "level3": name, "target": target, "actual": actual,
            }
            for level1, level2, name, target, actual in (
                (
                    "项目完成指标", "数量指标", task.output,
                    f"≥{task.planned}{task.measure}", f"{task.done}{task.measure}",
                ),
                ("项目完成指标", "时效指标", f"{task.purpose}完成时间", deadline, deadline),
                (
                    "满意度指标", "服务对象满意度指标", f"{task.purpose}服务对象满意度",
                    "≥90%", f"{satisfaction(task).normalize():f}%",
                ),
            )
        }  # fmt: skip
    return rows


def _part(grant: Grant, part: str) -> int:
    budget = grant.income + grant.opening
    return {"budget": budget, "closing": grant.closing, "spent": budget - grant.closing}[part]


def sichuan_evaluations(edition: Edition, year: UnitYear, before: tuple[UnitYear, ...]) -> dict[str, FormRows]:
    """PW, PG and, for each evaluated project, PP and PGP."""
    whole, single = edition.rubrics[edition.forms["PW"].rubric], edition.rubrics[edition.forms["PP"].rubric]
    who: dict[str, Value] = {"单位名称": year.name, "预算单位编码": year.unit}
    tasks = evaluated(year)
    last = {"closing": sum(grant.closing for part in before for grant in part.grants)}
    forms = {
        "PW": sheet(whole, whole_figures(year, before), dict(who)),
        "PG": goals_met(year, tasks, list(year.grants), dict(who), last),
    }
    for place, task in enumerate(tasks, 1):
        mine = [grant for grant in year.grants if grant.level == PROJECT and grant.project == task.number]
        forms[f"PP{place}"] = sheet(single, project_figures(year, task), {"项目名称": task.name, **who})
        named: dict[str, Value] = {"项目名称": task.name, "项目类型": "民生保障", **who}
        forms[f"PGP{place}"] = goals_met(year, [task], mine, named, {})
    return forms

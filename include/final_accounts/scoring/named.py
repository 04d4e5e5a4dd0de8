"""Scoring an indicator that the rubric names 共性指标 (the Sichuan sheets): its method, its data, one outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from final_accounts.model.errors import CatalogError
from final_accounts.model.evaluation import Indicator
from final_accounts.model.rubric import IndicatorRubric
from final_accounts.scoring import methods
from final_accounts.scoring.measure import normalised
from final_accounts.scoring.methods import ONE, ZERO, percent, show
from final_accounts.scoring.outcome import Outcome, one_of, unknown
from final_accounts.scoring.rates import Facts, Rate, own_rate, printed_rate, table_rate

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨"
_LISTED: Final = re.compile(r"[1-9](?:[、,，;；/][1-9])*")


def number(parameters: Mapping[str, object], key: str) -> Decimal:
    """A decimal parameter of a rubric; CatalogError when it is absent."""
    if key not in parameters:
        raise CatalogError(f"评分标准的参数缺少 {key}：{dict(parameters)}。")
    return Decimal(str(parameters[key]))


def rate_of(indicator: Indicator, rubric: IndicatorRubric, facts: Facts) -> Rate | None:
    """The rate: own figures first, tables second, the printed percentage last."""
    kind = str(rubric.parameters.get("rate", "ratio"))
    return own_rate(indicator, kind) or table_rate(rubric.parameters, kind, facts) or printed_rate(indicator)


def score_named(indicator: Indicator, rubric: IndicatorRubric, facts: Facts) -> Outcome:
    """Apply the rubric's method; an unknown method is the house's error.

    Without figures the outcome says which are absent; nothing is read out of the prose of the evidence.
    """
    if rubric.weight is None or rubric.method not in _METHODS:
        raise CatalogError(f"评分标准 {rubric.path} 没有分值，或计分方法 {rubric.method} 未知。")
    return _METHODS[rubric.method](indicator, rubric, rubric.weight, facts)


def _rated(of: Callable[[IndicatorRubric, Decimal, Rate], Outcome]) -> _Method:
    def method(indicator: Indicator, rubric: IndicatorRubric, weight: Decimal, facts: Facts) -> Outcome:
        rate = rate_of(indicator, rubric, facts)
        if rate is None:
            degree = rubric.parameters.get("rate") == "degree"
            return unknown("未填写实现程度（%）" if degree else "未填写计算比率所需的分子与分母")
        return of(rubric, weight, rate)

    return method


def _step(rubric: IndicatorRubric, weight: Decimal, rate: Rate) -> Outcome:
    data = rubric.parameters
    return methods.step(
        weight,
        rate.value,
        full=weight if rubric.rule_max is None else rubric.rule_max,
        free=number(data, "free"),
        size=number(data, "size"),
        deduct=number(data, "deduct"),
        above=bool(data.get("above", True)),
        beyond=str(data.get("beyond", "full")),
    )


def _proportional(_rubric: IndicatorRubric, weight: Decimal, rate: Rate) -> Outcome:
    return replace(
        methods.proportional(weight, ONE, rate.value), formula=f"{show(weight)}×{percent(min(rate.value, ONE))}"
    )


def _tiers(rubric: IndicatorRubric, weight: Decimal, rate: Rate) -> Outcome:
    table = rubric.parameters.get("tiers")
    if not isinstance(table, (list, tuple)):
        raise CatalogError(f"评分标准 {rubric.path} 缺少 tiers。")
    return methods.tiers(weight, rate.value, [(number(row, "floor"), number(row, "share")) for row in table])


def _change(indicator: Indicator, rubric: IndicatorRubric, weight: Decimal, facts: Facts) -> Outcome:
    rate = rate_of(indicator, rubric, facts)
    if rate is None:
        return unknown("未填写计算比率所需的分子与分母")
    value = -rate.value if rubric.parameters.get("rate") == "saving" else rate.value
    if rubric.parameters.get("rate") == "ratio":
        value = abs(value)  # an adjustment downwards is one too
    if not rubric.parameters.get("exempt") or value == 0:
        return methods.change_rate(weight, value)
    exempt, denominator = indicator.inputs.get("exempt"), indicator.inputs.get("denominator")
    if exempt is not None and denominator:
        return methods.change_rate(weight, max(value - abs(exempt / denominator), ZERO))
    all_counted = methods.change_rate(weight, value)
    readings = {"调整全部属特殊原因": weight, "调整均不属特殊原因": all_counted.value or ZERO}
    return one_of(readings, all_counted.formula, "未填写属特殊原因的调整数，不能确定应扣减的部分")


def _checklist(indicator: Indicator, rubric: IndicatorRubric, _weight: Decimal, _facts: Facts) -> Outcome:
    items = rubric.parameters.get("items")
    if not isinstance(items, (list, tuple)):
        raise CatalogError(f"评分标准 {rubric.path} 缺少 items。")
    met = _met_items(indicator, len(items))
    count = indicator.inputs.get("met")
    if count is not None and count != int(count):
        return unknown(f"符合条数 {count} 不是整数")
    return methods.checklist([Decimal(str(i)) for i in items], met, None if count is None else int(count))


def _met_items(indicator: Indicator, length: int) -> dict[int, bool] | None:
    """Items named one by one: inputs ``met:1`` …, or an actual such as ①③ or 1、3; None when none is named."""
    named = {int(key[4:]): bool(value) for key, value in indicator.inputs.items() if re.fullmatch("met:[1-9]", key)}
    if named:
        return named
    printed = indicator.actual.printed.strip()
    if printed and all(sign in _CIRCLED + "、, ，" for sign in printed):
        chosen: Iterable[int] = (_CIRCLED.index(sign) + 1 for sign in printed if sign in _CIRCLED)
    elif "met" not in indicator.inputs and len(printed) > 1 and _LISTED.fullmatch(printed):
        chosen = (int(sign) for sign in printed if sign.isdigit())
    else:
        return None
    numbers = set(chosen)
    return dict.fromkeys(numbers, True) if numbers and max(numbers) <= length else None


def _quarters(indicator: Indicator, rubric: IndicatorRubric, _weight: Decimal, facts: Facts) -> Outcome:
    rate = rate_of(indicator, rubric, facts)
    return methods.quarters(
        number(rubric.parameters, "each"), indicator.inputs.get("met"), None if rate is None else rate.value
    )


_Method = Callable[[Indicator, IndicatorRubric, Decimal, Facts], Outcome]
_METHODS: Final[dict[str, _Method]] = {
    "proportional": _rated(_proportional),
    "inverse_proportional": _rated(lambda _, weight, rate: methods.inverse_proportional(weight, ONE, rate.value)),
    "ratio_within": _rated(lambda r, w, rate: methods.ratio_within(w, rate.value, number(r.parameters, "limit"))),
    "survey": _rated(lambda _, weight, rate: methods.survey(weight, rate.value)),
    "step": _rated(_step),
    "tiers": _rated(_tiers),
    "change_rate": _change,
    "checklist": _checklist,
    "quarters": _quarters,
}


def name_key(text: str) -> str:
    """A printed name without points, quotes, numbering and blanks, for matching.

    >>> name_key("“三公经费”变动率（5分）"), name_key("指标1：服务对象满意度")
    ('三公经费变动率', '服务对象满意度')
    """
    plain = re.sub(r"\([0-9.]+分\)", "", normalised(text))
    plain = re.sub(r"^指标[0-9]+[:：]", "", plain)
    return re.sub(r"[“”\"'‘’《》]", "", plain)


def match(indicators: Iterable[Indicator], rubrics: Iterable[IndicatorRubric]) -> dict[str, IndicatorRubric]:
    """Rubric lines by the path of their indicator: by all three levels, else by a third level that is unique."""
    by_path = {tuple(name_key(part) for part in rubric.path.split("/")): rubric for rubric in rubrics}
    by_name: dict[str, list[IndicatorRubric]] = {}
    for key, rubric in by_path.items():
        by_name.setdefault(key[-1], []).append(rubric)
    found: dict[str, IndicatorRubric] = {}
    used: set[str] = set()
    for indicator in indicators:
        full = tuple(name_key(part) for part in (indicator.level1, indicator.level2, indicator.level3))
        line = by_path.get(full)
        if line is None and len(by_name.get(full[-1], [])) == 1:
            line = by_name[full[-1]][0]
        if line is not None and line.path not in used:
            found[indicator.path] = line
            used.add(line.path)
    return found

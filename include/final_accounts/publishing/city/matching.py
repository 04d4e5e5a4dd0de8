"""Figures by which any two units, or any two years, are set beside each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.publishing.city import wanted
from final_accounts.publishing.city.comparing import class_names
from final_accounts.publishing.city.facts import CityFacts, Values
from final_accounts.publishing.city.judged import WHOLE
from final_accounts.publishing.city.nouns import Column, Comparison

WHOLE_CITY = "all"
"""Stands for a unit's code where the whole city is meant."""

_KEY = "主要指标"
_RATE = "execution"
_SCORES = {"self": "整体自评得分", "recomputed": "整体复算得分"}


def comparison(edition: Edition, facts: CityFacts) -> Comparison:
    """Columns, and the values of the whole city and of every unit that counts.

    Amounts of the city are sums over units, without elimination. Columns are known by the cell they come from, so that
    years whose tables differ find each other's.
    """
    amounts = dict(_amounts(edition))
    columns = (
        Column(_RATE, _KEY, "预算执行率", "ratio"),
        *(Column("/".join(key), group, name, "amount") for key, (group, name) in amounts.items()),
        *(Column(name, "绩效自评", title, "points") for name, title in _SCORES.items()),
    )
    whole = {s.unit: s for s in facts.scores if s.form == WHOLE}
    rows: dict[str, tuple[object, ...]] = {}
    every = tuple(facts.values.values())
    if every:
        sums = {key: wanted.total_of(every, key) for key in amounts if any(key in values for values in every)}
        rows[WHOLE_CITY] = (_execution(every), *_values(amounts, sums), None, None)
    for code, values in facts.values.items():
        score = whole.get(code)
        points = (score.self_score, score.recomputed) if score else (None, None)
        rows[code] = (
            _execution((values,)),
            *_values(amounts, values),
            *(None if value is None else f"{value:f}" for value in points),
        )
    return Comparison(columns, rows)


def _amounts(edition: Edition) -> Iterator[tuple[FactKey, tuple[str, str]]]:
    """Figure -> (group, name)."""
    money, classes = "支出按资金性质", "支出按功能分类"
    yield wanted.TOTAL, (_KEY, "收支总计")
    yield wanted.INCOME, (_KEY, "本年收入")
    yield wanted.EXPENDITURE, (_KEY, "本年支出")
    yield wanted.BASIC, (_KEY, "基本支出")
    yield wanted.PROJECT, (_KEY, "项目支出")
    yield wanted.OPENING, (_KEY, "年初结转和结余")
    yield wanted.CLOSING, (_KEY, "年末结转和结余")
    for form in wanted.three_public_forms(edition):
        scope = "“三公”经费支出" if form == wanted.THREE_PUBLIC.form else "“三公”经费支出（政府性基金）"
        yield wanted.three_public(form, wanted.FINAL_LINE, "total"), (_KEY, scope)
    for fund, (name, _) in wanted.FUNDS.items():
        yield wanted.spent(fund), (money, name)
    for code, name in class_names(edition).items():
        yield wanted.class_line(code), (classes, name)


def _values(asked: Iterable[FactKey], values: Values) -> tuple[object, ...]:
    return tuple(values.get(key) for key in asked)


def _execution(units: Iterable[Values]) -> tuple[int, int] | None:
    """Spent and available, over the units that report both."""
    pairs = [wanted.execution_of(values) for values in units]
    known = [(spent, whole) for spent, whole in pairs if spent is not None and whole is not None]
    return (sum(s for s, _ in known), sum(w for _, w in known)) if known else None

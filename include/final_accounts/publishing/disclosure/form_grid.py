"""The grid of indicators 绩效指标 in a form: equal levels merged, sub-totals and total where the region prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from final_accounts.model.evaluation import Indicator
from final_accounts.publishing import figures
from final_accounts.publishing.disclosure.drafting import patterned
from final_accounts.publishing.disclosure.filled import Filled, figured, measured, own
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Words

Columns = Sequence[Mapping[str, Any]]
"""Columns of a grid as ``disclosure.toml`` lists them: key, header, columns they cover."""

_LEVELS: Final = ("level1", "level2")
_POINTS: Final = frozenset({"weight", "score"})
"""Columns of figures; targets and actuals are words and numbers mixed, and stand alike."""
_WORDLESS: Final = re.compile(r"[^\w/]|_")


def heads(columns: Columns) -> tuple[HeadCell, ...]:
    """The header row of a grid, for tables that repeat it on each page."""
    return tuple(HeadCell(str(column["header"]), _span(column)) for column in columns)


def head_row(columns: Columns) -> tuple[BodyCell, ...]:
    """The same as a row inside a form."""
    return tuple(BodyCell("head", (str(column["header"]),), _span(column)) for column in columns)


def rows(form: Filled, indicators: Sequence[Indicator], columns: Columns, words: Mapping[str, str]) -> list[BodyRow]:
    """One row an indicator. ``words``: ``weighted`` (level with the sum of its weights), ``subtotal``, ``total``."""
    found: list[BodyRow] = []
    levels = [column["key"] for column in columns if column["key"] in _LEVELS]
    for _, run in groupby(indicators, key=lambda i: i.level1):
        members = list(run)
        for place, indicator in enumerate(members):
            cells: list[BodyCell] = []
            for column in columns:
                key = str(column["key"])
                if key not in levels:
                    cells.append(_cell(form, indicator, column, words))
                elif reach := _reach(members, place, key):
                    cells.append(_level(form, members[place : place + reach], column, words, reach))
            found.append(BodyRow(tuple(cells)))
        if "subtotal" in words:
            found.append(_summed(form, members, columns, words["subtotal"], members[0].level1))
    if "total" in words:
        found.append(_summed(form, indicators, columns, words["total"], ""))
    return found


def _reach(members: Sequence[Indicator], place: int, key: str) -> int:
    """Over how many rows the level cell that begins at ``place`` reaches; 0 where it began above."""

    def told(indicator: Indicator) -> tuple[str, ...]:
        return (indicator.level1,) if key == "level1" else (indicator.level1, indicator.level2)

    if place and told(members[place - 1]) == told(members[place]):
        return 0
    end = place
    while end < len(members) and told(members[end]) == told(members[place]):
        end += 1
    return end - place


def _level(
    form: Filled, members: Sequence[Indicator], column: Mapping[str, Any], words: Mapping[str, str], reach: int
) -> BodyCell:
    name = members[0].level1 if column["key"] == "level1" else members[0].level2
    path = name if column["key"] == "level1" else f"{members[0].level1}/{name}"
    said = own(name)
    if "weighted" in words and name:
        said = _weighted(words["weighted"], name, form.named(_sum(members, "weight"), f"{path} weight"))
    return BodyCell("head", said, _span(column), reach)


def _cell(form: Filled, indicator: Indicator, column: Mapping[str, Any], words: Mapping[str, str]) -> BodyCell:
    key = str(column["key"])
    said = _CELLS[key](form, indicator)
    if key == "level3" and "weighted" in words and said and indicator.weight is not None:
        weight = form.of_indicator(indicator, figures.points(indicator.weight), "weight")
        said = _weighted(words["weighted"], indicator.level3, weight)
    return BodyCell("figure" if key in _POINTS else "words", said, _span(column))


def _weighted(pattern: str, name: str, weight: Figure) -> Words:
    return patterned(pattern, {"level": own(name)[0], "weight": weight})


def _level3(_: Filled, indicator: Indicator) -> Words:
    return own(indicator.level3)


def _target(form: Filled, indicator: Indicator) -> Words:
    return measured(indicator.target.printed, lambda f: form.of_indicator(indicator, f, "target"))


def _actual(form: Filled, indicator: Indicator) -> Words:
    return measured(indicator.actual.printed, lambda f: form.of_indicator(indicator, f, "actual"))


def _points(field: str) -> Callable[[Filled, Indicator], Words]:
    def told(form: Filled, indicator: Indicator) -> Words:
        value: Decimal | None = getattr(indicator, field)
        return () if value is None else (form.of_indicator(indicator, figures.points(value), field),)

    return told


def _reason(_: Filled, indicator: Indicator) -> Words:
    return own(indicator.reason)


def _value(form: Filled, indicator: Indicator) -> Words:
    """The value behind a score: as the unit wrote it, else what it divided."""
    said = _actual(form, indicator)
    if said:
        return said
    pair = [indicator.inputs.get(name) for name in ("numerator", "denominator")]
    if pair[0] is None or pair[1] is None:
        return ()
    above, below = (
        form.of_indicator(indicator, Figure(f"{number:,f}", value=number), name)
        for number, name in zip(pair, ("numerator", "denominator"), strict=True)
        if number is not None
    )
    return (above, " ÷ ", below)


def _rule(form: Filled, indicator: Indicator) -> Words:
    """The rule in the rubric's words."""
    if form.rubric is None:
        return ()
    wanted = _key(f"{indicator.level1}/{indicator.level2}/{indicator.level3}")
    line = next((line for line in form.rubric.indicators if _key(line.path) == wanted), None)
    return figured(line.says, f"{form.rubric.id} {line.path} rule") if line is not None else ()


_CELLS: Final[dict[str, Callable[[Filled, Indicator], Words]]] = {
    "level3": _level3,
    "target": _target,
    "actual": _actual,
    "value": _value,
    "rule": _rule,
    "weight": _points("weight"),
    "score": _points("score"),
    "reason": _reason,
}
"""What a column of a grid may hold."""


def _summed(form: Filled, members: Sequence[Indicator], columns: Columns, pattern: str, level: str) -> BodyRow:
    """Sub-total or total: levels run together, weight and score summed; the total score is the one the form states."""
    name = level or "total"
    cells: list[BodyCell] = []
    leading = 0
    for column in columns:
        if str(column["key"]) in {*_LEVELS, "level3"}:
            leading += _span(column)
            continue
        if leading:
            weight = form.named(_sum(members, "weight"), f"{name} weight")
            cells.append(BodyCell("head", patterned(pattern, {"level": level, "weight": weight}), leading))
            leading = 0
        said: Words = ()
        if column["key"] == "score" and not level and form.reported("self_score"):
            said = form.reported("self_score")
        elif column["key"] in _POINTS:
            said = (form.named(_sum(members, str(column["key"])), f"{name} {column['key']}"),)
        cells.append(BodyCell("figure" if said else "words", said, _span(column)))
    return BodyRow(tuple(cells), total=True)


def _sum(members: Sequence[Indicator], field: str) -> Figure:
    """Sum of weights or scores; unknown where one of them is."""
    known: Iterator[Decimal | None] = (getattr(indicator, field) for indicator in members)
    values = list(known)
    return figures.points(None if None in values else sum((v for v in values if v is not None), Decimal(0)))


def _key(path: str) -> str:
    """A path as it is compared: without quotation marks and other signs."""
    return _WORDLESS.sub("", path)


def _span(column: Mapping[str, Any]) -> int:
    return int(column.get("columns", 1))

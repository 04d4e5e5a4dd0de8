"""Figures by themselves: negative, mixed steps, empty tables without a word, repeated."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import combinations

import numpy as np

from final_accounts.model.errors import RulebookError
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import FormKind
from final_accounts.model.money import in_measure
from final_accounts.model.rule import Rule
from final_accounts.rules.checks.context import CheckContext, first_cells, words_of
from final_accounts.rules.chunk import PRESENT
from final_accounts.rules.outcomes import CheckOutcome, Hit
from final_accounts.rules.vocabulary import Ints

DIGITS = 4


def negative(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Negative figures of ``parameters.forms`` (default: all tables) but rows of ``parameters.except`` and 调整表."""
    forms = words_of(rule, "forms") or tuple(f for f, s in context.shapes.items() if s.kind is FormKind.TABLE)
    spared = set(words_of(rule, "except"))
    chunk = context.chunk
    adjusting = np.array([u.header.adjustment_report for u in chunk.units], np.bool_)
    hits: list[Hit] = []
    judged = spared_units = 0
    for form in (f for f in forms if f in chunk.grids):
        grid = chunk.grids[form]
        width = len(grid.columns)
        size = len(grid.unit) * width
        values = chunk.values[grid.offset : grid.offset + size].reshape(-1, width)
        filled = chunk.states[grid.offset : grid.offset + size].reshape(-1, width) == PRESENT
        keep = ~np.isin(grid.row, [chunk.rows.ids[r] for r in spared if r in chunk.rows.ids])
        ask = filled & keep[:, None] & ~adjusting[grid.unit][:, None]
        judged += int(ask.sum())
        spared_units += int((filled & adjusting[grid.unit][:, None]).sum())
        keys = list(grid.columns)
        for entity, place in np.argwhere(ask & (values < 0)):
            unit, row = int(grid.unit[entity]), chunk.rows.names[int(grid.row[entity])]
            fact = chunk.facts(unit)[form, row, keys[place]]
            shape = context.shapes[form]
            label = shape.labels.get(row) or context.label(row)
            measure = chunk.units[unit].header.unit_of_measure if fact.kind is ValueKind.AMOUNT else ""
            amount = in_measure(int(values[entity, place]), measure) if measure else Decimal(int(values[entity, place]))
            text = f"{shape.name} {label} 为负数 {amount:,f}{' ' + measure if measure else ''}"
            hits.append(Hit(unit, f"{form}/{row}/{keys[place]}", text, (fact.cell,), amount, Decimal(0), measure))
    return CheckOutcome(rule, tuple(hits), judged, spared_units)


def mixed_steps(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Amounts of one form printed with different steps (only where some step is coarser than a fen)."""
    hits, judged = [], 0
    chunk = context.chunk
    for form, grid in chunk.grids.items():
        width = len(grid.columns)
        if grid.prior or not width or not len(grid.unit):
            continue
        size = len(grid.unit) * width
        steps = chunk.steps[grid.offset : grid.offset + size].reshape(-1, width)
        filled = steps > 0
        low = np.full(len(chunk.units), np.iinfo(np.int64).max)
        high = np.zeros(len(chunk.units), np.int64)
        np.minimum.at(low, grid.unit, np.where(filled, steps, np.iinfo(np.int64).max).min(axis=1))
        np.maximum.at(high, grid.unit, steps.max(axis=1))
        judged += int((high > 0).sum())
        for unit in np.flatnonzero((high > 1) & (low < high)):
            facts = [f for k, f in chunk.facts(int(unit)).items() if k[0] == form and 0 < f.step < high[unit]]
            text = f"{context.shapes[form].name} 金额的小数位数不一致，{len(facts)} 个金额比其他金额更细"
            hits.append(Hit(int(unit), form, text, first_cells(facts[:DIGITS])))
    return CheckOutcome(rule, tuple(hits), judged)


def nil_tables(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Tables of ``parameters.forms`` without any figure and without the sentence that there is none."""
    hits, judged = [], 0
    chunk = context.chunk
    for form in (f for f in words_of(rule, "forms") if f in chunk.grids):
        grid = chunk.grids[form]
        width = len(grid.columns)
        size = len(grid.unit) * width
        values = chunk.values[grid.offset : grid.offset + size].reshape(-1, width)
        used = np.zeros(len(chunk.units), np.bool_)
        used[grid.unit[(values != 0).any(axis=1)]] = True
        there = np.array([form in u.forms_present for u in chunk.units], np.bool_)
        judged += int(there.sum())
        for unit in np.flatnonzero(there & ~used & ~grid.nil):
            shape = context.shapes[form]
            text = f"{shape.name}《{shape.title}》没有数据，也没有注明“本表为空”的说明"
            hits.append(Hit(int(unit), form, text))
    return CheckOutcome(rule, tuple(hits), judged)


def repeated(rule: Rule, context: CheckContext) -> CheckOutcome:
    """The same figure of at least four digits in different roles. ``parameters.roles``: "FORM/row/column" texts.

    Roles inside one form of ``parameters.tied`` are not compared with each other: without carry-over its own formulas
    make them equal.
    """
    tied = words_of(rule, "tied")
    roles = [_role(rule, text) for text in words_of(rule, "roles")]
    chunk = context.chunk
    units = np.arange(len(chunk.units))
    cells = {role: _role_cells(context, role, units) for role in roles if role[0] in chunk.grids}
    found: dict[int, list[tuple[Fact, Fact]]] = defaultdict(list)
    for one, other in combinations(cells, 2):
        if one[0] == other[0] in tied:
            continue
        a, b = cells[one], cells[other]
        same = (chunk.states[a] == PRESENT) & (chunk.states[b] == PRESENT) & (chunk.values[a] == chunk.values[b])
        for unit in np.flatnonzero(same & (chunk.values[a] != 0)).tolist():
            facts = chunk.facts(unit)
            if _telling(facts[one]):
                found[unit].append((facts[one], facts[other]))
    hits = []
    for number, pairs in found.items():
        same_figures = (f"{_label(a, context)}与{_label(b, context)}（{a.printed or a.value}）" for a, b in pairs)
        text = f"数值相同，请核对是否串填：{'、'.join(same_figures)}"
        hits.append(Hit(number, "", text, first_cells(f for pair in pairs for f in pair)))
    return CheckOutcome(rule, tuple(hits), len(chunk.units))


def _role(rule: Rule, text: str) -> tuple[str, str, str]:
    form, row, column, *rest = [*text.split("/"), "", "", ""]
    if not column or any(rest):
        message = f"rule {rule.id}: a role is written FORM/row/column, not {text!r}"
        raise RulebookError(message)
    return form, row, column


def _role_cells(context: CheckContext, role: tuple[str, str, str], units: Ints) -> Ints:
    grid = context.chunk.grids[role[0]]
    row = np.full(len(units), context.chunk.rows.ids.get(role[1], -1), np.int64)
    return grid.cells(grid.find(units, row), grid.columns.get(role[2], -1))


def _telling(fact: Fact) -> bool:
    return isinstance(fact.value, int) and len(str(abs(fact.value)).rstrip("0")) >= DIGITS


def _label(fact: Fact, context: CheckContext) -> str:
    return f"{context.shapes[fact.form].name} {fact.row.partition(':')[2] or fact.name or fact.row}"

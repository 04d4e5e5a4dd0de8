"""Between years: the prior-year sheet against last year's frozen facts, and names that changed."""

from __future__ import annotations

import numpy as np

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import in_measure
from final_accounts.model.rule import Rule
from final_accounts.rules.checks.codes import plain
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.chunk import BLANK, PRESENT
from final_accounts.rules.outcomes import CheckOutcome, Hit
from final_accounts.rules.prior import REPEATS, SHEET, sheet_row
from final_accounts.rules.vocabulary import Ints


def prior_sheet(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Figures of the prior-year sheet that differ from the frozen facts; without facts: not checkable."""
    chunk = context.chunk
    unknown: dict[int, tuple[str, ...]] = {
        n: ("上年已批复的决算数据",) for n, u in enumerate(chunk.units) if not u.prior
    }
    hits: list[Hit] = []
    judged = 0
    if SHEET not in chunk.grids or len(unknown) == len(chunk.units):
        return CheckOutcome(rule, (), 0, not_checkable=unknown)
    units = np.arange(len(chunk.units))
    for (form, row, column), repeated in _repeats(context).items():
        frozen = _cells(context, f"prior.{form}", row, column, units)
        sheet = _cells(context, SHEET, repeated, "amount", units)
        both = (chunk.states[frozen] >= BLANK) & (chunk.states[sheet] == PRESENT)
        judged += int(both.sum())
        steps = np.stack([chunk.steps[frozen], chunk.steps[sheet]])
        slack = np.where(steps.max(axis=0) > 1, steps.sum(axis=0), 0)
        for unit in np.flatnonzero(both & (2 * np.abs(chunk.values[frozen] - chunk.values[sheet]) > slack)):
            facts = chunk.facts(int(unit))
            measure = chunk.units[unit].header.unit_of_measure
            one, other = facts[SHEET, repeated, "amount"], facts[f"prior.{form}", row, column]
            hits.append(_difference(int(unit), repeated, one, other, measure))
    return CheckOutcome(rule, tuple(hits), judged, not_checkable=unknown)


def _repeats(context: CheckContext) -> dict[tuple[str, str, str], str]:
    """Figures of last year's tables that the sheet repeats, those of the edition."""
    known = {key: row for key, row in REPEATS.items() if f"prior.{key[0]}" in context.chunk.grids}
    lines = [f"function:{code}" for _, code, _ in context.edition.expenditure_lines]
    return known | {("T1", row, "amount"): sheet_row("T1", row, "amount") for row in lines}


def _cells(context: CheckContext, form: str, row: str, column: str, units: Ints) -> Ints:
    grid = context.chunk.grids[form]
    number = np.full(len(units), context.chunk.rows.ids.get(row, -1), np.int64)
    return grid.cells(grid.find(units, number), grid.columns.get(column, -1))


def _difference(unit: int, row: str, sheet: Fact, frozen: Fact, measure: str) -> Hit:
    if not isinstance(sheet.value, int) or not isinstance(frozen.value, int) or frozen.kind is not ValueKind.AMOUNT:
        return Hit(unit, row, f"上年数 {row} 与上年决算不符", (sheet.cell,))
    ours, theirs = in_measure(frozen.value, measure), in_measure(sheet.value, measure)
    label = row.partition(":")[2]
    text = f"上年数 {label} 填报 {theirs:,f} {measure}，上年已批复的决算为 {ours:,f} {measure}"
    return Hit(unit, row, text, (sheet.cell,), theirs, ours, measure)


def renamed(rule: Rule, context: CheckContext) -> CheckOutcome:
    """The same code under another name than last year, though the register knows of no renaming."""
    printed, names = context.chunk.printed_names, context.chunk.rows.names
    before: dict[tuple[int, int], str] = {}
    for (number, name), units in printed.prior.items():
        for unit in units:
            before[unit, number] = name
    hits, judged = [], 0
    for (number, name), units in printed.now.items():
        row = names[number]
        kind, _, code = row.partition(":")
        register = {"function": context.edition.functional, "economic": context.edition.economic}.get(kind)
        known = {plain(c.name) for c in register.codes.get(code, ())} if register else set()
        known |= {plain(s) for s in register.synonyms.get(code, ())} if register else set()
        for unit, fact in units.items():
            last = before.get((unit, number))
            if last is None:
                continue
            judged += 1
            if plain(last) != plain(name) and not {plain(last), plain(name)} <= known:
                text = f"{code or row} 上年名称为“{last}”，本年为“{name}”"
                hits.append(Hit(unit, row, text, (fact.cell,)))
    return CheckOutcome(rule, tuple(hits), judged)

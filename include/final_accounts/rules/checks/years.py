"""Between years: the prior-year sheet against last year's frozen facts, and names that changed."""

from __future__ import annotations

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import in_measure
from final_accounts.model.rule import Rule
from final_accounts.rules.checks.codes import plain
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.outcomes import CheckOutcome, Hit
from final_accounts.rules.prior import SHEET, sheet_row


def prior_sheet(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Figures of the prior-year sheet that differ from the frozen facts; units without frozen facts are not checkable."""
    hits: list[Hit] = []
    judged = 0
    unknown: dict[int, tuple[str, ...]] = {}
    for number, unit in enumerate(context.chunk.units):
        if not unit.prior:
            unknown[number] = ("上年已批复的决算数据",)
            continue
        facts = context.chunk.facts(number)
        for frozen in unit.prior:
            row = sheet_row(frozen.form, frozen.row, frozen.column)
            sheet = facts.get((SHEET, row, "amount")) if row else None
            if sheet is None or sheet.blank:
                continue
            judged += 1
            if sheet.value != frozen.value and _beyond_steps(sheet, frozen):
                hits.append(_difference(number, row, sheet, frozen, unit.header.unit_of_measure))
    return CheckOutcome(rule, tuple(hits), judged, not_checkable=unknown)


def _beyond_steps(one: Fact, other: Fact) -> bool:
    steps = one.step + other.step if max(one.step, other.step) > 1 else 0
    return isinstance(one.value, int) and isinstance(other.value, int) and 2 * abs(one.value - other.value) > steps


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

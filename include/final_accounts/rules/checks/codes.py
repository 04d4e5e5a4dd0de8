"""Codes of the classifications: well formed, in the year's list, under its 类 lines, down to 项, rightly named."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from final_accounts.model.place import Cell
from final_accounts.model.register import Register, Standing
from final_accounts.model.rule import Rule
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.outcomes import CheckOutcome, Hit

_SAYS = {
    Standing.MALFORMED: "科目编码应为 3、5 或 7 位数字（经济分类 3 或 5 位）",
    Standing.UNKNOWN: "不在已知的科目名录中",
    Standing.NOT_IN_YEAR: "不是本年度有效的科目",
    Standing.UNVERIFIED: "在名录中只凭记忆收录，或有效年度不明，未能核实",
}


def code_standing(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Codes whose standing in the year is one of ``parameters.standing``. One hit per unit and code, all its tables."""
    wanted = {Standing(str(s)) for s in _list(rule.parameters.get("standing"))}
    year = context.edition.fiscal_year
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    judged = 0
    standings = {row: _standing(row, context) for row in context.chunk.rows.names}
    for form in context.coded_forms():
        grid, entities = context.live(form)
        judged += len(entities)
        for entity in entities[[standings[context.chunk.rows.names[r]] in wanted for r in grid.row[entities]]]:
            found[int(grid.unit[entity]), context.chunk.rows.names[int(grid.row[entity])]].append(form)
    hits = []
    for (unit, row), forms in found.items():
        code = row.partition(":")[2]
        cells = _cells(context, unit, row, forms)
        standing = standings[row]
        says = _SAYS[standing] if standing is not None else ""
        successor = _successor(context, row, year) if standing is Standing.NOT_IN_YEAR else ""
        text = f"科目编码 {code}{_named(context, row)} {says}{successor}"
        hits.append(Hit(unit, row, text, cells))
    return CheckOutcome(rule, tuple(hits), judged)


def class_outside_lines(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Functional codes whose 类 is none of the lines of the year's summary tables."""
    lines = {code for _, code, _ in context.edition.expenditure_lines}
    names = context.chunk.rows.names
    outside = [n.startswith("function:") and n[9:12].isdigit() and n[9:12] not in lines for n in names]
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    judged = 0
    for form in context.coded_forms():
        grid, entities = context.live(form)
        judged += len(entities)
        for entity in entities:
            if outside[int(grid.row[entity])]:
                found[int(grid.unit[entity]), names[int(grid.row[entity])][9:12]].add(form)
    hits = []
    for (unit, code), forms in found.items():
        rows = [n for n in names if n.startswith(f"function:{code}")]
        cells = tuple(c for row in rows for c in _cells(context, unit, row, sorted(forms)))
        text = f"科目 {code} 类不在本年度部门决算的支出功能分类之列（{context.edition.title}）"
        hits.append(Hit(unit, f"function:{code}", text, cells))
    return CheckOutcome(rule, tuple(hits), judged)


def detail(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Rows of 类 or 款 without any row below them: the tables go down to 项."""
    hits, judged = [], 0
    for form in context.coded_forms():
        if context.shapes[form].open_rows != "function":
            continue
        grid, entities = context.live(form)
        leaves = grid.leaves()
        judged += len(entities)
        for entity in entities[leaves[entities]]:
            number = int(grid.row[entity])
            if context.chunk.rows.levels[number] in {0, 1}:
                unit, row = int(grid.unit[entity]), context.chunk.rows.names[number]
                text = f"{context.shapes[form].name} {context.label(row)} 没有列到项级科目"
                hits.append(Hit(unit, f"{form}/{row}", text, _cells(context, unit, row, [form])))
    return CheckOutcome(rule, tuple(hits), judged)


def names(rule: Rule, context: CheckContext) -> CheckOutcome:
    """Printed names that are none of the register's (any year, any synonym) for that code; verified codes only."""
    hits, judged = [], 0
    for (number, name), units in context.chunk.printed_names.now.items():
        row = context.chunk.rows.names[number]
        known = _known_names(context, row)
        judged += len(units)
        if not known or plain(name) in known:
            continue
        for unit, fact in units.items():
            text = f"科目编码 {row.partition(':')[2]} 的名称应为“{context.names[row]}”，现为“{name}”"
            hits.append(Hit(unit, row, text, (fact.cell,)))
    return CheckOutcome(rule, tuple(hits), judged)


def plain(name: str) -> str:
    """A name without what people and programs change: widths, spaces, quotation marks, bracket shapes.

    >>> plain("维修（护）费 ") == plain("维修(护)费")
    True
    """
    text = unicodedata.normalize("NFKC", name)
    return "".join(c for c in text if not c.isspace() and c not in "“”\"'、，,")


def _known_names(context: CheckContext, row: str) -> frozenset[str]:
    kind, _, code = row.partition(":")
    register = _register(context, kind)
    if register is None or not any(c.verified for c in register.codes.get(code, ())):
        return frozenset()
    spelled = [c.name for c in register.codes[code]] + list(register.synonyms.get(code, ()))
    return frozenset(plain(s) for s in spelled)


def _standing(row: str, context: CheckContext) -> Standing | None:
    kind, _, code = row.partition(":")
    register = _register(context, kind)
    return register.standing(code, context.edition.fiscal_year) if register is not None else None


def _register(context: CheckContext, kind: str) -> Register | None:
    return {"function": context.edition.functional, "economic": context.edition.economic}.get(kind)


def _successor(context: CheckContext, row: str, year: int) -> str:
    kind, _, code = row.partition(":")
    register = _register(context, kind)
    lines = register.codes.get(code, ()) if register is not None else ()
    after = next((c.successor for c in lines if c.successor), "")
    return f"，{year} 年应使用 {after}" if after else ""


def _named(context: CheckContext, row: str) -> str:
    name = context.names.get(row, "")
    return f"（{name}）" if name else ""


def _cells(context: CheckContext, unit: int, row: str, forms: list[str]) -> tuple[Cell, ...]:
    return tuple(c for c in (context.cell(form, unit, row) for form in forms) if c is not None)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]

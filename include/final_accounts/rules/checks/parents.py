"""Parentage of code rows: every 项 has its 款 and 类 row, and stands below them."""

from __future__ import annotations

import numpy as np

from final_accounts.model.rule import Rule
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.chunk import FormGrid
from final_accounts.rules.outcomes import CheckOutcome, Hit
from final_accounts.rules.vocabulary import Ints, ancestors, level

DEEPEST = 2  # 项; its parent by digits is a 款


def missing_parents(rule: Rule, context: CheckContext) -> CheckOutcome:
    """A code row whose 款 or 类 row does not stand in the same table. One hit per missing row."""
    hits, judged = [], 0
    names = context.chunk.rows.names
    for form in context.coded_forms():
        grid, entities = context.live(form)
        judged += len(entities)
        found: dict[tuple[int, str], str] = {}
        above = context.chunk.rows.above[grid.row[entities]]
        for step in range(above.shape[1]):
            wanted = above[:, step]
            place = grid.find(grid.unit[entities], wanted)
            there = (place >= 0) & grid.live[place]
            gone = (wanted >= 0) & (wanted != context.chunk.rows.ids["total"]) & ~there
            for which in np.flatnonzero(gone):
                entity = entities[which]
                key = int(grid.unit[entity]), names[int(wanted[which])]
                found.setdefault(key, names[int(grid.row[entity])])
        for (unit, parent), child in found.items():
            cell = context.cell(form, unit, child)
            text = f"{context.shapes[form].name} 有 {context.label(child)}，缺少其上级科目 {context.label(parent)} 一行"
            hits.append(Hit(unit, f"{form}/{parent}", text, (cell,) if cell else ()))
    return CheckOutcome(rule, tuple(hits), judged)


def misplaced_rows(rule: Rule, context: CheckContext) -> CheckOutcome:
    """A code row that stands below a 款 or 类 row that is not its own, although its own stands elsewhere."""
    hits, judged = [], 0
    names = context.chunk.rows.names
    for form in context.coded_forms():
        if context.shapes[form].open_rows != "function":
            continue
        grid, entities = context.live(form)
        judged += len(entities)
        for unit in _disordered(context, grid, entities):
            rows = [names[int(r)] for r in grid.row[entities[grid.unit[entities] == unit]]]
            hits += _misplaced(context, form, unit, rows)
    return CheckOutcome(rule, tuple(hits), judged)


def _disordered(context: CheckContext, grid: FormGrid, entities: Ints) -> list[int]:
    """Units where some row's last printed 类 or 款 is not its own although its own stands in the table."""
    rows = context.chunk.rows
    entities = entities[np.lexsort((grid.line[entities], grid.unit[entities]))]
    unit, row = grid.unit[entities], grid.row[entities]
    depth = rows.levels[row]
    wrong = np.zeros(len(entities), np.bool_)
    for higher in (0, 1):
        latest = np.maximum.accumulate(np.where(depth == higher, np.arange(len(entities)), -1))
        above = np.where((latest >= 0) & (unit[latest] == unit), row[latest], -1)
        own = rows.classes[row] if higher == 0 else rows.above[row, 0]
        place = grid.find(unit, own)
        there = (place >= 0) & grid.live[place]
        wrong |= (depth > higher) & (depth <= DEEPEST) & there & (above != own)
    return [int(u) for u in np.unique(unit[wrong])]


def _misplaced(context: CheckContext, form: str, unit: int, rows: list[str]) -> list[Hit]:
    placed = [(cell, row) for row in rows if (cell := context.cell(form, unit, row)) is not None]
    placed.sort()
    there = {row for _, row in placed}
    latest: dict[int, str] = {}
    hits = []
    for cell, row in placed:
        depth = level(row)
        if depth < 0:
            continue
        for parent in ancestors(row)[:-1]:
            above = latest.get(level(parent), "")
            if parent in there and above != parent:
                stands = f"排在 {context.label(above)} 之下" if above else "排在其上级科目之前"
                text = f"{context.shapes[form].name} {context.label(row)} {stands}，应排在 {context.label(parent)} 之下"
                hits.append(Hit(unit, f"{form}/{row}", text, (cell,)))
                break
        latest = {d: r for d, r in latest.items() if d < depth} | {depth: row}
    return hits

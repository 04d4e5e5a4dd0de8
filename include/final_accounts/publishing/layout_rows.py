"""Body rows of one block: fixed lines as printed, open rows in code order, cross rows likewise. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import Block, BlockKind, Column, Line
from final_accounts.publishing import figures
from final_accounts.publishing.table_view import BodyCell, BodyRow, Own, Words

Facts = Mapping[tuple[str, str], Fact]
"""Facts of one form by (row, column)."""

_LEVELS = {3: 0, 5: 1, 7: 2}


@dataclass(frozen=True, slots=True)
class Printing:
    """How a form prints: zeros as 0.00 or not at all, and the names of codes."""

    zeros: bool
    names: Mapping[str, str]


def body_of(block: Block, facts: Facts, printing: Printing) -> tuple[BodyRow, ...]:
    """All body rows of a block, in printed order."""
    if block.kind is BlockKind.FIXED:
        return tuple(_line(block, line, facts, printing) for line in block.lines)
    return tuple(_open(block, row, facts, printing) for row in _rows(block, facts))


def _line(block: Block, line: Line, facts: Facts, printing: Printing) -> BodyRow:
    cells: list[BodyCell] = []
    code, is_code = _code(line.key)
    for column in block.columns:
        match column.role:
            case "label":
                cells.append(BodyCell("label", _said(line.label), indent=line.indent))
            case "number":
                cells.append(BodyCell("number", _said(str(line.number or ""))))
            case "code" if line.key and not is_code:
                cells.append(BodyCell("label", _said(line.label), columns=2))
            case "code":
                cells.append(BodyCell("code", _said(code)))
            case "name" if not line.key or is_code:
                cells.append(BodyCell("name", _said(line.label), indent=_economic_level(code)))
            case "name":
                continue
            case _:
                held = line.key and (not line.columns or column.key in line.columns)
                row = column.row or line.key
                cells.append(_value(column, facts.get((row, column.key)) if held else None, printing))
    return BodyRow(tuple(cells), total=line.bold)


def _open(block: Block, row: str, facts: Facts, printing: Printing) -> BodyRow:
    if not row:
        return BodyRow(tuple(BodyCell("words" if c.role != "value" else "figure") for c in block.columns))
    code, _ = _code(row)
    total = row == "total"
    leading = sum(column.role != "value" for column in block.columns)
    cells: list[BodyCell] = []
    if total:
        cells.append(BodyCell("label", _said(block.total), columns=leading))
    for column in block.columns:
        if column.role == "value":
            cells.append(_value(column, facts.get((row, column.key)), printing))
        elif not total and column.role == "code":
            cells.append(BodyCell("code", _said("" if row.startswith("project:") else code)))
        elif not total:
            indent = _LEVELS.get(len(code), 3 if row.startswith("project:") else 0)
            cells.append(BodyCell("name", _said(_name(row, code, facts, printing)), indent=indent))
    return BodyRow(tuple(cells), total=total)


def _rows(block: Block, facts: Facts) -> Sequence[str]:
    """Row keys: 合计 first, then by code, so that 类, 款 and 项 follow each other; an empty table keeps two rows."""
    present = {row for row, _ in facts if row != "total"}
    coded = sorted(present, key=_order)
    head = ["total"] if block.total else []
    return [*head, *(coded or [""])]


def _order(row: str) -> tuple[str, int, str]:
    kind, _, code = row.partition(":")
    parent, _, number = code.partition("/")
    if kind == "item" and code.isdigit():
        return "", int(code), row
    return parent, int(number) if number.isdigit() else -1, row


def _name(row: str, code: str, facts: Facts, printing: Printing) -> str:
    for (key, _), fact in facts.items():
        if key == row and fact.name:
            return fact.name
    return printing.names.get(code, "")


def _value(column: Column, fact: Fact | None, printing: Printing) -> BodyCell:
    if fact is None:
        return BodyCell("figure")
    if fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int):
        shown = figures.amount(fact.value, zero_blank=not printing.zeros)
        return BodyCell("figure", (replace(shown, fact=fact.key),))
    if column.kind is ValueKind.COUNT and isinstance(fact.value, int):
        return BodyCell("figure", (replace(figures.count(fact.value), fact=fact.key),))
    return BodyCell("words", (Own(fact.printed or str(fact.value)),))


def _said(words: str) -> Words:
    """Fixed words of a cell; an empty cell has none."""
    return (words,) if words else ()


def _code(row: str) -> tuple[str, bool]:
    """The code of a row key, and whether it is one."""
    kind, _, code = row.partition(":")
    return code, kind in {"function", "economic", "project"}


def _economic_level(code: str) -> int:
    return 1 if len(code) == 5 else 0  # noqa: PLR2004 - 类 has three digits, 款 five

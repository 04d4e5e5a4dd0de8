"""Performance forms 绩效表 as officially laid out, from ``disclosure.toml`` or, undescribed, from their layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from final_accounts.model.layout import Block as Region
from final_accounts.model.layout import BlockKind
from final_accounts.publishing.disclosure import form_grid
from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.filled import Filled, filled
from final_accounts.publishing.disclosure.form_rows import Described, described
from final_accounts.publishing.disclosure.nouns import Block, TableView
from final_accounts.publishing.table_view import HeadCell, TablePart

_SHOWN: Final = frozenset({"level1", "level2", "level3", "target", "actual", "weight", "score", "reason"})
"""Columns of indicators that an undescribed form prints."""


def forms(drafting: Drafting, entry: Entry) -> Iterator[Block]:
    """Every filled sheet of the forms in ``forms``, project by project; with ``number`` those of one project."""
    found = [form for base in entry["forms"] for form in filled(drafting, base)]
    wanted = entry.get("number")
    order = {base: place for place, base in enumerate(entry["forms"])}
    numbered = [(_number(form), order[form.layout.id], form) for form in found]
    for number, _, form in sorted(numbered, key=lambda item: item[:2]):
        if wanted is None or number == wanted:
            yield view(form)


def view(form: Filled) -> TableView:
    """One sheet as a table."""
    drafting, layout = form.drafting, form.layout
    known: dict[str, Any] = drafting.report.documents.words["disclosure_forms"]
    parts: list[Described] = known[layout.id]["parts"] if layout.id in known else _plain(form)
    strip = known.get(layout.id, {}).get("strip", drafting.word("disclosure_words", "form_strip"))
    return TableView(
        id=f"form-{form.form}",
        number="",
        title=drafting.filled(layout.title),
        parts=tuple(part for wanted in parts if (part := _part(form, wanted)).body),
        wide=bool(known.get(layout.id, {}).get("wide", False)),
        strip=tuple(drafting.filled(text, number="") for text in strip),
        look="form",
    )


def _part(form: Filled, wanted: Described) -> TablePart:
    head: list[tuple[HeadCell, ...]] = []
    if "over" in wanted:
        head.append((HeadCell(wanted["over"], len(wanted["widths"])),))
    if "head" in wanted:
        head.append(form_grid.heads(wanted["head"]))
    rows = [{**row, "listed": wanted["head"]} if row.get("listed") is True else row for row in wanted["rows"]]
    return TablePart(tuple(wanted["widths"]), tuple(head), tuple(described(form, rows)))


def _plain(form: Filled) -> list[Described]:
    """A form no region describes, drawn from its layout: pairs, then each block below."""
    parts: list[Described] = []
    for block in form.layout.blocks:
        if block.kind is BlockKind.FIXED and len(block.values) == 1:
            parts.append({"widths": ["18", "32", "18", "32"], "rows": [{"pairs": block.id, "columns": [1, 1, 1, 1]}]})
        elif block.kind is BlockKind.FIXED:
            parts.append(_matrix(block))
        elif block.rows == "indicator":
            parts.append(_listed(block))
        else:
            parts.append(_items(block))
    return parts


def _matrix(block: Region) -> Described:
    count = len(block.values)
    widths = ["12", "16", *_shares(72, [1] * count)]
    row = {"matrix": block.id, "head": block.heading, "columns": [1] * (count + 2)}
    return {"widths": widths, "rows": [row]}


def _listed(block: Region) -> Described:
    shown = [column for column in block.values if column.key in _SHOWN]
    head = [{"key": column.key, "header": column.header} for column in shown]
    wanted = {"widths": _shares(100, [column.width for column in shown]), "head": head, "rows": [{"listed": True}]}
    return {**wanted, "over": block.heading} if block.heading else wanted


def _items(block: Region) -> Described:
    shown = [column for column in block.values if column.key != "goal"]
    columns = [{"key": column.key, "header": column.header} for column in shown]
    widths = ["14", *_shares(86, [column.width for column in shown])]
    return {"widths": widths, "rows": [{"goals": columns, "head": block.heading, "span": 1}]}


def _shares(whole: int, widths: list[int]) -> list[str]:
    """Widths in percent of the page, in tenths, that add up to ``whole``."""
    total = sum(widths)
    shares = [whole * 10 * width // total for width in widths]
    shares[-1] += whole * 10 - sum(shares)
    return [f"{share // 10}.{share % 10}" for share in shares]


def _number(form: Filled) -> int:
    rest = form.form.removeprefix(form.layout.id)
    return int(rest) if rest.isdigit() else 0

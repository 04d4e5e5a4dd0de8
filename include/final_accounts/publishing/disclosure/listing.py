"""Open annexes as tables inside the text: key work 重点工作, sums carried on 结转明细."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.publishing import figures
from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.filled import own
from final_accounts.publishing.disclosure.nouns import Block, TableView
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart


def listing(drafting: Drafting, entry: Entry) -> Iterator[Block]:
    """The filled rows of ``form`` with ``columns``, counted in the first column; nothing where none is filled."""
    form: str = entry["form"]
    rows: dict[str, dict[str, Fact]] = {}
    for fact in drafting.report.reported.facts:
        if fact.form == form and fact.row.startswith("item:") and not fact.blank:
            rows.setdefault(fact.row, {})[fact.column] = fact
    if not rows:
        return
    columns: list[dict[str, Any]] = entry["columns"]
    head = (HeadCell(entry["counted"]), *(HeadCell(column["header"]) for column in columns))
    body: list[BodyRow] = []
    for place, row in enumerate(sorted(rows, key=lambda row: int(row.removeprefix("item:"))), 1):
        number = replace(figures.count(place), name=f"{form} {row} number")
        cells = (_cell(rows[row].get(column["key"])) for column in columns)
        body.append(BodyRow((BodyCell("number", (number,)), *cells)))
    title = drafting.filled(entry["title"])
    part = TablePart(tuple(entry["widths"]), (head,), tuple(body))
    yield TableView(f"list-{form}", "", title, (part,), look="plain", own_page=False)


def _cell(fact: Fact | None) -> BodyCell:
    if fact is None:
        return BodyCell("words")
    if fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int):
        return BodyCell("figure", (replace(figures.amount(fact.value), fact=fact.key),))
    return BodyCell("words", own(fact.printed or str(fact.value)))

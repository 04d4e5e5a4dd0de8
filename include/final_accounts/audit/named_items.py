"""Names of what was spent on: a closed list of basic expenditure names every item of its table that has money.

A list that ends in 等 is open. Where a document calls many items otherwise, its names are not the table's: silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import KINDS, Claim, Operand
from final_accounts.audit.clauses import Told
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity

_ITEM: Final = re.compile(r"economic:(?P<code>[0-9]{5})")
_LIST: Final = re.compile(r"(?:主要)?(?:包括|用于)：?(?P<names>[^。；]{4,})")
_OPEN: Final = re.compile(r"等(?:支出|费用|方面|项目|项)?$")
_PUBLIC: Final = ("302", "307", "310", "399")
_FEW: Final = 4  # one item in so many may be missing before the names are taken for other ones


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the table with its code, its name and its cell."""

    code: str
    name: str
    cell: Operand


def named_items(book: Book) -> Iterator[Claim]:
    """Items of the table of basic expenditure that neither of the two lists names."""
    lists = [(told, found) for told in book.told if (found := _listed(told)) is not None]
    if len(lists) < 2 or any(_OPEN.search(found["names"]) for _, found in lists):
        return
    text = "".join(told.passage.text for told, _ in lists)
    spent = list(_spent(book))
    missing = [item for item in spent if item.name not in text]
    if not missing or len(missing) * _FEW > len(spent):
        return
    for public in (False, True):
        items = [item for item in missing if item.code.startswith(_PUBLIC) is public]
        told, found = next(
            ((t, f) for t, f in lists if ("公用经费" in t.passage.text[: f.start()]) is public), lists[0]
        )
        if items:
            yield _missing(told, found, items)


def _spent(book: Book) -> Iterator[Item]:
    """Items of the table that have money; sums of several items have no code of their own."""
    table = book.facts.tables_by_id.get("T6")
    for row in table.rows if table is not None else ():
        found = _ITEM.fullmatch(row.key)
        cell = book.facts.get(f"T6 {row.key} amount")
        if found is not None and cell is not None and cell.quantity.value > 0 and row.name:
            yield Item(found["code"], normalised(row.name), cell)


def _listed(told: Told) -> re.Match[str] | None:
    """The list of a passage of the section on basic expenditure."""
    if told.placed.section != "basic" or not re.search("人员经费|公用经费", told.passage.text):
        return None
    found = _LIST.search(told.passage.text)
    return found if found is not None and "、" in found["names"] else None


def _missing(told: Told, found: re.Match[str], items: list[Item]) -> Claim:
    names = "、".join(f"{i.name} {i.cell.quantity.printed}" for i in items)
    return finding(
        told.passage.spot(found.start("names")),
        told.sentence_at(found.start()),
        "name",
        f"表中有金额、说明没有列出：{names}",
        stated=told.passage.printed(found.start(), found.start("names")),
        severity=Severity.EXPLAIN,
        spots=[i.cell.spot for i in items],
        proposed="补列该项，或核对表中的金额",
        kind=KINDS["basic"],
    )

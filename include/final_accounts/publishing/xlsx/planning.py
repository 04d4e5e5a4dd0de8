"""From a disclosure to its workbook of tables: the list of contents, then one sheet a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from final_accounts.model.safe_text import legal
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.documents import Documents, Words
from final_accounts.publishing.table_view import plain
from final_accounts.publishing.xlsx.listing import Listed, listed
from final_accounts.publishing.xlsx.measuring import row_heights
from final_accounts.publishing.xlsx.nouns import BookPlan, Paper, PlacedCell, SheetPlan
from final_accounts.publishing.xlsx.sheets import table_sheet

CONTENTS_WIDTHS = (14.0, 56.0, 44.0)


def plan(disclosure: Disclosure) -> BookPlan:
    """Every sheet with every cell; the same disclosure always gives the same plan."""
    words = Documents.of().words
    tables = listed(disclosure, words["xlsx"]["contents"])
    notices = [legal(plain(notice)) for notice in disclosure.cover.notices]
    return BookPlan(
        title=disclosure.title,
        subject=disclosure.name,
        author=disclosure.publisher,
        comments=disclosure.seal.hash,
        day=disclosure.sealed_on,
        header=notices[0] if notices else "",
        footer=words["xlsx"]["page"],
        sheets=(
            _contents(disclosure, tables, notices, words),
            *(table_sheet(item.table, item.name, words["xlsx"]) for item in tables),
        ),
    )


def _contents(disclosure: Disclosure, tables: Sequence[Listed], notices: Sequence[str], words: Words) -> SheetPlan:
    cells = list(_opening(disclosure, notices, words))
    head = cells[-1].row + 1
    cells.append(PlacedCell(head, 0, None, "gap"))
    head += 1
    cells.extend(PlacedCell(head, column, text, "head") for column, text in enumerate(words["xlsx_contents"].values()))
    row = head
    for row, item in enumerate(tables, start=head + 1):
        cells.append(PlacedCell(row, 0, legal(item.table.number) or None, "number"))
        cells.append(PlacedCell(row, 1, legal(item.table.title), "link", link=item.name))
        cells.append(PlacedCell(row, 2, legal(item.told) or None, "words"))
    heights = {0: 36.0, **row_heights(cells, CONTENTS_WIDTHS)}
    return SheetPlan(
        name=words["xlsx"]["contents"],
        table="",
        cells=tuple(cells),
        widths=CONTENTS_WIDTHS,
        paper=Paper(landscape=False, last=(row, len(CONTENTS_WIDTHS) - 1)),
        heights=heights,
    )


def _opening(disclosure: Disclosure, notices: Sequence[str], words: Words) -> Iterator[PlacedCell]:
    """Title, notices, and what the workbook is about."""
    yield PlacedCell(0, 0, legal(disclosure.title), "title", columns=len(CONTENTS_WIDTHS))
    row = 1
    for notice in notices:
        yield PlacedCell(row, 0, notice, "notice", columns=len(CONTENTS_WIDTHS))
        row += 1
    seal = disclosure.seal
    facts = {
        "name": disclosure.name,
        "unit": disclosure.unit,
        "year": f"{disclosure.fiscal_year}",
        "version": f"第 {disclosure.version} 版",
        "date": seal.date,
        "number": seal.number,
        "hash": seal.hash,
        "measure": words["xlsx"]["measure"],
    }
    for key, label in words["xlsx_facts"].items():
        yield PlacedCell(row, 0, label, "fact label")
        yield PlacedCell(row, 1, legal(facts[key]) or None, "fact", columns=len(CONTENTS_WIDTHS) - 1)
        row += 1

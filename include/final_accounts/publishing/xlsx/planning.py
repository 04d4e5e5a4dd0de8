"""From a disclosure to its workbook of tables: the list of contents, then one sheet a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from final_accounts.model.safe_text import legal
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.documents import Documents, Words
from final_accounts.publishing.table_view import TableView, plain
from final_accounts.publishing.xlsx.measuring import row_heights
from final_accounts.publishing.xlsx.naming import sheet_names
from final_accounts.publishing.xlsx.nouns import BookPlan, Paper, PlacedCell, SheetPlan
from final_accounts.publishing.xlsx.sheets import table_sheet

CONTENTS_WIDTHS = (14.0, 56.0, 44.0)


def plan(disclosure: Disclosure) -> BookPlan:
    """Every sheet with every cell; the same disclosure always gives the same plan."""
    words = Documents.of().words
    tables = [block for _, block in disclosure.blocks() if isinstance(block, TableView)]
    names = list(sheet_names(tables, disclosure.fiscal_year, words["xlsx"]["contents"]))
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
            _contents(disclosure, tables, names, notices, words),
            *(table_sheet(table, name, words["xlsx"]) for table, name in zip(tables, names, strict=True)),
        ),
    )


def _contents(
    disclosure: Disclosure, tables: Sequence[TableView], names: Sequence[str], notices: Sequence[str], words: Words
) -> SheetPlan:
    cells = list(_opening(disclosure, notices, words))
    head = cells[-1].row + 1 if cells else 0
    cells.append(PlacedCell(head, 0, None, "gap"))
    head += 1
    cells.extend(PlacedCell(head, column, text, "head") for column, text in enumerate(words["xlsx_contents"].values()))
    row = head
    for row, (table, name) in enumerate(zip(tables, names, strict=True), start=head + 1):
        cells.append(PlacedCell(row, 0, legal(table.number) or None, "number"))
        cells.append(PlacedCell(row, 1, legal(table.title), "link", link=name))
        cells.append(PlacedCell(row, 2, legal(_told(table)) or None, "words"))
    heights = {0: 36.0, **row_heights(cells, CONTENTS_WIDTHS)}
    return SheetPlan(
        name=words["xlsx"]["contents"],
        table="",
        cells=tuple(cells),
        widths=CONTENTS_WIDTHS,
        paper=Paper(landscape=False, last=(row, len(CONTENTS_WIDTHS) - 1)),
        heights=heights,
    )


def _told(table: TableView) -> str:
    """What the list says of a table: its remark, or for a form what it is about, the first words filled in."""
    if table.remark or table.look != "form":
        return table.remark
    cells = (cell for part in table.parts for row in part.body for cell in row.cells)
    return next((cell.text for cell in cells if cell.look == "words" and cell.text), "")


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

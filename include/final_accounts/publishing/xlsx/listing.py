"""Which tables of a disclosure become sheets, what the sheets are called, and what the list says of each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from final_accounts.publishing.disclosure.nouns import Disclosure, Heading, Part
from final_accounts.publishing.table_view import TableView
from final_accounts.publishing.xlsx.naming import sheet_names


@dataclass(frozen=True, slots=True)
class Listed:
    """A table with its part of the document, the name of its sheet, and what the list of contents says of it."""

    part: Part
    table: TableView
    name: str
    told: str


def listed(disclosure: Disclosure, contents: str) -> tuple[Listed, ...]:
    """Every table in order; ``contents`` is the name of the sheet that lists them."""
    found = list(_tables(disclosure))
    often = Counter(table.title for _, table, _ in found)
    names = sheet_names((table for _, table, _ in found), disclosure.fiscal_year, contents)
    return tuple(
        Listed(part, table, name, _told(table, heading if often[table.title] > 1 else ""))
        for (part, table, heading), name in zip(found, names, strict=True)
    )


def _tables(disclosure: Disclosure) -> Iterator[tuple[Part, TableView, str]]:
    """Part, table, and the heading it stands below in that part."""
    for part in disclosure.parts:
        heading = ""
        for block in part.blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, TableView):
                yield part, block, heading


def _told(table: TableView, heading: str) -> str:
    """The remark below the table; of a form what it is about, its first words; of tables called alike the heading."""
    if table.remark:
        return table.remark
    if table.look == "form":
        cells = (cell for part in table.parts for row in part.body for cell in row.cells)
        return next((cell.text for cell in cells if cell.look == "words" and cell.text), "")
    return heading if table.look == "plain" else ""

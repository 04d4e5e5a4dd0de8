"""Disclosures as tests read them: figures with their place, tables by id, rows as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.publishing.disclosure import Disclosure, Heading, compose, words_of
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, HeadCell, TablePart, TableView
from publishing import disclosures

SAMPLES: dict[str, Callable[[], Disclosure]] = {
    "wuhan-1": disclosures.wuhan,
    "wuhan-2": disclosures.wuhan_corrected,
    "ziyang": disclosures.ziyang,
    "sichuan-0": disclosures.sichuan,
    "sichuan-4": lambda: disclosures.sichuan(4),
    "hubei-wuhan-0": disclosures.hubei,
    "hubei-wuhan-5": lambda: disclosures.hubei(5),
    "national": lambda: compose(disclosures.made_up_report("hubei", 2022, 0)),
}
"""Both regional forms, the national one, real and made-up units."""


@dataclass(frozen=True)
class Stands:
    """A figure and where it stands: part, nearest headings of level 2 and 3, table."""

    part: str
    section: str
    below: str
    table: str
    figure: Figure


def standing(document: Disclosure) -> Iterator[Stands]:
    """Every figure of the document with its place."""
    part_id = section = below = ""
    for part, block in document.blocks():
        if part.id != part_id:
            part_id, section, below = part.id, "", ""
        if isinstance(block, Heading):
            if block.level == 2:
                section, below = block.id, ""
            elif block.level == 3:
                below = block.id
        table = block.id if isinstance(block, TableView) else ""
        for words in words_of(block):
            for word in words:
                if isinstance(word, Figure):
                    yield Stands(part_id, section, below, table, word)


def tables(document: Disclosure) -> dict[str, TableView]:
    """Every table by its id."""
    return {block.id: block for _, block in document.blocks() if isinstance(block, TableView)}


def rows(table: TableView) -> list[list[str]]:
    """Body rows as text, cell by cell, of all parts."""
    return [[cell.text for cell in row.cells] for part in table.parts for row in part.body]


def number(printed: str) -> Decimal | None:
    """The one number of a printed figure; None when it holds none or several."""
    found = re.findall(r"-?\d[\d,]*(?:\.\d+)?", printed)
    return Decimal(found[0].replace(",", "")) if len(found) == 1 else None


def uncovered(part: TablePart) -> list[str]:
    """Rows whose cells, with those that reach down into them, do not cover exactly the columns of the part."""
    return [*_gaps(len(part.widths), part.head), *_gaps(len(part.widths), [row.cells for row in part.body])]


def _gaps(width: int, grid: Sequence[Sequence[HeadCell | BodyCell]]) -> Iterator[str]:
    reach = [0] * width
    for place, row in enumerate(grid):
        free = [column for column in range(width) if not reach[column]]
        reach = [max(0, down - 1) for down in reach]
        wanted = sum(cell.columns for cell in row)
        if wanted != len(free):
            yield f"第 {place} 行占 {wanted} 栏，空 {len(free)} 栏"
            return
        columns = iter(free)
        for cell in row:
            for _ in range(cell.columns):
                reach[next(columns)] = cell.rows - 1
    if any(reach):
        yield "末行之下还有合并的单元格"

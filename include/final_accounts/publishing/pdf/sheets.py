"""A disclosure as the template prints it: sheets of paper, upright or lying, with their blocks, as plain data. Pure.

A part begins a sheet; so does a table that wants its own page or a lying one, and the headings just above go with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from final_accounts.publishing.charts import read, svg
from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Part, Picture
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.pdf.fitting import LONGEST_RUN, fitted
from final_accounts.publishing.table_view import BodyCell, HeadCell, TablePart, TableView, Words, plain

Data = dict[str, Any]

A4: Final = (595.28, 841.89)
TITLE_SIZES: Final = (30, 20)
"""Type of the title lines on the cover: as large as the longest line allows, not below the second."""
PART_HEAD, FURNITURE = 80.0, 78.0
"""What the title of a part takes of its first page, and title, strip and remark of a table of theirs."""
SMALL: Final = 0.5
"""A table, or rows under one label, of at most this share of a page never break."""
LONG: Final = 160.0
"""Height from which a single row may break."""
PICTURE: Final = 350.0
CONTENTS_HEAD: Final = 40.0
CONTENTS_SIZES: Final = (10.5, 10.0, 9.5)
TIGHTEST, LOOSEST = 1.36, 1.6
"""From line to line of the contents, in ems."""

_UNBROKEN: Final = re.compile(
    rf"[!-~]{{{LONGEST_RUN}}}(?=[!-~])|[\u2460-\u24ff\u2776-\u2793](?=[\u2460-\u24ff\u2776-\u2793])"
)
"""Where words may break though no rule of writing lets them: in long runs, between circled numbers."""
_UNPRINTED: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Kinds of signs that have no shape of their own: controls, changes of direction, private use."""


@dataclass(slots=True)
class _Sheet:
    flipped: bool = False
    blocks: list[Block] = field(default_factory=list)


def sheets_of(disclosure: Disclosure, paper: Mapping[str, Mapping[str, float]]) -> Data:
    """Everything ``disclosure.typ`` prints. ``paper`` has the margins of an ``upright`` and of a ``wide`` sheet."""
    cover = disclosure.cover
    longest = max(width(line) for line in cover.title)
    room = A4[0] - paper["upright"]["left"] - paper["upright"]["right"]
    largest, least = TITLE_SIZES
    return {
        "title": _clean(disclosure.title),
        "name": _clean(disclosure.name),
        "keywords": [f"{disclosure.fiscal_year}年度", "决算公开", disclosure.city],
        "description": _clean(plain(cover.notices[0])) if cover.notices else "",
        "sample": _clean(disclosure.sample.head),
        "paper": {name: dict(margins) for name, margins in paper.items()},
        "cover": {
            "label": _clean(cover.label),
            "title": [_clean(line) for line in cover.title],
            "size": max(least, min(largest, int(room / longest))),
            "unit": _clean(cover.unit),
            "date": cover.date,
            "notices": [_text(words) for words in cover.notices],
        },
        "contents": _contents(disclosure, _room(paper, flipped=False)[1]),
        "seal": {"date": disclosure.seal.date, "number": disclosure.seal.number, "hash": disclosure.seal.hash},
        "parts": [_part(part, paper) for part in disclosure.parts],
    }


def _contents(disclosure: Disclosure, high: float) -> Data:
    """Title, type and gaps of the contents: on one page where that is readable."""
    entries = list(disclosure.contents())
    pitch = (high - CONTENTS_HEAD) / (len(entries) + 0.3 * sum(entry.level == 1 for entry in entries))
    size = next((size for size in CONTENTS_SIZES if pitch >= size * TIGHTEST), CONTENTS_SIZES[0])
    gap = min(pitch / size, LOOSEST) - 1 if pitch >= size * TIGHTEST else LOOSEST - 1
    return {"title": disclosure.contents_title, "size": size, "gap": round(gap * size, 1)}


def _part(part: Part, paper: Mapping[str, Mapping[str, float]]) -> Data:
    sheets = list(_sheets(part))
    outline = _Outline()
    return {
        "id": part.id,
        "mark": _clean(part.mark),
        "title": _clean(part.title),
        "shown": _clean(part.mark or part.title),
        "sheets": [
            {
                "flipped": sheet.flipped,
                "blocks": list(_blocks(sheet, outline, paper, PART_HEAD if sheet is sheets[0] else 0)),
                "listed": _listed(part) if sheet is sheets[0] and _divides(sheets) else [],
            }
            for sheet in sheets
        ],
    }


def _sheets(part: Part) -> Iterator[_Sheet]:
    sheet = _Sheet()
    opening = True
    for block in part.blocks:
        table = block if isinstance(block, TableView) else None
        below = isinstance(block, Paragraph) and block.look == "note"
        begins = table.own_page or table.wide != sheet.flipped if table else sheet.flipped and not below
        if begins:
            headings = _headings_at_end(sheet)
            if sheet.blocks or (opening and len(_listed(part)) > 1):
                yield sheet
            sheet = _Sheet(table is not None and table.wide, headings)
        sheet.blocks.append(block)
        opening = False
    yield sheet


def _headings_at_end(sheet: _Sheet) -> list[Block]:
    """Takes the headings off that stand last; they belong to what comes."""
    kept = len(sheet.blocks)
    while kept and isinstance(sheet.blocks[kept - 1], Heading):
        kept -= 1
    taken = sheet.blocks[kept:]
    del sheet.blocks[kept:]
    return taken


def _divides(sheets: Sequence[_Sheet]) -> bool:
    """Whether the first sheet of a part holds nothing before its tables, and so has room to list them."""
    return len(sheets) > 1 and all(isinstance(block, Paragraph) for block in sheets[0].blocks)


def _listed(part: Part) -> list[Data]:
    tables = (block for block in part.blocks if isinstance(block, TableView) and block.look == "official")
    return [{"id": table.id, "text": _title(table)} for table in tables]


def _room(paper: Mapping[str, Mapping[str, float]], *, flipped: bool) -> tuple[float, float]:
    """Width and height between the margins."""
    wide, high = reversed(A4) if flipped else A4
    margins = paper["wide" if flipped else "upright"]
    return wide - margins["left"] - margins["right"], high - margins["top"] - margins["bottom"]


class _Outline:
    """Headings in the order they come. No level is left out on the way down, as readers of outlines expect."""

    def __init__(self) -> None:
        self.level = 1
        self.text = ""

    def under(self, wanted: int, text: str) -> int:
        """The level of the next heading."""
        self.level, self.text = min(wanted, self.level + 1), text
        return self.level


def _blocks(sheet: _Sheet, outline: _Outline, paper: Mapping[str, Mapping[str, float]], taken: float) -> Iterator[Data]:
    room, high = _room(paper, flipped=sheet.flipped)
    return (_block(block, outline, room, high - taken) for block in sheet.blocks)


def _block(block: Block, outline: _Outline, room: float, high: float) -> Data:
    if isinstance(block, Heading):
        level, shown = outline.under(block.level, block.text), _clean(block.shown)
        return {"is": "heading", "level": level, "id": block.id, "text": shown, "listed": block.listed}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "look": block.look, "mark": _clean(block.mark), "words": _text(block.words)}
    if isinstance(block, Picture):
        chart = block.chart
        told = {"said": _clean(read(chart.said)), "caption": _clean(chart.caption)}
        return {"is": "picture", "svg": svg(chart), "width": min(PICTURE, room), **told}
    return _table(block, outline, room, high)


def _table(table: TableView, outline: _Outline, room: float, high: float) -> Data:
    found = fitted(table, room, high - FURNITURE)
    said_above = table.look == "plain" and outline.text == table.title
    level = 0
    if table.look == "official":
        level = outline.under(2, table.title)
    elif table.look == "form":
        level = min(outline.level + 1, 4)
    return {
        "is": "table",
        "id": table.id,
        "heading": level,
        "listed": table.look == "official",
        "title": _title(table) if table.look == "official" else "" if said_above else _clean(table.title),
        "strip": [_clean(text) for text in table.strip],
        "remark": _clean(table.remark),
        "size": found.size,
        "whole": found.height <= SMALL * high,
        "parts": [
            {
                "columns": [round(wide, 2) for wide in columns],
                "head": [[_cell(cell) for cell in row] for row in part.head],
                "body": list(_rows(part, rows, SMALL * high)),
                "whole": head + sum(rows) <= SMALL * high,
            }
            for part, columns, head, rows in zip(table.parts, found.columns, found.heads, found.rows, strict=True)
        ],
    }


def _title(table: TableView) -> str:
    return _clean(f"{table.number}　{table.title}" if table.number else table.title)


def _rows(part: TablePart, heights: Sequence[float], small: float) -> Iterator[Data]:
    """Body rows. A row breaks over pages only when it is long, rows under one label only when they are many."""
    for number, (row, height) in enumerate(zip(part.body, heights, strict=True)):
        long = height > LONG
        yield {
            "bold": row.total,
            "cells": [
                _cell(cell) | {"breakable": long or sum(heights[number : number + cell.rows]) > small, "top": long}
                for cell in row.cells
            ],
        }


def _cell(cell: HeadCell | BodyCell) -> Data:
    spans = {"columns": cell.columns, "rows": cell.rows}
    if isinstance(cell, HeadCell):
        return {"words": _clean(cell.text), **spans}
    look, _, more = cell.look.partition(" ")
    return {"look": look, "bold": "total" in more, "indent": cell.indent, "words": _text(cell.words), **spans}


def _text(words: Words) -> str:
    """What a reader sees; long runs of a unit's own signs get places to break."""
    return "".join(one.text if isinstance(one, Figure) else _breaking(one) for one in words)


@lru_cache(maxsize=1 << 14)
def _breaking(words: str) -> str:
    return _UNBROKEN.sub("\\g<0>\u200b", _clean(words))


def _clean(words: str) -> str:
    r"""Without signs that have no shape; line ends stay.

    >>> _clean("收\u202e支\x07\r\n总计")
    '收支\n总计'
    """
    if words.isprintable():
        return words
    lines = words.replace("\r\n", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in _UNPRINTED)

"""How much is read at once: a paragraph far longer than people write is cut at its full stops, or left out and told.

What a figure says is found among all the others of its sentence, so the effort grows with the square of what stands
together. The longest paragraphs of published documents have some 250 characters and fifteen figures; the bounds here
are many times that, and every document is audited in a time that grows with its length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from final_accounts.audit.text import Passage, sentences
from final_accounts.model.document import ReadCell, ReadDocument, ReadTable, Spot, Unread

TOGETHER: Final = (1000, 40)
"""Characters and figures of a paragraph that is not cut."""
SENTENCE: Final = (3000, 200)
"""Characters and figures of a sentence, or characters of a cell, beyond which it is not read."""
_FIGURE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_OPENING: Final = 14


def stretches(passage: Passage) -> Iterator[Passage | Unread]:
    """A passage as it is, or cut between sentences; a sentence that is too long is told instead."""
    if _within(passage.text, TOGETHER):
        yield passage
        return
    begin = end = 0
    for low, high in sentences(passage.text):
        if high > begin and not _within(passage.text[begin:high], TOGETHER) and end > begin:
            yield passage.between(begin, end)
            begin = low
        end = high
        if not _within(passage.text[low:high], SENTENCE):
            opening = passage.printed(low, low + _OPENING)
            yield _left_out(passage.spot(low), f"“{opening}…”一句")
            begin = high
    if end > begin:
        yield passage.between(begin, end)


def readable(document: ReadDocument) -> tuple[ReadDocument, tuple[Unread, ...]]:
    """The document without the text of cells that are too long for a table, and what was left out."""
    left_out = tuple(
        _left_out(cell.spot, f"“{cell.text.strip()[:_OPENING]}…”一格")
        for table in document.blocks
        if isinstance(table, ReadTable)
        for row in table.rows
        for cell in row
        if len(cell.text) > SENTENCE[0]
    )
    if not left_out:
        return document, ()
    blocks = tuple(_emptied(b) if isinstance(b, ReadTable) else b for b in document.blocks)
    return replace(document, blocks=blocks), left_out


def _within(text: str, bounds: Sequence[int]) -> bool:
    characters, figures = bounds
    return len(text) <= characters and sum(1 for _ in _FIGURE.finditer(text)) <= figures


def _left_out(spot: Spot, what: str) -> Unread:
    return Unread(spot, f"{what}超过 {SENTENCE[0]} 字或 {SENTENCE[1]} 个数，没有核对")


def _emptied(table: ReadTable) -> ReadTable:
    def short(cell: ReadCell) -> ReadCell:
        return replace(cell, text="") if len(cell.text) > SENTENCE[0] else cell

    return replace(table, rows=tuple(tuple(short(cell) for cell in row) for row in table.rows))

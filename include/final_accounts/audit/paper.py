"""Printed pages: lines that run over every page, and how wide a full line is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from final_accounts.audit.text import columns
from final_accounts.model.document import ReadDocument, TextLine

LEADER: Final = re.compile(r"(?:[.…·] ?){4,}")
"""Dots between a title and its page number."""
_EDGE: Final = 3  # lines at the top and at the foot of a page that may be running ones
_PAGES: Final = 3  # a line on fewer pages is text
_MEASURE: Final = re.compile("单位：(?:万元|元|亿元)")  # stands above every table and is needed there
_TAIL: Final = 12  # the longest lines tell how wide a full one is


def masked(text: str) -> str:
    """A line without what changes from page to page.

    >>> masked("第 5 页　共 55 页") == masked("第 31 页　共 55 页")
    True
    """
    return re.sub(r"[0-9]+|第[一二三四五六七八九十]+部分|\s", "#", text).strip("#")


def running_lines(document: ReadDocument) -> frozenset[str]:
    """Heads and feet: lines at the edges of pages that stand on at least three of them and on a quarter of all."""
    pages: dict[int, list[TextLine]] = defaultdict(list)
    for block in document.blocks:
        if isinstance(block, TextLine):
            pages[block.spot.page].append(block)
    seen: Counter[str] = Counter()
    for lines in pages.values():
        edges = {masked(line.text) for line in [*lines[:_EDGE], *lines[-_EDGE:]] if not _MEASURE.search(line.text)}
        seen.update(edge for edge in edges if edge)
    least = max(_PAGES, len(pages) // 4)
    return frozenset(text for text, count in seen.items() if count >= least)


def full_width(document: ReadDocument, running: frozenset[str]) -> int:
    """Columns from which a line counts as full, so that the next one goes on with it."""
    lines = [b for b in document.blocks if isinstance(b, TextLine) and _prose(b, running)]
    widths = sorted(columns(line.text) for line in lines)
    if len(widths) < _TAIL:
        return 0
    return widths[-max(len(widths) // 10, 1)] * 9 // 10


def _prose(line: TextLine, running: frozenset[str]) -> bool:
    return "\t" not in line.text and masked(line.text) not in running and not LEADER.search(line.text)

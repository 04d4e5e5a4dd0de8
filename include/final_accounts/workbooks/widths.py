"""Column widths and row heights that fit Chinese labels 列宽行高. Widths in Excel's characters, heights in points."""

from __future__ import annotations

from math import ceil
from unicodedata import east_asian_width

LINE_HEIGHT = 16.0
ROW_HEIGHT = 19.0


def text_width(text: str) -> int:
    """Width of the longest line of a text: a Chinese character counts two.

    >>> text_width("决算数"), text_width("T1"), text_width("")
    (6, 2, 0)
    """
    return max((sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n")), default=0)


def lines_needed(text: str, width: float) -> int:
    """Lines a text takes when wrapped at ``width``.

    >>> lines_needed("一般公共预算财政拨款", 12)
    2
    """
    return sum(max(ceil((text_width(line) + 1) / max(width, 1)), 1) for line in text.split("\n"))


def row_height(texts: list[tuple[str, float]], least: float = ROW_HEIGHT) -> float:
    """Height of a row whose cells hold these (text, column width) pairs."""
    needed = max((lines_needed(text, width) for text, width in texts if text), default=1)
    return max(least, needed * LINE_HEIGHT + 4)

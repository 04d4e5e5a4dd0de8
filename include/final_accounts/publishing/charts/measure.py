"""How wide a text is, before any font is asked: full-width signs are one em, half-width ones less.

The widths of half-width signs are upper bounds over the sans-serif fonts of the pages, so that what fits here fits
there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

NARROW: Final = 0.6
"""Ems of a digit, a small letter, a comma, a space."""

BROAD: Final = 0.95
"""Ems of capital letters, ``%``, ``@``, ``&``, ``m``, ``w``."""

NOT_FIRST: Final = frozenset("，。、；：！？）》〉」』】”’,.;:!?)%—")
"""Signs that must not begin a line."""


def width(text: str, size: float = 1.0) -> float:
    """The width of ``text`` set at ``size``.

    >>> width("收入"), round(width("349.56"), 2), round(width("9%", 10), 1)
    (2.0, 3.6, 15.5)
    """
    return size * _wide(text)


def lines(text: str, room: float, size: float = 1.0) -> tuple[str, ...]:
    """Break ``text`` so that no line is wider than ``room``; a single sign is never broken.

    >>> lines("文化旅游体育与传媒支出", 6.0)
    ('文化旅游体育', '与传媒支出')
    >>> lines("住房保障（保障性）支出", 4.0)
    ('住房保障', '（保障', '性）支出')
    """
    return tuple(_lines(text, room, size))


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for sign in text:
        while line and width(line + sign, size) > room:
            cut = _cut(line, sign)
            yield line[:cut]
            line = line[cut:]
        line += sign
    if line or not text:
        yield line


def _cut(line: str, following: str) -> int:
    """Where a full line ends: one sign earlier when it would end with an opening or be followed by a closing sign."""
    cut = len(line)
    while cut > 1 and (following in NOT_FIRST or line[cut - 1] in "（《「『【“‘("):
        cut -= 1
        following = line[cut]
    return cut


@lru_cache(maxsize=8192)
def _wide(text: str) -> float:
    return sum(_ems(sign) for sign in text)


@lru_cache(maxsize=8192)
def _ems(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return BROAD if sign.isupper() or sign in "%@&mw" or not sign.isascii() else NARROW

"""Numbers in a text, as they stand there: nothing is made alike, so nothing that changed can hide."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

NUMBER: Final = re.compile(r"[+\-−－＋±]?\d+(?:[.,]\d+)*[%％‰]?|(?<!\S)—(?!\S)")
"""Digits with sign, separators and percent; a dash that stands alone says that a figure is not known."""

UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
"""Signs without a shape: places where a line may break."""

PART: Final = frozenset("0123456789.,+-−－＋±%％‰")
"""What a number may begin or end with where a line breaks inside it."""


@lru_cache(maxsize=1 << 14)
def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a short text; cells of a city say the same things again and again."""
    return tuple(number for number, _, _ in spans(text.translate(UNSEEN)))


def spans(text: str) -> list[tuple[str, int, int]]:
    """Every number of a text with its place.

    >>> [number for number, _, _ in spans("增长-36.25%，1,349.56万元，2021-2022年，表1　—")]
    ['-36.25%', '1,349.56', '2021', '-2022', '1', '—']
    """
    return [(found[0], found.start(), found.end()) for found in NUMBER.finditer(text)]

"""Where a printed figure stands in a text as a figure of its own, not as a piece of a longer one."""

from __future__ import annotations

import re


def last_of(mark: str, text: str, start: int = 0, end: int | None = None) -> int:
    """Place of the last ``mark`` in ``text[start:end]`` that no digit goes on with, else of the last one at all; or -1.

    >>> last_of("4", "自评 4 分，应得 4.75 分"), last_of("4", "14"), last_of("4", "5")
    (3, 1, -1)
    """
    end = len(text) if end is None else end
    before = r"(?<![0-9.,])" if mark[:1].isdigit() else ""
    behind = r"(?![0-9]|[.,][0-9])" if mark[-1:].isdigit() else ""
    alone = [found.start() for found in re.compile(before + re.escape(mark) + behind).finditer(text, start, end)]
    return alone[-1] if alone else text.rfind(mark, start, end)

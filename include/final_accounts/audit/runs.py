"""Figures said at once: 收入、支出总计分别为A、B，各减少C、D，下降E%、F%; each belongs to the one at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from final_accounts.audit.numbers import Token

_JOINED: Final = frozenset({"，", "、", "和", "与", "及", "以及", "；"})
_CLOSE: Final = frozenset({"、", "和", "与", "及", "以及"})
_EACH: Final = re.compile("各|分别|依次")
_SAID: Final = re.compile("(?:均|各|分别|依次)+(?:为|是)?$")
_NAMES: Final = re.compile("、|和|与|以及|及")


def runs(figures: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """For each figure its place in a run and the run's length; (0, 1) for a figure that stands alone.

    A run begins with 各 or 分别, or follows one of its length in the same sentence: 分别增加C、D万元，增长E%、F%.
    """
    found: list[tuple[int, int]] = []
    known: set[int] = set()  # lengths of the runs of this sentence
    previous = place = 0
    while place < len(figures):
        lead = text[previous : figures[place].start]
        if "。" in lead:
            known.clear()
        each = bool(_EACH.search(re.split("[，；。]", lead)[-1]))
        length = _length(figures, text, place, _JOINED if each else _CLOSE)
        if length > 1 and (each or length in known):
            known.add(length)
        else:
            length = 1
        found += [(nth, length) for nth in range(length)]
        place += length
        previous = figures[place - 1].end
    return found


def _length(figures: Sequence[Token], text: str, first: int, signs: frozenset[str]) -> int:
    last = first
    while last + 1 < len(figures):
        before, after = figures[last], figures[last + 1]
        if text[before.end : after.start] not in signs or before.kind is not after.kind:
            break
        last += 1
    return last - first + 1


def split_names(lead: str) -> list[str]:
    """The names that a run of figures is said of.

    >>> split_names("年初预算数和决算数分别为")
    ['年初预算数', '决算数']
    """
    return _NAMES.split(_SAID.sub("", lead))


def label_of(label: str, nth: int, run: int) -> str:
    """What the figure at a place of a run is called, when the label names as many things as there are figures.

    >>> label_of("货物、工程和服务支出", 0, 3), label_of("货物、工程和服务支出", 2, 3), label_of("收、支总计", 1, 2)
    ('货物', '服务支出', '收、支总计')
    """
    names = _NAMES.split(label)
    whole = len(names) != run or any(len(name) < 2 for name in names)
    return label if whole else names[nth]

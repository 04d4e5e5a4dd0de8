"""Row keys as numbers: interned once per chunk, with level, class and ancestors by digits (3/5/7)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LENGTHS = {"function": (3, 5, 7), "economic": (3, 5)}
DEPTH = 4


def ancestors(row: str) -> tuple[str, ...]:
    """Row keys above ``row``, nearest first, ``total`` last; () for rows outside a classification.

    >>> ancestors("function:2080501")
    ('function:20805', 'function:208', 'total')
    >>> ancestors("project:2080501/2"), ancestors("line:收入总计")
    (('function:2080501', 'function:20805', 'function:208', 'total'), ())
    """
    kind, _, code = row.partition(":")
    if kind == "project":
        above = code.partition("/")[0]
        return (f"function:{above}", *ancestors(f"function:{above}"))
    if kind not in LENGTHS:
        return ()
    higher = [n for n in LENGTHS[kind] if n < len(code)]
    return (*(f"{kind}:{code[:n]}" for n in reversed(higher)), "total")


def level(row: str) -> int:
    """0 类, 1 款, 2 项, 3 project under a 项, -1 for anything else (malformed codes too)."""
    kind, _, code = row.partition(":")
    if kind == "project":
        return 3
    lengths = LENGTHS.get(kind, ())
    return lengths.index(len(code)) if len(code) in lengths else -1


@dataclass
class Vocabulary:
    """Row key ↔ number. ``freeze`` adds the ancestors and makes the arrays."""

    ids: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    levels: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    classes: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    above: Ints = field(default_factory=lambda: np.empty((0, DEPTH), np.int64))

    def intern(self, row: str) -> int:
        """Number of a row key, a new one when it is new."""
        found = self.ids.get(row)
        if found is None:
            found = self.ids[row] = len(self.names)
            self.names.append(row)
        return found

    def freeze(self) -> None:
        """Close under ancestors; ``above[r]``: the rows above r, ``classes[r]``: its 类 row (-1 = none)."""
        for row in list(self.names):
            for higher in ancestors(row):
                self.intern(higher)
        size = len(self.names)
        self.levels = np.array([level(row) for row in self.names], np.int64).reshape(size)
        self.above = np.full((size, DEPTH), -1, np.int64)
        self.classes = np.full(size, -1, np.int64)
        for number, row in enumerate(self.names):
            chain = ancestors(row)
            self.above[number, : len(chain)] = [self.ids[a] for a in chain]
            if chain:
                self.classes[number] = self.ids[chain[-2]] if len(chain) > 1 else number

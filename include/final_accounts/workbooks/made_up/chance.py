"""Seeded chance 随机数: everything random in a made-up city, in whole fen, the same on every machine."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from random import Random
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)


def chance(*words: object) -> Random:
    """A generator of its own for each sentence of words, independent of the order in which units are made.

    >>> chance("qingshi", 2021).randrange(1000) == chance("qingshi", 2021).randrange(1000)
    True
    """
    return Random("/".join(str(word) for word in words))  # noqa: S311 - made-up figures, no secret


def near(rng: Random, amount: float, spread: float = 0.05) -> int:
    """Whole number within ``spread`` of ``amount``; used in fen, so the last digits look like real bookkeeping."""
    low, high = amount * (1 - spread), amount * (1 + spread)
    return rng.randint(int(min(low, high)), int(max(low, high)))


def split(rng: Random, total: int, weights: Sequence[tuple[_Key, float]]) -> dict[_Key, int]:
    """Split ``total`` fen by weights with some noise; the parts sum to ``total`` exactly and none is negative.

    >>> parts = split(chance(1), 1000, [("a", 1), ("b", 3)])
    >>> sum(parts.values())
    1000
    """
    noisy = [(key, weight * rng.uniform(0.85, 1.15)) for key, weight in weights]
    whole = sum(weight for _, weight in noisy)
    parts: dict[_Key, int] = {}
    left = total
    for key, weight in noisy[:-1]:
        part = min(int(total * weight / whole), left)
        parts[key] = part
        left -= part
    last = noisy[-1][0]
    parts[last] = parts.get(last, 0) + left
    return parts


def rounded(amount: int, step: int) -> int:
    """Up to the next multiple of ``step``: budgets are approved in round sums.

    >>> rounded(1234, 1000)
    2000
    """
    return -(-amount // step) * step

"""Remember what was opened: data rooms are read once a process, and anew after :func:`forget`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_forgetters: list[Callable[[], None]] = []


def remembered(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Cache the results of a loader; arguments (the root of the data rooms among them) are the key."""
    cached = lru_cache(maxsize=128)(function)
    _forgetters.append(cached.cache_clear)
    return cached  # type: ignore[return-value] # lru_cache forgets the parameters' types


def forget() -> None:
    """Read everything anew from now on: for a long-lived process whose data rooms were changed under it."""
    for clear in _forgetters:
        clear()

"""Whether an indicator was met 完成: read off its target and actual as printed, or not at all.

Equal words are met; numbers are compared in their direction when their units of measure are the same; an inequality or
a word as the actual of a numeric target decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from final_accounts.model.evaluation import Indicator

_NUMERIC: Final = re.compile(r"(≥|>=|≤|<=|＞|>|＜|<|=|＝)?(\d[\d,]*(?:\.\d+)?)(.{0,6})")
_AT_MOST: Final = frozenset({"≤", "<="})
_BELOW: Final = frozenset({"<", "＜"})
_ABOVE: Final = frozenset({">", "＞"})
_EXACT: Final = frozenset({"=", "＝"})


def met(indicator: Indicator) -> bool | None:
    """True, False, or None where target and actual cannot be compared."""
    return attained(indicator.target.printed, indicator.actual.printed)


def attained(target: str, actual: str) -> bool | None:
    """Whether ``actual`` reaches ``target``.

    >>> attained("100%", "95%"), attained("≤5%", "3%"), attained("提高", "提高"), attained("20家", "完成")
    (False, True, True, None)
    >>> attained("=300张", "≥300张"), attained("", "")
    (None, None)
    """
    wanted, found = ("".join(text.split()) for text in (target, actual))
    if not wanted or not found:
        return None
    aim, reached = _NUMERIC.fullmatch(wanted), _NUMERIC.fullmatch(found)
    if aim is None or reached is None:
        return True if wanted == found else None
    sign = aim[1] or "≥"
    if aim[3] != reached[3] or (reached[1] or "") not in {"", *_EXACT}:
        return None
    goal, value = (Decimal(match[2].replace(",", "")) for match in (aim, reached))
    if sign in _EXACT:
        return value == goal
    if sign in _AT_MOST | _BELOW:
        return value < goal if sign in _BELOW else value <= goal
    return value > goal if sign in _ABOVE else value >= goal


def all_met(indicators: Iterable[Indicator]) -> bool | None:
    """False as soon as one was missed, None when one cannot be judged, True when all were met; None for no indicator.

    >>> all_met(()) is None
    True
    """
    states = [met(indicator) for indicator in indicators]
    if False in states:
        return False
    return True if states and None not in states else None

"""可比口径: which units of this year can be set beside which of last year. Pure.

Units are bound together into families by what the register says. A family is comparable when every member of it has
accounts that count, in both years; so a merged unit is compared with the sum of its parts, and a unit that was split is
compared only when all that came of it reported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from final_accounts.model.identity import families
from final_accounts.model.unit import City


@dataclass(frozen=True, slots=True)
class Comparable:
    """Codes of this year's units that are compared, and of last year's that they are compared with."""

    now: frozenset[str]
    before: frozenset[str]


def comparable(city: City, fiscal_year: int, now: Collection[str], before: Collection[str]) -> Comparable:
    """The comparable units among those that count this year (``now``) and those that counted last year (``before``).

    >>> from final_accounts.model.unit import BudgetUnit
    >>> parts = [BudgetUnit(code, code, "", "", "", until=2021) for code in "ab"]
    >>> merged = BudgetUnit("c", "c", "", "", "", since=2022, predecessors=("a", "b"))
    >>> city = City("x", "x", "x", True, (*parts, merged, BudgetUnit("d", "d", "", "", "")), (2021, 2022))
    >>> sorted(comparable(city, 2022, {"c", "d"}, {"a", "b", "d"}).before)
    ['a', 'b', 'd']
    >>> sorted(comparable(city, 2022, {"c", "d"}, {"a", "d"}).before)
    ['d']
    """
    found_now: set[str] = set()
    found_before: set[str] = set()
    for family in families(city, fiscal_year):
        this_year, last_year = set(family.now), set(family.before)
        if last_year and this_year <= set(now) and last_year <= set(before):
            found_now |= this_year
            found_before |= last_year
    return Comparable(frozenset(found_now), frozenset(found_before))

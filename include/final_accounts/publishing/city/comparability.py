"""可比口径: which units of this year can be set beside which of last year. Pure.

Units are bound together by what the register says: a unit to itself, a merged or renamed one to its predecessors. Such
a group is comparable when every member of it has accounts that count, in both years; so a merged unit is compared with
the sum of its parts, and a unit that was split is compared only when all that came of it reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

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
    for this_year, last_year in _groups(city, fiscal_year):
        if this_year and last_year and this_year <= set(now) and last_year <= set(before):
            found_now |= this_year
            found_before |= last_year
    return Comparable(frozenset(found_now), frozenset(found_before))


def _groups(city: City, fiscal_year: int) -> Iterator[tuple[set[str], set[str]]]:
    """Codes of this year and of last year that belong together."""
    here = {unit.code: unit for unit in city.units_of(fiscal_year)}
    there = {unit.code for unit in city.units_of(fiscal_year - 1)}
    heirs: dict[str, set[str]] = {code: set() for code in there}
    for code, unit in here.items():
        for source in (code, *(old for old in unit.predecessors if old not in here)):
            if source in there:
                heirs[source].add(code)
    sources: dict[str, set[str]] = {code: set() for code in here}
    for source, codes in heirs.items():
        for code in codes:
            sources[code].add(source)
    seen: set[str] = set()
    for first in here:
        if first in seen:
            continue
        this_year, last_year, waiting = set[str](), set[str](), [first]
        while waiting:
            code = waiting.pop()
            if code not in this_year:
                this_year.add(code)
                last_year |= sources[code]
                waiting.extend(heir for source in sources[code] for heir in heirs[source])
        seen |= this_year
        yield this_year, last_year

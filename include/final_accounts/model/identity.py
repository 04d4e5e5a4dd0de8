"""Who a unit was last year 单位沿革: merged, split, renamed and moved units, followed through the register. Pure.

A unit continues itself, and in its first year the predecessors 前身 its line of the register names. Units of both years
that are bound together that way are a *family*: figures of two years can be compared over a whole family only. Where
one unit came of several (合并, 更名, 划转) its last year is their sum; where several came of one (拆分) nobody can say
which part is whose, and only the sums over the family compare. No share is ever invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from final_accounts.model.unit import BudgetUnit, City


@dataclass(frozen=True, slots=True)
class Family:
    """Codes of this year's units and of last year's that belong together, in register order; a side may be empty."""

    now: tuple[str, ...]
    before: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Whether several units came of what was there last year."""
        return len(self.now) > 1

    @property
    def unchanged(self) -> bool:
        """Whether it is one unit under the code it had."""
        return self.now == self.before


def families(city: City, fiscal_year: int) -> tuple[Family, ...]:
    """Every unit of ``fiscal_year`` in exactly one family; last year's units that nobody continues are in none.

    >>> old = BudgetUnit("a", "a", "", "", "", until=2021)
    >>> parts = [BudgetUnit(code, code, "", "", "", since=2022, predecessors=("a",), change="拆分") for code in "bc"]
    >>> families(City("x", "x", "x", True, (old, *parts), (2021, 2022)), 2022)
    (Family(now=('b', 'c'), before=('a',)),)
    """
    return tuple(_families(city, fiscal_year))


def continued(city: City, fiscal_year: int) -> dict[str, tuple[str, ...]]:
    """Unit code -> codes whose last year is the unit's own; () for a new unit and for a part of a split one.

    >>> parts = [BudgetUnit(code, code, "", "", "", until=2021) for code in "ab"]
    >>> merged = BudgetUnit("c", "c", "", "", "", since=2022, predecessors=("a", "b"), change="合并")
    >>> continued(City("x", "x", "x", True, (*parts, merged), (2021, 2022)), 2022)
    {'c': ('a', 'b')}
    """
    return {
        code: () if family.shared else family.before for family in _families(city, fiscal_year) for code in family.now
    }


def _families(city: City, fiscal_year: int) -> Iterator[Family]:
    here = {unit.code: unit for unit in city.units_of(fiscal_year)}
    there = [unit.code for unit in city.units_of(fiscal_year - 1)]
    heirs: dict[str, set[str]] = {code: set() for code in there}
    sources: dict[str, set[str]] = {}
    for code, unit in here.items():
        sources[code] = {source for source in _sources(unit, fiscal_year) if source in heirs}
        for source in sources[code]:
            heirs[source].add(code)
    seen: set[str] = set()
    for first in here:
        if first in seen:
            continue
        now, before, waiting = set[str](), set[str](), [first]
        while waiting:
            code = waiting.pop()
            if code not in now:
                now.add(code)
                before |= sources[code]
                waiting.extend(heir for source in sources[code] for heir in heirs[source])
        seen |= now
        yield Family(tuple(c for c in here if c in now), tuple(c for c in there if c in before))


def _sources(unit: BudgetUnit, fiscal_year: int) -> tuple[str, ...]:
    """Predecessors count in the unit's first year only; later they are history."""
    return (unit.code, *(unit.predecessors if unit.since == fiscal_year else ()))

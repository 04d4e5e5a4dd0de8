"""Last year's facts 上年数 of each unit, following predecessor links: a merged unit continues the sum of its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.submission import Submission
from final_accounts.model.unit import City
from final_accounts.stages.codec import FactRow, encode, fact_of, fact_row
from final_accounts.stages.house import House
from final_accounts.stages.statistics import city_statistics

ADDITIVE = frozenset({ValueKind.AMOUNT, ValueKind.COUNT})


@dataclass(frozen=True, slots=True)
class LastYear:
    """All of last year that a review depends on: the unit's frozen facts and the city's levels for its kind of unit."""

    facts: tuple[Fact, ...] = ()
    statistics: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> bytes:
        """Facts in key order and levels; the same facts in another order are the same."""
        return encode([sorted(fact_row(fact) for fact in self.facts), self.statistics])

    @property
    def hash(self) -> str:
        """sha256 of the text."""
        return hashlib.sha256(self.text).hexdigest()

    @classmethod
    def of(cls, text: bytes) -> LastYear:
        """Inverse of ``text``."""
        rows, statistics = _kept.decode(text)
        return cls(tuple(fact_of(row) for row in rows), statistics)


_kept: Final = msgspec.json.Decoder(tuple[tuple[FactRow, ...], dict[str, int]])


def keep_last_year(house: House, before: LastYear) -> str:
    """Its name in the content store, under which a replay finds it: the hash itself."""
    return house.store.put(before.text)


def last_year(house: House, city: City, fiscal_year: int, submissions: Iterable[Submission]) -> dict[str, LastYear]:
    """Unit code -> its last year, or its predecessors'; every unit of ``submissions`` has an entry."""
    wanted = {submission.unit for submission in submissions}
    if house.settings.past:
        return dict.fromkeys(sorted(wanted), LastYear.of(house.store.get(house.settings.past)))
    units = {unit.code: unit for unit in city.units_of(fiscal_year) if unit.code in wanted}
    facts = prior_facts(house, city, fiscal_year, {code: unit.predecessors for code, unit in units.items()})
    statistics = city_statistics(house, city, fiscal_year)
    return {
        code: LastYear(facts.get(code, ()), statistics.get(units[code].kind, {}) if code in units else {})
        for code in sorted(wanted)
    }


def prior_facts(
    house: House, city: City, fiscal_year: int, units: dict[str, tuple[str, ...]]
) -> dict[str, tuple[Fact, ...]]:
    """Unit code -> facts of the year before, its own or its predecessors'; absent when none is accepted."""
    if house.settings.past:
        past = LastYear.of(house.store.get(house.settings.past)).facts
        return dict.fromkeys(units, past) if past else {}
    codes = sorted({code for own, before in units.items() for code in (own, *before)})
    stored = house.warehouse.prior_facts(city.id, codes, fiscal_year)
    found: dict[str, tuple[Fact, ...]] = {}
    for own, before in units.items():
        if own in stored:
            found[own] = stored[own]
        elif before and all(code in stored for code in before):
            found[own] = combined([stored[code] for code in before])
    return found


def combined(parts: Sequence[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """Facts of several units as those of one: amounts and counts add up by key, everything else is left out.

    The display step of a sum is that of its coarsest part.

    >>> from final_accounts.model.place import Cell
    >>> def one(fen): return Fact("T1", "line:收入总计", "amount", ValueKind.AMOUNT, fen, Cell("表1", 1, 2), step=1)
    >>> combined([(one(5),), (one(7),)])[0].value
    12
    """
    if len(parts) == 1:
        return parts[0]
    sums: dict[FactKey, Fact] = {}
    for fact in (fact for part in parts for fact in part if fact.kind in ADDITIVE):
        known = sums.get(fact.key)
        if known is None:
            sums[fact.key] = replace(fact, printed="")
        elif isinstance(known.value, int) and isinstance(fact.value, int):
            sums[fact.key] = replace(
                known,
                value=known.value + fact.value,
                step=max(known.step, fact.step),
                blank=known.blank and fact.blank,
            )
    return tuple(sums.values())

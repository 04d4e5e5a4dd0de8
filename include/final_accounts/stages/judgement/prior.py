"""Last year's facts 上年数 of each unit, following predecessor links: a merged unit continues the sum of its parts.

Last year is what was approved, else what the rules accepted last; where only approved figures will do, the caller says
so. A unit that came of a split has none of its own (see ``model/identity.py``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.identity import continued
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.model.unit import City
from final_accounts.season.standing import fold
from final_accounts.stages.codec import FactRow, encode, fact_of, fact_row
from final_accounts.stages.house import House
from final_accounts.stages.judgement.statistics import city_statistics
from final_accounts.stages.standings import read
from final_accounts.warehouse import StoredSubmission
from final_accounts.warehouse.queries_facts import accepted_facts

ADDITIVE = frozenset({ValueKind.AMOUNT, ValueKind.COUNT})
APPROVED = frozenset({SubmissionState.APPROVED, SubmissionState.PUBLISHED})
"""States of a version whose figures close its year."""


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


def told_last_year(house: House, unit: str) -> LastYear:
    """What a replay was told of the unit's last year; StoreError when it was told nothing."""
    names: dict[str, str] = msgspec.json.decode(house.store.get(house.settings.past), type=dict[str, str])
    return LastYear.of(house.store.get(names.get(unit, "")))


def last_year(house: House, city: City, fiscal_year: int, submissions: Iterable[Submission]) -> dict[str, LastYear]:
    """Unit code -> its last year, or its predecessors'; every unit of ``submissions`` has an entry."""
    wanted = {submission.unit for submission in submissions}
    if house.settings.past:
        return {code: told_last_year(house, code) for code in sorted(wanted)}
    units = {unit.code: unit for unit in city.units_of(fiscal_year) if unit.code in wanted}
    before = continued(city, fiscal_year)
    facts = prior_facts(house, city, fiscal_year, {code: before[code] for code in units})
    statistics = city_statistics(house, city, fiscal_year)
    return {
        code: LastYear(facts.get(code, ()), statistics.get(units[code].kind, {}) if code in units else {})
        for code in sorted(wanted)
    }


def prior_facts(
    house: House, city: City, fiscal_year: int, units: Mapping[str, Sequence[str]], *, approved: bool = False
) -> dict[str, tuple[Fact, ...]]:
    """Unit code -> facts of the year before, summed over the codes that ``units`` gives it; absent when one is missing.

    ``units`` are what :func:`~final_accounts.model.identity.continued` says: a unit that came of a split has no codes,
    and so no last year of its own. ``approved``: only figures that were approved will do.
    """
    if house.settings.past:
        return {code: facts for code in units if (facts := told_last_year(house, code).facts)}
    codes = {code for before in units.values() for code in before}
    closed = closing(house, city, fiscal_year - 1, codes)
    versions = {
        code: entry.submission.version for code, entry in closed.items() if not approved or entry.state in APPROVED
    }
    with house.warehouse.reading() as connection:
        stored = accepted_facts(connection, city.id, fiscal_year - 1, sorted(versions), versions=versions)
    return {
        own: combined([stored[code] for code in before])
        for own, before in units.items()
        if before and all(code in stored for code in before)
    }


def closing(house: House, city: City, fiscal_year: int, codes: Iterable[str]) -> dict[str, StoredSubmission]:
    """Unit code -> the version that closed that year: the last approved one, without any the last accepted one.

    Of several that were approved, the one whose approval stands, else the public one.
    """
    stored = house.warehouse.stored_submissions(city.id, fiscal_year, sorted(codes))
    approved = Counter(entry.submission.unit for entry in stored if entry.state in APPROVED)
    stands = _standing_versions(house, city, fiscal_year, {code for code, times in approved.items() if times > 1})
    found: dict[str, StoredSubmission] = {}
    for entry in stored:
        unit, version = entry.submission.unit, entry.submission.version
        accepted = entry.state is SubmissionState.ACCEPTED and not approved[unit]
        if accepted or (entry.state in APPROVED and stands.get(unit, version) == version):
            found[unit] = entry
    return found


def _standing_versions(house: House, city: City, fiscal_year: int, codes: Collection[str]) -> dict[str, int]:
    """The approved or public version of units, by the history; absent where it knows of neither."""
    if not codes:
        return {}
    units = [unit for unit in city.units_of(fiscal_year) if unit.code in codes]
    stand = fold(units, read(house.history.events_below(city.id, fiscal_year, sorted(codes)))).values()
    versions = {one.unit: one.version if one.approval else one.public for one in stand}
    return {code: version for code, version in versions.items() if version}


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

"""What persons decided that the judgement of a version depends on: waivers in force, explanations sent back.

A run judges by what was decided when it began: ``gather`` writes the moment into the chunk, so that no decision comes
between its steps, and a step that is run again finds what the others left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from final_accounts.history import Event
from final_accounts.model.clock import china_day
from final_accounts.model.submission import Submission
from final_accounts.season.explanations import ACCEPTED, SENT_BACK, Decision, Ruling, decisions
from final_accounts.season.waivers import GRANTED, REFUSED, REQUESTED, REVOKED, Waiver, fold_waivers, judging_days
from final_accounts.stages.codec import encode
from final_accounts.stages.house import Chunk, House, Season, now
from final_accounts.stages.standings import read

PUBLISHED, CALLED_OFF = "submission.published", "correction.called_off"


@dataclass(frozen=True, slots=True)
class Considered:
    """For one version: the waivers that hold, and the decisions by which texts were sent back."""

    waivers: tuple[Waiver, ...] = ()
    sent_back: tuple[Decision, ...] = ()

    def onto(self, prior: str) -> str:
        """``prior`` (the hash of last year) with these decisions; unchanged when there are none.

        Only what shapes the result counts, so that a decision told twice makes no second result.
        """
        if not self.waivers and not self.sent_back:
            return prior
        texts = sorted((one.finding, one.digest, one.name, one.reason) for one in self.sent_back)
        return hashlib.sha256(encode([prior, [one.event for one in self.waivers], texts])).hexdigest()


def moment(house: House, season: Season) -> dict[str, str | int]:
    """What a chunk keeps of the moment at which its run began: events known, and the day in China."""
    known = house.history.head(season.city.id, season.fiscal_year).sequence
    return {"known": known, "day": china_day(now()).isoformat()}


def considered(
    house: House, season: Season, chunk: Chunk, submissions: Iterable[Submission]
) -> dict[tuple[str, int], Considered]:
    """(unit, version) -> what is considered; every version of ``submissions`` has an entry.

    A chunk that keeps no moment is judged by what is known now.
    """
    day = date.fromisoformat(str(chunk["day"])) if "day" in chunk else china_day(now())
    items = tuple(submissions)
    granted = _known(house, season, chunk, GRANTED)
    waivers: tuple[Waiver, ...] = ()
    days: dict[tuple[str, int], date] = {}
    if granted:
        asked = _known(house, season, chunk, REQUESTED, REFUSED, REVOKED)
        waivers = fold_waivers(read(_ordered(asked, granted)))
        days = _judging_days(house, season, chunk, {item.unit for item in items})
    refused, spared = _refused(house, season, chunk)
    found: dict[tuple[str, int], Considered] = {}
    for item in items:
        place = (item.unit, item.version)
        judged = days.get(place, day)
        found[place] = Considered(
            tuple(one for one in waivers if one.unit == item.unit and one.holds_on(judged)),
            tuple(
                one
                for one in refused.get(item.unit, ())
                if one.version <= item.version and one not in spared.get(place, ())
            ),
        )
    return found


def _judging_days(house: House, season: Season, chunk: Chunk, units: Collection[str]) -> dict[tuple[str, int], date]:
    """(unit, version) -> the day by which it is judged where that is not today, as the run knows it."""
    lines = [unit for unit in season.city.units_of(season.fiscal_year) if unit.code in units]
    events = house.history.events_below(season.city.id, season.fiscal_year, [unit.code for unit in lines])
    return judging_days(lines, read(_until(chunk, events)))


def _refused(
    house: House, season: Season, chunk: Chunk
) -> tuple[dict[str, tuple[Decision, ...]], dict[tuple[str, int], tuple[Decision, ...]]]:
    """Unit -> the latest decisions of its texts, where they were sent back; and which of them do not count.

    Those are of a public version, (unit, version), whose correction was called off afterwards: it stands as published.
    """
    sent_back = _known(house, season, chunk, SENT_BACK)
    if not sent_back:
        return {}, {}
    by_unit: dict[str, dict[tuple[str, str], Decision]] = {}
    public: dict[str, int] = {}
    spared: dict[tuple[str, int], tuple[Decision, ...]] = {}
    others = _known(house, season, chunk, ACCEPTED, PUBLISHED, CALLED_OFF)
    for event in read(_ordered(others, sent_back)):
        if event.kind == PUBLISHED:
            public[event.unit] = event.version
        elif event.kind == CALLED_OFF:
            spared[event.unit, public.get(event.unit, 0)] = tuple(by_unit.get(event.unit, {}).values())
        for one in decisions([event]):
            by_unit.setdefault(event.unit, {})[one.finding, one.digest] = one
    refused = {
        unit: tuple(one for one in latest.values() if one.ruling is Ruling.SENT_BACK)
        for unit, latest in by_unit.items()
    }
    return refused, spared


def _known(house: House, season: Season, chunk: Chunk, *kinds: str) -> tuple[Event, ...]:
    """Events of these kinds that the run knows, in order."""
    events = [house.history.events(season.city.id, season.fiscal_year, kind) for kind in kinds]
    return _ordered(*(_until(chunk, some) for some in events))


def _until(chunk: Chunk, events: tuple[Event, ...]) -> tuple[Event, ...]:
    last = int(str(chunk["known"])) if "known" in chunk else None
    return tuple(one for one in events if last is None or one.sequence <= last)


def _ordered(*parts: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(sorted((event for part in parts for event in part), key=lambda event: event.sequence))

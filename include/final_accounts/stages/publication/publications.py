"""What was published of a unit so far, as the history tells it, and what a correction replaces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from final_accounts.catalog import city as city_of
from final_accounts.history import Event
from final_accounts.model.submission import Submission
from final_accounts.publishing import Replaced, count
from final_accounts.season.standing import at_the_start, step
from final_accounts.stages.approval.approvals import day_of, in_words
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import happened, standings

PUBLISHED: Final = "submission.published"
TAKEN_DOWN: Final = "disclosure.withdrawn"
CORRECTED: Final = "submission.corrected"
STOP: Final = "。；"


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is or was public. ``page`` and ``files`` (path on the site -> sha256) are in the content store.

    ``approval`` is the hash of the event that allowed it, ``reason`` why it replaced the version before it.
    """

    unit: str
    version: int
    sha256: str
    page: str
    files: Mapping[str, str]
    approval: str
    reason: str = ""


Published = tuple[Publication, Event]


@dataclass(frozen=True, slots=True)
class TakenDown:
    """撤下公开: nothing that was published of a unit before event number ``sequence`` is public any more."""

    sequence: int
    day: date
    reason: str
    basis: str


def public_versions(house: House, city: str, fiscal_year: int) -> dict[str, int]:
    """Unit code -> the version that is public, as the history tells it."""
    return {unit: entries[-1][0].version for unit, entries in _published(house, city, fiscal_year).items()}


def published_before(house: House, season: Season) -> dict[str, tuple[Published, ...]]:
    """Unit code -> what was published of it so far and not taken down since, oldest first."""
    return _published(house, season.city.id, season.fiscal_year)


def _published(house: House, city: str, fiscal_year: int) -> dict[str, tuple[Published, ...]]:
    down = taken_down(house, city, fiscal_year)
    known: dict[str, list[Published]] = {}
    for event in house.history.events(city, fiscal_year, PUBLISHED):
        payload = json.loads(event.payload)
        publication = Publication(**{name: payload[name] for name in Publication.__dataclass_fields__})
        if publication.unit not in down or event.sequence > down[publication.unit].sequence:
            known.setdefault(publication.unit, []).append((publication, event))
    return {unit: tuple(entries) for unit, entries in known.items()}


def taken_down(house: House, city: str, fiscal_year: int) -> dict[str, TakenDown]:
    """Unit code -> the last event that took its pages down; one that the table did not allow counts for nothing."""
    wanted = {event.subject for event in house.history.events(city, fiscal_year, TAKEN_DOWN)}
    standings = {u.code: at_the_start(u) for u in city_of(city).units_of(fiscal_year) if u.code in wanted}
    found: dict[str, TakenDown] = {}
    for event in house.history.events_below(city, fiscal_year, sorted(standings)) if standings else ():
        what = happened(event)
        if what is None or what.unit not in standings:
            continue
        before = standings[what.unit]
        standings[what.unit] = step(before, what)
        if event.kind == TAKEN_DOWN and standings[what.unit].strange == before.strange:
            found[what.unit] = TakenDown(event.sequence, day_of(event), what.says("reason"), what.says("basis"))
    return found


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing is public of a unit: ``state`` "taken_down" or "withheld", ``said`` for the public's list."""

    state: str
    said: str


def closed_pages(house: House, season: Season) -> dict[str, Closed]:
    """Unit code -> why nothing is public of it, for those of which somebody decided so."""
    found: dict[str, Closed] = {}
    down = taken_down(house, season.city.id, season.fiscal_year)
    for code, standing in standings(house, season).items():
        if standing.withheld and not standing.public:
            found[code] = Closed("withheld", f"依据：{standing.withheld}")
        elif code in down and not standing.public:
            one = down[code]
            reason, basis = one.reason.rstrip(STOP), one.basis.rstrip(STOP)
            found[code] = Closed("taken_down", f"{in_words(one.day)}撤下。理由：{reason}。依据：{basis}")
    return found


def materiality_of(events: Sequence[Event], submission: Submission, before: Sequence[Published]) -> str:
    """重大 or 一般: what whoever opened the correction that became this version called it; "" when nobody did."""
    first = next((event.sequence for publication, event in before if publication.version == submission.version), None)
    said = ""
    for event in events:
        if first is not None and event.sequence > first:
            break
        if event.kind == CORRECTED and event.subject == submission.unit:
            said = str(json.loads(event.payload).get("materiality", ""))
    return said


def earlier_versions(version: int, before: Sequence[Published]) -> tuple[Published, ...]:
    """The last publication of each version below ``version``, oldest first, each with the day it first came out."""
    found: dict[int, Published] = {}
    for publication, event in before:
        if publication.version < version:
            _, first = found.get(publication.version, (publication, event))
            found[publication.version] = (publication, first)
    return tuple(found[number] for number in sorted(found))


def replaced_by(version: int, reason: str, before: Sequence[Published], materiality: str = "") -> Replaced | None:
    """The latest earlier version that was published, with the day it first was, and why it is replaced."""
    earlier = earlier_versions(version, before)
    if not earlier:
        return None
    publication, first = earlier[-1]
    return Replaced(count(publication.version), in_words(day_of(first)), reason, materiality)


def earlier_page(unit: str, version: int) -> str:
    """Where an earlier version stands, below ``units/`` beside the page in force, so that its links hold there too."""
    return f"{unit}-v{version}.html"

"""What was published of a unit so far, as the history tells it, and what a correction replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec

from final_accounts.catalog import city as city_of
from final_accounts.history import Event
from final_accounts.model.clock import day_in_words
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import Replaced, count
from final_accounts.season.standing import Happened, Standing, fold
from final_accounts.season.taken import taken
from final_accounts.stages.approval.approvals import day_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import read

PUBLISHED: Final = "submission.published"
TAKEN_DOWN: Final = "disclosure.withdrawn"
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


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What was published of a unit and not taken down since, oldest first, and its last take-down."""

    published: tuple[Published, ...] = ()
    down: TakenDown | None = None


def disclosed(units: Iterable[BudgetUnit], events: Sequence[Event]) -> dict[str, Disclosed]:
    """Unit code -> what the events tell; what the table did not allow counts for nothing, whoever wrote it.

    A publication counts for the version and the bytes that were current, and for no others.
    """
    written = {event.hash: event for event in events}
    found: dict[str, Disclosed] = {}
    for what, standing in taken(units, read(events)):
        event, so_far = written[what.hash], found.get(what.unit, Disclosed())
        if what.kind == TAKEN_DOWN:
            down = TakenDown(event.sequence, day_of(event), what.says("reason"), what.says("basis"))
            found[what.unit] = Disclosed((), down)
        elif what.kind == PUBLISHED:
            publication = _publication(what, standing)
            if publication is not None:
                found[what.unit] = replace(so_far, published=(*so_far.published, (publication, event)))
    return found


def _publication(what: Happened, standing: Standing) -> Publication | None:
    """What the event says was published; None when it says nothing sound of the version that it is about."""
    try:
        said = msgspec.convert(dict(what.payload), Publication)
    except msgspec.ValidationError:
        return None
    about = (what.unit, what.version, standing.sha256)
    return said if (said.unit, said.version, said.sha256) == about else None


def published_in(units: Iterable[BudgetUnit], events: Sequence[Event]) -> dict[str, tuple[Published, ...]]:
    """Unit code -> what was published of it by these events and not taken down since, oldest first."""
    return {unit: one.published for unit, one in disclosed(units, events).items() if one.published}


def published_before(house: House, season: Season) -> dict[str, tuple[Published, ...]]:
    """Unit code -> what was published of it so far and not taken down since, oldest first."""
    return published_in(
        season.city.units_of(season.fiscal_year), house.history.events(season.city.id, season.fiscal_year)
    )


def public_versions(house: House, city: str, fiscal_year: int) -> dict[str, int]:
    """Unit code -> the version that is public, as the history tells it."""
    units, events = city_of(city).units_of(fiscal_year), house.history.events(city, fiscal_year)
    return {unit: entries[-1][0].version for unit, entries in published_in(units, events).items()}


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing is public of a unit: ``state`` "taken_down" or "withheld", ``said`` for the public's list."""

    state: str
    said: str


def closed_pages(house: House, season: Season) -> dict[str, Closed]:
    """Unit code -> why nothing is public of it, for those of which somebody decided so."""
    found: dict[str, Closed] = {}
    units = season.city.units_of(season.fiscal_year)
    events = house.history.events(season.city.id, season.fiscal_year)
    told = disclosed(units, events)
    for code, standing in fold(units, read(events)).items():
        one = told[code].down if code in told else None
        if standing.withheld and not standing.public:
            found[code] = Closed("withheld", f"依据：{standing.withheld}")
        elif one and not standing.public:
            reason, basis = one.reason.rstrip(STOP), one.basis.rstrip(STOP)
            found[code] = Closed("taken_down", f"{day_in_words(one.day)}撤下。理由：{reason}。依据：{basis}")
    return found


def materiality_of(unit: BudgetUnit, events: Sequence[Event], version: int, before: Sequence[Published]) -> str:
    """重大 or 一般: what whoever opened the correction that became this version called it; "" when nobody did.

    ``events`` are the unit's; the correction is the one that was open when the version first came out.
    """
    first = next((event.sequence for publication, event in before if publication.version == version), None)
    until = [event for event in events if first is None or event.sequence < first]
    return fold([unit], read(until))[unit.code].correcting


def earlier_versions(version: int, before: Sequence[Published]) -> tuple[Published, ...]:
    """The last publication of each version but ``version``, oldest first, each with the day it first came out.

    Older is what was published before: an earlier version that is handed in once more replaces a later one.
    """
    found: dict[int, Published] = {}
    for publication, event in before:
        if publication.version != version:
            _, first = found.pop(publication.version, (publication, event))
            found[publication.version] = (publication, first)
    return tuple(found.values())


def replaced_by(version: int, reason: str, before: Sequence[Published], materiality: str = "") -> Replaced | None:
    """The version that was published last before this one, with the day it first was, and why it is replaced."""
    earlier = earlier_versions(version, before)
    if not earlier:
        return None
    publication, first = earlier[-1]
    return Replaced(count(publication.version), day_in_words(day_of(first)), reason, materiality)


def earlier_page(unit: str, version: int) -> str:
    """Where an earlier version stands, below ``units/`` beside the page in force, so that its links hold there too."""
    return f"{unit}-v{version}.html"

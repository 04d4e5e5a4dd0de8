"""日台账: every day of a season is closed once, from the events up to its end; a day that was missed is closed later.

A closed day holds its counts, its alerts and the head of the chain it was folded from. When something is written
afterwards that counts on a closed day, that day is closed again beside its first closing, and the watch says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from final_accounts.catalog import calendar
from final_accounts.history import Event, NewEvent
from final_accounts.model.clock import china_day
from final_accounts.season.alerts import Alert, alerts
from final_accounts.season.calendar import Deadlines, days_between, deadlines
from final_accounts.season.ledger import DayLedger, counting_days, ledgers
from final_accounts.stages.house import House, Season, SeasonDict, known_city, known_year, now, progress
from final_accounts.stages.parameters import refuse_unknown
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import is_read, read
from final_accounts.stages.watching.seasons import under_watch, watched

CLOSED: Final = "ledger.closed"
SUBJECT: Final = "ledger"
ACTOR: Final = "台账"
PARAMETERS: Final = frozenset({"city", "fiscal_year"})
"""The only keys a watch may be started with; Airflow itself accepts any."""
REST: Final = timedelta(hours=6)
"""How long after its end a day is closed: what was on its way at midnight has been written by then."""


@dataclass(frozen=True, slots=True)
class Book:
    """The ledgers of a season: of every day that can be closed, and ``today`` as it stands at this moment."""

    dates: Deadlines
    days: tuple[DayLedger, ...]
    today: DayLedger
    events: tuple[Event, ...]

    @property
    def closings(self) -> dict[date, Event]:
        """Day -> its last closing in the history."""
        found = (event for event in self.events if event.kind == CLOSED)
        return {date.fromisoformat(event.subject.removeprefix(f"{SUBJECT}/")): event for event in found}


def ledger(settings: Settings, city: str, fiscal_year: int | None, conf: Mapping[str, object], run: str) -> SeasonDict:
    """Close every day of the season that is over and not closed; how many days of it were.

    Without a year that is the season that opened last, and those named in ``earlier`` that still owe a publication.
    SeasonError for a city, year or parameter that is not known.
    """
    refuse_unknown(conf, PARAMETERS)
    found = known_city(city)
    house = House.open(settings)
    house.warehouse.migrate()
    year, *earlier = (known_year(found, fiscal_year),) if fiscal_year else under_watch(house, city)
    item: SeasonDict = {"run": run, "city": city, "fiscal_year": year, "earlier": " ".join(map(str, earlier))}
    closed = 0
    for season in watched(item):
        days = close_days(house, season)
        closed += days
        progress.info("%s %d 年度：日台账结账 %d 天", season.city.name, season.fiscal_year, days)
    return {**item, "closed": closed}


def close_days(house: House, season: Season) -> int:
    """Close what is over and not closed yet: how many days. A second run at the same time writes nothing twice."""
    found = book(house, season)
    chain = _Chain.of(found.events, found.today.day)
    written = 0

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        nonlocal written
        closed = {event.subject: event for event in events if event.kind == CLOSED}
        fresh = [
            _closing(season, one, chain, before)
            for one in found.days
            if (before := closed.get(_subject(one.day))) is None or chain.is_late(one.day, before)
        ]
        written = len(fresh)
        return fresh

    house.history.decide(season.city.id, season.fiscal_year, (SUBJECT,), think)
    return written


def book(house: House, season: Season) -> Book:
    """The ledgers from the opening to the last day that is over, at most to the close of the season, and today's."""
    at = now()
    dates = deadlines(calendar(season.city.id, season.fiscal_year))
    events = house.history.events(season.city.id, season.fiscal_year)
    over = china_day(at - REST) - timedelta(days=1)
    last = min(over, dates.closes)
    *days, today = ledgers(
        season.city.units_of(season.fiscal_year),
        frozenset(unit.code for unit in house.warehouse.units(season.city.id, season.fiscal_year)),
        read(events),
        dates,
        (*days_between(dates.opens, last), max(china_day(at), dates.opens)),
        until=max(china_day(at), dates.opens),
    )
    return Book(dates, tuple(days), today, events)


def names_of(season: Season) -> dict[str, str]:
    """Unit code -> name, of every unit the city ever had; that of this year where it has one."""
    return {code: line.name for code, line in season.city.lines(season.fiscal_year).items()}


def restated(found: Book, since: datetime) -> tuple[date, ...]:
    """Days that were closed again since then, because something was written later with their date."""
    return tuple(
        day
        for day, event in found.closings.items()
        if json.loads(event.payload)["restates"] and datetime.fromisoformat(event.at) >= since
    )


def _subject(day: date) -> str:
    return f"{SUBJECT}/{day.isoformat()}"


@dataclass(frozen=True, slots=True)
class _Chain:
    """The events by the days on which they count. ``earliest[n]`` is the first day of all events behind number n.

    The ledger reads those about units and departments; the others count on their own day, not before those.
    """

    last_of: Mapping[date, Event]
    earliest: Sequence[date]

    @classmethod
    def of(cls, events: Sequence[Event], until: date) -> _Chain:
        moments = [datetime.fromisoformat(event.at) for event in events]
        read = [at for at, event in zip(moments, events, strict=True) if is_read(event)]
        counts = counting_days(read, until)
        latest, days = date.min, list[date]()
        for at, event in zip(moments, events, strict=True):
            latest = next(counts) if is_read(event) else latest
            days.append(latest if is_read(event) else max(latest, china_day(at)))
        earliest = [date.max]
        for event, day in zip(reversed(events), reversed(days), strict=True):
            earliest.append(min(earliest[-1], day) if event.kind != CLOSED else earliest[-1])
        return cls(dict(zip(days, events, strict=True)), earliest[::-1])

    def head(self, day: date) -> Event | None:
        """The last event that counts until the end of the day."""
        return max((e for on, e in self.last_of.items() if on <= day), key=lambda e: e.sequence, default=None)

    def is_late(self, day: date, closing: Event) -> bool:
        """Whether something that counts until the end of the day was written behind what its closing tells of."""
        return self.earliest[int(json.loads(closing.payload)["head"]["sequence"])] <= day


def _closing(season: Season, one: DayLedger, chain: _Chain, before: Event | None) -> NewEvent:
    """The event that closes the day."""
    head = chain.head(one.day)
    payload: dict[str, object] = {
        "day": one.day.isoformat(),
        "register": one.register,
        "buckets": {state.value: count for state, count in one.buckets.items()},
        "duties": {kind.value: count for kind, count in one.duties.items()},
        "approved": one.approved,
        "published": one.published,
        "withheld": one.withheld,
        "overdue": list(one.overdue),
        "unapproved": list(one.unapproved),
        "unpublished": list(one.unpublished),
        "strange": one.strange,
        "alerts": [_told(alert) for alert in alerts(one, names_of(season))],
        "head": {"sequence": head.sequence if head else 0, "hash": head.hash if head else ""},
        "restates": before.hash if before else "",
    }
    return NewEvent(CLOSED, _subject(one.day), ACTOR, payload, now())


def _told(alert: Alert) -> dict[str, object]:
    return {"kind": alert.kind.value, "says": alert.says, "units": list(alert.units)}

"""The daily ledger 日台账 of a season: the whole register in buckets at the end of a day, and whether it adds up.

Every day is a fold of the chain up to its end, so the ledger of any past day can be made again and compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from final_accounts.model.clock import china_day
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.calendar import Deadlines
from final_accounts.season.duties import Duty, duty
from final_accounts.season.standing import Happened, Standing, at_the_start, step
from final_accounts.season.states import AWAITING_REPLY, UnitState


@dataclass(frozen=True, slots=True)
class DayLedger:
    """One day. Counts are of units, lists are of unit codes in register order.

    ``register`` is how many units the season was opened with; ``buckets`` and ``duties`` count those of the register
    of units now. ``approved`` are approved or public and due to be public by then, and of these ``published`` and
    lawfully ``withheld``; ``unpublished`` are the rest. ``unapproved`` passed the rules and have no reply although the
    date for it is over. ``unknown`` units have events but no place in the register.
    ``strange`` events are not allowed from where their unit stood.
    """

    day: date
    register: int
    buckets: Mapping[UnitState, int]
    duties: Mapping[Duty, int]
    approved: int = 0
    published: int = 0
    withheld: int = 0
    overdue: tuple[str, ...] = ()
    unapproved: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    unregistered: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    strange: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict, repr=False, compare=False)


def ledgers(
    units: Sequence[BudgetUnit],
    registered: frozenset[str],
    events: Iterable[Happened],
    dates: Deadlines,
    days: Sequence[date],
    *,
    until: date = date.max,
) -> Iterator[DayLedger]:
    """The ledger of each of ``days`` (ascending), in one pass over the events in the order of their chain.

    ``registered`` are the codes with which the season was opened: another source than ``units``, so that a difference
    shows. ``until`` is today: by a clock that was ahead nothing counts later than that.
    """
    standings = {unit.code: at_the_start(unit) for unit in units}
    chain = tuple(events)
    counts = tuple(counting_days((event.at for event in chain), until))
    unknown: dict[str, None] = {}
    told = 0
    for day in days:
        while told < len(chain) and counts[told] <= day:
            event = chain[told]
            told += 1
            if event.unit in standings:
                standings[event.unit] = step(standings[event.unit], event)
            elif event.kind.startswith(("submission.", "unit.", "disclosure.")) and event.version:
                unknown[event.unit] = None
        yield counted(standings, registered, day, dates, unknown=tuple(unknown))


def counting_days(moments: Iterable[datetime], until: date = date.max) -> Iterator[date]:
    """The day on which each event of a chain counts: its own in China, and never before what the chain told earlier.

    Two who write at midnight may come into the chain the other way round; the ledger tells of both as the fold does.

    >>> at = datetime.fromisoformat
    >>> [day.day for day in counting_days([at("2022-03-02T00:00:10+08:00"), at("2022-03-01T23:59:50+08:00")])]
    [2, 2]
    """
    latest = date.min
    for at in moments:
        latest = max(latest, min(china_day(at), until))
        yield latest


def counted(
    standings: Mapping[str, Standing],
    registered: frozenset[str],
    day: date,
    dates: Deadlines,
    *,
    unknown: tuple[str, ...] = (),
) -> DayLedger:
    """The ledger of a day on whose end the units stood so."""
    duties = {code: duty(standing, day, dates) for code, standing in standings.items()}
    buckets = Counter(standing.bucket for standing in standings.values())
    totals = Counter(duties.values())
    bound = [one for one in standings.values() if must_be_public(one, day, dates)]
    published = [one.unit for one in bound if one.public]
    withheld = [one.unit for one in bound if one.withheld and not one.public]
    return DayLedger(
        day=day,
        register=len(registered),
        buckets={state: buckets[state] for state in UnitState},
        duties={kind: totals[kind] for kind in Duty},
        approved=len(bound),
        published=len(published),
        withheld=len(withheld),
        overdue=tuple(code for code, kind in duties.items() if kind is Duty.OVERDUE),
        unapproved=tuple(one.unit for one in standings.values() if must_be_approved(one, day, dates)),
        unpublished=tuple(one.unit for one in bound if not one.public and not one.withheld),
        unregistered=tuple(sorted(registered ^ standings.keys())),
        unknown=unknown,
        strange=sum(one.strange for one in standings.values()),
        standings=dict(standings),
    )


def must_be_approved(standing: Standing, day: date, dates: Deadlines) -> bool:
    """Whether the unit has done its part, the date for the reply has passed, and there is none.

    What is public was replied to; while its replacement is in the making nobody is late with a reply.
    """
    return day > dates.approval and standing.state in AWAITING_REPLY and not standing.public


def must_be_public(standing: Standing, day: date, dates: Deadlines) -> bool:
    """Whether the unit is public already, or its own date of publication has passed."""
    if standing.public:
        return True
    return standing.approval is not None and day > dates.publish_by(china_day(standing.approval.at))

"""认领: whoever wakes looks at all inboxes and takes on what nobody else has; events only wake, they tell nothing.

A claimer that dies keeps its files until its lease runs out; then the next one takes them over. What was begun is
finished, not begun again: receiving, reviewing and telling give the same when they are done twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from final_accounts.stages.chunks import UNITS_PER_CHUNK
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.intake.arrivals import Outcome, Received, receive
from final_accounts.stages.intake.inbox import Waiting, steady
from final_accounts.stages.intake.mailbox import inboxes
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.considered import moment
from final_accounts.stages.parameters import refuse_unknown
from final_accounts.stages.results import version_name
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.claims import Arrival, Claim, Claims

PARAMETERS: Final = frozenset({"city", "fiscal_year"})
"""The only keys a run may be started with; Airflow itself accepts any."""

MOST: Final = 500
"""Files of a season that one claimer takes, so that it is done before its lease is over; the rest is for the next."""


TO_READ: Final = frozenset({Outcome.RECEIVED, Outcome.ATTACHED})
"""What costs time: the others are only told."""


@dataclass(frozen=True, slots=True)
class Work:
    """A file that was claimed and what became of it."""

    claim: Claim
    received: Received

    @property
    def ended(self) -> bool:
        """Whether nothing is to be done or told: gone before it was read, or reviewed by the daily run already."""
        outcome = self.received.outcome
        there = outcome is Outcome.RECEIVED and self.received.reviewed and self.claim.tries == 1
        return outcome is Outcome.GONE or there


def claim(
    settings: Settings, run: str, conf: Mapping[str, object], city: str | None = None, fiscal_year: int | None = None
) -> list[Chunk]:
    """Take on what arrived in the inboxes (of one city or year where they are named) for the run of that name.

    Gives chunks of versions, each version to be reviewed alone. A chunk names its ``submissions`` ("101001/v2"), the
    ``attachments``, repeated files and quarantined items whose senders or the bureau are to be told (subjects of their
    events), and its ``claims`` with what became of each ("17:received").
    """
    refuse_unknown(conf, PARAMETERS)
    places = list(inboxes(settings, city or "", fiscal_year))
    house = House.open(settings)
    if places:
        house.warehouse.migrate()
    chunks: list[Chunk] = []
    for where in places:
        chunks += _claim(house, run, *where, first=len(chunks))
    return chunks


def _claim(house: House, run: str, city: str, fiscal_year: int, *, first: int) -> list[Chunk]:
    settings = house.settings
    claims = Claims(house.warehouse.engine)
    others = claims.kept_off(city, fiscal_year, run)
    items = steady(settings.inbox_at(city, fiscal_year), settings.settle, lambda item: _arrival(item).key not in others)
    if not items:
        return []
    season = Season.of(open_season(settings, city, fiscal_year, {}, run))
    by_key = {_arrival(item).key: item for item in items[:MOST]}
    taken = claims.take(
        city, fiscal_year, [_arrival(item) for item in by_key.values()], run, timedelta(seconds=settings.lease)
    )
    if not taken:  # another claimer looked at the same moment and was first
        return []
    received = receive(house, season, [by_key[arrival.key] for arrival, _ in taken])
    work = [Work(mine, one) for (_, mine), one in zip(taken, received, strict=True)]
    claims.finish({one.claim.id: one.received.outcome.value for one in work if one.ended})
    todo = [one for one in work if not one.ended]
    told = ((outcome, sum(one.received.outcome is outcome for one in work)) for outcome in Outcome)
    counts = "、".join(f"{outcome.chinese} {count} 件" for outcome, count in told if count)
    progress.info("%s %d 年度：认领 %d 件（%s）", season.city.name, fiscal_year, len(work), counts)
    heavy = [one for one in todo if one.received.outcome in TO_READ]
    light = [one for one in todo if one.received.outcome not in TO_READ]
    count = max(ceil(len(heavy) / UNITS_PER_CHUNK), min(1, len(todo)))
    decided = moment(house, season)
    shares = [[*heavy[index::count], *light[index::count]] for index in range(count)]
    return [{**_chunk(season, first + index, share), **decided} for index, share in enumerate(shares)]


def _arrival(item: Waiting) -> Arrival:
    return Arrival(item.folder, item.name, item.mark, item.arrived)


def _chunk(season: Season, number: int, work: Sequence[Work]) -> Chunk:
    about: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for one in work:
        about[one.received.outcome].append(one.received.about)
    versions = [one.received.submission for one in work if one.received.submission]
    return {
        "run": season.run,
        "chunk": number,
        "city": season.city.id,
        "fiscal_year": season.fiscal_year,
        "units": sorted(
            {version.unit for version in versions}
            | {one.received.item.folder for one in work if one.received.outcome is Outcome.ATTACHED}
        ),
        "submissions": sorted(
            version_name(one.received.submission)
            for one in work
            if one.received.outcome is Outcome.RECEIVED and one.received.submission
        ),
        "attachments": about[Outcome.ATTACHED],
        "repeated": about[Outcome.REPEATED],
        "quarantined": about[Outcome.QUARANTINED],
        "claims": [f"{one.claim.id}:{one.received.outcome.value}" for one in work],
    }

"""Claims 认领 of arriving files: each file is taken on by one claimer, and by another when that one died.

A claim is a row with a unique key and a lease. Leases run on the machine's clock, never on a simulated calendar: they
tell how long a process may be silent before it counts as dead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Row, insert, select, update

from final_accounts.warehouse.column_types import storable
from final_accounts.warehouse.engine import lock, reading, writing
from final_accounts.warehouse.tables import claim

_AT_ONCE: Final = 1000  # keys a query


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file of an inbox. ``mark`` changes whenever the file is written again; ``arrived`` is aware."""

    folder: str
    name: str
    mark: str
    arrived: datetime

    @property
    def key(self) -> str:
        """sha256 of all that tells it apart: names may be longer than an index holds."""
        return hashlib.sha256("\x1f".join((storable(self.folder), storable(self.name), self.mark)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that somebody took on: ``tries`` 1 for the first time; ``outcome`` is "" until it is finished."""

    id: int
    key: str
    folder: str
    name: str
    owner: str
    tries: int
    outcome: str


def _now() -> datetime:
    return datetime.now(UTC)


class Claims:
    """The claims on an engine of the warehouse (``Warehouse.engine``), whose migrations made the table."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = _now) -> None:
        self._engine = engine
        self._now = now

    def kept_off(self, city: str, fiscal_year: int, owner: str) -> frozenset[str]:
        """Keys that ``owner`` must leave alone: finished, or on a running lease of somebody else."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(claim.c.key).where(_season(city, fiscal_year), ~self._free(owner)))
            return frozenset(row.key for row in rows)

    def take(
        self, city: str, fiscal_year: int, arrivals: Sequence[Arrival], owner: str, lease: timedelta
    ) -> tuple[tuple[Arrival, Claim], ...]:
        """Take on what nobody else has: unknown files, one's own, and those whose claimer's lease ran out.

        One at a time a season, so that of two who want the same file one gets it. In the order given.
        """
        mine: dict[str, Arrival] = {one.key: one for one in arrivals}
        keys = list(mine)
        until = self._now() + lease
        taken: dict[str, Claim] = {}
        with writing(self._engine) as connection:
            lock(connection, "claim", city, fiscal_year)
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                here = (_season(city, fiscal_year)) & claim.c.key.in_(part)
                there = set(connection.scalars(select(claim.c.key).where(here)))
                values = {"owner": owner, "leased_until": until}
                connection.execute(
                    update(claim).where(here, self._free(owner)).values(**values, tries=claim.c.tries + 1)
                )
                fresh = [
                    {
                        "city": city,
                        "fiscal_year": fiscal_year,
                        "key": key,
                        "folder": mine[key].folder,
                        "name": mine[key].name,
                        "arrived": mine[key].arrived,
                        **values,
                        "tries": 1,
                        "outcome": "",
                    }
                    for key in part
                    if key not in there
                ]
                if fresh:
                    connection.execute(insert(claim), fresh)
                rows = connection.execute(
                    select(claim).where(
                        here, claim.c.outcome == "", claim.c.owner == owner, claim.c.leased_until == until
                    )
                )
                taken |= {row.key: _claim(row) for row in rows}
        return tuple((mine[key], taken[key]) for key in keys if key in taken)

    def finish(self, outcomes: Mapping[int, str]) -> int:
        """Note what became of these claims; how many were open until now."""
        open_before = 0
        with writing(self._engine) as connection:
            for number, outcome in outcomes.items():
                here = (claim.c.id == number) & (claim.c.outcome == "")
                open_before += connection.execute(update(claim).where(here).values(outcome=outcome)).rowcount
        return open_before

    def all(self, city: str, fiscal_year: int) -> tuple[Claim, ...]:
        """Every claim of a season, in the order they were first made."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(claim).where(_season(city, fiscal_year)).order_by(claim.c.id))
            return tuple(_claim(row) for row in rows)

    def _free(self, owner: str) -> ColumnElement[bool]:
        return (claim.c.outcome == "") & ((claim.c.owner == owner) | (claim.c.leased_until <= self._now()))


def _season(city: str, fiscal_year: int) -> ColumnElement[bool]:
    return (claim.c.city == city) & (claim.c.fiscal_year == fiscal_year)


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.id, row.key, row.folder, row.name, row.owner, row.tries, row.outcome)

"""批次 of approvals: who proposed what, who answered, and what came of it, all in the history.

A batch of the bureau is of departments' certified roll-ups, a batch of a department of its certified units. The answer
is taken from the history, where the step that waited for it wrote it; what a task's result says counts for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from final_accounts.history import Event, NewEvent
from final_accounts.history.chain import canonical
from final_accounts.model.errors import SeasonError
from final_accounts.season.departments import DepartmentStanding, fold_departments
from final_accounts.season.replies import outdated
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import SIGNED, UnitState
from final_accounts.stages.approval.approve import Version
from final_accounts.stages.approval.proposals import BATCH, PROPOSED, REJECTED
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.standings import read

ANSWERED: Final = "batch.answered"
APPROVED: Final = "batch.approved"
EXPIRED: Final = "batch.expired"
REFUSED: Final = "batch.refused"
ENDED: Final = frozenset({APPROVED, REJECTED})
SYSTEM: Final = "系统"
"""Who acts when nobody does."""


@dataclass(frozen=True, slots=True)
class Part:
    """A department in a batch: the roll-up that was seen, and the versions that are asked about."""

    department: str
    rollup: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody answered: ``account`` "" and ``timedout`` when nobody did in time; ``sequence`` of its event."""

    option: str
    account: str
    reason: str = ""
    timedout: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as the history tells it. ``level`` is a department's code, "" for the bureau.

    ``last`` is the kind of the last event after its proposal, "" for none, and ``said`` what that event says: an answer
    is acted on only while it is the last word.
    """

    id: str
    level: str
    prepared_by: str
    parts: tuple[Part, ...]
    answer: Response | None = None
    last: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether it was approved or rejected: it is asked no more."""
        return self.last in ENDED

    @property
    def units(self) -> tuple[Version, ...]:
        """All versions of the batch."""
        return tuple(version for part in self.parts for version in part.versions)


def ready(house: House, season: Season, level: str) -> tuple[Part, ...]:
    """What could be approved now: departments that wait for the bureau, or units of ``level`` that wait for it."""
    units = season.city.units_of(season.fiscal_year)
    happened = read(house.history.events(season.city.id, season.fiscal_year))
    standings = fold(units, happened)
    departments = fold_departments(happened)
    found = []
    for code in dict.fromkeys(unit.department_code for unit in units):
        known = departments.get(code, DepartmentStanding(code))
        mine = {unit.code: standings[unit.code] for unit in units if unit.department_code == code}
        unanswered = bool(known.rollup) and not known.approved_at and not outdated(known, mine)
        waiting = code == level if level else unanswered
        if waiting and (versions := _versions(known, mine, only_waiting=bool(level))):
            found.append(Part(code, known.rollup, versions))
    return tuple(found)


def propose(house: House, season: Season, level: str, parts: Sequence[Part], *, prepared_by: str, run: str) -> Batch:
    """Write the batch down; the same run again proposes nothing new."""
    made = ""

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        nonlocal made
        known = [event for event in events if event.kind == PROPOSED]
        for event in known:
            if run and json.loads(event.payload)["run"] == run:
                made = event.subject.removeprefix(f"{BATCH}/")
                return []
        made = f"{len(known) + 1:03d}"
        payload: dict[str, object] = {
            "batch": made,
            "level": level,
            "prepared_by": prepared_by,
            "run": run,
            "departments": [{"code": part.department, "rollup": part.rollup} for part in parts],
            "units": [
                {"department": part.department, "unit": one.unit, "version": one.version, "sha256": one.sha256}
                for part in parts
                for one in part.versions
            ],
        }
        return [NewEvent(PROPOSED, f"{BATCH}/{made}", prepared_by or SYSTEM, payload, now())]

    house.history.decide(season.city.id, season.fiscal_year, (BATCH,), think)
    return batch_of(house, season, made)


def batch_of_run(house: House, season: Season, run: str) -> Batch | None:
    """The batch that this run of Airflow proposed; None when it proposed nothing."""
    for event in house.history.events(season.city.id, season.fiscal_year, PROPOSED):
        if json.loads(event.payload)["run"] == run:
            return batch_of(house, season, event.subject.removeprefix(f"{BATCH}/"))
    return None


def batch_of(house: House, season: Season, number: str) -> Batch:
    """The batch as it stands; SeasonError when there is none of that number."""
    events = house.history.events_below(season.city.id, season.fiscal_year, (f"{BATCH}/{number}",))
    found: Batch | None = None
    for event in events:
        says = json.loads(event.payload)
        if event.kind == PROPOSED:
            found = Batch(number, says["level"], says["prepared_by"], _parts(says))
        elif found is not None:
            found = replace(found, answer=_answer(event, says) or found.answer, last=event.kind, said=says)
    if found is None:
        raise SeasonError(f"{season.city.name} {season.fiscal_year} 年度没有 {number} 号批次。")
    return found


def _answer(event: Event, says: Mapping[str, str]) -> Response | None:
    if event.kind == ANSWERED:
        return Response(says["option"], says["account"], says["reason"], sequence=event.sequence)
    return Response("", "", timedout=True, sequence=event.sequence) if event.kind == EXPIRED else None


def tell(house: House, season: Season, number: str, kind: str, *, actor: str = "", **payload: object) -> None:
    """Append what happened to the batch, unless its last word says the same: a changed mind is always told."""
    event = NewEvent(kind, f"{BATCH}/{number}", actor or SYSTEM, {"batch": number, **payload}, now())

    def think(known: tuple[Event, ...]) -> list[NewEvent]:
        same = known and (known[-1].kind, known[-1].payload) == (kind, canonical(event.payload))
        return [] if same else [event]

    house.history.decide(season.city.id, season.fiscal_year, (event.subject,), think)


def _versions(
    department: DepartmentStanding, units: Mapping[str, Standing], *, only_waiting: bool
) -> tuple[Version, ...]:
    states = {UnitState.CERTIFIED} if only_waiting else SIGNED
    return tuple(
        Version(one.unit, one.version, one.sha256)
        for one in units.values()
        if one.state in states and department.covers(one.unit, one.sha256)
    )


def _parts(says: Mapping[str, list[dict[str, object]]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            str(one["code"]),
            str(one["rollup"]),
            tuple(
                Version(str(unit["unit"]), int(str(unit["version"])), str(unit["sha256"]))
                for unit in says["units"]
                if unit["department"] == one["code"]
            ),
        )
        for one in says["departments"]
    )

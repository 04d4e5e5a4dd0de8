"""批复 at both levels: the bureau replies to a department's certified roll-up, the department to its units.

Each reply is checked and written inside one locked transaction, so that nothing comes between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from final_accounts.catalog import calendar, persons
from final_accounts.history import Event, NewEvent
from final_accounts.model.clock import china_day
from final_accounts.model.errors import RefusedError
from final_accounts.model.person import Person, Role
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.acts import Act, refusals
from final_accounts.season.calendar import deadlines
from final_accounts.season.departments import APPROVED, DepartmentStanding, department_subject, fold_departments
from final_accounts.season.replies import Reply, against_reply
from final_accounts.season.standing import Happened, Standing, fold
from final_accounts.season.states import REPLIED_TO, UnitState
from final_accounts.stages.acting.acts import event_of
from final_accounts.stages.acting.circumstances import around_units
from final_accounts.stages.approval.proposals import BATCH, Proposals, proposals
from final_accounts.stages.approval.rollups import units_of_department
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.standings import read

UNIT_APPROVED = "submission.approved"


@dataclass(frozen=True, slots=True)
class Version:
    """A unit's version as somebody saw it."""

    unit: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who approves in which batch: ``prepared_by`` is the account that prepared it; outside a batch, who certified.

    ``answered`` is the sequence of the event with the answer that is acted on, 0 outside a batch.
    """

    person: Person
    batch: str = ""
    prepared_by: str = ""
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: versions ``approved`` (now, or exactly these before), and ``refused`` (unit -> why).

    ``fresh`` are those of the approved that were not before.
    """

    approved: tuple[Version, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    fresh: tuple[Version, ...] = ()


def approve_department(house: House, season: Season, code: str, asking: Asking, *, rollup: str = "") -> bool:
    """The bureau's reply to the department's certified roll-up; ``rollup`` is the one that was seen, "" the current.

    SeasonError says everything that stands against it, and changes nothing. The same reply again writes nothing.
    Whether something was written.
    """
    units = units_of_department(season, code)
    fresh = False

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        nonlocal fresh
        happened = read(events)
        department = fold_departments(happened).get(code, DepartmentStanding(code))
        seen = rollup or department.rollup
        if department.approved_at and seen == department.rollup:
            return []
        fresh = True
        number = _number(season, code, happened, APPROVED)
        wanted = Reply(code, seen, asking.person, number, asking.prepared_by)
        against = against_reply(wanted, department, fold(units, happened))
        against += _by_batches(proposals(events), (code, seen), asking, department.versions)
        if against:
            raise RefusedError(f"{code} {units[0].department}", "批复部门汇总", against)
        payload: dict[str, object] = {
            "department": code,
            "rollup": seen,
            "number": number,
            "batch": asking.batch,
            "prepared_by": asking.prepared_by or department.certified_by,
            "name": asking.person.name,
            "role": Role.APPROVER.value,
            "automatic": asking.person.automatic,
        }
        return [NewEvent(APPROVED, department_subject(code), asking.person.id, payload, now())]

    house.history.decide(season.city.id, season.fiscal_year, _subjects(code, units), think)
    return fresh


def approve_units(
    house: House, season: Season, code: str, asking: Asking, versions: Sequence[Version] | None = None
) -> Answered:
    """Reply to units of the department, those of ``versions`` or all that are certified. One refused stops no other."""
    units = units_of_department(season, code)
    answered = Answered(())

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        nonlocal answered
        happened = read(events)
        standings = fold(units, happened)
        wanted = _wanted(standings) if versions is None else versions
        done = [one for one in wanted if _stands(standings.get(one.unit), one)]
        asked = {one.unit: standings[one.unit] for one in wanted if one.unit in standings and one not in done}
        departments, known = fold_departments(happened), proposals(events)
        circumstances = around_units(house, season, asked, departments)
        certifier = departments.get(code, DepartmentStanding(code)).certified_by
        refused = {one.unit: "不是该部门的单位" for one in wanted if one.unit not in standings}
        register = {person.id: person for person in persons(season.city.id)}
        fresh: list[NewEvent] = []
        newly: list[Version] = []
        for one in wanted:
            if one.unit not in asked:
                continue
            prepared = replace(asking, prepared_by=asking.prepared_by or certifier)
            act = _act(season, one, prepared, _number(season, one.unit, happened, UNIT_APPROVED))
            against = refusals(asked[one.unit], act, circumstances[one.unit])
            against = (*against, *_gone(register, asked[one.unit]))
            against += _by_batches(known, (one.unit, one.sha256), asking)
            if asking.person.id == certifier:
                against = (*against, f"{asking.person.name}签审了部门汇总，不能再批复其中的单位")
            if against:
                refused[one.unit] = "；".join(against)
            else:
                fresh.append(event_of(act, circumstances[one.unit]))
                newly.append(one)
        answered = Answered((*done, *newly), refused, tuple(newly))
        return fresh

    house.history.decide(season.city.id, season.fiscal_year, _subjects(code, units), think)
    _tell_warehouse(house, season, answered.approved)
    return answered


def _act(season: Season, one: Version, asking: Asking, number: str) -> Act:
    due = deadlines(calendar(season.city.id, season.fiscal_year)).publish_by(china_day(now()))
    payload = {
        "number": number,
        "batch": asking.batch,
        "prepared_by": asking.prepared_by,
        "publish_by": due.isoformat(),
    }
    return Act(UNIT_APPROVED, one.unit, asking.person, one.version, one.sha256, payload)


def _wanted(standings: Mapping[str, Standing]) -> tuple[Version, ...]:
    return tuple(
        Version(one.unit, one.version, one.sha256)
        for one in standings.values()
        if one.state is UnitState.CERTIFIED or one.state in REPLIED_TO
    )


def _gone(register: Mapping[str, Person], standing: Standing) -> tuple[str, ...]:
    """A line for each signature whose signer does not hold that role any more: it could not be published either."""
    return tuple(
        f"签字人 {one.person} 已不是人员名录里这家单位的{one.role.chinese}，请重新打开后另行签字"
        for one in standing.signatures
        if one.person not in register or not register[one.person].holds(one.role, standing.unit)
    )


def _by_batches(
    known: Proposals, about: tuple[str, str], asking: Asking, within: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """What batches say against it; ``within`` are the files (unit -> sha256) that a roll-up is made of."""
    own = known.proposed(about, asking.person.id)
    overtaken = [known.overtaken(about, asking.answered)]
    for unit, sha256 in (within or {}).items():
        why = known.overtaken((unit, sha256), asking.answered)
        overtaken.append(why and f"{unit} {why}")
    return (*([f"{asking.person.name}提请过{own}号批次，不能自己批复"] if own else []), *filter(None, overtaken))


def _stands(standing: Standing | None, one: Version) -> bool:
    """Whether exactly this version is approved already."""
    same = standing is not None and (standing.version, standing.sha256) == (one.version, one.sha256)
    return same and standing is not None and standing.state in REPLIED_TO


def _number(season: Season, code: str, happened: Sequence[Happened], kind: str) -> str:
    """批复文号 of the next reply to the unit or department; a later one has its running number behind it."""
    before = sum(event.kind == kind and event.unit == code for event in happened)
    return f"{season.city.reply}〔{season.fiscal_year + 1}〕{code}{f'-{before + 1}' if before else ''}号"


def _subjects(code: str, units: Sequence[BudgetUnit]) -> tuple[str, ...]:
    return (BATCH, department_subject(code), *(unit.code for unit in units))


def _tell_warehouse(house: House, season: Season, versions: Sequence[Version]) -> None:
    """The state that queries and lists show; permission to publish is never asked of it."""
    approved = {(one.unit, one.version) for one in versions}
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year, [one.unit for one in versions])
    mine = [
        entry.submission
        for entry in stored
        if (entry.submission.unit, entry.submission.version) in approved and entry.state is SubmissionState.ACCEPTED
    ]
    house.warehouse.set_state(season.city.id, mine, SubmissionState.APPROVED)

"""What may be published: a version whose approval stands in the history itself, by whoever was allowed. Fails closed.

Everything is asked of the events: what the warehouse calls a version's state, or who called a task a success, counts
for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from final_accounts.catalog import persons
from final_accounts.history import Event
from final_accounts.history.chain import own_hash, sha256_text
from final_accounts.model.clock import china_day
from final_accounts.model.person import Person, Role
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.departments import (
    APPROVED,
    CERTIFIED,
    DepartmentStanding,
    department_subject,
    fold_departments,
)
from final_accounts.season.standing import BOTH, Standing, fold
from final_accounts.season.states import REPLIED_TO
from final_accounts.stages.approval.proposals import SIGNATURE, Proposals, proposals
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import read

APPROVED_STATES: Final = frozenset({SubmissionState.APPROVED, SubmissionState.PUBLISHED})
"""What the warehouse calls a version that was approved once; it allows nothing."""

NO_APPROVAL: Final = "审计轨迹中没有与这份文件相符的批复事件"


@dataclass(frozen=True, slots=True)
class Approved:
    """A version that may be published, and the event that says so."""

    submission: Submission
    event: Event
    number: str


@dataclass(frozen=True)
class Trail:
    """The events of a season, read once, and what they come to."""

    events: tuple[Event, ...]
    standings: Mapping[str, Standing]
    proposals: Proposals

    def about(self, unit: BudgetUnit) -> tuple[Event, ...]:
        """Events of the unit and of its department, in order."""
        mine = (unit.code, department_subject(unit.department_code))
        return tuple(e for e in self.events if e.subject in mine or e.subject.startswith(f"{unit.code}/"))


def trail(house: House, season: Season) -> Trail:
    """The season's events and where every unit stands by them."""
    events = house.history.events(season.city.id, season.fiscal_year)
    return Trail(events, fold(season.city.units_of(season.fiscal_year), read(events)), proposals(events))


def approval_of(season: Season, told: Trail, submission: Submission) -> Approved | str:
    """The approval of exactly these bytes that stands now, or why there is none, in Chinese.

    The approval and what it rests on are unaltered; the approver holds the role in the register and neither prepared
    the batch nor signed; two different registered persons of the unit signed exactly these bytes before; a reviewer of
    the department certified a roll-up with these bytes, and an approver of the bureau replied to it; nobody took any of
    it back since, and the version is not withheld by law.
    """
    units = {unit.code: unit for unit in season.city.units_of(season.fiscal_year)}
    unit, standing = units.get(submission.unit), told.standings.get(submission.unit)
    if unit is None or standing is None or standing.approval is None or standing.state not in REPLIED_TO:
        return NO_APPROVAL
    if standing.withheld:
        return f"已登记依法不予公开（{standing.withheld}）"
    mine = told.about(unit)
    event = next((one for one in mine if one.hash == standing.approval.event), None)
    if event is None or not _about(event, submission) or standing.version != submission.version:
        return NO_APPROVAL
    alone = sum(one.department_code == unit.department_code for one in units.values()) == 1
    check = _Check(unit, alone, {person.id: person for person in persons(season.city.id)}, submission, told.proposals)
    against = check.approval(event) or check.signatures(standing, mine, event) or check.department(mine, event)
    return against or Approved(submission, event, str(_payload(event)["number"]))


@dataclass(frozen=True, slots=True)
class _Check:
    """The register held against the events; each question answers why not, "" when all is well."""

    unit: BudgetUnit
    alone: bool
    register: Mapping[str, Person]
    submission: Submission
    proposals: Proposals

    def approval(self, event: Event) -> str:
        """Whether the approval itself counts."""
        if not _unaltered(event):
            return NO_APPROVAL
        says = _payload(event)
        if not (self._holds(event.actor, Role.DEPARTMENT_APPROVER, self.unit.department_code) or self._bureau(event)):
            return f"批复事件的批复人 {event.actor} 不是人员名录里有权批复这家单位的人"
        about = (self.unit.code, self.submission.sha256)
        if event.actor == says.get("prepared_by") or self.proposals.proposed(about, event.actor):
            return f"批复人 {event.actor} 就是提请这一批次的人"
        return "" if str(says.get("number", "")).strip() else "批复事件没有批复文号"

    def signatures(self, standing: Standing, mine: Sequence[Event], approval: Event) -> str:
        """Whether two different persons of the unit signed these bytes, and the approver did not.

        Signatures count that came before the reply: later ones are of a correction that was called off.
        """
        signers = {one.person for one in standing.signatures}
        if standing.signed != BOTH or len(signers) != len(BOTH):
            return "没有单位会计和负责人两个人的签字"
        before = [one for one in mine if one.kind == SIGNATURE and one.sequence < approval.sequence]
        for one in standing.signatures:
            event = next((e for e in reversed(before) if e.actor == one.person), None)
            if event is None or not _about(event, self.submission) or not _unaltered(event):
                return f"{one.role.chinese}的签字不是针对这份文件的"
            if not self._holds(one.person, one.role, self.unit.code):
                return f"签字人 {one.person} 不是人员名录里这家单位的{one.role.chinese}"
        return f"批复人 {approval.actor} 在这一版上签过字" if approval.actor in signers else ""

    def department(self, mine: Sequence[Event], approval: Event) -> str:
        """Whether the department's roll-up with these bytes was certified and replied to before the approval."""
        before = [one for one in mine if one.sequence < approval.sequence and one.kind in {CERTIFIED, APPROVED}]
        told = fold_departments(read(before)).get(self.unit.department_code)
        if told is None or not told.covers(self.unit.code, self.submission.sha256):
            return "主管部门签审的汇总里没有这份文件"
        if told.approved_at is None or not told.number.strip():
            return "财政部门没有批复主管部门的汇总"
        if told.certified_by == approval.actor:
            return f"批复人 {approval.actor} 就是签审部门汇总的人"
        return self._persons(told, before)

    def _persons(self, told: DepartmentStanding, before: Sequence[Event]) -> str:
        if not self._holds(told.certified_by, Role.DEPARTMENT_REVIEWER, told.code):
            return f"汇总的签审人 {told.certified_by} 不是人员名录里的{Role.DEPARTMENT_REVIEWER.chinese}"
        if not self._holds(told.approved_by, Role.APPROVER, ""):
            return f"汇总的批复人 {told.approved_by} 不是人员名录里的{Role.APPROVER.chinese}"
        reply = next(event for event in before if event.hash == told.event)
        prepared = told.approved_by in {told.certified_by, _payload(reply).get("prepared_by")}
        if prepared or self.proposals.proposed((told.code, told.rollup), told.approved_by):
            return f"汇总的批复人 {told.approved_by} 就是提请或签审它的人"
        return "" if all(map(_unaltered, before)) else "部门汇总的签审或批复事件被改动过"

    def _holds(self, account: str, role: Role, of: str) -> bool:
        person = self.register.get(account)
        return person is not None and person.holds(role, of)

    def _bureau(self, event: Event) -> bool:
        return self.alone and self._holds(event.actor, Role.APPROVER, "")


def _payload(event: Event) -> dict[str, object]:
    said: dict[str, object] = json.loads(event.payload)
    return said


def _about(event: Event, submission: Submission) -> bool:
    says = _payload(event)
    wanted = (submission.unit, submission.version, submission.sha256)
    return (says.get("unit"), says.get("version"), says.get("sha256")) == wanted


def _unaltered(event: Event) -> bool:
    return own_hash(event) == event.hash and sha256_text(event.payload) == event.payload_hash


def day_of(event: Event) -> date:
    """The day of an event in China."""
    return china_day(datetime.fromisoformat(event.at))

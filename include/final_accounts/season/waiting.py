"""Who is waited for 在等谁: for every unit that is not done, the one act that moves it on, and whose act it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from final_accounts.model.person import BUREAU, Office, Role
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.departments import DepartmentStanding
from final_accounts.season.replies import outdated
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState


class WaitsFor(StrEnum):
    """An act that is waited for, in the order of a season."""

    SUBMISSION = "submission"
    REVIEW = "review"
    CORRECTION = "correction"
    EXPLANATIONS = "explanations"
    DISPUTE = "dispute"
    WAIVER = "waiver"
    SIGNATURE = "signature"
    SECOND_SIGNATURE = "second_signature"
    ROLL_UP = "roll_up"
    DEPARTMENT_REPLY = "department_reply"
    REPLY = "reply"
    PUBLICATION = "publication"

    @property
    def chinese(self) -> str:
        """What is to be done."""
        return _SAYS[self][1]

    @property
    def whose(self) -> str:
        """Who is to do it."""
        return _SAYS[self][0]


_SAYS: Final = {
    WaitsFor.SUBMISSION: ("单位", "报送"),
    WaitsFor.REVIEW: ("系统", "审核"),
    WaitsFor.CORRECTION: ("单位", "更正后重新报送"),
    WaitsFor.EXPLANATIONS: (Role.REVIEWER.chinese, "认可或退回核实说明"),
    WaitsFor.DISPUTE: (Role.REVIEWER.chinese, "裁定评分异议"),
    WaitsFor.WAIVER: (Role.APPROVER.chinese, "审批豁免申请"),
    WaitsFor.SIGNATURE: ("单位会计、负责人", "签审（两人都还没有签）"),
    WaitsFor.SECOND_SIGNATURE: ("单位会计或负责人", "签审（还差一人）"),
    WaitsFor.ROLL_UP: (Role.DEPARTMENT_REVIEWER.chinese, "签审部门汇总"),
    WaitsFor.DEPARTMENT_REPLY: (Role.APPROVER.chinese, "批复部门汇总"),
    WaitsFor.REPLY: (Role.DEPARTMENT_APPROVER.chinese, "批复所属单位决算"),
    WaitsFor.PUBLICATION: (Role.OPERATOR.chinese, "公开"),
}
QUESTIONS: Final = (WaitsFor.EXPLANATIONS, WaitsFor.DISPUTE, WaitsFor.WAIVER)
"""What units said or asked, and the bureau has to decide."""
DESKS: Final = {
    WaitsFor.EXPLANATIONS: Role.REVIEWER,
    WaitsFor.DISPUTE: Role.REVIEWER,
    WaitsFor.WAIVER: Role.APPROVER,
    WaitsFor.DEPARTMENT_REPLY: Role.APPROVER,
    WaitsFor.REPLY: Role.DEPARTMENT_APPROVER,
}
"""Acts of those who reply or decide, and in what role: for the unit's department where the role is one of it."""
_BY_STATE: Final = {
    UnitState.NOT_STARTED: WaitsFor.SUBMISSION,
    UnitState.WITHDRAWN: WaitsFor.SUBMISSION,
    UnitState.RECEIVED: WaitsFor.REVIEW,
    UnitState.RETURNED: WaitsFor.CORRECTION,
}


@dataclass(frozen=True, slots=True)
class Blocked:
    """A department that cannot certify its roll-up yet, and the units it waits for with what each is waited for."""

    code: str
    name: str
    units: int
    by: tuple[tuple[str, WaitsFor], ...]


def waits(
    units: Sequence[BudgetUnit],
    standings: Mapping[str, Standing],
    departments: Mapping[str, DepartmentStanding],
    open_questions: Mapping[WaitsFor, Sequence[str]],
) -> dict[WaitsFor, tuple[str, ...]]:
    """Act -> the units (codes in register order) that wait for it; acts that nobody waits for are left out.

    Every unit that is not done waits for exactly one act by where it stands; ``open_questions`` (explanations,
    disputes, waivers) come on top, since they can be answered beside it. A roll-up that is not of its units any more
    cannot be replied to: those in it wait for the department to certify it anew.
    """
    found: dict[WaitsFor, list[str]] = {kind: list(open_questions.get(kind, ())) for kind in WaitsFor}
    stale = _stale(units, standings, departments)
    for unit in units:
        act = waits_for(standings[unit.code], departments.get(unit.department_code))
        if act is WaitsFor.DEPARTMENT_REPLY and unit.department_code in stale:
            act = WaitsFor.ROLL_UP
        if act is not None:
            found[act].append(unit.code)
    return {kind: tuple(codes) for kind, codes in found.items() if codes}


def waits_for(standing: Standing, department: DepartmentStanding | None) -> WaitsFor | None:
    """The act that moves the unit on; None when nothing is left to do."""
    if standing.state in _BY_STATE:
        return _BY_STATE[standing.state]
    if standing.state is UnitState.ACCEPTED:
        return WaitsFor.SECOND_SIGNATURE if standing.signed else WaitsFor.SIGNATURE
    if standing.state is UnitState.CERTIFIED:
        if department is None or not department.covers(standing.unit, standing.sha256):
            return WaitsFor.ROLL_UP
        return WaitsFor.REPLY if department.approved_by else WaitsFor.DEPARTMENT_REPLY
    publishable = standing.state is UnitState.APPROVED and not standing.withheld
    return WaitsFor.PUBLICATION if publishable else None


def desks(
    units: Sequence[BudgetUnit],
    standings: Mapping[str, Standing],
    departments: Mapping[str, DepartmentStanding],
    open_questions: Mapping[WaitsFor, Sequence[str]],
) -> dict[Office, dict[WaitsFor, tuple[str, ...]]]:
    """Office -> act -> the units that wait for its reply or its decision; offices for which nothing waits are left out.

    A unit about which a reviewer has something to decide is on the reviewer's desk and not yet on its department's:
    the department could not reply to it.
    """
    of = {unit.code: unit.department_code for unit in units}
    undecided = {code for kind in (WaitsFor.EXPLANATIONS, WaitsFor.DISPUTE) for code in open_questions.get(kind, ())}
    found: dict[Office, dict[WaitsFor, list[str]]] = {}
    for act, codes in waits(units, standings, departments, open_questions).items():
        if act not in DESKS:
            continue
        for code in codes:
            if act is WaitsFor.REPLY and code in undecided:
                continue
            office = Office(DESKS[act], of[code] if act is WaitsFor.REPLY else BUREAU)
            found.setdefault(office, {}).setdefault(act, []).append(code)
    return {office: {act: tuple(codes) for act, codes in acts.items()} for office, acts in found.items()}


def _stale(
    units: Sequence[BudgetUnit], standings: Mapping[str, Standing], departments: Mapping[str, DepartmentStanding]
) -> frozenset[str]:
    """Departments with a certified roll-up that cannot be replied to any more."""
    members: dict[str, dict[str, Standing]] = {}
    for unit in units:
        members.setdefault(unit.department_code, {})[unit.code] = standings[unit.code]
    return frozenset(
        code for code, known in departments.items() if known.rollup and outdated(known, members.get(code, {}))
    )


def blocked(units: Sequence[BudgetUnit], standings: Mapping[str, Standing]) -> tuple[Blocked, ...]:
    """Departments of which some units are signed while others hold them up, the most held up first."""
    members: dict[str, list[BudgetUnit]] = {}
    for unit in units:
        members.setdefault(unit.department_code, []).append(unit)
    found = []
    for code, of in members.items():
        acts = [(unit.code, waits_for(standings[unit.code], None)) for unit in of]
        by = tuple((unit, act) for unit, act in acts if act is not None and act not in _BEHIND)
        waiting = any(act is WaitsFor.ROLL_UP for _, act in acts)
        if by and (waiting or len(by) < len(of)):
            found.append(Blocked(code, of[0].department, len(of), by))
    return tuple(sorted(found, key=lambda one: (len(one.by), one.code)))


_BEHIND: Final = frozenset({WaitsFor.ROLL_UP, WaitsFor.DEPARTMENT_REPLY, WaitsFor.REPLY, WaitsFor.PUBLICATION})
"""Acts that come after a unit has done its own part."""

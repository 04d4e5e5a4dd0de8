"""Who is waited for 在等谁: for every unit that is not done, the one act that moves it on, and whose act it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from final_accounts.model.person import Role
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.departments import DepartmentStanding
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
    WaitsFor.WAIVER: (Role.APPROVER.chinese, "决定豁免申请"),
    WaitsFor.SIGNATURE: ("单位会计、负责人", "签审（两人都还没有签）"),
    WaitsFor.SECOND_SIGNATURE: ("单位会计或负责人", "签审（还差一人）"),
    WaitsFor.ROLL_UP: (Role.DEPARTMENT_REVIEWER.chinese, "签审部门汇总"),
    WaitsFor.DEPARTMENT_REPLY: (Role.APPROVER.chinese, "批复部门汇总"),
    WaitsFor.REPLY: (Role.DEPARTMENT_APPROVER.chinese, "批复单位"),
    WaitsFor.PUBLICATION: (Role.OPERATOR.chinese, "公开"),
}
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
    disputes, waivers) come on top, since they can be answered beside it.
    """
    found: dict[WaitsFor, list[str]] = {kind: list(open_questions.get(kind, ())) for kind in WaitsFor}
    for unit in units:
        act = waits_for(standings[unit.code], departments.get(unit.department_code))
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

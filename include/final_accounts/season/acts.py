"""Whether a person may do something to a unit now: the table of transitions applied, with every refusal in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from final_accounts.model.person import OF_DEPARTMENT, OF_UNIT, Person, Role
from final_accounts.season.needs import OF_STANDING, OWN
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import BY_KIND, Need

REPLIED: Final = "财政部门已批复包含这一版的汇总，须由单位负责人或编报季管理员重新打开"
"""What a department is told that wants to send its unit back too late."""

INSTEAD: Final[Mapping[tuple[str, UnitState], str]] = {
    ("submission.reopened", UnitState.PUBLISHED): "有错请办理“批准更正”（correct）",
    ("correction.called_off", UnitState.APPROVED): "请先办理“重新打开”（reopen）",
}
"""(kind, state) -> what leads there from a state from which the act itself does not."""


@dataclass(frozen=True, slots=True)
class Act:
    """What ``person`` wants to do. ``version`` and ``sha256`` name what they saw; ``payload`` is what they say.

    Payload keys: ``reason``, ``basis``, ``number``, ``into``, ``materiality`` (重大 | 一般), ``role`` (of a signature),
    ``finding``, ``prepared_by``.
    """

    kind: str
    unit: str
    person: Person
    version: int = 0
    sha256: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)

    def says(self, key: str) -> str:
        """A text of the payload, "" when it is silent."""
        return self.payload.get(key, "")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the unit's own events do not tell: ``department`` is its code, ``unmet`` a need -> why it is not met.

    ``unmet`` None: nobody has looked, and no need counts as met. ``alone``: the unit is the only one of its department.
    """

    department: str
    unmet: Mapping[Need, str] | None = None
    alone: bool = False


def office(act: Act, circumstances: Circumstances) -> Role | None:
    """The first role of the table's line that the person holds here, else None. A signature names its role itself."""
    line = BY_KIND[act.kind]
    wanted = [role for role in line.by if not act.says("role") or role.value == act.says("role")]
    for role in wanted:
        of = act.unit if role in OF_UNIT else circumstances.department if role in OF_DEPARTMENT else ""
        if act.person.holds(role, of):
            return role
    return None


def refusals(standing: Standing, act: Act, circumstances: Circumstances) -> tuple[str, ...]:
    """Why it must not be done, in Chinese, most basic first; empty when it may."""
    line = BY_KIND[act.kind]
    if not line.by:
        return (f"“{line.says}”只由系统记录，不由人员办理",)
    held = office(act, circumstances)
    if held is None:
        *some, last = (f"“{role.chinese}”" for role in line.by)
        roles = "或".join(filter(None, ("、".join(some), last)))
        return (f"{act.person.name}（{act.person.id}）对该单位不具备{roles}身份，不能办理“{line.says}”",)
    full = replace(act, payload={**act.payload, "role": held.value})
    if standing.state not in line.sources:
        lacking = (_unmet(need, standing, full, circumstances) for need in line.needs if need in OF_STANDING)
        return (next(filter(None, lacking), "") or _elsewhere(standing, act.kind),)
    return tuple(why for need in line.needs if (why := _unmet(need, standing, full, circumstances)))


def _elsewhere(standing: Standing, kind: str) -> str:
    """From where the act may be done, or what to do from here instead."""
    now, line = f"单位现为“{standing.state.reached}”", BY_KIND[kind]
    instead = INSTEAD.get((kind, standing.state))
    if instead:
        return f"{now}，{instead}"
    states = "、".join(f"“{state.reached}”" for state in UnitState if state in line.sources)
    return f"{now}，“{line.says}”只能在{states}时办理"


def _unmet(need: Need, standing: Standing, act: Act, circumstances: Circumstances) -> str:
    """Why the need is not met, "" when it is."""
    if need is Need.OWN_LEVEL:
        lower = act.person.holds(Role.DEPARTMENT_APPROVER, circumstances.department)
        return "" if lower or circumstances.alone else "该部门不止一家单位，单位由主管部门批复，财政部门只批复部门汇总"
    if need is Need.BEFORE_DEPARTMENT_REPLY:
        return _before_reply(act, circumstances)
    own = OWN.get(need)
    if own:
        return own(standing, act)
    return f"没有核实“{need.value}”" if circumstances.unmet is None else circumstances.unmet.get(need, "")


def _before_reply(act: Act, circumstances: Circumstances) -> str:
    """A department sends its own units back until the bureau has replied to its roll-up; others are not bound by it."""
    if act.says("role") != Role.DEPARTMENT_REVIEWER.value:
        return ""
    if circumstances.unmet is None:
        return f"没有核实“{Need.DEPARTMENT_APPROVED.value}”"
    return circumstances.unmet.get(Need.BEFORE_DEPARTMENT_REPLY, "")

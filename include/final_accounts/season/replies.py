"""The bureau's reply 批复 to a department's roll-up: who may give it, and on what conditions.

The department's own replies to its units are lines of the table of transitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from final_accounts.model.person import Person, Role
from final_accounts.season.departments import DepartmentStanding
from final_accounts.season.standing import Standing
from final_accounts.season.states import OWES_NOTHING, SIGNED


@dataclass(frozen=True, slots=True)
class Reply:
    """What ``person`` wants to reply to: ``rollup`` is the hash of the roll-up they saw, ``prepared_by`` an account."""

    department: str
    rollup: str
    person: Person
    number: str
    prepared_by: str = ""


def against_reply(wanted: Reply, department: DepartmentStanding, units: Mapping[str, Standing]) -> tuple[str, ...]:
    """Why the reply must not be given, in Chinese; empty when it may. ``units`` are all those of the roll-up."""
    person = wanted.person
    if not person.holds(Role.APPROVER):
        return (f"{person.name}（{person.id}）不是{Role.APPROVER.chinese}",)
    if not department.rollup:
        return ("主管部门还没有签审汇总",)
    if wanted.rollup != department.rollup:
        return (f"所针对的汇总（{wanted.rollup[:12]}）不是主管部门现行签审的一份（{department.rollup[:12]}）",)
    against = [] if wanted.number.strip() else ["没有批复文号"]
    if person.id in {wanted.prepared_by, department.certified_by}:
        against.append(f"{person.name}提请了这一批次或签审了这份汇总，不能自己批复")
    against.extend(outdated(department, units))
    against.extend(
        f"{person.name}在 {code} 的报送上签过字"
        for code in department.versions
        if code in units and any(signature.person == person.id for signature in units[code].signatures)
    )
    return tuple(against)


def outdated(department: DepartmentStanding, units: Mapping[str, Standing]) -> tuple[str, ...]:
    """Why the certified roll-up is not that of the department's ``units`` any more, a line a unit; empty when it is.

    A unit for which the certificate said why nobody waits takes it away only when it is signed itself.
    """
    against = []
    for code, sha256 in department.versions.items():
        unit = units.get(code)
        if unit is None or unit.sha256 != sha256 or unit.state not in SIGNED:
            against.append(f"{code} 已不是汇总时签审的一版，主管部门须重新签审汇总")
    for code, unit in units.items():
        owes = unit.state not in OWES_NOTHING and code not in department.without
        if code not in department.versions and (owes or unit.state in SIGNED):
            against.append(f"{code} 不在签审的汇总里（现为“{unit.state.reached}”），主管部门须重新签审汇总")
    return tuple(against)

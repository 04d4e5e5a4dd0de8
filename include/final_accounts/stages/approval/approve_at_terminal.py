"""Approvals 批复 at a terminal, outside a batch: names and numbers become the season, the person and the versions."""

from __future__ import annotations

from collections.abc import Sequence

from final_accounts.catalog import person as person_of
from final_accounts.model.errors import RefusedError
from final_accounts.model.person import Role
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.approval.approve import Asking, Version, approve_department, approve_units
from final_accounts.stages.approval.departments import department_now
from final_accounts.stages.approval.rollups import units_of_department
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings


def approve_as(
    city: str, fiscal_year: int, code: str, person_id: str, *, units: Sequence[str] = (), seen: str = ""
) -> list[str]:
    """Approve in the name of ``person_id`` what is theirs to approve of the department; a line for each approval.

    What was approved before is not told again. The bureau's approver replies to the roll-up, and to the unit of a
    department that has only one; the department's to its units. ``seen`` is the roll-up that was looked at (it may be
    shortened). SeasonError says what is against it.
    """
    house = House.open(Settings.from_environment())
    house.warehouse.migrate()
    season = Season.named(city, fiscal_year)
    person = person_of(season.city.id, person_id)
    members = units_of_department(season, code)
    name = members[0].department
    told: list[str] = []
    if person.holds(Role.APPROVER):
        rollup = department_now(house, season, code).standing.rollup
        if seen and not rollup.startswith(seen):
            other = f"所看的汇总（{seen[:12]}）不是现行签审的一份（{rollup[:12]}），请重新查看"
            raise RefusedError(f"{code} {name}", "", (other,))
        if approve_department(house, season, code, Asking(person), rollup=rollup):
            told.append(f"{code} {name}：部门汇总已批复，{department_now(house, season, code).standing.number}")
        if len(members) > 1:
            return told or [f"{code} {name}：部门汇总此前已经批复，没有等待批复的汇总"]
    known = standings(house, season)
    asked = [known[unit_of(season, code).code] for code in units]
    wanted = [Version(one.unit, one.version, one.sha256) for one in asked] or None
    answered = approve_units(house, season, code, Asking(person), wanted)
    told += [f"{one.unit} 第{one.version}版已批复" for one in answered.fresh]
    if answered.refused:
        why = [f"{unit} {reason}" for unit, reason in answered.refused.items()]
        if told:
            why[-1] += f"。其余已办结：{'；'.join(told)}"
        raise RefusedError(f"{code} {name}", "", why)
    return told or [f"{code} {name}：没有等待批复的单位"]

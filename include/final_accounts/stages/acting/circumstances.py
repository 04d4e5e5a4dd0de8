"""What a unit's own events do not tell of an act: how its version was judged, what is undecided, its department."""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.model.clock import china_day
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.acts import REPLIED, Circumstances
from final_accounts.season.departments import DepartmentStanding
from final_accounts.season.standing import Standing
from final_accounts.season.transitions import Need
from final_accounts.season.waivers import Waiver, lapsed
from final_accounts.stages.acting.disputes import open_disputes
from final_accounts.stages.acting.explanations import undecided_explanations
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.standings import department_standings
from final_accounts.warehouse.queries_season import findings_of_version, outcome_of_version


def around(house: House, season: Season, unit: BudgetUnit, standing: Standing) -> Circumstances:
    """What surrounds one unit now."""
    return around_units(house, season, {unit.code: standing}, department_standings(house, season))[unit.code]


def around_units(
    house: House, season: Season, standings: Mapping[str, Standing], departments: Mapping[str, DepartmentStanding]
) -> dict[str, Circumstances]:
    """Unit code -> what surrounds it, for the units of ``standings``; ``departments`` are read once by the caller."""
    units = season.city.units_of(season.fiscal_year)
    members = [unit.department_code for unit in units]
    return {
        unit.code: Circumstances(
            department=unit.department_code,
            unmet=_unmet(house, season, standings[unit.code], departments.get(unit.department_code)),
            alone=members.count(unit.department_code) == 1,
        )
        for unit in units
        if unit.code in standings
    }


def _unmet(house: House, season: Season, standing: Standing, department: DepartmentStanding | None) -> dict[Need, str]:
    said = {
        Need.CURRENT_RULEBOOK: _judged(house, season, standing),
        Need.EXPLANATIONS_DECIDED: "；".join(undecided_explanations(house, season, standing.unit, standing)),
        Need.DISPUTES_DECIDED: "；".join(open_disputes(house, season, standing.unit)),
        Need.DEPARTMENT_CERTIFIED: "" if _covered(standing, department) else "主管部门签审的汇总里没有这一版",
        Need.DEPARTMENT_APPROVED: ""
        if _covered(standing, department) and department is not None and department.approved_at
        else "财政部门还没有批复主管部门的这份汇总",
        Need.BEFORE_DEPARTMENT_REPLY: REPLIED if _replied(standing, department) else "",
    }
    return {need: why for need, why in said.items() if why}


def _covered(standing: Standing, department: DepartmentStanding | None) -> bool:
    return department is not None and department.covers(standing.unit, standing.sha256)


def _replied(standing: Standing, department: DepartmentStanding | None) -> bool:
    return department is not None and (standing.unit, standing.sha256) in department.replied


def _judged(house: House, season: Season, standing: Standing) -> str:
    """Why the version does not count as accepted under the edition in force, "" when it does."""
    if not standing.version:
        return "还没有报送"
    with house.warehouse.reading() as connection:
        outcome = outcome_of_version(connection, season.city.id, season.fiscal_year, standing.unit, standing.version)
    if outcome is None or outcome.edition_hash != season.edition.hash:
        return f"第{standing.version}版还没有按现行口径和规则审核，请重新运行审核"
    if outcome.decision is not SubmissionState.ACCEPTED:
        return f"第{standing.version}版按现行规则应退回"
    return "；".join(
        f"第{standing.version}版据以通过的{one.id}号豁免{one.over}，请重新运行审核"
        for one in _lapsed(house, season, standing)
    )


def _lapsed(house: House, season: Season, standing: Standing) -> tuple[Waiver, ...]:
    waivers = waivers_of(house, season, standing.unit)
    if not waivers:
        return ()
    with house.warehouse.reading() as connection:
        found = findings_of_version(connection, season.city.id, season.fiscal_year, standing.unit, standing.version)
    return lapsed(found, waivers, china_day(now()))

"""A department's roll-up and certificate at a terminal: names and numbers become the season and the person."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from final_accounts.catalog import person as person_of
from final_accounts.model.rollup import Rollup
from final_accounts.season.states import UnitState
from final_accounts.stages.approval.departments import DepartmentNow, certify_department, department_now
from final_accounts.stages.approval.rollups import rollup
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import rollup_book


def rolled_up(city: str, fiscal_year: int, code: str) -> tuple[Season, Rollup, DepartmentNow]:
    """The season, the department's roll-up, and where the department stands."""
    house, season = _opened(city, fiscal_year)
    return season, rollup(house, season, code), department_now(house, season, code)


def certify_as(
    city: str,
    fiscal_year: int,
    code: str,
    person_id: str,
    reasons: Mapping[int, str],
    *,
    seen: str = "",
    without: Mapping[str, str] | None = None,
) -> Rollup:
    """Certify in the name of ``person_id``; SeasonError says what is against it. ``seen`` may be shortened."""
    house, season = _opened(city, fiscal_year)
    person = person_of(season.city.id, person_id)
    return certify_department(house, season, code, person, reasons, seen=seen, without=without)


def write_rollup(season: Season, made: Rollup, path: Path) -> None:
    """The workbook of all its tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rollup_book(season.edition, made, {state.value: state.chinese for state in UnitState}))


def _opened(city: str, fiscal_year: int) -> tuple[House, Season]:
    house = House.open(Settings.from_environment())
    house.warehouse.migrate()
    return house, Season.named(city, fiscal_year)

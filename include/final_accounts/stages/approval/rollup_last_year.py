"""What a roll-up says of last year: openings of units that came of others, totals on this year's footing 口径."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from final_accounts.catalog import edition as edition_of
from final_accounts.model.identity import Family, families
from final_accounts.model.rollup import TOTALS, LastYear, OpeningCheck
from final_accounts.model.unit import BudgetUnit
from final_accounts.stages.approval.openings import (
    CLOSING,
    OPENING,
    changed_families,
    named_adjustments,
    opening_checks,
)
from final_accounts.stages.approval.rolling import (
    cells_of,
    contributions_of,
    current_versions,
    eliminated_of,
    standings_of,
)
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.prior import closing
from final_accounts.warehouse.queries_levels import accepted_values

SAME: Final = "同口径"


def openings_of(house: House, season: Season, units: Iterable[BudgetUnit]) -> tuple[OpeningCheck, ...]:
    """The department's changed families; successors in other departments count with their current versions."""
    city, year = season.city, season.fiscal_year
    changed = changed_families(families(city, year), (unit.code for unit in units))
    if not changed:
        return ()
    heirs = {code for family in changed for code in family.now}
    lines = [unit for unit in city.units_of(year) if unit.code in heirs]
    now = current_versions(standings_of(house, season, lines))
    closed = closing(house, city, year - 1, {code for family in changed for code in family.before})
    before = {code: entry.submission.version for code, entry in closed.items()}
    asked = (OPENING, *named_adjustments(season.edition))
    with house.warehouse.reading() as connection:
        return opening_checks(
            season.edition,
            changed,
            {unit.code: unit.change for unit in lines},
            accepted_values(connection, city.id, year, asked, versions=now) if now else {},
            accepted_values(connection, city.id, year - 1, (CLOSING,), versions=before) if before else {},
        )


def last_year_of(house: House, season: Season, department_code: str, units: Iterable[BudgetUnit]) -> LastYear | None:
    """Last year's totals as they were and on this year's footing; None where the city had no season then."""
    year = season.fiscal_year - 1
    if year not in season.city.years:
        return None
    mine = {unit.code for unit in units}
    bound = [family for family in families(season.city, season.fiscal_year) if mine.intersection(family.now)]
    torn = [family for family in bound if family.before and not mine.issuperset(family.now)]
    here = {code for family in bound for code in family.before}
    there = {unit.code: unit for unit in season.city.units_of(year)}
    was = {code for code, unit in there.items() if unit.department_code == department_code}
    versions = {code: entry.submission.version for code, entry in closing(house, season.city, year, here | was).items()}
    absent = [c for c in there if c in here and c not in versions and not (there[c].nil_return or there[c].exempt)]
    before = replace(season, fiscal_year=year, edition=edition_of(season.city.region, year))
    reported = _totals(house, before, {c: v for c, v in versions.items() if c in was}, was)
    if torn:
        return LastYear(reported, {}, comparable=False, basis=_torn(torn, mine))
    if absent:
        return LastYear(reported, {}, comparable=False, basis=f"口径不同：{'、'.join(absent)} 上年没有通过的决算")
    restated = reported if here == was else _totals(house, before, {c: versions[c] for c in here & set(versions)}, here)
    return LastYear(reported, restated, comparable=True, basis=_footing(here, was))


def _totals(house: House, season: Season, versions: Mapping[str, int], members: set[str]) -> dict[str, int]:
    """The totals of those versions less what they paid each other."""
    others = {unit.code for unit in season.city.units_of(season.fiscal_year)} - members
    with house.warehouse.reading() as connection:
        parts = contributions_of(connection, season, versions)
        cells = cells_of(season.edition, parts, eliminated_of(connection, season, versions, others))
    amounts = {cell.key: cell.amount for cell in cells}
    return {label: amounts.get(key, 0) for label, key in TOTALS.items()} if versions else {}


def _torn(families_: Iterable[Family], mine: set[str]) -> str:
    told = [
        f"{'、'.join(family.before)} 的后继 {'、'.join(code for code in family.now if code not in mine)} 在其他部门"
        for family in families_
    ]
    return f"口径不同：{'；'.join(told)}，上年数不能按现在的单位构成重算"


def _footing(here: set[str], was: set[str]) -> str:
    if here == was:
        return SAME
    told = [
        f"{word} {'、'.join(sorted(codes))}" for word, codes in (("转入", here - was), ("转出", was - here)) if codes
    ]
    return f"已按现在的单位构成重算：{'，'.join(told)}"

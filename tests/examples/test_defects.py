"""Seeded defects: every unit's spoiled file raises exactly the rules written down by hand; clean files raise none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import city, data_root, edition
from final_accounts.model.submission import SubmissionState
from final_accounts.readers import Expectation, read_workbook
from final_accounts.workbooks.defects import FilingPlan, filing_plan, write_defective
from final_accounts.workbooks.made_up import made_up_city

if TYPE_CHECKING:
    from examples.conftest import Audit
    from final_accounts.model.facts import Fact

SEASONS = ("qingshi-2021", "qingshi-2022", "luxi-2021", "luxi-2022")


def plan_of(name: str) -> FilingPlan:
    return filing_plan(data_root() / "include" / "examples" / "defects" / f"{name}.yaml")


@pytest.mark.parametrize("name", SEASONS)
def test_each_file_raises_exactly_what_was_written_by_hand(name: str, tmp_path: Path, audit: Audit) -> None:
    plan = plan_of(name)
    town = city(plan.city)
    found = edition(town.region, plan.fiscal_year)
    files = {}
    for code, data in made_up_city(town, found).items():
        if code not in plan.missing:
            files[code] = tmp_path / f"{code}.xlsx"
            write_defective(found, data, plan.of(code), files[code])
    names = {unit.code: unit.name for unit in town.units}
    judged = audit(town.region, plan.fiscal_year, files, last_year(plan, tmp_path), names)
    expected = {code: {rule for defect in plan.of(code) for rule in defect.expects} for code in files}
    assert {code: each.open_rules for code, each in judged.items()} == expected
    clean = [code for code in files if not expected[code]]
    assert {judged[code].state for code in clean} == {SubmissionState.ACCEPTED}


def last_year(plan: FilingPlan, folder: Path) -> dict[str, tuple[Fact, ...]]:
    """Last year's accepted facts of the city's units, as the warehouse would hold them."""
    town = city(plan.city)
    if plan.fiscal_year == min(town.years):
        return {}
    before = edition(town.region, plan.fiscal_year - 1)
    facts = {}
    for code, data in made_up_city(town, before).items():
        path = folder / f"{code}-before.xlsx"
        write_defective(before, data, (), path)
        facts[code] = read_workbook(path.read_bytes(), path.name, edition, Expectation(unit=code))[0].facts
    return facts


def test_at_least_a_tenth_of_the_defects_is_foreseen_by_no_rule() -> None:
    defects = [defect for name in SEASONS for defect in plan_of(name).defects]
    assert len([defect for defect in defects if not defect.foreseen]) * 10 >= len(defects)


def test_the_lists_know_their_units_and_rules() -> None:
    for name in SEASONS:
        plan = plan_of(name)
        town = city(plan.city)
        units = {unit.code for unit in town.units_of(plan.fiscal_year) if not unit.exempt}
        rulebook = edition(town.region, plan.fiscal_year).rulebook
        named = {*plan.missing, *plan.late, *plan.corrects, *(defect.unit for defect in plan.defects)}
        assert named <= units
        assert not set(plan.missing) & {defect.unit for defect in plan.defects}
        assert all(rulebook[rule] for defect in plan.defects for rule in defect.expects)


def test_the_cities_show_every_way_of_filing() -> None:
    plans = [plan_of(name) for name in SEASONS]
    assert any(plan.missing for plan in plans)
    assert all(plan.late for plan in plans)
    assert all(plan.corrects for plan in plans)
    families = {rule.partition("-")[0] for plan in plans for defect in plan.defects for rule in defect.expects}
    assert {"T1", "T4", "T7", "T8", "S5", "S9", "X", "Y", "K", "V", "IN", "PF", "CARRY", "BUDGET"} <= families


def test_a_spoiled_file_has_the_same_bytes_every_time(tmp_path: Path) -> None:
    plan = plan_of("qingshi-2021")
    town = city(plan.city)
    found = edition(town.region, plan.fiscal_year)
    data = made_up_city(town, found)["101001"]
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        write_defective(found, data, plan.of("101001"), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()

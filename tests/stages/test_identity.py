"""Units that were merged, split, renamed or moved: whose last year is whose, and what a department says of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import edition
from final_accounts.model.identity import continued, families
from final_accounts.model.money import to_fen
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.stages.approval.rollups import rollup
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.prior import prior_facts
from final_accounts.stages.settings import Settings
from final_accounts.workbooks.made_up import made_up_city
from final_accounts.workbooks.prefill import prefilled
from stages.filed import filed

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.model.rollup import Rollup
    from final_accounts.workbooks import SubmissionData

REGION, NOW, BEFORE = "hubei-wuhan", 2022, 2021
OPENING, CLOSING = ("T1", "line:年初结转和结余"), ("T1", "line:年末结转和结余")


def unit(code: str, since: int = 0, until: int = 0, change: str = "", before: tuple[str, ...] = ()) -> BudgetUnit:
    name = f"示例单位{code[:4]}"  # the name decides the trade: a moved unit keeps it
    department = f"示例部门{code[:3]}"
    return BudgetUnit(code, name, "事业单位", department, code[:3], since, until, before, change)


MOVED = BudgetUnit("301009", "示例单位3010", "事业单位", "示例部门303", "303", NOW, 0, (), "划转")
TOWN = City(
    "qingshi",
    "示例市",
    REGION,
    made_up=True,
    units=(
        unit("301001"),
        unit("301002", until=BEFORE),
        unit("301003", NOW, change="拆分", before=("301002",)),
        unit("301004", NOW, change="拆分", before=("301002",)),
        unit("302001", until=BEFORE),
        unit("302002", until=BEFORE),
        unit("302003", NOW, change="合并", before=("302001", "302002")),
        unit("303001"),
        unit("301009", until=BEFORE),
        MOVED,
        unit("304001"),
        unit("305001", NOW, change="拆分", before=("304001",)),
    ),
    years=(BEFORE, NOW),
)
"""301002 is split, 302003 is two merged, 301009 moves to 303 under its code, 304001 gives a part away to 305."""


def seasons() -> dict[int, Season]:
    return {year: Season("", TOWN, year, edition(REGION, year)) for year in (BEFORE, NOW)}


def accounts(year: int) -> dict[str, SubmissionData]:
    return made_up_city(TOWN, edition(REGION, year))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Both years of the town: last year's accounts are approved."""
    settings = Settings.at(tmp_path_factory.mktemp("identity"))
    house = empty(settings)
    for year, season in seasons().items():
        state = SubmissionState.APPROVED if year == BEFORE else SubmissionState.ACCEPTED
        for code, data in accounts(year).items():
            filed(house, season, code, data, state=state)
    return settings


def empty(settings: Settings) -> House:
    """A house that knows the town and has no accounts."""
    house = House.open(settings)
    house.warehouse.migrate()
    for year in (BEFORE, NOW):
        house.warehouse.register(TOWN, year)
    return house


def made(settings: Settings, department: str) -> Rollup:
    return rollup(House.open(settings), seasons()[NOW], department)


def reported(code: str, year: int, place: tuple[str, str]) -> int:
    value = accounts(year)[code].value(*place)
    return to_fen(value)[0] if isinstance(value, Decimal) else 0


def test_every_unit_is_in_one_family_with_what_it_came_of() -> None:
    assert {(family.now, family.before) for family in families(TOWN, NOW)} == {
        (("301001",), ("301001",)),
        (("301003", "301004"), ("301002",)),
        (("302003",), ("302001", "302002")),
        (("303001",), ("303001",)),
        (("301009",), ("301009",)),
        (("304001", "305001"), ("304001",)),
    }
    assert {code: before for code, before in continued(TOWN, NOW).items() if before != (code,)} == {
        "301003": (),
        "301004": (),
        "302003": ("302001", "302002"),
        "304001": (),
        "305001": (),
    }


def test_predecessors_are_history_after_the_first_year() -> None:
    later = replace(TOWN, units=tuple(replace(line, until=line.until and BEFORE) for line in TOWN.units))
    assert all(family.unchanged for family in families(later, NOW + 1))


def test_last_year_follows_a_merger_and_a_move_and_invents_no_share_of_a_split(settings: Settings) -> None:
    house = House.open(settings)
    prior = prior_facts(house, TOWN, NOW, continued(TOWN, NOW))
    assert set(prior) == {"301001", "302003", "303001", "301009"}
    closing = {code: next(f.value for f in facts if f.key == (*CLOSING, "amount")) for code, facts in prior.items()}
    assert closing["302003"] == reported("302001", BEFORE, CLOSING) + reported("302002", BEFORE, CLOSING)
    assert closing["301009"] == reported("301009", BEFORE, CLOSING)


def test_openings_are_prefilled_from_the_approved_version_and_no_other(tmp_path: Path) -> None:
    house = empty(Settings.at(tmp_path))
    season = seasons()[BEFORE]
    first = accounts(BEFORE)["303001"]
    later = first.with_value(*CLOSING, "amount", Decimal("1.23"))
    filed(house, season, "303001", first, state=SubmissionState.APPROVED)
    filed(house, season, "303001", later)
    filed(house, season, "301001", accounts(BEFORE)["301001"])
    own = {"303001": ("303001",), "301001": ("301001",)}
    approved = prior_facts(house, TOWN, NOW, own, approved=True)
    assert set(approved) == {"303001"}
    rows = prefilled(edition(REGION, NOW), approved["303001"])
    assert rows["T1"][OPENING[1]]["amount"] == first.value(*CLOSING)
    assert set(prior_facts(house, TOWN, NOW, own)) == {"303001", "301001"}


def test_the_parts_of_a_split_are_held_to_what_the_whole_closed_with(settings: Settings) -> None:
    (check,) = made(settings, "301").openings
    assert (check.change, [code for code, _ in check.now], [code for code, _ in check.before]) == (
        "拆分",
        ["301003", "301004"],
        ["301002"],
    )
    assert check.closed == reported("301002", BEFORE, CLOSING) != 0
    assert (check.difference, made(settings, "301").questions) == (0, ())


def test_a_part_that_opens_with_too_much_is_a_question_to_the_department(tmp_path: Path) -> None:
    house = empty(Settings.at(tmp_path))
    for year, season in seasons().items():
        for code in ("301001", "301002", "301003", "301004"):
            data = accounts(year).get(code)
            if data is not None:
                changed = year == NOW and code == "301004"
                state = SubmissionState.APPROVED if year == BEFORE else SubmissionState.ACCEPTED
                told = data.with_value(*OPENING, "amount", Decimal("500.00")) if changed else data
                told = told.with_value("CARRY", "line:归集调入", "total", Decimal("120.00")) if changed else told
                filed(house, season, code, told, state=state)
    found = rollup(house, seasons()[NOW], "301")
    (check,) = found.openings
    adjusted = sum(fen for _, fen in check.adjustments)
    assert ("归集调入", 120_00) in check.adjustments
    assert check.difference == (check.opened or 0) - (check.closed or 0) - adjusted == 500_00 - 120_00
    (question,) = found.questions
    for words in ("301003、301004", "前身 301002", "归集调入 120.00 元", "还多 380.00 元", "结转结余变动表"):
        assert words in question


def test_while_a_part_has_not_reported_nothing_is_said_of_the_sum(tmp_path: Path) -> None:
    house = empty(Settings.at(tmp_path))
    filed(house, seasons()[BEFORE], "301002", accounts(BEFORE)["301002"], state=SubmissionState.APPROVED)
    filed(house, seasons()[NOW], "301003", accounts(NOW)["301003"])
    (check,) = rollup(house, seasons()[NOW], "301").openings
    assert (check.difference, check.opened) == (None, None)


def test_a_department_that_a_unit_moved_into_is_compared_with_last_year_as_it_is_now(settings: Settings) -> None:
    before = made(settings, "303").last_year
    assert before is not None
    spent = ("T1", "line:本年支出合计")
    assert before.reported["本年支出合计"] == reported("303001", BEFORE, spent)
    assert before.restated["本年支出合计"] == sum(reported(code, BEFORE, spent) for code in ("303001", "301009"))
    assert (before.comparable, before.basis) == (True, "已按现在的单位构成重算：转入 301009")
    left = made(settings, "301").last_year
    assert left is not None
    assert left.basis == "已按现在的单位构成重算：转出 301009"


def test_a_merger_inside_a_department_leaves_its_last_year_as_it_was(settings: Settings) -> None:
    before = made(settings, "302").last_year
    assert before is not None
    assert (before.comparable, before.basis, before.restated) == (True, "同口径", before.reported)


def test_a_department_whose_unit_was_split_over_several_is_not_compared(settings: Settings) -> None:
    for department, other in (("304", "305001"), ("305", "304001")):
        before = made(settings, department).last_year
        assert before is not None
        assert (before.comparable, before.restated) == (False, {})
        assert before.basis == f"口径不同：304001 的后继 {other} 在其他部门，上年数不能按现在的单位构成重算"


def test_a_department_with_a_gap_last_year_is_not_compared(tmp_path: Path) -> None:
    house = empty(Settings.at(tmp_path))
    filed(house, seasons()[BEFORE], "302001", accounts(BEFORE)["302001"], state=SubmissionState.APPROVED)
    filed(house, seasons()[NOW], "302003", accounts(NOW)["302003"])
    before = rollup(house, seasons()[NOW], "302").last_year
    assert before is not None
    assert (before.comparable, before.restated) == (False, {})
    assert before.basis == "口径不同：302002 上年没有通过的决算"

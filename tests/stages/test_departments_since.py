"""What happens to a department's certificate when its units change after it, or while it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.stages.approval import departments
from final_accounts.stages.approval.approve import Asking, approve_department
from final_accounts.stages.approval.batches import ready
from final_accounts.stages.approval.departments import certify_department, department_now
from final_accounts.stages.approval.rollups import rollup
from stages.bad_files import CITY, data_of
from stages.filed import filed

if TYPE_CHECKING:
    from final_accounts.model.rollup import Rollup
    from final_accounts.stages.house import House, Season
    from stages.small_town import SmallTown

YEAR = 2021
CULTURE, HEAD, CHILD = "105", "105001", "105002"
CIVIL = "102"


def test_what_becomes_of_units_that_are_not_in_it_asks_for_no_other_certificate(town: SmallTown) -> None:
    town.signed("102001")
    who = town.person(CIVIL, "reviewer")
    late = dict.fromkeys(("102002", "102003"), "示例：逾期未报，先行汇总")
    first = certify_department(town.house, town.season, CIVIL, who, without=late)
    head = town.house.history.head(CITY, YEAR)
    town.done("102002", "unit.nil_declared", town.person("102002", "head"), reason="示例：全年没有收支")
    assert rollup(town.house, town.season, CIVIL).hash != first.hash
    del late["102002"]
    assert certify_department(town.house, town.season, CIVIL, who, without=late) == first
    assert town.house.history.head(CITY, YEAR).sequence == head.sequence + 1  # the nil return alone


def test_the_bureau_does_not_reply_without_the_units_that_came_in_since(town: SmallTown) -> None:
    bureau = Asking(person(CITY, "qs-approver"))
    late, operator = {"102003": "示例：逾期未报，先行汇总"}, person(CITY, "qs-operator")
    town.done("102002", "unit.nil_declared", town.person("102002", "head"), reason="示例：全年没有收支")
    town.signed("102001")
    who = town.person(CIVIL, "reviewer")
    certify_department(town.house, town.season, CIVIL, who, without=late)
    town.done("102002", "unit.restored", operator, reason="示例：查明有收支，应当报送")
    assert ready(town.house, town.season, "") == ()
    with pytest.raises(SeasonError, match="102002 不在签审的汇总里（现为“未报送”），主管部门须重新签审汇总"):
        approve_department(town.house, town.season, CIVIL, bureau)
    late["102002"] = "示例：刚刚恢复报送，先行汇总"
    certify_department(town.house, town.season, CIVIL, who, without=late)
    assert [part.department for part in ready(town.house, town.season, "")] == [CIVIL]
    filed(town.house, town.season, "102003", data_of("102003", YEAR))
    town.signed("102003")
    with pytest.raises(SeasonError, match="102003 不在签审的汇总里（现为“已签审”）"):
        approve_department(town.house, town.season, CIVIL, bureau)
    del late["102003"]
    certify_department(town.house, town.season, CIVIL, who, without=late)
    approve_department(town.house, town.season, CIVIL, bureau)
    assert department_now(town.house, town.season, CIVIL).standing.approved_at


def test_a_version_that_comes_while_the_roll_up_is_made_is_noticed(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.signed(HEAD, CHILD)

    def slow(house: House, season: Season, code: str) -> Rollup:
        made = rollup(house, season, code)
        town.done(HEAD, "submission.reopened", town.person(HEAD, "head"), reason="示例：发现漏列，重新打开")
        filed(house, season, HEAD, data_of(HEAD, YEAR), words="示例：另一份文件")
        return made

    monkeypatch.setattr(departments, "rollup", slow)
    with pytest.raises(SeasonError, match="汇总期间有单位的版本变了"):
        certify_department(town.house, town.season, CULTURE, town.person(CULTURE, "reviewer"))
    assert town.house.history.events(CITY, YEAR, "department.certified") == ()

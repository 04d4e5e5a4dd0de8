"""A department's reviewer sends a certified unit of their own back, with a reason, until the bureau has replied."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from cli.terminal import run
from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.approval.approve import Asking, approve_department
from final_accounts.stages.approval.departments import certify_department, department_now
from final_accounts.stages.house import House, Season
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.letters.announce import announce
from final_accounts.stages.settings import Settings
from stages.bad_files import CITY
from stages.small_town import SmallTown, small_town

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2021
CULTURE, HEAD, CHILD = "105", "105001", "105002"
WHY = "附表三的人数与编制批复不符"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallTown:
    """Both units of the department are signed; commands run in the same folder."""
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    made = small_town(Settings.at(tmp_path), YEAR, (HEAD, CHILD))
    made.signed(HEAD, CHILD)
    return made


def reopened(unit: str, who: str, reason: str = WHY) -> str:
    """What the terminal says, with the exit code before it."""
    answer = run("reopen", CITY, YEAR, unit, "--as", who, "--reason", reason)
    return f"{answer.code} {answer.err}"


def test_the_unit_signs_again_and_is_told_by_whom_and_why(town: SmallTown) -> None:
    certify_department(town.house, town.season, CULTURE, town.person(CULTURE, "reviewer"))
    assert reopened(CHILD, f"qs-{CULTURE}-reviewer") == f"0 {CHILD} 已重新打开，签字和批复失效，第1版审核通过\n"
    standing = standing_of(town.house, town.season, CHILD)
    assert (standing.state, standing.signatures, standing.reason) == (UnitState.ACCEPTED, (), WHY)
    assert department_now(town.house, town.season, CULTURE).unsigned == (CHILD,)
    (event,) = town.house.history.events(CITY, YEAR, "submission.reopened")
    assert '"role":"department_reviewer"' in event.payload

    announce(town.settings, open_season(town.settings, CITY, YEAR, {}, "run"))
    for role in ("accountant", "head"):
        folder = town.settings.outbox(CITY, YEAR) / f"qs-{CHILD}-{role}"
        told = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
        (letter,) = (one for one in told if str(one["Subject"]).startswith("【重新打开】"))
        body = letter.get_body(("plain",))
        assert body is not None
        assert f"理由：{WHY}" in body.get_content()
        assert f"办理人：{town.person(CULTURE, 'reviewer').name}" in body.get_content()


def test_only_units_of_their_own_and_only_with_a_reason(town: SmallTown) -> None:
    assert "没有说明理由" in reopened(CHILD, f"qs-{CULTURE}-reviewer", "无")
    for stranger in ("qs-102-reviewer", f"qs-{CULTURE}-approver", "qs-reviewer"):
        assert "不具备“单位负责人”、“编报季管理员”或“主管部门审核人”身份" in reopened(CHILD, stranger)
    assert standing_of(town.house, town.season, CHILD).state is UnitState.CERTIFIED


def test_not_after_the_bureau_has_replied_but_the_head_still_may(town: SmallTown) -> None:
    certify_department(town.house, town.season, CULTURE, town.person(CULTURE, "reviewer"))
    approve_department(town.house, town.season, CULTURE, Asking(person(CITY, "qs-approver")))
    refused = reopened(CHILD, f"qs-{CULTURE}-reviewer")
    assert refused.startswith("2 ")
    assert "财政部门已批复包含这一版的汇总，须由单位负责人或编报季管理员重新打开" in refused
    assert reopened(CHILD, f"qs-{CHILD}-head") == f"0 {CHILD} 已重新打开，签字和批复失效，第1版审核通过\n"


def test_what_nobody_looked_up_is_refused(town: SmallTown) -> None:
    house, season = House.open(town.settings), Season.named(CITY, YEAR)
    with pytest.raises(SeasonError, match="没有核实“财政部门已批复主管部门的汇总”"):
        town.done(CHILD, "submission.reopened", town.person(CULTURE, "reviewer"), reason=WHY)
    assert standing_of(house, season, CHILD).state is UnitState.CERTIFIED

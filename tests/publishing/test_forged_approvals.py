"""Nothing is published unless the events say so themselves: every shortcut to 公开 is tried, and refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.approval.approve import Asking, approve_department
from final_accounts.stages.approval.departments import certify_department
from publishing.jianghan import CITY, UNIT
from publishing.season import APPROVER, Season

if TYPE_CHECKING:
    from collections.abc import Callable

CODE, DEPARTMENT = UNIT.code, UNIT.department_code
ACCOUNTANT, HEAD = f"jh-{CODE}-accountant", f"jh-{CODE}-head"
REVIEWER, DEPARTMENT_APPROVER = f"jh-{DEPARTMENT}-reviewer", f"jh-{DEPARTMENT}-approver"


class Forger:
    """Somebody who can append events as the house does, past every check."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.submission = season.load("一")

    def signs(self, account: str, role: str, **changes: object) -> None:
        self._append("submission.signed", f"{CODE}/v1", account, {"role": role, **self._version(), **changes})

    def signatures(self) -> None:
        self.signs(ACCOUNTANT, "accountant")
        self.signs(HEAD, "head")

    def department(self, *, certified_by: str = REVIEWER, approved_by: str = APPROVER, **changes: object) -> None:
        says = {"rollup": "r1", "versions": {CODE: self.submission.sha256}} | changes
        self._append("department.certified", f"department/{DEPARTMENT}", certified_by, says)
        self._append("department.approved", f"department/{DEPARTMENT}", approved_by, {"rollup": "r1", "number": "1号"})

    def approves(self, account: str = DEPARTMENT_APPROVER, **changes: object) -> None:
        says = {**self._version(), "number": "1号", "prepared_by": REVIEWER, **changes}
        self._append("submission.approved", f"{CODE}/v1", account, says)

    def proposes(self, account: str) -> None:
        says: dict[str, object] = {
            "batch": "001",
            "prepared_by": account,
            "departments": [{"code": DEPARTMENT, "rollup": "r1"}],
            "units": [{"department": DEPARTMENT, **self._version()}],
        }
        self._append("batch.proposed", "batch/001", account, says)

    def _version(self) -> dict[str, object]:
        return {"unit": CODE, "version": 1, "sha256": self.submission.sha256}

    def _append(self, kind: str, subject: str, actor: str, says: dict[str, object]) -> None:
        self.season.event(kind, subject, actor, says)


@pytest.fixture
def forger(season: Season) -> Forger:
    return Forger(season)


def test_what_the_forger_writes_when_everything_is_in_order_is_published(forger: Forger) -> None:
    """The events are the proof: without this the refusals below would prove nothing."""
    forger.signatures()
    forger.department()
    forger.approves()
    assert forger.season.run()["refused"] == 0
    assert forger.season.page.exists()


def approval_alone(forger: Forger) -> None:
    forger.approves()


def no_department(forger: Forger) -> None:
    forger.signatures()
    forger.approves()


def department_afterwards(forger: Forger) -> None:
    forger.signatures()
    forger.approves()
    forger.department()


def other_bytes_in_the_roll_up(forger: Forger) -> None:
    forger.signatures()
    forger.department(versions={CODE: "00" * 32})
    forger.approves()


def department_certified_by_a_stranger(forger: Forger) -> None:
    forger.signatures()
    forger.department(certified_by="某人")
    forger.approves()


def department_approved_by_its_own_reviewer(forger: Forger) -> None:
    forger.signatures()
    forger.department(approved_by=REVIEWER)
    forger.approves()


def one_signature(forger: Forger) -> None:
    forger.signs(ACCOUNTANT, "accountant")
    forger.department()
    forger.approves()


def one_person_signs_twice(forger: Forger) -> None:
    forger.signs(HEAD, "accountant")
    forger.signs(HEAD, "head")
    forger.department()
    forger.approves()


def a_stranger_signs(forger: Forger) -> None:
    forger.signs("某人", "accountant")
    forger.signs(HEAD, "head")
    forger.department()
    forger.approves()


def signatures_of_other_bytes(forger: Forger) -> None:
    forger.signs(ACCOUNTANT, "accountant", sha256="00" * 32)
    forger.signs(HEAD, "head")
    forger.department()
    forger.approves()


def approved_by_a_stranger(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves("某科长")


def approved_by_nobody(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves(" ")


def approved_by_a_signer(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves(HEAD)


def approved_by_the_preparer(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves(prepared_by=DEPARTMENT_APPROVER)


def approved_by_who_proposed_it_and_says_another_did(forger: Forger) -> None:
    forger.proposes(DEPARTMENT_APPROVER)
    forger.signatures()
    forger.department()
    forger.approves()


def department_approved_by_who_proposed_it(forger: Forger) -> None:
    forger.proposes(APPROVER)
    forger.signatures()
    forger.department()
    forger.approves()


def approval_of_other_bytes(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves(sha256="00" * 32)


def approval_without_a_number(forger: Forger) -> None:
    forger.signatures()
    forger.department()
    forger.approves(number=" ")


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        (approval_alone, "没有有效的批复"),
        (no_department, "主管部门签审的汇总里没有这份文件"),
        (department_afterwards, "主管部门签审的汇总里没有这份文件"),
        (other_bytes_in_the_roll_up, "主管部门签审的汇总里没有这份文件"),
        (department_certified_by_a_stranger, "汇总的签审人 某人 不是"),
        (department_approved_by_its_own_reviewer, f"汇总的批复人 {REVIEWER} 不是"),
        (one_signature, "没有有效的批复"),
        (one_person_signs_twice, "没有单位会计和负责人两个人的签字"),
        (a_stranger_signs, "签字人 某人 不是"),
        (signatures_of_other_bytes, "签字不是针对这份文件的"),
        (approved_by_a_stranger, "批复人 某科长 不是"),
        (approved_by_nobody, "不是人员名录里有权批复"),
        (approved_by_a_signer, f"批复人 {HEAD} 不是"),
        (approved_by_the_preparer, "就是提请这一批次的人"),
        (approved_by_who_proposed_it_and_says_another_did, "就是提请这一批次的人"),
        (department_approved_by_who_proposed_it, "就是提请或签审它的人"),
        (approval_of_other_bytes, "没有与这份文件相符的批复事件"),
        (approval_without_a_number, "没有批复文号"),
    ],
)
def test_a_forged_approval_publishes_nothing_and_says_what_is_missing(
    forger: Forger, forged: Callable[[Forger], None], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    forged(forger)
    season = forger.season
    season.house.warehouse.set_state(CITY.id, [forger.submission], SubmissionState.APPROVED)
    assert season.run()["refused"] == 1
    assert why in caplog.text
    assert not season.page.exists()
    assert not season.house.history.events(CITY.id, 2021, "submission.published")


def test_a_state_set_by_hand_in_the_warehouse_publishes_nothing(season: Season) -> None:
    submission = season.load("一")
    for state in (SubmissionState.APPROVED, SubmissionState.PUBLISHED):
        season.house.warehouse.set_state(CITY.id, [submission], state)
        assert season.run()["refused"] == 1
    assert not season.page.exists()


def test_an_approval_that_was_taken_back_publishes_nothing(season: Season, caplog: pytest.LogCaptureFixture) -> None:
    season.load("一")
    season.approve()
    season.act("submission.reopened", HEAD, reason="发现附表漏填一行")
    assert season.run()["refused"] == 1
    assert "单位现在是“通过”，没有有效的批复" in caplog.text
    assert not season.page.exists()
    season.approve()
    assert season.run()["refused"] == 0
    assert season.page.exists()


def test_the_public_version_stands_until_its_replacement_is_approved_and_published(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    page = season.page.read_bytes()
    season.act("submission.corrected", "jh-operator", reason="单位来文申请更正", materiality="重大")
    assert season.run()["refused"] == 0
    assert season.page.read_bytes() == page
    season.load("二", why_corrected="表3项目支出漏列一个项目")
    season.run()
    assert season.page.read_bytes() == page
    season.approve()
    season.run()
    assert "更正公告（重大更正）：" in season.page.read_text(encoding="utf-8")


def test_the_bureau_replies_to_a_department_only_on_its_certified_roll_up(season: Season) -> None:
    submission: Submission = season.load("一")
    house, found = season.house, season.found
    bureau = person(CITY.id, APPROVER)
    with pytest.raises(SeasonError, match="主管部门还没有签审汇总"):
        approve_department(house, found, DEPARTMENT, Asking(bureau))
    season.act("submission.signed", ACCOUNTANT, role="accountant")
    season.act("submission.signed", HEAD, role="head")
    certify_department(house, found, DEPARTMENT, person(CITY.id, REVIEWER))
    with pytest.raises(SeasonError, match="不是财政批复人"):
        approve_department(house, found, DEPARTMENT, Asking(person(CITY.id, REVIEWER)))
    with pytest.raises(SeasonError, match="不能自己批复"):
        approve_department(house, found, DEPARTMENT, Asking(bureau, prepared_by=APPROVER))
    with pytest.raises(SeasonError, match="不是主管部门现行签审的一份"):
        approve_department(house, found, DEPARTMENT, Asking(bureau), rollup="00" * 32)
    season.act("submission.reopened", HEAD, reason="发现附表漏填一行")
    with pytest.raises(SeasonError, match="已不是汇总时签审的一版"):
        approve_department(house, found, DEPARTMENT, Asking(bureau))
    assert standing_of(house, found, CODE).sha256 == submission.sha256
    assert house.history.events(CITY.id, 2021, "department.approved") == ()

"""Batches of approvals: who may propose and answer, what an answer does, and what the history tells otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from final_accounts.catalog import person
from final_accounts.cli.app import app
from final_accounts.model.errors import SeasonError
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.approval.approve import Asking, approve_department, approve_units
from final_accounts.stages.approval.batches import batch_of_run
from final_accounts.stages.approval.propose_batch import propose_batch
from final_accounts.stages.approval.settle_batch import settle_batch
from final_accounts.stages.publication.to_publish import to_publish
from stages.bad_files import CITY
from stages.batched import (
    ALONE,
    APPROVER,
    BOTH,
    CULTURE_APPROVER,
    CULTURE_REVIEWER,
    OPERATOR,
    PARTS,
    REFUSE,
    YEAR,
    answered,
    copied,
    proposed,
    published,
    request,
    states,
    told,
)
from stages.registers import QINGSHI, own_register
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def town(waiting_town: SmallTown, tmp_path: Path) -> SmallTown:
    return copied(waiting_town, tmp_path)


def test_the_bureau_replies_to_departments_and_a_department_to_its_units(town: SmallTown) -> None:
    question = proposed(town, request())
    assert question["subject"].endswith("001号批次，2 个部门、3 家单位")
    assert "| 105 青石市示例文化和旅游局 | 2 |" in question["body"]
    answered(town, question, APPROVER)
    assert published(settle_batch(town.settings, request(), "run")) == [ALONE]
    assert states(town) == {ALONE: UnitState.APPROVED, **dict.fromkeys(PARTS, UnitState.CERTIFIED)}
    question = proposed(town, request("105"), CULTURE_REVIEWER, "second")
    assert [one["id"] for one in question["assigned_users"]] == [CULTURE_APPROVER]
    assert "| 105001 | 青石市示例文化馆 | 第1版 |" in question["body"]
    answered(town, question, CULTURE_APPROVER)
    assert published(settle_batch(town.settings, request("105"), "second")) == list(PARTS)
    assert set(states(town).values()) == {UnitState.APPROVED}
    numbers = {one["number"] for one in told(town, "submission.approved")}
    assert numbers == {f"青财决批〔2022〕{unit}号" for unit in (ALONE, *PARTS)}
    assert {one["publish_by"] for one in told(town, "submission.approved")} != {""}
    assert propose_batch(town.settings, request(), OPERATOR, "third") == []


def test_settling_again_writes_nothing_new(town: SmallTown) -> None:
    answered(town, proposed(town, request("", "107")), APPROVER)
    first = settle_batch(town.settings, request(), "run")
    head = town.house.history.head(CITY, YEAR)
    assert settle_batch(town.settings, request(), "run") == first
    assert proposed(town, request("", "105"), OPERATOR, "run")["about"]["batch"] == "001"
    assert town.house.history.head(CITY, YEAR) == head
    with pytest.raises(SeasonError, match="已有结论"):
        answered(town, {"about": {**request(), "batch": "001"}}, BOTH)


def test_without_an_answer_nothing_is_approved_and_the_history_says_so(town: SmallTown) -> None:
    proposed(town, request())
    with pytest.raises(SeasonError, match="没有人答复这一批次"):
        settle_batch(town.settings, request(), "run")
    assert told(town, "batch.refused")[0]["why"].startswith("没有人答复")
    assert set(states(town).values()) == {UnitState.CERTIFIED}


def test_a_batch_nobody_answers_in_time_ends_without_approvals(town: SmallTown) -> None:
    answered(town, proposed(town, request()), "", REFUSE)
    assert settle_batch(town.settings, request(), "run") == []
    assert [one["actor"] for one in told(town, "batch.expired")] == ["系统"]
    assert told(town, "batch.rejected") == []


def test_where_all_are_refused_each_reason_says_whose_it_is(town: SmallTown) -> None:
    answered(town, proposed(town, request("", "105")), APPROVER)
    settle_batch(town.settings, request(), "run")
    question = proposed(town, request("105"), CULTURE_REVIEWER, "second")
    for unit in PARTS:
        town.done(unit, "submission.reopened", town.person(unit, "head"), reason="发现附表漏填一行")
    answered(town, question, CULTURE_APPROVER)
    with pytest.raises(SeasonError, match=r"002号批次：105001：.*[^。]；105002：.*[^。]。$"):
        settle_batch(town.settings, request("105"), "second")


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (BOTH, "是这一批次的提请人"),
        ("qs-reviewer", "不是财政批复人"),
        ("admin", "没有“admin”"),
        ("qs-107001-head", "不是财政批复人"),
    ],
)
def test_an_answer_of_somebody_who_may_not_approves_nothing(town: SmallTown, account: str, why: str) -> None:
    """Airflow lets only the assigned persons answer; if it ever did not, the table still does."""
    answered(town, proposed(town, request(), BOTH), account)
    with pytest.raises(SeasonError, match=why):
        settle_batch(town.settings, request(), "run")
    (refused,) = told(town, "batch.refused")
    assert refused["account"] == account
    assert set(states(town).values()) == {UnitState.CERTIFIED}
    assert told(town, "department.approved") == []


def test_a_rejection_needs_a_reason_and_stands_in_the_history(town: SmallTown) -> None:
    question = proposed(town, request())
    answered(town, question, APPROVER, REFUSE, "无")
    with pytest.raises(SeasonError, match="须写明理由"):
        settle_batch(town.settings, request(), "run")
    answered(town, question, APPROVER, REFUSE, "汇总口径有误，请核对")
    assert settle_batch(town.settings, request(), "run") == []
    assert [(one["actor"], one["reason"]) for one in told(town, "batch.rejected")] == [
        (APPROVER, "汇总口径有误，请核对")
    ]
    assert set(states(town).values()) == {UnitState.CERTIFIED}


@pytest.mark.parametrize(
    ("level", "preparer", "why"),
    [
        ("", APPROVER, "不能提请批复"),
        ("", "admin", "没有“admin”"),
        ("", "", "批次要由人员提请"),
        ("105", CULTURE_APPROVER, "不能提请批复"),
    ],
)
def test_only_who_may_prepare_proposes(town: SmallTown, level: str, preparer: str, why: str) -> None:
    if level:
        answered(town, proposed(town, request("", "105"), OPERATOR, "first"), APPROVER)
        settle_batch(town.settings, request(), "first")
    with pytest.raises(SeasonError, match=why):
        propose_batch(town.settings, request(level), preparer, "run")
    assert batch_of_run(town.house, town.season, "run") is None


def test_what_changed_after_the_proposal_is_not_approved(town: SmallTown) -> None:
    question = proposed(town, request("", "107"))
    town.done(ALONE, "submission.reopened", town.person(ALONE, "head"), reason="发现附表漏填一行")
    answered(town, question, APPROVER)
    with pytest.raises(SeasonError, match="主管部门须重新签审汇总"):
        settle_batch(town.settings, request(), "run")
    assert told(town, "department.approved") == []


def test_what_a_person_signed_who_has_left_the_register_is_not_approved(
    town: SmallTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approver = town.person("107", "approver")
    approve_department(town.house, town.season, "107", Asking(person(CITY, APPROVER)))
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(own_register(tmp_path / "data", QINGSHI.replace("-head", "-new"))))
    answer = approve_units(town.house, town.season, "107", Asking(approver))
    assert (answer.approved, states(town)[ALONE]) == ((), UnitState.CERTIFIED)
    assert answer.refused[ALONE].startswith(f"签字人 qs-{ALONE}-head 已不是人员名录里这家单位的单位负责人")


def test_a_register_with_real_persons_is_never_rehearsed(town: SmallTown) -> None:
    with pytest.raises(SeasonError, match=r"有真实人员.*不能自动办理"):
        rehearse(town.settings, {"run": "run", "city": CITY, "fiscal_year": YEAR}, APPROVER)
    assert set(states(town).values()) == {UnitState.CERTIFIED}


def test_units_to_publish_are_those_asked_for_or_all_that_are_approved(town: SmallTown) -> None:
    answered(town, proposed(town, request("", "107")), APPROVER)
    settle_batch(town.settings, request(), "run")
    season: dict[str, str | int] = {"run": "run", "city": CITY, "fiscal_year": YEAR}
    assert [chunk["units"] for chunk in to_publish(town.settings, season, None)] == [[ALONE]]
    assert [chunk["units"] for chunk in to_publish(town.settings, season, ["105001", "999999"])] == [["105001"]]


def test_at_a_terminal_each_level_approves_its_own(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(town.settings.var))

    def approve(code: str, account: str) -> str:
        result = CliRunner().invoke(app, ["department", "approve", CITY, str(YEAR), code, "--as", account])
        return str(result.exception or "".join(result.stderr.split()))

    assert "财政部门还没有批复主管部门的这份汇总" in approve("105", CULTURE_APPROVER)
    assert "部门汇总已批复，青财决批〔2022〕105号" in approve("105", APPROVER)
    assert set(states(town).values()) == {UnitState.CERTIFIED}
    assert "不具备" in approve("105", CULTURE_REVIEWER)
    assert "105001第1版已批复" in approve("105", CULTURE_APPROVER)
    assert "107001第1版已批复" in approve("107", APPROVER)
    assert set(states(town).values()) == {UnitState.APPROVED}
    for code, account in (("105", CULTURE_APPROVER), ("105", APPROVER), ("107", APPROVER)):
        again = approve(code, account)
        assert "没有等待批复的" in again
        assert "版已批复" not in again
        assert "部门汇总已批复" not in again
    assert {one["prepared_by"] for one in told(town, "submission.approved")} == {CULTURE_REVIEWER, "qs-107-reviewer"}

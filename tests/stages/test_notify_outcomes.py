"""What became of a roll-up or a batch is told once to whom it concerns: its department, its preparer, its units."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.stages.approval.approve import Asking, approve_department
from final_accounts.stages.approval.departments import certify_department
from final_accounts.stages.approval.propose_batch import propose_batch
from final_accounts.stages.approval.settle_batch import note_answer, settle_batch
from final_accounts.stages.letters.announce import announce
from final_accounts.stages.letters.reminders import reminders
from final_accounts.stages.settings import Settings
from season.told import frozen
from stages.bad_files import CITY
from stages.registers import own_register
from stages.small_town import SmallTown, small_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from final_accounts.stages.house import SeasonDict

YEAR = 2021
ALONE, PARTS = "107001", ("105001", "105002")
OPERATOR, APPROVER, BOTH = "qs-operator", "qs-approver", "qs-both"
GRANT, REFUSE = "批准", "不批准"
ITEM: SeasonDict = {"run": "run", "city": CITY, "fiscal_year": YEAR}


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallTown]:
    """Two departments, of one unit and of two, signed and certified, on a day of September that does not pass."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(own_register(tmp_path_factory.mktemp("data"))))
        patch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-12"))
        town = small_town(Settings.at(tmp_path_factory.mktemp("outcomes")), YEAR, (ALONE, *PARTS))
        town.signed(ALONE, *PARTS)
        for code in ("107", "105"):
            certify_department(town.house, town.season, code, town.person(code, "reviewer"), {0: "核对后确认无误"})
        announce(town.settings, ITEM)
        yield town


@pytest.fixture
def town(certified: SmallTown, tmp_path: Path) -> SmallTown:
    shutil.copytree(certified.settings.var, tmp_path / "var")
    return SmallTown(Settings.at(tmp_path / "var"), YEAR)


def request(*departments: str) -> dict[str, object]:
    return {"city": CITY, "fiscal_year": YEAR, "department": "", "departments": list(departments)}


def asked(town: SmallTown, *departments: str, preparer: str = OPERATOR) -> dict[str, Any]:
    (question,) = propose_batch(town.settings, request(*departments), preparer, "run")
    return question


def answer(town: SmallTown, question: dict[str, Any], account: str, option: str = GRANT, reason: str = "") -> None:
    by = {"id": account, "name": account} if account else None
    said = {"chosen_options": [option], "params_input": {"reason": reason}, "responded_by_user": by}
    note_answer(town.settings, question["about"], said)


def settled(town: SmallTown) -> None:
    settle_batch(town.settings, request(), "run")


def letters(town: SmallTown, kind: str) -> dict[str, str]:
    """Account -> the one letter of that kind, subject first."""
    found: dict[str, str] = {}
    for path in sorted(town.settings.outbox(CITY, YEAR).rglob(f"*-{kind}.eml")):
        message = message_from_bytes(path.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        assert path.parent.name not in found, f"told twice: {path.parent.name}"
        found[path.parent.name] = f"{message['Subject']}\n{body.get_content()}"
    return found


def told(town: SmallTown, kind: str) -> dict[str, str]:
    """The same after the next watch; the one after it sends nothing more."""
    announce(town.settings, ITEM)
    assert announce(town.settings, ITEM)["sent"] == 0
    return letters(town, kind)


def of_department(code: str) -> set[str]:
    return {f"qs-{code}-reviewer", f"qs-{code}-approver"}


def of_units(*codes: str) -> set[str]:
    return {f"qs-{code}-{role}" for code in codes for role in ("accountant", "head")}


def test_after_the_bureaus_reply_a_department_and_its_units_learn_whose_turn_it_is(town: SmallTown) -> None:
    answer(town, asked(town), APPROVER)
    settled(town)
    found = told(town, "department_approved")
    assert found.keys() == of_department("105") | of_department("107")
    many, alone = found["qs-105-approver"], found["qs-107-approver"]
    assert "请于2022年9月27日（星期二，含当日）前批复所属 2 家单位" in many.splitlines()[0]
    assert "批复文号：青财决批〔2022〕105号" in many
    assert "填本部门代码 105" in many
    assert "所属单位已一并批复" in alone
    in_turn = letters(town, "unit_in_turn")
    assert in_turn.keys() == of_units(*PARTS)
    assert "由青石市示例文化和旅游局批复" in in_turn["qs-105001-head"]
    approved = letters(town, "approved")
    assert approved.keys() == of_units(ALONE)
    assert "编报季管理员（示例管理员，电话 000-00000000；示例兼任人）联系" in approved["qs-107001-head"]
    assert letters(town, "batch_refused") == {}


def test_the_batch_of_a_department_has_the_days_that_the_law_leaves_it(town: SmallTown) -> None:
    answer(town, asked(town), APPROVER)
    settled(town)
    propose_batch(town.settings, request() | {"department": "105"}, "qs-105-reviewer", "of the department")
    (letter,) = told(town, "batch_to_approve").values()
    assert letter.startswith("【待批复】青石市（虚构示例）2021年度决算：批次 002 有 2 家单位，请于2022年9月26日")
    assert "批复期限：2022年9月27日（星期二）" in letter
    assert "答复时限：2022年9月26日（星期一）（到期无人答复" in letter
    assert "逐家核对单位、版本和文件校验值" in letter


def test_a_rejection_is_told_to_the_preparer_and_to_each_department_of_its_own(town: SmallTown) -> None:
    answer(town, asked(town), APPROVER, REFUSE, "汇总口径有误，请核对。")
    settled(town)
    found = told(town, "batch_rejected")
    assert found.keys() == {OPERATOR} | of_department("105") | of_department("107")
    assert all("理由：汇总口径有误，请核对" in one.splitlines() for one in found.values())
    assert "批复人：示例批复人" in found[OPERATOR]
    assert "105 青石市示例文化和旅游局（2 家单位）、107 青石市示例农业农村局（1 家单位）" in found[OPERATOR]
    assert "重新提请一个批次" in found[OPERATOR]
    assert "107" not in found["qs-105-reviewer"]
    assert "请告诉提请人，由其重新提请" in found["qs-105-reviewer"]


def test_a_rejection_of_what_was_approved_since_is_not_told_any_more(town: SmallTown) -> None:
    answer(town, asked(town), APPROVER, REFUSE, "汇总口径有误，请核对")
    settled(town)
    approve_department(town.house, town.season, "105", Asking(person(CITY, BOTH)))
    assert told(town, "batch_rejected").keys() == {OPERATOR} | of_department("107")


def test_of_a_batch_that_nobody_answered_it_is_told_who_was_asked(town: SmallTown) -> None:
    answer(town, asked(town, "105"), "")
    settled(town)
    found = told(town, "batch_expired")
    assert found.keys() == {OPERATOR} | of_department("105")
    assert "请求答复：示例批复人、示例兼任人" in found[OPERATOR]
    assert "本部门不需要重新签审" in found["qs-105-approver"]


def test_what_changed_meanwhile_is_told_to_the_department_and_the_units_that_were_in_the_batch(town: SmallTown) -> None:
    question = asked(town, "105")
    town.done(PARTS[0], "submission.reopened", town.person(PARTS[0], "head"), reason="发现附表漏填一行")
    answer(town, question, APPROVER)
    with pytest.raises(SeasonError, match="主管部门须重新签审汇总"):
        settled(town)
    found = told(town, "batch_refused")
    assert found.keys() == {OPERATOR} | of_department("105")
    assert "- 105 青石市示例文化和旅游局：不能批复部门汇总。105001 已不是汇总时签审的一版" in found[OPERATOR]
    units = letters(town, "not_approved")
    assert units.keys() == of_units(*PARTS)
    assert "现状：审核通过" in units["qs-105001-head"]
    assert "现状：已签审" in units["qs-105002-accountant"]
    assert all("主管部门须重新签审汇总" in one for one in units.values())


def test_of_a_batch_that_was_approved_in_part_the_rest_is_told_why_not(town: SmallTown) -> None:
    question = asked(town)
    town.done(PARTS[0], "submission.reopened", town.person(PARTS[0], "head"), reason="发现附表漏填一行")
    answer(town, question, APPROVER)
    settled(town)
    found = told(town, "batch_refused")
    assert found.keys() == {OPERATOR} | of_department("105")
    assert "批次 001 有一部分没有批复" in found[OPERATOR].splitlines()[0]
    assert letters(town, "not_approved").keys() == of_units(*PARTS)
    assert letters(town, "approved").keys() == of_units(ALONE)


def test_an_answer_that_does_not_count_is_told_to_who_gave_it_and_to_no_unit(town: SmallTown) -> None:
    answer(town, asked(town, "107"), "qs-reviewer")
    with pytest.raises(SeasonError, match="不是财政批复人"):
        settled(town)
    found = told(town, "batch_refused")
    assert found.keys() == {OPERATOR, "qs-reviewer"} | of_department("107")
    assert "没有有效的答复" in found["qs-reviewer"]
    assert "答复人：示例审核人" in found["qs-reviewer"]
    assert letters(town, "not_approved") == {}


def test_of_a_batch_whose_step_was_only_marked_nobody_is_named_as_who_answered(town: SmallTown) -> None:
    asked(town, "107")
    with pytest.raises(SeasonError, match=r"没有批复任何单位。$"):
        settled(town)
    found = told(town, "batch_refused")
    assert found.keys() == {OPERATOR} | of_department("107")
    assert all("结束时间：" in one and "答复人" not in one for one in found.values())
    assert "请告诉提请人重新提请" in found["qs-107-approver"]


def test_a_department_without_its_signature_is_reminded_in_words_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-13"))
    town = small_town(Settings.at(tmp_path), YEAR, PARTS)
    town.signed(*PARTS)
    reminders(town.settings, ITEM)
    assert "所属 2 家单位的现行版本尚未列入已签审的汇总" in letters(town, "rollup_due")["qs-105-reviewer"]
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-21"))
    reminders(town.settings, ITEM)
    assert "批复期限已过 1 天" in letters(town, "rollup_overdue")["qs-105-approver"].splitlines()[0]


def test_who_owes_a_reply_gets_one_letter_with_all_that_waits_and_none_when_it_is_given(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-13"))
    reminders(town.settings, ITEM)
    found = letters(town, "desk_due")
    assert found.keys() == {APPROVER, BOTH}
    lines = found[APPROVER].splitlines()
    assert "离截止还有 7 天" in lines[0]
    assert (
        "1. 批复部门汇总：2 个部门（105 青石市示例文化和旅游局、107 青石市示例农业农村局），共 3 家单位。"
        in found[BOTH]
    )
    answer(town, asked(town), APPROVER)
    settled(town)
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-20"))
    reminders(town.settings, ITEM)
    found = letters(town, "desk_due")
    assert found.keys() == {APPROVER, BOTH, "qs-105-approver"}
    assert "离截止还有 8 天" in found["qs-105-approver"].splitlines()[0]
    assert (
        "1. 批复所属单位决算：2 家单位（105001 青石市示例文化馆、105002 青石市示例图书馆）。"
        in found["qs-105-approver"]
    )
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-28"))
    reminders(town.settings, ITEM)
    assert letters(town, "desk_overdue") == {}
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-29"))
    reminders(town.settings, ITEM)
    assert letters(town, "desk_overdue").keys() == {"qs-105-approver"}

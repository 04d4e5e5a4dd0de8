"""Whoever has to know what was done, or to go on, is told once: the unit, its department, those who approve."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from final_accounts.catalog import person
from final_accounts.model.person import Role
from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.acting.explanations import accept, asked_of
from final_accounts.stages.approval.departments import certify_department, department_now
from final_accounts.stages.letters.announce import announce
from publishing.jianghan import CITY, UNIT
from publishing.season import APPROVER, OPERATOR, Season

ACCOUNTANT, HEAD = f"jh-{UNIT.code}-accountant", f"jh-{UNIT.code}-head"


@pytest.fixture
def season(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Season:
    """The real unit, loaded, with one accepted version, on a day of September that does not pass."""
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", "2022-09-12T09:00:00+08:00/9e9/86400")
    found = Season(tmp_path / "var")
    found.load("一")
    return found


def told(season: Season, account: str) -> list[str]:
    """Subject and text of a person's letters, in order."""
    folder = season.settings.outbox(CITY.id, 2021) / account
    found = []
    for path in sorted(folder.glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        found.append(f"{message['Subject']}\n{body.get_content()}")
    return found


def sign(season: Season) -> None:
    for role, account in ((Role.ACCOUNTANT, ACCOUNTANT), (Role.HEAD, HEAD)):
        season.act("submission.signed", account, role=role.value)


def test_of_what_nobody_did_nothing_is_told(season: Season) -> None:
    assert announce(season.settings, season.item) == {"sent": 0, "already": 0, "failed": 0}


def test_a_department_whose_units_are_all_signed_is_asked_to_certify_its_roll_up(season: Season) -> None:
    sign(season)
    announce(season.settings, season.item)
    (letter,) = told(season, f"jh-{UNIT.department_code}-reviewer")
    assert "1 家单位都已签审" in letter.splitlines()[0]
    assert "本年支出合计（抵销后）：" in letter
    assert announce(season.settings, season.item)["sent"] == 0


def test_a_reply_says_until_when_the_accounts_have_to_be_public(season: Season) -> None:
    season.approve()
    announce(season.settings, season.item)
    for account in (ACCOUNTANT, HEAD):
        letter = next(one for one in told(season, account) if one.startswith("【批复】"))
        assert "批复文号：" in letter
        assert "公开期限：2022年10月2日（星期日）（自批复之日起算，遇节假日不顺延）" in letter
    assert APPROVER not in letter  # persons are called by their names


def test_a_publication_and_its_correction_are_told_to_the_unit(season: Season) -> None:
    season.approve()
    season.run()
    season.act("submission.corrected", OPERATOR, reason="公务接待批次填错", materiality="一般")
    announce(season.settings, season.item)
    letters = told(season, ACCOUNTANT)
    assert [one[:4] for one in letters] == ["【批复】", "【公开】", "【更正】"]
    assert season.page.absolute().as_uri() in letters[1]
    assert "理由：公务接待批次填错" in letters[2]
    assert announce(season.settings, season.item)["sent"] == 0


def test_a_correction_that_is_called_off_is_told_with_the_version_that_waits(season: Season) -> None:
    season.approve()
    season.run()
    for came in (False, True):
        season.act("submission.corrected", OPERATOR, reason="公务接待批次填错", materiality="一般")
        if came:
            season.load("二")
        season.act("correction.called_off", OPERATOR, reason="更正申请是另一家单位的")
        announce(season.settings, season.item)
    for account in (ACCOUNTANT, HEAD):
        first, second = (one for one in told(season, account) if one.startswith("【取消更正】"))
        assert "现在有效：第1版" in first
        assert "理由：更正申请是另一家单位的" in first
        assert "已保存，暂不生效" not in first
        assert "更正期间报送的第2版已保存，暂不生效" in second
    assert announce(season.settings, season.item)["sent"] == 0


def test_a_department_that_certified_the_correction_is_asked_to_certify_anew_when_it_is_called_off(
    season: Season,
) -> None:
    now = standing_of(season.house, season.found, UNIT.code)
    for one in asked_of(season.house, season.found, now) or ():
        by = person(CITY.id, "jh-reviewer")
        accept(season.house, season.found, UNIT.code, one.key, person=by, reason="说明和依据都充分")
    sign(season)
    announce(season.settings, season.item)
    season.approve()
    season.run()
    reviewer = f"jh-{UNIT.department_code}-reviewer"
    season.act("submission.corrected", OPERATOR, reason="公务接待批次填错", materiality="一般")
    season.load("二")
    sign(season)
    announce(season.settings, season.item)
    certify_department(season.house, season.found, UNIT.department_code, person(CITY.id, reviewer))
    asked = len(told(season, reviewer))
    season.act("correction.called_off", OPERATOR, reason="更正申请是另一家单位的")
    announce(season.settings, season.item)
    assert len(told(season, reviewer)) == asked + 1
    certify_department(season.house, season.found, UNIT.department_code, person(CITY.id, reviewer))
    assert department_now(season.house, season.found, UNIT.department_code).in_force
    assert announce(season.settings, season.item)["sent"] == 0


def test_a_reopening_takes_the_signatures_and_says_so(season: Season) -> None:
    sign(season)
    season.act("submission.reopened", HEAD, reason="漏报一笔年末调账")
    announce(season.settings, season.item)
    (letter,) = told(season, ACCOUNTANT)
    assert letter.startswith("【重新打开】")
    assert "第1版" in letter
    assert "期限已过，请立即重新签字或重报" in letter

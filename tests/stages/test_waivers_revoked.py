"""A waiver that was granted can be taken back: who may, what is judged anew, what stays, who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.history import NewEvent
from final_accounts.model.errors import SeasonError
from final_accounts.publishing import city_report
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import Need
from final_accounts.season.waivers import Waiver, WaiverState
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.waivers import decide_waiver, request_waiver, revoke_waiver, waivers_of
from final_accounts.stages.judgement.considered import considered
from final_accounts.stages.publication.city_data import city_data
from final_accounts.stages.publication.waiver_page import waiver_page
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from publishing.pages import read
from stages.bad_files import CITY
from stages.decided_town import today, without_reasons
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.model.person import Person
    from final_accounts.stages.house import Chunk

YEAR, UNIT = 2021, "104001"
REVIEWER, APPROVER = person(CITY, "qs-reviewer"), person(CITY, "qs-approver")
HEAD = person(CITY, f"qs-{UNIT}-head")
BECAUSE = "依据的文件已经废止"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallTown:
    """On the first of March, before anybody has sent anything."""
    today(monkeypatch, 3, 1)
    made = SmallTown(Settings.at(tmp_path), YEAR)
    made.house.warehouse.migrate()
    return made


def ask(town: SmallTown) -> str:
    """The number of a new request for the rule that the unit's file will break."""
    return request_waiver(
        town.house,
        town.season,
        UNIT,
        "NR-01",
        person=HEAD,
        reason="口径不同已核实",
        basis="示例文件〔2022〕1号",
        until="2022-12-31",
    ).id


def grant(town: SmallTown, number: str) -> None:
    decide_waiver(town.house, town.season, UNIT, number, granted=True, person=APPROVER, reason="理由和依据都充分")


def revoke(town: SmallTown, number: str, who: Person = APPROVER, reason: str = BECAUSE) -> Waiver:
    return revoke_waiver(town.house, town.season, UNIT, number, person=who, reason=reason)


def state(town: SmallTown) -> UnitState:
    return standings(town.house, town.season)[UNIT].state


def judged_by(town: SmallTown, day: str) -> tuple[Waiver, ...]:
    """The waivers by which the first version is judged on that day."""
    chunk: Chunk = {"city": CITY, "fiscal_year": YEAR, "day": day}
    versions = town.house.warehouse.submissions(CITY, YEAR, (UNIT,))
    return considered(town.house, town.season, chunk, versions)[UNIT, 1].waivers


def test_what_rests_on_it_is_not_approved_and_is_returned_by_the_next_review(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(town, ask(town))
    town.sent(UNIT, without_reasons(UNIT))
    town.reviewed()
    town.signed(UNIT)
    assert state(town) is UnitState.CERTIFIED

    today(monkeypatch, 3, 5)
    revoke(town, "1")
    unmet = around(town.house, town.season, unit_of(town.season, UNIT), standings(town.house, town.season)[UNIT]).unmet
    assert unmet is not None
    assert unmet[Need.CURRENT_RULEBOOK] == "第1版据以通过的1号豁免已于2022年3月5日撤销，请重新运行审核"
    town.reviewed()
    assert state(town) is UnitState.RETURNED


def test_what_is_approved_is_judged_by_the_day_of_its_approval(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(town, ask(town))
    town.sent(UNIT, without_reasons(UNIT))
    town.reviewed()
    town.signed(UNIT)
    today(monkeypatch, 3, 5)
    revoke(town, "1")
    held = waivers_of(town.house, town.season, UNIT)
    assert [judged_by(town, f"2022-03-0{day}") for day in (4, 5, 6)] == [held, (), ()]
    said: dict[str, object] = {"unit": UNIT, "version": 1, "number": "示例批复1号"}
    at = datetime(2022, 3, 4, tzinfo=UTC)
    reply = NewEvent("submission.approved", f"{UNIT}/v1", APPROVER.id, said, at)
    town.house.history.append(CITY, YEAR, [reply])
    assert judged_by(town, "2022-03-06") == held


def test_the_unit_is_told_and_the_public_page_says_that_it_is_revoked(town: SmallTown) -> None:
    grant(town, ask(town))
    revoke(town, "1")
    folder = town.settings.outbox(CITY, YEAR) / HEAD.id
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
    body = letters[-1].get_body(("plain",))
    assert body is not None
    assert letters[-1]["Subject"].startswith("【豁免撤销】104001")
    assert f"撤销理由：{BECAUSE}" in body.get_content()
    data = city_data(town.house, town.season, {})
    page = read(waiver_page(town.house, town.season, city_report(town.season.edition, data)))
    (line,) = (" ".join(one.text_content().split()) for one in page.xpath("//li[starts-with(@id, 'w')]"))
    assert page.xpath("string(//li[starts-with(@id, 'w')]/div/*[last()])") == "已撤销"
    assert "2022年3月1日至2022年12月31日，2022年3月1日起不再有效" in line
    assert f"撤销{APPROVER.name}（2022年3月1日）：{BECAUSE}" in line


def test_nobody_revokes_what_they_may_not_or_what_does_not_stand(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(town)
    with pytest.raises(SeasonError, match="不能撤销1号豁免。这件豁免待批准，不能撤销。"):
        revoke(town, number)
    with pytest.raises(SeasonError, match="没有 7 号豁免申请；现有：1"):
        revoke(town, "7")
    grant(town, number)
    for who, reason, told in (
        (HEAD, BECAUSE, "不是财政批复人"),
        (REVIEWER, BECAUSE, "不是财政批复人"),
        (replace(APPROVER, id=HEAD.id), BECAUSE, "是申请人"),
        (APPROVER, "无", "没有说明理由"),
    ):
        with pytest.raises(SeasonError, match=told):
            revoke(town, number, who, reason)
    assert revoke(town, number).state is WaiverState.REVOKED
    head = town.house.history.head(CITY, YEAR)
    revoke(town, number)
    assert town.house.history.head(CITY, YEAR) == head, "the same words again"
    with pytest.raises(SeasonError, match="这件豁免已撤销，不能撤销"):
        revoke(town, number, reason="换了一个说法也不行")
    again = ask(town)
    grant(town, again)
    today(monkeypatch, 12, 31)
    assert waivers_of(town.house, town.season, UNIT)[-1].id == again
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", "")
    with pytest.raises(SeasonError, match="这件豁免已于2022年12月31日到期，不能撤销"):
        revoke(town, again)

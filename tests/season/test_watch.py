"""The watch over a season: it closes the days that are over, is red while anything is open, and says what it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import calendar
from final_accounts.history import NewEvent
from final_accounts.model.clock import CHINA
from final_accounts.model.errors import WatchError
from final_accounts.season.alerts import AlertKind
from final_accounts.season.calendar import deadlines
from final_accounts.stages.house import House, Season
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.letters.reminders import reminders
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.ledger import CLOSED, book, ledger
from final_accounts.stages.watching.watch import open_alerts, watch
from season.told import (
    accepted,
    approved,
    as_new,
    frozen,
    happened,
    moment,
    published,
    signed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.stages.house import SeasonDict

CITY, YEAR = "qingshi", 2021


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """An opened season at noon of its first day."""
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("01-10"))
    settings = Settings.at(tmp_path)
    open_season(settings, CITY, YEAR, {}, "run")
    return House.open(settings)


def look(house: House, monkeypatch: pytest.MonkeyPatch, day: str, hour: int = 10) -> SeasonDict:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen(day, hour))
    return ledger(house.settings, CITY, None, {}, "watch")


def closings(house: House) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for event in house.history.events(CITY, YEAR, CLOSED):
        found.setdefault(event.subject, []).append(json.loads(event.payload))
    return found


def test_a_watch_that_was_away_for_a_week_closes_seven_days_and_a_rerun_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(house, monkeypatch, "01-11")["closed"] == 1
    assert look(house, monkeypatch, "01-18")["closed"] == 7
    head = house.history.head(CITY, YEAR)
    assert look(house, monkeypatch, "01-18")["closed"] == 0
    assert house.history.head(CITY, YEAR) == head
    assert list(closings(house)) == [f"ledger/2022-01-{day}" for day in range(10, 18)]
    assert house.history.verify(CITY, YEAR) == ()


def test_a_day_is_closed_when_it_has_rested_and_never_after_the_season(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(house, monkeypatch, "01-11", hour=5)["closed"] == 0
    assert look(house, monkeypatch, "01-11", hour=7)["closed"] == 1
    look(house, monkeypatch, "12-31")
    assert list(closings(house))[-1] == "ledger/2022-10-31"


def test_a_closing_holds_the_counts_and_the_head_it_was_folded_from(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.history.append(CITY, YEAR, [as_new(one) for one in accepted("102001", "01-10")])
    head = house.history.head(CITY, YEAR)
    look(house, monkeypatch, "01-11")
    ((told,),) = closings(house).values()
    assert told["head"] == {"sequence": head.sequence, "hash": head.hash}
    assert told["duties"] == {"met": 1, "nil": 1, "exempt": 1, "overdue": 0, "in_progress": 9}
    assert told["register"] == 12
    assert told["alerts"] == []


def test_what_is_written_later_with_a_closed_date_closes_the_day_again_and_rings_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(house, monkeypatch, "01-15")
    house.history.append(CITY, YEAR, [as_new(one) for one in accepted("102001", "01-12")])
    assert look(house, monkeypatch, "01-15")["closed"] == 3
    first, again = closings(house)["ledger/2022-01-12"]
    assert (first["restates"], bool(again["restates"])) == ("", True)
    assert look(house, monkeypatch, "01-15")["closed"] == 0
    season = Season.named(CITY, YEAR)
    assert [one.kind for one in open_alerts(house, season, book(house, season))] == [AlertKind.CHANGED]
    look(house, monkeypatch, "01-17")
    assert open_alerts(house, season, book(house, season)) == ()


def test_the_watch_is_red_while_a_unit_is_overdue_and_tells_the_operator_once_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch(house.settings, look(house, monkeypatch, "03-31")) == {"alerts": 0}
    for _ in range(2):
        with pytest.raises(WatchError, match="10 家已过报送或更正期限"):
            watch(house.settings, look(house, monkeypatch, "04-01"))
    assert len(list(house.settings.outbox(CITY, YEAR).rglob("*alert.eml"))) == 1


def test_the_watch_is_red_from_the_day_after_the_date_for_replies_until_they_are_given(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = Season.named(CITY, YEAR)
    told = [*accepted("102001", "03-01"), *signed("102001", "03-02"), *accepted("102002", "03-01")]
    house.history.append(CITY, YEAR, [as_new(one) for one in told])
    look(house, monkeypatch, "09-20")
    assert AlertKind.APPROVAL not in {one.kind for one in open_alerts(house, season, book(house, season))}
    item = look(house, monkeypatch, "09-21")
    with pytest.raises(WatchError, match="批复期限已过，仍未批复：2 家审核已通过而没有批复"):
        watch(house.settings, item)
    look(house, monkeypatch, "09-22")
    (closed,) = closings(house)["ledger/2022-09-21"]
    assert closed["unapproved"] == ["102001", "102002"]
    reply = happened("submission.approved", "102001/1", "09-22", "approver", number="示例批复1号")
    house.history.append(CITY, YEAR, [as_new(reply)])
    late = [one for one in open_alerts(house, season, book(house, season)) if one.kind is AlertKind.APPROVAL]
    assert [one.units for one in late] == [("102002",)]


def test_a_waiver_and_a_dispute_that_nobody_decided_ring_on_the_last_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    season, at = Season.named(CITY, YEAR), moment("04-10")
    waiver = {"id": "1", "rule": "V-12", "row": "", "reason": "上级专款年底下达", "basis": "示例〔2022〕1号"}
    asked = NewEvent("waiver.requested", "102001/waiver/1", "head", waiver | {"until": "2023-12-31"}, at)
    score = {"id": "1", "form": "PW", "claimed": "10", "ours": "8.5", "reason": "追加预算年底才下达"}
    house.history.append(CITY, YEAR, [asked, NewEvent("dispute.raised", "102002/dispute/1", "head", score, at)])

    def undecided_now(day: str) -> list[tuple[str, ...]]:
        look(house, monkeypatch, day)
        found = open_alerts(house, season, book(house, season))
        return [one.units for one in found if one.kind is AlertKind.DECISIONS]

    assert undecided_now("10-30") == []
    assert undecided_now("10-31") == [("102002", "102001")]
    decided = {"id": "1", "stands": "claimed", "reason": "按可执行额计算"}
    house.history.append(CITY, YEAR, [NewEvent("dispute.decided", "102002/dispute/1", "reviewer", decided, at)])
    assert undecided_now("11-01") == [("102001",)]


def test_the_watch_needs_no_run_of_the_season(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("04-01"))
    settings = Settings.at(tmp_path)
    with pytest.raises(WatchError, match=r"开启编报季时登记 0 家，各状态合计 12 家[\s\S]*10 家已过报送或更正期限"):
        watch(settings, ledger(settings, CITY, None, {}, "watch"))


def test_a_page_that_the_history_calls_public_and_the_site_lacks_is_an_alert(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("03-05"))
    told = [*approved("102001", "03-01"), published("102001", "03-02")]
    house.history.append(CITY, YEAR, [as_new(one) for one in told])
    season = Season.named(CITY, YEAR)
    assert [one.kind for one in open_alerts(house, season, book(house, season))] == [AlertKind.PAGES]
    page = house.settings.site(CITY, YEAR) / "units" / "102001.html"
    page.parent.mkdir(parents=True)
    (approval,) = house.history.events(CITY, YEAR, "submission.approved")
    page.write_text(f"批复事件 {approval.hash}", encoding="utf-8")
    assert open_alerts(house, season, book(house, season)) == ()


def test_what_the_site_shows_and_the_history_does_not_call_public_is_an_alert(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("03-05"))
    units, season = house.settings.site(CITY, YEAR) / "units", Season.named(CITY, YEAR)
    units.mkdir(parents=True)

    def exposed() -> list[tuple[str, ...]]:
        found = open_alerts(house, season, book(house, season))
        assert {one.kind for one in found} <= {AlertKind.EXPOSED}
        return [one.units for one in found]

    house.history.append(CITY, YEAR, [as_new(one) for one in approved("102001", "03-01")])
    (approval,) = house.history.events(CITY, YEAR, "submission.approved")
    (units / "102001.html").write_text(f"批复事件 {approval.hash}", encoding="utf-8")
    (units / "102002").mkdir()
    (units / "999001-v1.html").touch()
    assert exposed() == [("102001", "102002", "999001")], "a page, documents, an earlier page of a stranger"
    house.history.append(CITY, YEAR, [as_new(published("102001", "03-02"))])
    assert exposed() == [("102002", "999001")]
    (units / "102001.html").write_text("批复事件 另一次", encoding="utf-8")
    assert exposed() == [("102001", "102002", "999001")], "the page of another version"


def test_a_site_that_was_put_up_after_the_ledger_was_read_is_no_alert(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("03-05"))
    house.history.append(CITY, YEAR, [as_new(one) for one in approved("102001", "03-01")])
    season = Season.named(CITY, YEAR)
    read = book(house, season)
    house.history.append(CITY, YEAR, [as_new(published("102001", "03-02"))])
    page = house.settings.site(CITY, YEAR) / "units" / "102001.html"
    page.parent.mkdir(parents=True)
    page.write_text(house.history.events(CITY, YEAR, "submission.approved")[0].hash, encoding="utf-8")
    assert open_alerts(house, season, read) == ()


def test_reminders_leave_once_and_are_told_to_the_history(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    item = look(house, monkeypatch, "03-24")
    first = reminders(house.settings, item)
    assert first["sent"] == 10
    assert reminders(house.settings, item) == {"sent": 0, "already": 10, "failed": 0}
    item = look(house, monkeypatch, "03-28")
    assert reminders(house.settings, item)["sent"] == 20
    letter = next(house.settings.outbox(CITY, YEAR).rglob("*reminder.eml")).read_bytes()
    assert letter
    assert {datetime.fromisoformat(event.at).month for event in house.history.events(CITY, YEAR, "message.sent")} == {3}


def test_a_broken_chain_is_an_alert(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    look(house, monkeypatch, "01-12")
    season = Season.named(CITY, YEAR)
    found = book(house, season)
    cut = replace(found, events=found.events[:-1])
    assert open_alerts(house, season, cut) == ()
    with house.warehouse.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event_head SET sequence = sequence + 1")
    assert [one.kind for one in open_alerts(house, season, found)] == [AlertKind.CHAIN]


def test_last_years_season_is_looked_at_while_a_reply_in_it_is_not_public(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [replace(as_new(one), at=datetime(2022, 12, 30, 2, tzinfo=UTC)) for one in approved("102001", "09-01")]
    house.history.append(CITY, YEAR, late)
    opened = calendar(CITY, YEAR + 1).opens

    def seen(days: int) -> SeasonDict:
        at = datetime.combine(opened + timedelta(days=days), time(10), CHINA)
        monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", f"{at.isoformat()}/{datetime.now(UTC).timestamp() + 1e6!r}/1.0")
        open_season(house.settings, CITY, YEAR + 1, {}, "next")
        return ledger(house.settings, CITY, None, {}, "watch")

    due = deadlines(calendar(CITY, YEAR)).publish_by(date(2022, 12, 30))
    item = seen((due - opened).days)
    assert (item["fiscal_year"], item["earlier"]) == (YEAR + 1, str(YEAR))
    reminders(house.settings, item)
    sent = [json.loads(event.payload)["kind"] for event in house.history.events(CITY, YEAR, "message.sent")]
    assert "publication_due" in sent
    item = seen((due - opened).days + 1)
    with pytest.raises(WatchError, match=f"{YEAR} 年度有(.|\n)*公开期限已过"):
        watch(house.settings, item)
    assert ledger(house.settings, CITY, YEAR + 1, {}, "watch")["earlier"] == "", "who names a year gets that one"
    told = as_new(published("102001", "09-02"))
    house.history.append(CITY, YEAR, [replace(told, at=datetime(2023, 1, 21, tzinfo=UTC))])
    assert seen((due - opened).days + 2)["earlier"] == ""

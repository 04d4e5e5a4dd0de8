"""A file that arrives: received once, reviewed alone, its sender told; beside the daily run, wherever the inbox is."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from upath import UPath

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.season.acts import Act
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.house import House, Season, SeasonDict
from final_accounts.stages.intake.claim import claim
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.inbox import steady, waiting
from final_accounts.stages.intake.mailbox import marks
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.review import review
from final_accounts.stages.settings import Settings
from stages.arriving import (
    CITY,
    MORNING,
    OTHER_UNIT,
    STRANGER,
    UNIT,
    YEAR,
    claimed,
    events,
    outcomes,
    put,
    told,
    work,
)

if TYPE_CHECKING:
    from pathlib import Path


WHY = "撤回这一版另行报送"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.at(tmp_path)


def letters(settings: Settings) -> list[str]:
    return sorted(path.name.split("-", 1)[1] for path in settings.outbox(CITY, YEAR).rglob("*.eml"))


def test_an_arriving_version_is_reviewed_alone_and_the_history_tells_when_it_arrived(settings: Settings) -> None:
    put(settings, UNIT, "一.xlsx", b"first")
    work(settings, claimed(settings))
    put(settings, UNIT, "二.xlsx", b"second", MORNING + 60)
    (chunk,) = claimed(settings)
    assert (chunk["units"], chunk["submissions"]) == ([UNIT], [f"{UNIT}/v2"])
    assert review(settings, chunk)["submissions"] == 1
    arrived = [json.loads(event.payload)["arrived"] for event in events(settings, "submission.received")]
    assert arrived == ["2022-02-27T22:13:20+00:00", "2022-02-27T22:14:20+00:00"]


def test_many_files_of_which_none_can_be_read_are_reviewed(settings: Settings) -> None:
    for n in range(3):
        put(settings, UNIT, f"{n}.xlsx", b"junk %d" % n)
    work(settings, claimed(settings))
    assert [told(settings)["submission.returned", f"{UNIT}/v{n}"] for n in (1, 2, 3)] == [1, 1, 1]
    assert outcomes(settings) == {"received": 3}
    assert claimed(settings, "next") == []


def test_the_same_bytes_again_are_no_version_and_their_sender_is_told_once(settings: Settings) -> None:
    put(settings, UNIT, "一.xlsx", b"first")
    put(settings, UNIT, "又一.xlsx", b"first", MORNING + 60)
    work(settings, claimed(settings))
    assert outcomes(settings) == {"received": 1, "repeated": 1}
    assert told(settings)["submission.repeated", f"{UNIT}/v1/又一.xlsx"] == 1
    assert [name for name in letters(settings) if "duplicate" in name] == ["duplicate.eml"]
    put(settings, UNIT, "一.xlsx", b"first", MORNING + 120)
    work(settings, claimed(settings, "next"))
    assert told(settings)["submission.repeated", f"{UNIT}/v1/一.xlsx"] == 1


def withdraw(settings: Settings) -> None:
    house, season = House.open(settings), Season.named(CITY, YEAR)
    act(house, season, Act("submission.withdrawn", UNIT, person(CITY, f"qs-{UNIT}-head"), payload={"reason": WHY}))


def standing(settings: Settings) -> tuple[UnitState, int]:
    now = standing_of(House.open(settings), Season.named(CITY, YEAR), UNIT)
    return now.state, now.version


def test_who_withdrew_hands_the_same_file_in_again_though_its_time_is_kept(settings: Settings) -> None:
    path = put(settings, UNIT, "一.xlsx", b"first")
    put(settings, UNIT, "又一.xlsx", b"first", MORNING + 60)
    work(settings, claimed(settings))
    for n, again in enumerate(("一.xlsx", "又一.xlsx", "一.xlsx")):  # by rsync -t or cp -p
        withdraw(settings)
        daily(settings)
        assert standing(settings)[0] is UnitState.WITHDRAWN
        before = letters(settings)
        path = settings.inbox(CITY, YEAR) / UNIT / again
        arrived = path.stat().st_mtime
        path.unlink()
        put(settings, UNIT, again, b"first", int(arrived))
        work(settings, claimed(settings, f"again {n}"))
        assert standing(settings) == (UnitState.RETURNED, 1)
        assert letters(settings) == sorted([*before, "duplicate.eml"])


def test_a_file_that_nobody_touches_adds_nothing_for_ever(settings: Settings) -> None:
    mine = put(settings, UNIT, "一.xlsx", b"first")
    put(settings, UNIT, "又一.xlsx", b"first", MORNING + 60)
    work(settings, claimed(settings))
    withdraw(settings)
    mine.chmod(0o600)
    length = 0
    for _ in range(3):
        daily(settings)
        work(settings, claimed(settings, "next"))
        assert length in {0, len(events(settings))}
        length = len(events(settings))


def test_a_file_that_is_laid_there_again_before_it_was_reviewed_is_reviewed(settings: Settings) -> None:
    path = put(settings, UNIT, "一.xlsx", b"first")
    assert claimed(settings, "dies")
    path.unlink()
    put(settings, UNIT, "一.xlsx", b"first")
    (chunk,) = claimed(settings, "next")
    assert chunk["submissions"] == [f"{UNIT}/v1"]
    work(settings, [chunk])
    assert standing(settings) == (UnitState.RETURNED, 1)
    assert letters(settings) == ["unreadable.eml"]


def test_a_file_whose_mode_was_changed_is_told_to_nobody(settings: Settings) -> None:
    path = put(settings, UNIT, "一.xlsx", b"first")
    work(settings, claimed(settings))
    before = letters(settings)
    path.chmod(0o600)
    work(settings, claimed(settings, "next"))
    assert letters(settings) == before


def test_what_lies_in_nobodys_folder_is_quarantined_and_the_bureau_is_told(settings: Settings) -> None:
    put(settings, STRANGER, "甲.xlsx", b"x")
    (settings.inbox(CITY, YEAR) / UNIT).mkdir()
    (settings.inbox(CITY, YEAR) / UNIT / "b.xlsx").symlink_to(settings.var)
    work(settings, claimed(settings))
    assert outcomes(settings) == {"quarantined": 2}
    assert letters(settings) == ["quarantined.eml", "quarantined.eml"]
    assert claimed(settings, "next") == []


def test_who_is_still_writing_is_waited_for(settings: Settings) -> None:
    whole = put(settings, UNIT, "快.xlsx", b"quick", int(time.time()))
    slow = put(settings, UNIT, "慢.xlsx", b"slow")
    stop = threading.Event()

    def write() -> None:
        with slow.open("ab") as file:
            while not stop.wait(0.05):
                file.write(b"more")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.2)
        assert [item.path for item in steady(settings.inbox(CITY, YEAR), 0.5, lambda _: True)] == [whole]
    finally:
        stop.set()
        writer.join()
    assert len(steady(settings.inbox(CITY, YEAR), 0.1, lambda _: True)) == 2


def test_a_file_that_is_written_while_it_is_read_is_taken_as_it_is_afterwards(settings: Settings) -> None:
    path = put(settings, UNIT, "甲.xlsx", b"first")
    (item,) = waiting(settings.inbox(CITY, YEAR))
    assert item.read() == b"first"
    os.utime(path, (MORNING + 1,) * 2)
    assert item.read() is None
    path.unlink()
    assert item.read() is None
    path.symlink_to("/dev/zero")
    assert item.read() is None


def test_what_the_daily_run_took_and_judged_is_not_taken_on_again(settings: Settings) -> None:
    put(settings, UNIT, "一.xlsx", b"first")
    chunks = gather(settings, _opened(settings))
    work(settings, [chunk | {"claims": []} for chunk in chunks])
    before = told(settings)
    assert claimed(settings) == []
    assert outcomes(settings) == {"received": 1}
    assert told(settings) == before


def test_what_the_daily_run_took_and_never_judged_is(settings: Settings) -> None:
    put(settings, UNIT, "一.xlsx", b"first")
    gather(settings, _opened(settings))
    assert [chunk["submissions"] for chunk in claimed(settings)] == [[f"{UNIT}/v1"]]


def test_the_daily_run_beside_changes_nothing_and_reads_nothing_twice(settings: Settings) -> None:
    put(settings, UNIT, "一.xlsx", b"first")
    put(settings, UNIT, "又一.xlsx", b"first", MORNING + 60)
    put(settings, OTHER_UNIT, "乙.xlsx", b"other")
    put(settings, STRANGER, "甲.xlsx", b"x")
    work(settings, claimed(settings))
    before = told(settings)
    (chunk,) = gather(settings, _opened(settings))
    for kept in (settings.var / "store" / "objects").rglob("*"):
        if kept.is_file() and kept.read_bytes() in {b"first", b"other"}:
            kept.unlink()  # nobody can read them now
    assert review(settings, chunk)["submissions"] == 2
    assert told(settings) == before


def test_an_inbox_behind_an_address_is_read_like_a_folder(tmp_path: Path) -> None:
    settings = replace(Settings.at(tmp_path), mailbox=f"memory://{tmp_path.name}")
    inbox = UPath(settings.mailbox) / CITY / str(YEAR)
    for place in (
        f"{UNIT}/甲.xlsx",
        f"{UNIT}/乙.pdf",
        f"{UNIT}/.甲.xlsx",
        f"{UNIT}/丙.xlsx.part",
        f"{STRANGER}/丁.xlsx",
    ):
        (inbox / place).parent.mkdir(parents=True, exist_ok=True)
        (inbox / place).write_bytes(place.encode())
    (inbox / "根.xlsx").write_bytes(b"x")
    assert len(marks(settings)) == 4
    (chunk,) = claimed(settings)
    assert (chunk["submissions"], chunk["attachments"]) == ([f"{UNIT}/v1"], [f"{UNIT}/乙.pdf"])
    assert outcomes(settings) == {"": 4}
    (item,) = (one for one in waiting(inbox) if one.name == "甲.xlsx")
    assert item.read() == f"{UNIT}/甲.xlsx".encode()
    (inbox / UNIT / "甲.xlsx").write_bytes(b"written again")
    assert item.read() is None
    with pytest.raises(SeasonError, match="memory"):
        settings.inbox(CITY, YEAR)


def test_a_misspelt_parameter_is_refused(settings: Settings) -> None:
    with pytest.raises(SeasonError, match="fiscal_yaer"):
        claim(settings, "run", {"fiscal_yaer": 2021})


@pytest.mark.parametrize("told_seconds", ["soon", "-1", "inf"])
def test_a_wait_that_is_no_number_of_seconds_is_refused(told_seconds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_SETTLE_SECONDS", told_seconds)
    with pytest.raises(SeasonError, match="FINAL_ACCOUNTS_SETTLE_SECONDS"):
        Settings.from_environment()


def daily(settings: Settings) -> None:
    """The intake of the daily run."""
    gather(settings, _opened(settings))


def _opened(settings: Settings) -> SeasonDict:
    return open_season(settings, CITY, YEAR, {}, "daily")

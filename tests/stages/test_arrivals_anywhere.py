"""Inboxes in a folder or in a store that speaks S3, by configuration alone: the same comes of the same files."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.intake.inbox import steady, waiting
from final_accounts.stages.intake.mailbox import marks
from final_accounts.stages.settings import Settings
from object_store import ask, put_key
from stages.arriving import (
    CITY,
    OTHER_UNIT,
    STRANGER,
    UNIT,
    YEAR,
    claimed,
    events,
    lay,
    outcomes,
    told,
    work,
)

if TYPE_CHECKING:
    from pathlib import Path

    from upath import UPath

SECOND = 1.1
"""A store tells the second of writing, no finer."""

STRANGE_NAMES = (
    " 前有空格.xlsx",
    "<i>标签<i>.xlsx",
    "反斜\\杠.xlsx",
    "通[配]*?.xlsx",
    "百分%2F号 +&=#.xlsx",
    "控制\x01符.xlsx",
    "=HYPERLINK(1).xlsx",
    "'引\"号;--.xlsx",
    "${HOME}{{ 1 }}.xlsx",
    "\u202e反向.xlsx",
)


@pytest.fixture(params=["folder", "s3"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation as its environment describes it: nothing else tells it where its inboxes are."""
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    monkeypatch.setenv("FINAL_ACCOUNTS_SETTLE_SECONDS", "0")
    if request.param == "s3":
        monkeypatch.setenv("FINAL_ACCOUNTS_INBOX", f"{request.getfixturevalue('bucket')}/inboxes")
    return Settings.from_environment()


@pytest.fixture
def store(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, UPath]:
    """The same with its inboxes in a store, and the one of the season: what only a store has."""
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    monkeypatch.setenv("FINAL_ACCOUNTS_SETTLE_SECONDS", "0")
    monkeypatch.setenv("FINAL_ACCOUNTS_INBOX", f"{bucket}/inboxes")
    settings = Settings.from_environment()
    return settings, settings.inbox_at(CITY, YEAR)


def letters(settings: Settings) -> list[str]:
    return sorted(path.stem.split("-", 1)[1] for path in settings.outbox(CITY, YEAR).rglob("*.eml"))


def test_nothing_is_there_before_the_first_file(settings: Settings) -> None:
    assert marks(settings) == {}
    assert claimed(settings) == []
    lay(settings, UNIT, "一.xlsx", b"first")
    assert list(marks(settings)) == [f"{CITY}/{YEAR}/{UNIT}/一.xlsx"]


def test_an_inbox_that_was_emptied_is_empty(settings: Settings) -> None:
    place = lay(settings, UNIT, "一.xlsx", b"first")
    assert len(marks(settings)) == 1
    place.unlink()
    assert marks(settings) == {}
    assert claimed(settings) == []


def test_a_second_version_is_reviewed_alone(settings: Settings) -> None:
    lay(settings, UNIT, "一.xlsx", b"first")
    work(settings, claimed(settings))
    lay(settings, UNIT, "二.xlsx", b"second")
    (chunk,) = claimed(settings)
    assert (chunk["units"], chunk["submissions"]) == ([UNIT], [f"{UNIT}/v2"])
    work(settings, [chunk])
    assert [told(settings)["submission.returned", f"{UNIT}/v{n}"] for n in (1, 2)] == [1, 1]
    assert letters(settings) == ["unreadable", "unreadable"]


def test_a_second_version_under_the_same_name_is_one(settings: Settings) -> None:
    lay(settings, UNIT, "决算.xlsx", b"first")
    work(settings, claimed(settings))
    before = marks(settings)
    lay(settings, UNIT, "决算.xlsx", b"again")  # as many bytes as before
    assert marks(settings) != before
    assert [chunk["submissions"] for chunk in claimed(settings)] == [[f"{UNIT}/v2"]]


def test_the_same_file_under_another_name_is_no_version_and_its_sender_is_told(settings: Settings) -> None:
    lay(settings, UNIT, "一.xlsx", b"first")
    lay(settings, UNIT, "又一.xlsx", b"first")
    work(settings, claimed(settings))
    assert outcomes(settings) == {"received": 1, "repeated": 1}
    assert letters(settings) == ["duplicate", "unreadable"]
    assert claimed(settings, "next") == []


def test_who_goes_back_to_an_earlier_file_under_the_same_name_is_told(settings: Settings) -> None:
    for n, content in enumerate((b"first", b"other", b"first")):
        lay(settings, UNIT, "决算.xlsx", content)
        work(settings, claimed(settings, f"run {n}"))
        time.sleep(SECOND)
    assert outcomes(settings) == {"received": 2, "repeated": 1}
    assert letters(settings) == ["duplicate", "unreadable", "unreadable"]


def test_a_file_that_changes_between_two_looks_is_left_for_the_next(settings: Settings) -> None:
    whole = lay(settings, UNIT, "快.xlsx", b"quick")
    slow = lay(settings, UNIT, "慢.xlsx", b".")
    stop = threading.Event()

    def write() -> None:
        size = 1
        while not stop.wait(0.05):
            size += 1
            slow.write_bytes(b"." * size)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = steady(settings.inbox_at(CITY, YEAR), 0.7, lambda _: True)
        assert [item.name for item in found] == [whole.name]
    finally:
        stop.set()
        writer.join()
    assert len(steady(settings.inbox_at(CITY, YEAR), 0.1, lambda _: True)) == 2


def test_a_file_that_is_written_after_it_was_looked_at_is_not_taken_for_what_it_was(settings: Settings) -> None:
    place = lay(settings, UNIT, "甲.xlsx", b"first")
    (item,) = waiting(settings.inbox_at(CITY, YEAR))
    assert item.read() == b"first"
    place.write_bytes(b"other")
    assert item.read() is None
    place.unlink()
    assert item.read() is None


def test_who_takes_over_from_a_dead_claimer_ends_what_it_began(settings: Settings) -> None:
    lay(settings, UNIT, "一.xlsx", b"first")
    lay(settings, STRANGER, "甲.xlsx", b"x")
    (begun,) = claimed(replace(settings, lease=SECOND), "dies")
    assert claimed(settings, "too early") == []
    time.sleep(SECOND)
    (chunk,) = claimed(settings, "next")
    assert (chunk["submissions"], chunk["quarantined"]) == (begun["submissions"], begun["quarantined"])
    work(settings, [chunk])
    assert outcomes(settings) == {"received": 1, "quarantined": 1}
    assert letters(settings) == ["quarantined", "unreadable"]
    assert set(told(settings).values()) == {1}


def test_names_that_mean_something_to_programs_are_only_names(settings: Settings) -> None:
    for n, name in enumerate(STRANGE_NAMES):
        lay(settings, UNIT, name, b"content %d" % n)
    lay(settings, UNIT, "半.xlsx.part", b"half")
    lay(settings, UNIT, "~$锁.xlsx", b"lock")
    work(settings, claimed(settings))
    assert outcomes(settings) == {"received": len(STRANGE_NAMES)}
    assert letters(settings) == ["unreadable"] * len(STRANGE_NAMES)
    assert claimed(settings, "next") == []


def test_what_lies_beside_the_units_folders_is_quarantined(settings: Settings) -> None:
    lay(settings, STRANGER, "甲.xlsx", b"x")
    lay(settings, f"{UNIT}/下级", "乙.xlsx", b"x")
    lay(settings, "", "根.xlsx", b"x")
    lay(settings, UNIT, "丙.xlsx", b"x")
    work(settings, claimed(settings))
    assert outcomes(settings) == {"quarantined": 3, "received": 1}
    assert letters(settings) == [*["quarantined"] * 3, "unreadable"]


def test_keys_that_paths_fold_are_quarantined_and_stop_nobody(store: tuple[Settings, UPath]) -> None:
    settings, inbox = store
    odd = (
        f"{UNIT}//双.xlsx",
        f"{UNIT}/./点.xlsx",
        f"{OTHER_UNIT}/../{UNIT}/越.xlsx",
        f"{UNIT}/..",
        "/根.xlsx",
        f"{UNIT}/版.xlsx?versionId=1",
        f"{UNIT}/夹.xlsx/",
    )
    for key in (*odd, f"{UNIT}/双.xlsx", f"{UNIT}/夹.xlsx", f"{UNIT}/{'长' * 300}.xlsx"):
        put_key(inbox, key, key.encode())
    put_key(inbox, f"{UNIT}/", b"")  # a folder as consoles make it
    put_key(inbox.parent, str(YEAR), b"an object with the inbox's own name")
    work(settings, claimed(settings))
    assert outcomes(settings) == {"quarantined": len(odd), "received": 3}
    kept = {path.read_bytes().decode() for path in (settings.var / "store" / "objects").rglob("*") if path.is_file()}
    assert kept.isdisjoint(odd)
    assert {f"{UNIT}/双.xlsx", f"{UNIT}/夹.xlsx"} <= kept
    assert letters(settings) == [*["quarantined"] * len(odd), *["unreadable"] * 3]
    assert claimed(settings, "next") == []


def test_an_upload_in_parts_is_not_there_before_it_is_whole(store: tuple[Settings, UPath]) -> None:
    settings, inbox = store
    key = f"{UNIT}/大.xlsx"
    upload = ask(inbox, "create_multipart_upload", key)["UploadId"]
    parts = []
    for number, data in enumerate((b"a" * 5 * 1024 * 1024, b"b"), 1):
        part = ask(inbox, "upload_part", key, UploadId=upload, PartNumber=number, Body=data)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
        assert waiting(inbox) == ()
    ask(inbox, "complete_multipart_upload", key, UploadId=upload, MultipartUpload={"Parts": parts})
    (item,) = waiting(inbox)
    assert item.read() == b"a" * 5 * 1024 * 1024 + b"b"
    assert [chunk["submissions"] for chunk in claimed(settings)] == [[f"{UNIT}/v1"]]


def test_more_keys_than_a_store_tells_at_once_are_all_seen(store: tuple[Settings, UPath]) -> None:
    _, inbox = store
    inbox.fs.pipe({f"{inbox.path}/{UNIT}/{n:04}.xlsx": b"%d" % n for n in range(1001)})
    assert sorted(item.name for item in waiting(inbox)) == [f"{n:04}.xlsx" for n in range(1001)]


def test_the_history_tells_the_store_apart_from_a_folder_by_nothing(settings: Settings) -> None:
    lay(settings, UNIT, "一.xlsx", b"first")
    work(settings, claimed(settings))
    assert [event.kind for event in events(settings)] == [
        "submission.received",
        "season.running",
        "submission.reviewed",
        "submission.returned",
        "message.sent",
    ]

"""The watcher of the inboxes: it tells once of what came to rest, of nothing half-written, and never gives up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.settings import Settings
from inbox_trigger import InboxTrigger, come_to_rest
from stages.arriving import UNIT, put

if TYPE_CHECKING:
    from pathlib import Path

    from airflow.triggers.base import TriggerEvent

LOOK = 0.05


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    return Settings.from_environment()


async def told(trigger: InboxTrigger, seconds: float = 10) -> int | None:
    """How many files the next event tells of; None when there is none in that time."""
    events = trigger.run()
    try:
        event: TriggerEvent = await asyncio.wait_for(anext(events), seconds)
    except TimeoutError:
        return None
    finally:
        await events.aclose()  # type: ignore[attr-defined]
    files: int = event.payload["files"]
    return files


def test_only_what_stands_still_is_told_and_only_once() -> None:
    assert come_to_rest({"a": "1", "b": "1"}, {"a": "1", "b": "2", "c": "1"}, {}) == {"a": "1"}
    assert come_to_rest({"a": "1"}, {"a": "1"}, {"a": "1"}) == {}
    assert come_to_rest({"a": "2"}, {"a": "2"}, {"a": "1"}) == {"a": "2"}


def test_all_files_that_arrived_together_are_one_event(settings: Settings) -> None:
    for n in range(50):
        put(settings, UNIT, f"{n}.xlsx", b"x")
    assert asyncio.run(told(InboxTrigger(LOOK))) == 50


def test_an_empty_inbox_wakes_nobody(settings: Settings) -> None:
    put(settings, UNIT, ".half.xlsx", b"x")
    assert asyncio.run(told(InboxTrigger(LOOK), 0.5)) is None


def test_what_was_told_is_not_told_again_and_what_is_new_is(settings: Settings) -> None:
    async def twice() -> tuple[int, int]:
        events = InboxTrigger(LOOK).run()
        put(settings, UNIT, "一.xlsx", b"x")
        first = await asyncio.wait_for(anext(events), 10)
        put(settings, UNIT, "二.xlsx", b"x")
        put(settings, UNIT, "三.xlsx", b"x")
        second = await asyncio.wait_for(anext(events), 10)
        await events.aclose()  # type: ignore[attr-defined]
        return first.payload["files"], second.payload["files"]

    first, second = asyncio.run(twice())
    assert first == 1
    assert 1 <= second <= 2


def test_a_store_that_is_away_is_asked_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(settings, UNIT, "一.xlsx", b"x")

    async def away_and_back() -> int | None:
        monkeypatch.setenv("FINAL_ACCOUNTS_INBOX", "nosuchstore://inbox")
        waiting = asyncio.create_task(told(InboxTrigger(LOOK)))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        monkeypatch.setenv("FINAL_ACCOUNTS_INBOX", "")
        return await waiting

    assert asyncio.run(away_and_back()) == 1

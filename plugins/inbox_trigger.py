"""What the triggerer watches: the inboxes. An event only says that somebody should look; it is lost without harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from importlib import import_module
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent


def come_to_rest(before: Mapping[str, str], now: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Files that stand as they stood at the last look and were not told of like this: nobody is writing them any more.

    >>> come_to_rest({"a": "1", "b": "1"}, {"a": "1", "b": "2", "c": "1"}, {})
    {'a': '1'}
    >>> come_to_rest({"a": "1"}, {"a": "1"}, {"a": "1"})
    {}
    """
    return {place: mark for place, mark in now.items() if before.get(place) == mark and told.get(place) != mark}


class InboxTrigger(BaseEventTrigger):
    """Looks at all inboxes every so many seconds; one event for all files that came to rest since it last told.

    After a start it tells of everything that lies there once, because it cannot know what was taken on meanwhile.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.seconds = seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """For the triggerer, which imports this module by its file's name from the plugins folder."""
        return ("inbox_trigger.InboxTrigger", {"seconds": self.seconds})

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """For ever; a look that fails (a share or a store that is away) is told in the log and made again."""
        before: dict[str, str] = {}
        told: dict[str, str] = {}
        while True:
            try:
                now = await asyncio.to_thread(self._look)
            except Exception:  # whatever it is: a watcher that ends watches nothing
                self.log.warning("The inboxes cannot be looked at; again in %s s", self.seconds, exc_info=True)
            else:
                fresh = come_to_rest(before, now, told)
                told = {place: mark for place, mark in (told | fresh).items() if place in now}
                before = now
                if fresh:
                    yield TriggerEvent({"files": len(fresh)})  # type: ignore[no-untyped-call]
            await asyncio.sleep(self.seconds)

    @staticmethod
    def _look() -> dict[str, str]:
        settings = import_module("final_accounts.stages.settings").Settings.from_environment()
        marks: dict[str, str] = import_module("final_accounts.stages.intake.mailbox").marks(settings)
        return marks

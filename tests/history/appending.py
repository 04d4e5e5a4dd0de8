"""Appending from a process of its own, for the tests of concurrency."""

from __future__ import annotations

from datetime import UTC, datetime

from final_accounts.history import History, NewEvent
from final_accounts.warehouse import Warehouse

AT = datetime(2022, 3, 1, 8, 30, tzinfo=UTC)


def event(kind: str = "received", subject: str = "101001", **payload: object) -> NewEvent:
    """An event of the system."""
    return NewEvent(kind, subject, "system", payload, AT)


def append_one_by_one(url: str, name: str, times: int) -> None:
    """That many appends of two events each."""
    with Warehouse(url) as warehouse:
        history = History(warehouse.engine)
        for n in range(times):
            history.append("mou", 2021, [event(subject=f"{name}-{n}", n=n), event("reviewed", f"{name}-{n}", n=n)])

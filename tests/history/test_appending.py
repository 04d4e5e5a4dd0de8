"""Appending to a chain: linked, idempotent, one line however many append at once."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from final_accounts.history import Event, Head, History, NewEvent
from final_accounts.history.event import GENESIS
from final_accounts.model.errors import HistoryError
from final_accounts.warehouse import Warehouse
from history.appending import AT, append_one_by_one, event


def test_each_event_names_the_hash_of_the_one_before(history: History) -> None:
    head = history.append("mou", 2021, [event(v=1), event("accepted", v=1), event("approved", v=1)])
    events = history.events("mou", 2021)
    assert [e.sequence for e in events] == [1, 2, 3]
    assert [e.previous for e in events] == [GENESIS, events[0].hash, events[1].hash]
    assert head == history.head("mou", 2021) == Head(3, events[2].hash)
    assert history.verify("mou", 2021, head) == ()


def test_anyone_can_recompute_a_hash(history: History) -> None:
    history.append("mou", 2021, [event(版本=1, files=["甲", "乙"])])
    (made,) = history.events("mou", 2021)
    assert made.payload == '{"files":["甲","乙"],"版本":1}'
    payload_hash = hashlib.sha256(made.payload.encode()).hexdigest()
    parts = ["mou", 2021, 1, "0" * 64, "received", "101001", "system", "2022-03-01T08:30:00.000000Z", payload_hash]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    assert made.hash == hashlib.sha256(text.encode()).hexdigest()


def test_an_event_that_repeats_the_latest_of_its_kind_and_subject_is_left_out(history: History) -> None:
    first = history.append("mou", 2021, [event(v=1), event(subject="101002", v=1)])
    again = NewEvent("received", "101001", "another", {"v": 1}, AT + timedelta(days=1))
    assert history.append("mou", 2021, [again, event(subject="101002", v=1)]) == first
    history.append("mou", 2021, [event(v=2), event(v=2), event(v=1)])
    assert [e.payload for e in history.events("mou", 2021, subject="101001")] == ['{"v":1}', '{"v":2}', '{"v":1}']


def test_many_events_are_one_append_and_repeating_it_appends_nothing(history: History) -> None:
    chunk = [event(kind, f"unit-{n}", n=n) for n in range(900) for kind in ("received", "reviewed")]
    head = history.append("mou", 2021, chunk)
    assert head.sequence == 1800
    assert history.append("mou", 2021, chunk) == head


def test_chains_of_cities_and_years_do_not_touch(history: History) -> None:
    history.append("mou", 2021, [event(v=1)])
    history.append("mou", 2022, [event(v=1)])
    history.append("other", 2021, [event(v=1), event(v=2)])
    assert [history.head(*key).sequence for key in (("mou", 2021), ("mou", 2022), ("other", 2021))] == [1, 1, 2]
    assert len({history.head(*key).hash for key in (("mou", 2021), ("mou", 2022))}) == 2
    assert history.head("nobody", 2021) == Head(0, GENESIS)


def test_events_are_found_by_kind_and_subject(history: History) -> None:
    history.append("mou", 2021, [event(v=1), event("accepted", v=1), event(subject="101002", v=1)])
    assert [e.sequence for e in history.events("mou", 2021, kind="received")] == [1, 3]
    assert [e.sequence for e in history.events("mou", 2021, kind="received", subject="101002")] == [3]


def test_what_lies_below_a_thousand_subjects_comes_in_order(history: History) -> None:
    codes = [f"{number:06d}" for number in range(1200)]
    history.append("jianghan", 2021, [event(subject=f"{code}/v1", n=code) for code in codes[::-100]])
    history.append("jianghan", 2021, [event(subject="9999990/v1")])
    found = history.events_below("jianghan", 2021, codes)
    assert [one.subject for one in found] == [f"{code}/v1" for code in codes[::-100]]
    assert history.events_below("jianghan", 2021, []) == ()
    told: list[Event] = []

    def think(events: tuple[Event, ...]) -> list[NewEvent]:
        told.extend(events)
        return []

    history.decide("jianghan", 2021, codes, think)
    assert told == list(found)


def test_a_moment_is_kept_in_utc(history: History) -> None:
    shanghai = datetime(2022, 3, 1, 1, 2, 3, 4, timezone(timedelta(hours=8)))
    history.append("mou", 2021, [NewEvent("received", "1", "system", {}, shanghai)])
    assert history.events("mou", 2021)[0].at == "2022-02-28T17:02:03.000004Z"


@pytest.mark.parametrize(
    "refused",
    [
        NewEvent("received", "1", "system", {"rate": 0.1}, AT),
        NewEvent("received", "1", "system", {"at": AT}, AT),
        NewEvent("received", "1", "system", {"deep": [{"x": {1: 2}}]}, AT),
        NewEvent("", "1", "system", {}, AT),
        NewEvent("received", "1" * 201, "system", {}, AT),
        NewEvent("received", "1", "a\x00b", {}, AT),
        NewEvent("received", "1", "system", {}, AT.replace(tzinfo=None)),
    ],
)
def test_an_event_that_cannot_be_hashed_the_same_everywhere_is_refused(history: History, refused: NewEvent) -> None:
    with pytest.raises(HistoryError):
        history.append("mou", 2021, [event(v=1), refused])
    assert history.head("mou", 2021).sequence == 0


def test_what_no_database_keeps_is_replaced_before_it_is_hashed(history: History) -> None:
    head = history.append("mou", 2021, [event(file="甲\x00\ud800")])
    assert history.append("mou", 2021, [event(file="甲\x00\ud800")]) == head
    assert history.verify("mou", 2021, head) == ()


def test_two_processes_append_to_one_chain(warehouse: Warehouse, warehouse_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=append_one_by_one, args=(warehouse_url, name, 40)) for name in ("甲", "乙")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    history = History(warehouse.engine)
    events = history.events("mou", 2021)
    assert len(events) == 160
    assert history.verify("mou", 2021, history.head("mou", 2021)) == ()
    pairs = [(a.subject, a.kind, b.subject, b.kind) for a, b in zip(events[::2], events[1::2], strict=True)]
    assert all(one == (one[0], "received", one[0], "reviewed") for one in pairs), "an append was torn apart"


def test_an_engine_that_commits_each_statement_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'w.db'}"
    with Warehouse(url) as made:
        made.migrate()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with pytest.raises(HistoryError, match="逐句提交"):
            History(engine).append("mou", 2021, [event(v=1)])
    finally:
        engine.dispose()

"""Whoever changes the history is refused; who breaks the lock is found out."""
# ruff: noqa: S608 - the forger writes SQL by hand

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest

from final_accounts.history import Head, History, ProblemKind
from final_accounts.history.chain import own_hash, sealed, sha256_text
from final_accounts.warehouse import Warehouse
from history.appending import event

TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "event_no_update",
            "event_no_delete",
            "event_no_replace",
            "event_head_no_delete",
            "event_head_only_forward",
            "event_head_no_replace",
        )
    ],
    "postgresql": ["DROP FUNCTION event_refuse() CASCADE"],
}

Raw = Callable[..., None]


@pytest.fixture
def raw(warehouse_url: str) -> Raw:
    """Statements through a connection of the database's own driver, knowing nothing of us."""

    def execute(*statements: str) -> None:
        if warehouse_url.startswith("sqlite"):
            connection: Any = sqlite3.connect(warehouse_url.removeprefix("sqlite:///"))
        else:
            connection = psycopg2.connect(warehouse_url.replace("postgresql+psycopg2", "postgresql"))
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            connection.commit()
        finally:
            connection.close()

    return execute


@pytest.fixture
def unlocked(raw: Raw, warehouse: Warehouse, history: History) -> Head:
    """A chain of five events whose triggers are gone; its head as exported before."""
    head = history.append("mou", 2021, [event(subject=f"unit-{n}", n=n) for n in range(1, 6)])
    raw(*TRIGGERS[warehouse.engine.dialect.name])
    return head


def kinds(history: History, exported: Head | None = None) -> list[tuple[ProblemKind, int]]:
    return [(problem.kind, problem.sequence) for problem in history.verify("mou", 2021, exported)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'x' WHERE sequence = 1",
        "DELETE FROM event WHERE sequence = 2",
        "DELETE FROM event",
        "DELETE FROM event_head",
        "UPDATE event_head SET sequence = 0",
        f"UPDATE event_head SET hash = '{'f' * 64}'",
        "UPDATE event_head SET city = 'x'",
    ],
)
def test_changing_the_history_is_refused(history: History, raw: Raw, statement: str) -> None:
    head = history.append("mou", 2021, [event(v=1), event(v=2)])
    with pytest.raises((sqlite3.IntegrityError, psycopg2.errors.RaiseException), match="append-only"):
        raw(statement)
    assert history.verify("mou", 2021, head) == ()


def test_replacing_and_truncating_are_refused(history: History, raw: Raw, warehouse: Warehouse) -> None:
    head = history.append("mou", 2021, [event(v=1)])
    forged = "city, fiscal_year, sequence, previous, kind, subject, 'x', at, payload, payload_hash, hash"
    statements = {
        "sqlite": [
            f"INSERT OR REPLACE INTO event SELECT {forged} FROM event",
            f"REPLACE INTO event SELECT {forged} FROM event",
            "REPLACE INTO event_head SELECT city, fiscal_year, 0, hash FROM event_head",
            "UPDATE OR REPLACE event SET sequence = 1",
        ],
        "postgresql": ["TRUNCATE event", "TRUNCATE event_head", "TRUNCATE event, event_head CASCADE"],
    }
    for statement in statements[warehouse.engine.dialect.name]:
        with pytest.raises((sqlite3.IntegrityError, psycopg2.errors.RaiseException), match="append-only"):
            raw(statement)
    assert history.verify("mou", 2021, head) == ()


def test_an_altered_payload_is_found(history: History, unlocked: Head, raw: Raw) -> None:
    raw("""UPDATE event SET payload = '{"n":7}' WHERE sequence = 3""")
    assert kinds(history, unlocked) == [(ProblemKind.ALTERED, 3)]


@pytest.mark.parametrize("column", ["kind", "subject", "actor", "at", "payload_hash", "city"])
def test_any_altered_column_is_found(history: History, unlocked: Head, raw: Raw, column: str) -> None:
    raw(f"UPDATE event SET {column} = 'x' WHERE sequence = 3")
    assert (ProblemKind.REMOVED if column == "city" else ProblemKind.ALTERED, 3) in kinds(history, unlocked)


def test_a_payload_rewritten_with_its_hashes_breaks_the_link(history: History, unlocked: Head, raw: Raw) -> None:
    payload = '{"n":7}'
    old = history.events("mou", 2021)[2]
    raw(f"UPDATE event SET payload = '{payload}', payload_hash = '{sha256_text(payload)}' WHERE sequence = 3")
    forged = own_hash(history.events("mou", 2021)[2])
    assert forged != old.hash
    raw(f"UPDATE event SET hash = '{forged}' WHERE sequence = 3")
    assert kinds(history, unlocked) == [(ProblemKind.ALTERED, 3)]


def test_a_removed_event_is_found(history: History, unlocked: Head, raw: Raw) -> None:
    raw("DELETE FROM event WHERE sequence IN (2, 3)")
    assert kinds(history, unlocked) == [(ProblemKind.REMOVED, 2)]
    assert "第2至3号事件缺失" in history.verify("mou", 2021)[0].message


def test_a_removed_first_event_is_found_though_the_rest_is_renumbered(
    history: History, unlocked: Head, raw: Raw
) -> None:
    raw(
        "DELETE FROM event WHERE sequence = 1",
        *(f"UPDATE event SET sequence = {n} - 1 WHERE sequence = {n}" for n in range(2, 6)),
    )
    assert (ProblemKind.REMOVED, 1) in kinds(history, unlocked)


def test_swapped_events_are_found(history: History, unlocked: Head, raw: Raw) -> None:
    raw(
        "UPDATE event SET sequence = 99 WHERE sequence = 2",
        "UPDATE event SET sequence = 2 WHERE sequence = 3",
        "UPDATE event SET sequence = 3 WHERE sequence = 99",
    )
    found = kinds(history, unlocked)
    assert (ProblemKind.REORDERED, 2) in found
    assert (ProblemKind.ALTERED, 2) in found


def test_a_chain_cut_off_at_the_end_is_found(history: History, unlocked: Head, raw: Raw) -> None:
    raw("DELETE FROM event WHERE sequence > 3")
    assert kinds(history) == [(ProblemKind.TRUNCATED, 4)]
    raw(f"UPDATE event_head SET sequence = 3, hash = '{history.events('mou', 2021)[2].hash}'")
    assert kinds(history) == []
    assert kinds(history, unlocked) == [(ProblemKind.TRUNCATED, 5)]


def test_a_chain_that_is_gone_is_found(history: History, unlocked: Head, raw: Raw) -> None:
    raw("DELETE FROM event", "DELETE FROM event_head")
    assert kinds(history, unlocked) == [(ProblemKind.TRUNCATED, 5)]


def test_a_chain_made_anew_with_all_its_hashes_is_found_by_the_exported_head(
    history: History, unlocked: Head, raw: Raw, warehouse: Warehouse
) -> None:
    raw("DELETE FROM event", "DELETE FROM event_head")
    History(warehouse.engine).append("mou", 2021, [event(subject=f"unit-{n}", n=n + 1) for n in range(1, 7)])
    assert kinds(history) == []
    assert kinds(history, unlocked) == [(ProblemKind.REWRITTEN, 5)]


def test_an_event_written_past_the_head_is_found(history: History, raw: Raw) -> None:
    history.append("mou", 2021, [event(v=1)])
    (first,) = history.events("mou", 2021)
    forged = sealed(type(first)("mou", 2021, 2, first.hash, *_rest(first)))
    values = ", ".join(
        f"'{value}'" if isinstance(value, str) else str(value)
        for value in (forged.city, forged.fiscal_year, forged.sequence, forged.previous, *_rest(forged)[:-1])
    )
    raw(f"INSERT INTO event VALUES ({values}, '{forged.hash}')")
    assert kinds(history) == [(ProblemKind.UNRECORDED, 2)]


def test_a_whole_chain_still_verifies_against_an_older_head(history: History) -> None:
    older = history.append("mou", 2021, [event(v=1)])
    history.append("mou", 2021, [event(v=2)])
    assert history.verify("mou", 2021, older) == ()


def _rest(one: Any) -> tuple[str, ...]:  # noqa: ANN401 - an event
    return (one.kind, one.subject, one.actor, one.at, one.payload, one.payload_hash, one.hash)

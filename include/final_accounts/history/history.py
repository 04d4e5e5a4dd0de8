"""Appending to, reading and verifying the chains of events in the warehouse's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from final_accounts.history import verify
from final_accounts.history.chain import canonical, link, sha256_text
from final_accounts.history.event import GENESIS, Event, Head, NewEvent, Problem
from final_accounts.history.tables import event, event_head
from final_accounts.model.errors import HistoryError

_AT_ONCE = 1000  # subjects a query; SQLite takes 32 766 values
_PREFIXES = 200  # subjects a query that also looks below them; SQLite nests 1 000 conditions


class History:
    """Chains of events on an engine of the warehouse (``Warehouse.engine``), whose migrations made the tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, city: str, fiscal_year: int, events: Sequence[NewEvent]) -> Head:
        """Append in one locked transaction; the head afterwards.

        An event that repeats the latest of its kind and subject (same payload; who and when do not count) is left out,
        so that a step can be run again.
        """
        with self._engine.connect() as connection, connection.begin():
            head = _lock_head(connection, city, fiscal_year)
            latest = _latest_payloads(connection, city, fiscal_year, events)
            fresh: list[NewEvent] = []
            for new in events:
                payload_hash = sha256_text(canonical(new.payload))
                if latest.get((new.kind, new.subject)) == payload_hash:
                    continue
                latest[new.kind, new.subject] = payload_hash
                fresh.append(new)
            return _write(connection, city, fiscal_year, head, fresh)

    def decide(
        self,
        city: str,
        fiscal_year: int,
        subjects: Sequence[str],
        think: Callable[[tuple[Event, ...]], Sequence[NewEvent]],
    ) -> Head:
        """Append all that ``think`` makes of the events so far, in one locked transaction; the head afterwards.

        ``think`` sees the events of ``subjects`` and of what lies below them ("101001" also gives "101001/v2"), in
        order, and nobody appends before its answer stands. What it raises leaves the chain as it was.
        """
        with self._engine.connect() as connection, connection.begin():
            head = _lock_head(connection, city, fiscal_year)
            return _write(connection, city, fiscal_year, head, think(_below(connection, city, fiscal_year, subjects)))

    def copy(self, city: str, fiscal_year: int, events: Sequence[Event]) -> Head:
        """Write the first events of a chain as they are into an empty one: what a replay in another database needs.

        HistoryError when the chain is not empty, or the events are not the whole beginning of one.
        """
        with self._engine.connect() as connection, connection.begin():
            head = _lock_head(connection, city, fiscal_year)
            if head.sequence:
                raise HistoryError(f"{city} {fiscal_year} 年度的审计轨迹不是空的，不能把别的轨迹复制进来。")
            for made in events:
                if (made.city, made.fiscal_year, made.previous) != (city, fiscal_year, head.hash):
                    raise HistoryError(
                        f"第 {made.sequence} 号事件（{made.subject}）接不上第 {head.sequence} 号事件，没有复制。"
                    )
                head = Head(made.sequence, made.hash)
            return _keep(connection, city, fiscal_year, head, list(events))

    def events(
        self, city: str, fiscal_year: int, kind: str | None = None, subject: str | None = None
    ) -> tuple[Event, ...]:
        """Events of one season in order, all or those of a kind or a subject."""
        query = _chain(city, fiscal_year)
        if kind is not None:
            query = query.where(event.c.kind == kind)
        if subject is not None:
            query = query.where(event.c.subject == subject)
        with self._engine.connect() as connection, connection.begin():
            return tuple(_event(row) for row in connection.execute(query))

    def events_below(self, city: str, fiscal_year: int, subjects: Sequence[str]) -> tuple[Event, ...]:
        """Events of these subjects and of what lies below them ("101001" also gives "101001/v2"), in order."""
        with _steady(self._engine) as connection:
            return _below(connection, city, fiscal_year, subjects)

    def head(self, city: str, fiscal_year: int) -> Head:
        """Number and hash of the last event, to print on a page or to keep elsewhere."""
        with self._engine.connect() as connection, connection.begin():
            return _head(connection, city, fiscal_year)

    def verify(self, city: str, fiscal_year: int, exported_head: Head | None = None) -> tuple[Problem, ...]:
        """What is wrong with the chain; empty when it is whole. ``exported_head`` is one kept outside the database."""
        with _steady(self._engine) as connection:
            head = _head(connection, city, fiscal_year)
            rows = connection.execute(_chain(city, fiscal_year))
            return verify.verify((_event(row) for row in rows), head, exported_head)


@contextmanager
def _steady(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody's append comes between two queries."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    with engine.connect() as connection:
        steady = connection.execution_options(isolation_level=level)
        with steady.begin():
            yield steady


def _lock_head(connection: Connection, city: str, fiscal_year: int) -> Head:
    """The head, locked until the transaction ends: a write that changes nothing is a lock on either database."""
    here = (event_head.c.city == city) & (event_head.c.fiscal_year == fiscal_year)
    touch = update(event_head).where(here).values(sequence=event_head.c.sequence)
    if connection.execute(touch).rowcount == 0:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        first = dialect.insert(event_head).values(city=city, fiscal_year=fiscal_year, sequence=0, hash=GENESIS)
        connection.execute(first.on_conflict_do_nothing())
        connection.execute(touch)
    if connection.dialect.name == "sqlite" and not getattr(connection.connection.dbapi_connection, "in_transaction", 0):
        raise HistoryError("这个数据库连接逐句提交，不能写审计轨迹；请用 warehouse.engine.open_engine 打开。")
    return _head(connection, city, fiscal_year)


def _write(connection: Connection, city: str, fiscal_year: int, head: Head, events: Sequence[NewEvent]) -> Head:
    """Link the events behind the locked ``head`` and move it."""
    made: list[Event] = []
    for new in events:
        made.append(link(city, fiscal_year, head, new))
        head = Head(made[-1].sequence, made[-1].hash)
    return _keep(connection, city, fiscal_year, head, made)


def _keep(connection: Connection, city: str, fiscal_year: int, head: Head, made: list[Event]) -> Head:
    """Keep the linked events, and ``head`` as that of the last one."""
    if made:
        here = (event_head.c.city == city) & (event_head.c.fiscal_year == fiscal_year)
        connection.execute(insert(event), [_row(one) for one in made])
        connection.execute(update(event_head).where(here).values(sequence=head.sequence, hash=head.hash))
    return head


def _head(connection: Connection, city: str, fiscal_year: int) -> Head:
    row = connection.execute(
        select(event_head.c.sequence, event_head.c.hash).where(
            event_head.c.city == city, event_head.c.fiscal_year == fiscal_year
        )
    ).one_or_none()
    return Head(row.sequence, row.hash) if row else Head(0, GENESIS)


def _latest_payloads(
    connection: Connection, city: str, fiscal_year: int, events: Sequence[NewEvent]
) -> dict[tuple[str, str], str]:
    """(kind, subject) -> payload hash of its latest event, for at least the pairs that ``events`` name.

    Kinds and subjects are looked up apart, which an index answers; a list of pairs is compared row by row.
    """
    kinds = sorted({new.kind for new in events})
    subjects = sorted({new.subject for new in events})
    newest = func.row_number().over(partition_by=(event.c.kind, event.c.subject), order_by=event.c.sequence.desc())
    latest: dict[tuple[str, str], str] = {}
    for start in range(0, len(subjects), _AT_ONCE):
        ranked = (
            select(event.c.kind, event.c.subject, event.c.payload_hash, newest.label("place"))
            .where(
                event.c.city == city,
                event.c.fiscal_year == fiscal_year,
                event.c.subject.in_(subjects[start : start + _AT_ONCE]),
                event.c.kind.in_(kinds),
            )
            .subquery()
        )
        rows = connection.execute(select(ranked).where(ranked.c.place == 1))
        latest |= {(row.kind, row.subject): row.payload_hash for row in rows}
    return latest


def _below(connection: Connection, city: str, fiscal_year: int, subjects: Sequence[str]) -> tuple[Event, ...]:
    """Events of these subjects and of what lies below them."""
    found: dict[int, Event] = {}
    for start in range(0, len(subjects), _PREFIXES):
        some = subjects[start : start + _PREFIXES]
        mine = [or_(event.c.subject == one, event.c.subject.startswith(f"{one}/", autoescape=True)) for one in some]
        rows = connection.execute(_chain(city, fiscal_year).where(or_(*mine)))
        found |= {row.sequence: _event(row) for row in rows}
    return tuple(found[sequence] for sequence in sorted(found))


def _chain(city: str, fiscal_year: int) -> Select[Any]:
    return select(event).where(event.c.city == city, event.c.fiscal_year == fiscal_year).order_by(event.c.sequence)


def _row(made: Event) -> dict[str, object]:
    return {column.name: getattr(made, column.name) for column in event.columns}


def _event(row: Row[Any]) -> Event:
    return Event(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping

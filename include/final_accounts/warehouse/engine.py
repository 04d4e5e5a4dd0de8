"""Opening a warehouse database by URL: SQLite (embedded default) or PostgreSQL.

SQLite runs in WAL with foreign keys on, waits 30 s for a lock, and its transactions are begun by us, so that a
transaction is one on both databases and a writing one takes its lock at the start instead of failing half way.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, StaticPool

from final_accounts.model.errors import StoreError

WRITING: Final = "final_accounts_writing"
"""Execution option of a connection whose transactions write (SQLite: BEGIN IMMEDIATE)."""

BUSY_SECONDS: Final = 30


def open_engine(url: str) -> Engine:
    """An engine for that URL, set up as the module says; nothing is created but the folder of a SQLite file."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "FINAL_ACCOUNTS_WAREHOUSE 应为数据库地址，例如 sqlite:////srv/warehouse.db 或 "
            "postgresql+psycopg2://用户:口令@主机/库；现有写法无法识别（可能含口令，不在此显示）。"
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return create_engine(parsed, pool_pre_ping=True)
    if backend != "sqlite":
        raise StoreError(f"数据仓库只能用 SQLite 或 PostgreSQL，FINAL_ACCOUNTS_WAREHOUSE 写的是“{backend}”。")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    in_memory = not parsed.database or parsed.database == ":memory:"
    # a file is opened for each use and closed again: nothing is left to the collector, and forks share no handle
    engine = create_engine(
        parsed, connect_args={"timeout": BUSY_SECONDS}, poolclass=StaticPool if in_memory else NullPool
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; see _begin_sqlite
    if connection.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: committed at the end, rolled back when anything raises."""
    with engine.connect() as connection:
        marked = connection.execution_options(**{WRITING: True})
        with marked.begin():
            yield marked


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One reading transaction that sees one state of the database from its first query to its last."""
    with engine.connect() as connection:
        steady = (
            connection.execution_options(isolation_level="REPEATABLE READ")
            if engine.dialect.name == "postgresql"
            else connection
        )
        with steady.begin():
            yield steady


def lock(connection: Connection, *names: object) -> None:
    """Until the transaction ends, nobody else holds the lock of these names. SQLite already locked at the start."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

"""The event tables, created with their triggers by the warehouse's migration 0003; here as the history reads them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

metadata: Final = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

event: Final = Table(
    "event",
    metadata,
    Column("city", String, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("previous", String(64), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("at", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("payload_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_event_subject", "city", "fiscal_year", "subject", "kind", "sequence"),
    comment="One row per event of a city's season, each naming the hash of the one before; never changed or deleted.",
    sqlite_with_rowid=False,  # a hidden row number would be a second key that REPLACE can collide on
)

event_head: Final = Table(
    "event_head",
    metadata,
    Column("city", String, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    comment="One row per chain of events: number and hash of its last event; the row that an append locks.",
)

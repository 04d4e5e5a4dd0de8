"""Tables of the warehouse: register, submissions, runs and results. The comment of each table is its grain.

What is derived from a submission stands in :mod:`~final_accounts.warehouse.derived_tables`; the event tables belong
to the history room.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from final_accounts.warehouse.column_types import CanonicalJson, Id, Moment, Words

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

city: Final = Table(
    "city",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Words, nullable=False),
    Column("region", String, nullable=False),
    Column("made_up", Boolean, nullable=False),
    comment="One row per city whose seasons this warehouse keeps.",
)

unit: Final = Table(
    "unit",
    metadata,
    Column("city", String, ForeignKey("city.id"), primary_key=True),
    Column("code", String, primary_key=True),
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("kind", String, nullable=False),
    Column("department", Words, nullable=False),
    Column("department_code", String, nullable=False),
    Column("predecessors", CanonicalJson, nullable=False),
    Column("change", String, nullable=False),
    Column("nil_return", Boolean, nullable=False),
    Column("exempt", Words, nullable=False),
    comment="One row per line of a city's register of budget units: a unit code from its first fiscal year (since) "
    "to its last (until, 0 = open), with the codes that were merged, split or renamed into it.",
)

submission: Final = Table(
    "submission",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("city", String, ForeignKey("city.id"), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("file_name", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("laid", String, nullable=False, server_default=""),
    UniqueConstraint("city", "fiscal_year", "unit", "version"),
    UniqueConstraint("city", "fiscal_year", "unit", "sha256"),
    comment="One row per version of a unit's file for one fiscal year, named by the sha256 of its bytes.",
)

run: Final = Table(
    "run",
    metadata,
    Column("city", String, ForeignKey("city.id"), primary_key=True),
    Column("fiscal_year", Integer, primary_key=True, autoincrement=False),
    Column("id", String, primary_key=True),
    Column("edition", String, nullable=False),
    Column("edition_hash", String, nullable=False),
    Column("rulebook_hash", String, nullable=False),
    Column("code_version", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("outcome", String, nullable=False),
    comment="One row per run of a city's season, with the edition, the rulebook and the code it ran with.",
)

result: Final = Table(
    "result",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("submission_id", Id, ForeignKey("submission.id"), nullable=False),
    Column("edition_hash", String, nullable=False),
    Column("prior_hash", String, nullable=False),
    Column("code_version", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("rulebook_hash", String, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("decision", String, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("run", String, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("reading", CanonicalJson, nullable=False),
    UniqueConstraint("submission_id", "edition_hash", "prior_hash", "code_version"),
    Index(
        "uq_result_current",
        "submission_id",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
    comment="One row per outcome of a submission under one edition, one set of prior-year facts and one code version; "
    "the current one is the outcome whose derived rows (fact to explanation) are in the warehouse.",
)

claim: Final = Table(
    "claim",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("city", String, ForeignKey("city.id"), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("folder", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("arrived", Moment, nullable=False),
    Column("owner", String, nullable=False),
    Column("leased_until", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    UniqueConstraint("city", "fiscal_year", "key"),
    comment="One row per file of an inbox as it was when somebody took it on (key: its folder, name and state of "
    "writing), with who did, until when others keep off, and what became of it (empty: not finished).",
)

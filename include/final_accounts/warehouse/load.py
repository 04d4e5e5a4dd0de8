"""Loading one submission: one transaction, idempotent by key.

Same key and same content: nothing changes. Same key and other content: :class:`StoreError`, since the same input
under the same code must give the same result. A new key replaces the derived rows; what they said before stays in
the history (its hash) and in the content store (its bytes). Loading an older key again makes its outcome current.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from final_accounts.model.errors import StoreError
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse.content import content_of
from final_accounts.warehouse.derived_tables import DERIVED
from final_accounts.warehouse.engine import lock
from final_accounts.warehouse.record import LoadRecord
from final_accounts.warehouse.rows import Row, reading_of, rows_of
from final_accounts.warehouse.tables import result, submission

KEEPS_ITS_STATE = frozenset({SubmissionState.APPROVED, SubmissionState.PUBLISHED})
"""A later outcome never takes back an approval or a publication by itself; ``result.decision`` shows the difference."""


def load(connection: Connection, record: LoadRecord, now: datetime) -> dict[str, int]:
    """Load in the connection's transaction; counts of rows per table, ``inserted`` and ``deleted`` in all."""
    name = record.submission
    where = f"{record.city}/{name.fiscal_year}/{name.unit} v{name.version}"
    lock(connection, "submission", record.city, name.fiscal_year, name.unit)
    stored = _stored(connection, record, where)
    rows = rows_of(record)
    reading = reading_of(record)
    content = content_of(record)
    known = connection.execute(
        select(result.c.id, result.c.content_hash, result.c.is_current).where(
            result.c.submission_id == stored.id,
            result.c.edition_hash == record.edition_hash,
            result.c.prior_hash == record.prior_hash,
            result.c.code_version == record.code_version,
        )
    ).one_or_none()
    if known is not None and known.content_hash != content:
        raise StoreError(
            f"{where}: another result was loaded under the same key (edition {record.edition_hash[:12]}, prior "
            f"{record.prior_hash[:12]}, code {record.code_version}); look for what made the review depend on more"
        )
    counts = {table.name: len(rows[table.name]) for table in DERIVED}
    if known is not None and known.is_current:
        return counts | {"inserted": 0, "deleted": 0}
    connection.execute(update(result).where(result.c.submission_id == stored.id).values(is_current=False))
    if known is None:
        connection.execute(insert(result), [_result(record, stored.id, content, reading, now)])
    else:
        connection.execute(update(result).where(result.c.id == known.id).values(is_current=True))
    changed = _replace(connection, stored.id, rows)
    state = stored.state if stored.state in KEEPS_ITS_STATE else record.state.value
    connection.execute(
        update(submission).where(submission.c.id == stored.id).values(state=state, edition=record.edition)
    )
    return counts | changed


def _stored(connection: Connection, record: LoadRecord, where: str) -> Any:  # noqa: ANN401 - a row of the database
    name = record.submission
    stored = connection.execute(
        select(submission.c.id, submission.c.sha256, submission.c.state).where(
            submission.c.city == record.city,
            submission.c.fiscal_year == name.fiscal_year,
            submission.c.unit == name.unit,
            submission.c.version == name.version,
        )
    ).one_or_none()
    if stored is None:
        raise StoreError(f"{where} was never received; call receive() before load()")
    if stored.sha256 != name.sha256:
        raise StoreError(f"{where} is file {stored.sha256[:12]} in the warehouse, not {name.sha256[:12]}")
    return stored


def _result(record: LoadRecord, submission_id: int, content: str, reading: Row, now: datetime) -> Row:
    return {
        "submission_id": submission_id,
        "edition_hash": record.edition_hash,
        "prior_hash": record.prior_hash,
        "code_version": record.code_version,
        "edition": record.edition,
        "rulebook_hash": record.rulebook_hash,
        "content_hash": content,
        "decision": record.state.value,
        "is_current": True,
        "run": record.run,
        "loaded_at": now,
        "reading": reading,
    }


def _replace(connection: Connection, submission_id: int, rows: dict[str, list[Row]]) -> dict[str, int]:
    inserted = deleted = 0
    for table in DERIVED:
        deleted += connection.execute(delete(table).where(table.c.submission_id == submission_id)).rowcount
        if rows[table.name]:
            connection.execute(insert(table), [row | {"submission_id": submission_id} for row in rows[table.name]])
            inserted += len(rows[table.name])
    return {"inserted": inserted, "deleted": deleted}

"""What was loaded of a submission as one hash, from the record and again from the rows: a row altered since shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from final_accounts.warehouse.derived_tables import DERIVED
from final_accounts.warehouse.queries_facts import latest_accepted, latest_received, one_version
from final_accounts.warehouse.record import LoadRecord, sha256_of
from final_accounts.warehouse.rows import Row, reading_of, rows_of
from final_accounts.warehouse.tables import result, submission


def content_of(record: LoadRecord) -> str:
    """Name of everything that loading the record leaves."""
    return _hash(rows_of(record), reading_of(record), record.state.value, record.edition, record.rulebook_hash)


def content_held(connection: Connection, city: str, fiscal_year: int, unit: str, version: int) -> str:
    """The same name, made from the rows as they are now; "" when nothing is loaded."""
    one = one_version(city, fiscal_year, unit, version)
    return next((held for _, held in _held(connection, select(one.c.id))), "")


def altered_units(connection: Connection, city: str, fiscal_year: int) -> tuple[str, ...]:
    """Units whose rows are no longer those that were loaded, among the versions behind the city's pages.

    These are the latest accepted and the newest version of the year, and the latest accepted one of the year before.
    """
    last = latest_accepted(city, fiscal_year - 1)
    queries = (latest_accepted(city, fiscal_year), latest_received(city, fiscal_year), last)
    asked = {id for query in queries for id in connection.execute(select(query.c.id)).scalars()}  # noqa: A001
    return tuple(dict.fromkeys(sorted(r.unit for r, held in _held(connection, asked) if held != r.content_hash)))


def _held(connection: Connection, ids: Collection[int] | Select[Any]) -> Iterator[tuple[Any, str]]:
    """Each current result of those submissions with the hash of its rows as they are now."""
    query = (
        select(result, submission.c.unit)
        .join(submission, submission.c.id == result.c.submission_id)
        .where(result.c.is_current, result.c.submission_id.in_(ids))
    )
    for row in connection.execute(query).all():
        rows = {table.name: _rows(connection, table, row.submission_id) for table in DERIVED}
        yield row, _hash(rows, row.reading, row.decision, row.edition, row.rulebook_hash)


def _rows(connection: Connection, table: Any, submission_id: int) -> list[Row]:  # noqa: ANN401
    columns = [column for column in table.c if column.name != "submission_id"]
    query = select(*columns).where(table.c.submission_id == submission_id).order_by(table.c.ordinal)
    names = [column.name for column in columns]
    return [dict(zip(names, values, strict=True)) for values in connection.execute(query)]


def _hash(rows: dict[str, list[Row]], reading: Row, decision: str, edition: str, rulebook_hash: str) -> str:
    return sha256_of([rows, reading, decision, edition, rulebook_hash])

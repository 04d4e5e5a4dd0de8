"""Queries for the city's own tables: every amount behind them with its cell, and the files they were read from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from final_accounts.model.facts import FactKey, ValueKind
from final_accounts.model.place import Cell
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.queries_facts import Versions, latest_accepted
from final_accounts.warehouse.tables import submission


class ReportedAmount(NamedTuple):
    """An amount in fen as one unit reports it, never zero; ``name`` is the row's printed name."""

    unit: str
    key: FactKey
    amount: int
    cell: Cell
    name: str


@dataclass(frozen=True, slots=True)
class CountedVersion:
    """The version of a unit whose figures count, and the file it was read from."""

    unit: str
    version: int
    sha256: str


def reported_amounts(
    connection: Connection,
    city: str,
    fiscal_year: int,
    forms: Collection[str],
    *,
    versions: Versions | None = None,
) -> Iterator[ReportedAmount]:
    """Amounts of those forms in every version that counts, by unit and as they stand in the file, in one pass."""
    current = latest_accepted(city, fiscal_year, versions=versions)
    query = (
        select(
            current.c.unit,
            fact.c.form,
            fact.c.row_key,
            fact.c.column_key,
            fact.c.amount,
            fact.c.other,
            fact.c.sheet,
            fact.c.cell_row,
            fact.c.cell_column,
            fact.c.name,
        )
        .join(current, current.c.id == fact.c.submission_id)
        .where(
            fact.c.form.in_(forms),
            fact.c.kind == ValueKind.AMOUNT.value,
            or_(fact.c.amount != 0, fact.c.amount.is_(None)),  # beyond BIGINT an amount is kept as text
        )
        .order_by(current.c.unit, fact.c.ordinal)
    )
    keys: dict[tuple[str, str, str], FactKey] = {}
    for unit, form, row, column, amount, other, sheet, line, place, name in connection.execute(query):
        key = keys.setdefault((form, row, column), FactKey(form, row, column))
        yield ReportedAmount(unit, key, int(other) if amount is None else amount, Cell(sheet, line, place), name)


def counted_versions(
    connection: Connection, city: str, fiscal_year: int, *, versions: Versions | None = None
) -> tuple[CountedVersion, ...]:
    """The version of every unit that counts, by unit code: its latest accepted one, or the one ``versions`` names."""
    current = latest_accepted(city, fiscal_year, versions=versions)
    query = (
        select(current.c.unit, current.c.version, submission.c.sha256)
        .join(submission, submission.c.id == current.c.id)
        .order_by(current.c.unit)
    )
    return tuple(CountedVersion(unit, version, sha256) for unit, version, sha256 in connection.execute(query))

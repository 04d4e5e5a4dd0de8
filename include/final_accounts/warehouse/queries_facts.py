"""Queries for facts: which version counts, its facts, last year's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, Subquery, func, select

from final_accounts.model.facts import Fact
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.restore import fact_of
from final_accounts.warehouse.tables import submission

COUNTS: Final = (SubmissionState.ACCEPTED.value, SubmissionState.APPROVED.value, SubmissionState.PUBLISHED.value)
"""States of versions whose figures count in totals and next year's comparisons."""


def latest_accepted(city: str, fiscal_year: int, units: Sequence[str] | None = None) -> Subquery:
    """(id, unit, version) of the highest accepted, approved or published version of each unit."""
    rank = func.row_number().over(partition_by=submission.c.unit, order_by=submission.c.version.desc())
    query = select(submission.c.id, submission.c.unit, submission.c.version, rank.label("place")).where(
        submission.c.city == city, submission.c.fiscal_year == fiscal_year, submission.c.state.in_(COUNTS)
    )
    if units is not None:
        query = query.where(submission.c.unit.in_(units))
    ranked = query.subquery()
    return select(ranked.c.id, ranked.c.unit, ranked.c.version).where(ranked.c.place == 1).subquery()


def counted(city: str, fiscal_year: int, form: str, *columns: str) -> Select[Any]:
    """(unit, row_key, column_key, amount …) of one form of every latest accepted version, for the city's queries."""
    current = latest_accepted(city, fiscal_year)
    query = (
        select(current.c.unit, fact)
        .join(current, current.c.id == fact.c.submission_id)
        .where(fact.c.form == form)
        .order_by(current.c.unit, fact.c.ordinal)
    )
    return query.where(fact.c.column_key.in_(columns)) if columns else query


def facts_of_version(
    connection: Connection, city: str, fiscal_year: int, unit: str, version: int | None = None
) -> tuple[Fact, ...]:
    """Facts of that version, or of the latest accepted one, as read; empty when there is none."""
    if version is None:
        current = latest_accepted(city, fiscal_year, (unit,))
        query = select(fact).join(current, current.c.id == fact.c.submission_id)
    else:
        query = (
            select(fact)
            .join(submission, submission.c.id == fact.c.submission_id)
            .where(
                submission.c.city == city,
                submission.c.fiscal_year == fiscal_year,
                submission.c.unit == unit,
                submission.c.version == version,
            )
        )
    return tuple(fact_of(row) for row in connection.execute(query.order_by(fact.c.ordinal)))


def accepted_facts(
    connection: Connection, city: str, fiscal_year: int, units: Sequence[str]
) -> dict[str, tuple[Fact, ...]]:
    """Unit code -> facts of its latest accepted version of that year; units without one are absent."""
    current = latest_accepted(city, fiscal_year, units)
    query = (
        select(current.c.unit, fact)
        .join(current, current.c.id == fact.c.submission_id)
        .order_by(current.c.unit, fact.c.ordinal)
    )
    rows = connection.execute(query)
    return {unit: tuple(fact_of(row) for row in group) for unit, group in groupby(rows, key=lambda row: row.unit)}

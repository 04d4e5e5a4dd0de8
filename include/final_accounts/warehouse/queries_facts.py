"""Queries for facts: which version counts, its facts, last year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, Subquery, func, select, tuple_

from final_accounts.model.facts import Fact
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.restore import fact_of
from final_accounts.warehouse.tables import submission

Versions = Mapping[str, int]
"""Unit code -> number of a version, such as the one that is public."""

COUNTS: Final = (SubmissionState.ACCEPTED.value, SubmissionState.APPROVED.value, SubmissionState.PUBLISHED.value)
"""States of versions whose figures count in totals and next year's comparisons."""


def latest_accepted(
    city: str, fiscal_year: int, units: Sequence[str] | None = None, versions: Versions | None = None
) -> Subquery:
    """(id, unit, version) of the highest accepted, approved or published version of each unit.

    ``versions`` names the one version of a unit that counts instead; units it does not name do not count.
    """
    rank = func.row_number().over(partition_by=submission.c.unit, order_by=submission.c.version.desc())
    query = select(submission.c.id, submission.c.unit, submission.c.version, rank.label("place")).where(
        submission.c.city == city, submission.c.fiscal_year == fiscal_year, submission.c.state.in_(COUNTS)
    )
    if units is not None:
        query = query.where(submission.c.unit.in_(units))
    if versions is not None:
        query = query.where(tuple_(submission.c.unit, submission.c.version).in_(sorted(versions.items())))
    ranked = query.subquery()
    return select(ranked.c.id, ranked.c.unit, ranked.c.version).where(ranked.c.place == 1).subquery()


def latest_received(city: str, fiscal_year: int) -> Subquery:
    """(id, unit, version, state, file_name, received_at, edition) of the newest version of each unit, in any state."""
    rank = func.row_number().over(partition_by=submission.c.unit, order_by=submission.c.version.desc())
    ranked = (
        select(submission, rank.label("place"))
        .where(submission.c.city == city, submission.c.fiscal_year == fiscal_year)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def one_version(city: str, fiscal_year: int, unit: str, version: int | None = None) -> Subquery:
    """(id, unit, version) of that version of a unit, or of its latest accepted one."""
    if version is None:
        return latest_accepted(city, fiscal_year, (unit,))
    return (
        select(submission.c.id, submission.c.unit, submission.c.version)
        .where(
            submission.c.city == city,
            submission.c.fiscal_year == fiscal_year,
            submission.c.unit == unit,
            submission.c.version == version,
        )
        .subquery()
    )


def counted(city: str, fiscal_year: int, form: str, *columns: str, versions: Versions | None = None) -> Select[Any]:
    """(unit, then a row of ``fact``) of one form of every latest accepted version, for the city's queries."""
    current = latest_accepted(city, fiscal_year, versions=versions)
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
    one = one_version(city, fiscal_year, unit, version)
    query = select(fact).join(one, one.c.id == fact.c.submission_id).order_by(fact.c.ordinal)
    return tuple(fact_of(row) for row in connection.execute(query))


def accepted_facts(
    connection: Connection, city: str, fiscal_year: int, units: Sequence[str], *, versions: Versions | None = None
) -> dict[str, tuple[Fact, ...]]:
    """Unit code -> facts of its latest accepted version of that year, or of the one that ``versions`` names.

    Units without one are absent.
    """
    current = latest_accepted(city, fiscal_year, units, versions)
    query = (
        select(current.c.unit, fact)
        .join(current, current.c.id == fact.c.submission_id)
        .order_by(current.c.unit, fact.c.ordinal)
    )
    rows = connection.execute(query)
    return {unit: tuple(fact_of(row) for row in group) for unit, group in groupby(rows, key=lambda row: row.unit)}

"""Queries on runs 运行: of which season one was, and which results it left."""

from __future__ import annotations

from sqlalchemy import Connection, select

from final_accounts.warehouse.tables import result, run, submission


def seasons_of_run(connection: Connection, run_id: str) -> tuple[tuple[str, int], ...]:
    """(city, fiscal year) of every season that had a run of that id."""
    query = select(run.c.city, run.c.fiscal_year).where(run.c.id == run_id).order_by(run.c.city, run.c.fiscal_year)
    return tuple((row.city, row.fiscal_year) for row in connection.execute(query))


def results_of_run(
    connection: Connection, city: str, fiscal_year: int, run_id: str
) -> tuple[tuple[str, int, str, str], ...]:
    """(unit, version, edition hash, prior hash) of what the run was the first to come to, by unit and version."""
    query = (
        select(submission.c.unit, submission.c.version, result.c.edition_hash, result.c.prior_hash)
        .join(result, result.c.submission_id == submission.c.id)
        .where(submission.c.city == city, submission.c.fiscal_year == fiscal_year, result.c.run == run_id)
        .order_by(submission.c.unit, submission.c.version, result.c.id)
    )
    return tuple((row.unit, row.version, row.edition_hash, row.prior_hash) for row in connection.execute(query))

"""Figures of one version asked a second way, for the proof of what is printed: plain values by their place, in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from final_accounts.model.facts import FactKey
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.queries_facts import one_version


def whole_figures(connection: Connection, city: str, fiscal_year: int, unit: str, version: int) -> dict[FactKey, int]:
    """(form, row, column) -> fen or count of every figure the version reports as a whole number."""
    one = one_version(city, fiscal_year, unit, version)
    value = func.coalesce(fact.c.amount, fact.c.whole)
    query = (
        select(fact.c.form, fact.c.row_key, fact.c.column_key, value)
        .join(one, one.c.id == fact.c.submission_id)
        .where(value.is_not(None))
    )
    return {FactKey(form, row, column): int(number) for form, row, column, number in connection.execute(query)}

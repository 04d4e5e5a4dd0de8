"""Queries for a city's levels 全市水平: a few figures of every accepted unit, without reading all its facts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, tuple_

from final_accounts.model.facts import FactKey
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.queries_facts import Versions, latest_accepted
from final_accounts.warehouse.restore import fact_of


def accepted_values(
    connection: Connection,
    city: str,
    fiscal_year: int,
    keys: Sequence[FactKey],
    *,
    versions: Versions | None = None,
) -> dict[str, dict[FactKey, int]]:
    """Unit code -> whole-number value (fen, count) of each key it reported in the version that counts.

    That is its latest accepted one, or the one ``versions`` names. Every unit that counts is there, also one that
    reported none of the keys.
    """
    current = latest_accepted(city, fiscal_year, versions=versions)
    units = select(current.c.unit).order_by(current.c.unit)
    wanted = tuple_(fact.c.form, fact.c.row_key, fact.c.column_key).in_([tuple(key) for key in keys])
    query = (
        select(current.c.unit, fact)
        .join(current, current.c.id == fact.c.submission_id)
        .where(fact.c.form.in_({key.form for key in keys}), wanted)
        .order_by(current.c.unit, fact.c.ordinal)
    )
    values: dict[str, dict[FactKey, int]] = {unit: {} for unit in connection.execute(units).scalars()}
    for row in connection.execute(query):
        found = fact_of(row)
        if isinstance(found.value, int):
            values[row.unit][found.key] = found.value
    return values

"""Figures of one version asked a second way, for the proof of what is printed: plain values by their place, in SQL."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, func, select

from final_accounts.model.facts import FactKey, ValueKind
from final_accounts.warehouse.derived_tables import fact
from final_accounts.warehouse.queries_facts import one_version

_NUMBERS = (ValueKind.RATIO.value, ValueKind.POINTS.value)


def reported_figures(
    connection: Connection, city: str, fiscal_year: int, unit: str, version: int
) -> dict[FactKey, int | Decimal | date]:
    """(form, row, column) -> fen, count, ratio, points or date of every figure reported; texts are left out."""
    one = one_version(city, fiscal_year, unit, version)
    whole = func.coalesce(fact.c.amount, fact.c.whole)
    query = select(fact.c.form, fact.c.row_key, fact.c.column_key, fact.c.kind, whole, fact.c.other).join(
        one, one.c.id == fact.c.submission_id
    )
    found: dict[FactKey, int | Decimal | date] = {}
    for form, row, column, kind, number, other in connection.execute(query):
        key = FactKey(form, row, column)
        if number is not None:
            found[key] = int(number)
        elif other is not None and kind in _NUMBERS:
            found[key] = Decimal(other)
        elif other is not None and kind == ValueKind.DATE.value:
            found[key] = date.fromisoformat(other)
    return found

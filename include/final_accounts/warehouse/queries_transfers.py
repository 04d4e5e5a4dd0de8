"""Query for internal transfers and their elimination."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from final_accounts.model.facts import Fact
from final_accounts.warehouse.elimination import Elimination, Transfer, eliminate
from final_accounts.warehouse.queries_facts import Versions, counted, latest_accepted
from final_accounts.warehouse.restore import fact_of


def transfers(
    connection: Connection, city: str, fiscal_year: int, *, versions: Versions | None = None
) -> tuple[Transfer, ...]:
    """Items of all sheets TRANSFERS that name a kind or a counterparty or an amount, by unit in printed order."""
    items: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for record in connection.execute(counted(city, fiscal_year, "TRANSFERS", versions=versions)):
        fact = fact_of(record)
        if fact.row.startswith("item:"):
            items[record.unit, fact.row][fact.column] = fact
    return tuple(
        Transfer(
            unit, _text(item.get("counterparty")), _text(item.get("kind")), _amount(item.get("amount")), _cell(item)
        )
        for (unit, _), item in items.items()
        if any(not fact.blank for fact in item.values())
    )


def elimination(
    connection: Connection,
    city: str,
    fiscal_year: int,
    *,
    versions: Versions | None = None,
    outside: frozenset[str] = frozenset(),
) -> Elimination:
    """Matched pairs of the transfers of the units that count, and what found no counterpart.

    ``outside`` are units of the city that belong into other totals.
    """
    current = latest_accepted(city, fiscal_year, versions=versions)
    units = frozenset(connection.execute(select(current.c.unit)).scalars())
    return eliminate(transfers(connection, city, fiscal_year, versions=versions), units, outside)


def _text(fact: Fact | None) -> str:
    return str(fact.value).strip() if fact else ""


def _amount(fact: Fact | None) -> int:
    return fact.value if fact and isinstance(fact.value, int) else 0


def _cell(item: dict[str, Fact]) -> str:
    return str(item["amount"].cell) if "amount" in item else ""

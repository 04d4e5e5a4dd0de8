"""Last year's frozen city levels 上年全市水平: fen per head by kind of unit, what plausibility rules compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.model.unit import City
from final_accounts.stages.house import House
from final_accounts.warehouse.queries_levels import accepted_values

LEAST_UNITS: Final = 10
"""The level of fewer units of a kind says nothing; rules that want it are then not checkable and say so."""

HEADS: Final = FactKey("STAFF", "line:在职实有", "count")
MONEY: Final = {
    "人均公用经费": FactKey("T6", "line:公用经费合计", "amount"),
    "人均人员经费": FactKey("T6", "line:人员经费合计", "amount"),
}


def city_statistics(house: House, city: City, fiscal_year: int) -> dict[str, dict[str, int]]:
    """Kind of unit -> statistic -> fen per head, over the units accepted for the year before ``fiscal_year``."""
    kinds = {unit.code: unit.kind for unit in city.units_of(fiscal_year - 1)}
    with house.warehouse.reading() as connection:
        values = accepted_values(connection, city.id, fiscal_year - 1, (HEADS, *MONEY.values()))
    by_kind: dict[str, list[Mapping[FactKey, int]]] = {}
    for code, figures in values.items():
        by_kind.setdefault(kinds.get(code, ""), []).append(figures)
    return {kind: level for kind, units in sorted(by_kind.items()) if kind and (level := levels(units))}


def levels(units: list[Mapping[FactKey, int]]) -> dict[str, int]:
    """Fen per head: all money over all heads of the units that have heads; nothing below ten such units.

    >>> unit = {HEADS: 2, MONEY["人均公用经费"]: 300}
    >>> levels([unit] * 10)
    {'人均公用经费': 150, '人均人员经费': 0}
    >>> levels([unit] * 9)
    {}
    """
    staffed = [unit for unit in units if unit.get(HEADS, 0) > 0]
    if len(staffed) < LEAST_UNITS:
        return {}
    heads = sum(unit[HEADS] for unit in staffed)
    return {name: sum(unit.get(key, 0) for unit in staffed) // heads for name, key in MONEY.items()}

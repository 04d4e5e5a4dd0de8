"""The register of units 单位名录 and the runs of a season, as the warehouse keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from final_accounts.model.errors import StoreError
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.warehouse.engine import lock
from final_accounts.warehouse.tables import city as cities
from final_accounts.warehouse.tables import run, unit


def register(connection: Connection, city: City, fiscal_year: int) -> dict[str, int]:
    """Make the warehouse's register of this city the one given; counts of lines inserted, updated, removed.

    All lines are kept, those of other years too: merged units are looked up by their successors. A register without
    a unit in ``fiscal_year`` is a StoreError: a season of nobody is a mistake.
    """
    if not city.units_of(fiscal_year):
        raise StoreError(f"the register of {city.id} has no unit in fiscal year {fiscal_year}")
    lock(connection, "register", city.id)
    head = {"name": city.name, "region": city.region, "made_up": city.made_up}
    if connection.execute(select(cities.c.id).where(cities.c.id == city.id)).one_or_none() is None:
        connection.execute(insert(cities), [{"id": city.id, **head}])
    else:
        connection.execute(update(cities).where(cities.c.id == city.id).values(head))
    wanted = {(u.code, u.since): _row(city.id, position, u) for position, u in enumerate(city.units)}
    if len(wanted) != len(city.units):
        raise StoreError(f"the register of {city.id} names a unit code twice from the same year")
    present = {
        (r["code"], r["since"]): r
        for r in map(dict, connection.execute(select(unit).where(unit.c.city == city.id)).mappings())
    }
    removed = [key for key in present if key not in wanted]
    changed = [key for key, row in wanted.items() if key in present and present[key] != row]
    added = [row for key, row in wanted.items() if key not in present]
    for code, since in [*removed, *changed]:
        connection.execute(delete(unit).where(unit.c.city == city.id, unit.c.code == code, unit.c.since == since))
    if rows := [*added, *(wanted[key] for key in changed)]:
        connection.execute(insert(unit), rows)
    return {"inserted": len(added), "updated": len(changed), "removed": len(removed)}


def units_of(connection: Connection, city: str, fiscal_year: int) -> tuple[BudgetUnit, ...]:
    """Units of that fiscal year in register order."""
    query = (
        select(unit)
        .where(unit.c.city == city, unit.c.since <= fiscal_year, (unit.c.until == 0) | (unit.c.until >= fiscal_year))
        .order_by(unit.c.position)
    )
    return tuple(
        BudgetUnit(
            code=r.code,
            name=r.name,
            kind=r.kind,
            department=r.department,
            department_code=r.department_code,
            since=r.since,
            until=r.until,
            predecessors=tuple(r.predecessors),
            change=r.change,
            nil_return=r.nil_return,
            exempt=r.exempt,
        )
        for r in connection.execute(query)
    )


def start_run(connection: Connection, values: dict[str, Any], now: datetime) -> None:
    """Note that a run began; the same run begun again (a cleared task) keeps its start and takes the new values."""
    lock(connection, "run", values["city"], values["fiscal_year"], values["id"])
    here = (run.c.city == values["city"]) & (run.c.fiscal_year == values["fiscal_year"]) & (run.c.id == values["id"])
    again = {"finished_at": None, "outcome": "running"}
    if connection.execute(select(run.c.id).where(here)).one_or_none() is None:
        connection.execute(insert(run), [values | again | {"started_at": now}])
    else:
        connection.execute(update(run).where(here).values(values | again))


def finish_run(
    connection: Connection, city: str, fiscal_year: int, run_id: str, *, outcome: str, now: datetime
) -> None:
    """Note how a run ended; StoreError when it never began."""
    here = (run.c.city == city) & (run.c.fiscal_year == fiscal_year) & (run.c.id == run_id)
    if connection.execute(update(run).where(here).values(finished_at=now, outcome=outcome)).rowcount != 1:
        raise StoreError(f"run {run_id!r} of {city}/{fiscal_year} never began")


def _row(city: str, position: int, line: BudgetUnit) -> dict[str, Any]:
    return {
        "city": city,
        "code": line.code,
        "since": line.since,
        "until": line.until,
        "position": position,
        "name": line.name,
        "kind": line.kind,
        "department": line.department,
        "department_code": line.department_code,
        "predecessors": list(line.predecessors),
        "change": line.change,
        "nil_return": line.nil_return,
        "exempt": line.exempt,
    }

"""The parts a roll-up is made of: which versions stand now, what they report, and what is eliminated among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.model.rollup import RollupCell
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing.city import Contribution, TransferPair
from final_accounts.publishing.city.consolidating import consolidate
from final_accounts.publishing.city.eliminating import eliminate_cells
from final_accounts.publishing.city.wanted import consolidated_forms
from final_accounts.publishing.documents import Documents
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import MET
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import read
from final_accounts.warehouse.elimination import Elimination
from final_accounts.warehouse.queries_consolidation import reported_amounts
from final_accounts.warehouse.queries_transfers import elimination


def standings_of(house: House, season: Season, units: Iterable[BudgetUnit]) -> dict[str, Standing]:
    """Unit code -> its standing now."""
    mine = tuple(units)
    events = house.history.events_below(season.city.id, season.fiscal_year, [unit.code for unit in mine])
    return fold(mine, read(events))


def current_versions(standings: Mapping[str, Standing]) -> dict[str, int]:
    """Unit code -> the version that would be in a roll-up now: accepted, certified, approved or public."""
    return {code: standing.version for code, standing in standings.items() if standing.state in MET}


def contributions_of(connection: Connection, season: Season, versions: Mapping[str, int]) -> tuple[Contribution, ...]:
    """Every amount that those versions report in the consolidated tables."""
    if not versions:
        return ()
    forms = consolidated_forms(season.edition)
    amounts = reported_amounts(connection, season.city.id, season.fiscal_year, forms, versions=versions)
    return tuple(Contribution(a.unit, a.key, a.amount, a.cell, a.name) for a in amounts)


def eliminated_of(
    connection: Connection, season: Season, versions: Mapping[str, int], others: Collection[str]
) -> Elimination:
    """Transfers among those versions, matched; ``others`` are the units of other departments."""
    if not versions:
        return Elimination((), ())
    return elimination(connection, season.city.id, season.fiscal_year, versions=versions, outside=frozenset(others))


def cells_of(edition: Edition, contributions: Iterable[Contribution], found: Elimination) -> tuple[RollupCell, ...]:
    """Every line of the consolidated tables that a unit fills or a pair touches, as the edition prints them. Pure."""
    parts = tuple(contributions)
    pairs = [TransferPair(p.payer, p.receiver, p.kind, p.amount, p.paid_at, p.received_at) for p in found.pairs]
    taken = eliminate_cells(edition, parts, pairs, Documents.of(edition).words["city_elimination"])
    cells = consolidate(parts, taken.adjustments)
    return tuple(
        RollupCell(key, cell.name, tuple((part.unit, part.amount) for part in cell.parts), cell.eliminated)
        for key, cell in sorted(cells.items(), key=lambda item: _printed_place(edition, item[0]))
    )


def _printed_place(edition: Edition, key: FactKey) -> tuple[int, int, str, int, str]:
    """Forms, lines and columns in printed order; rows of open blocks by code below their total."""
    form = edition.forms[key.form]
    columns = [column.key for block in form.blocks for column in block.values]
    lines = [line.key for block in form.blocks for line in block.lines]
    lines += [column.row for block in form.blocks for column in block.values if column.row]
    return (
        list(edition.forms).index(key.form),
        lines.index(key.row) if key.row in lines else -1 if key.row == "total" else len(lines),
        key.row,
        columns.index(key.column) if key.column in columns else len(columns),
        key.column,
    )

"""明细: the units behind the cells of a row, with amount, cell and file; made page by page, as pages are many. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.model.layout import FormLayout
from final_accounts.publishing import figures
from final_accounts.publishing.anchors import anchor
from final_accounts.publishing.city.consolidation import Consolidation, DetailPlan, RowPart
from final_accounts.publishing.city.facts import Contribution, Counted
from final_accounts.publishing.city.refs import UnitRef
from final_accounts.publishing.figures import Figure

SHOWN: Final = 12
"""Digits of a sha256 that stand in a list; the list of files has all of them."""


@dataclass(frozen=True, slots=True)
class PartCell:
    """An amount and its address inside the sheet; ``figure`` None where the unit has nothing."""

    figure: Figure | None
    a1: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One unit behind a row. ``href`` leads to the figure on the unit's page.

    ``file`` is the start of the sha256 of what it submitted, ``place`` the cells in it, as ``sheet!C6:E6``.
    """

    ref: UnitRef
    href: str
    version: Figure
    file: str
    place: str
    cells: tuple[PartCell, ...]


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One pair that is taken off, by column."""

    payer: UnitRef
    receiver: UnitRef
    kind: str
    amounts: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class RowDetail:
    """A row of a city table with everything its cells are made of. Sums stand where the list begins."""

    id: str
    code: str
    name: str
    begins: bool
    ends: bool
    count: Figure
    headers: tuple[str, ...]
    ids: tuple[str, ...]
    totals: tuple[Figure, ...]
    eliminated: tuple[Figure, ...]
    city: tuple[Figure, ...]
    taken: tuple[TakenLine, ...]
    lines: tuple[PartLine, ...]


def row_details(
    edition: Edition,
    consolidation: Consolidation,
    plan: DetailPlan,
    refs: Mapping[str, UnitRef],
    counted: Mapping[str, Counted],
) -> Iterator[RowDetail]:
    """The rows of one page of lists."""
    form = edition.forms[plan.form]
    for part in plan.parts:
        cells = [consolidation.cells[key] for key in part.keys]
        by_unit: dict[str, dict[FactKey, Contribution]] = {}
        for contribution in chain.from_iterable(cell.parts for cell in cells):
            by_unit.setdefault(contribution.unit, {})[contribution.key] = contribution
        behind = consolidation.rows[plan.form, part.row]
        kind, _, code = part.row.partition(":")
        yield RowDetail(
            id=anchor(FactKey(plan.form, part.row, "")),
            code=code if kind in {"function", "economic"} else "",
            name=_name(edition, form, part.row, cells[0].name),
            begins=part.first == 0,
            ends=part.last == len(behind),
            count=figures.count(len(behind)),
            headers=tuple(_header(form, part, key) for key in part.keys),
            ids=tuple(anchor(key) for key in part.keys),
            totals=tuple(figures.amount(cell.total) for cell in cells),
            eliminated=tuple(figures.amount(cell.eliminated) for cell in cells),
            city=tuple(figures.amount(cell.amount) for cell in cells),
            taken=tuple(_taken(consolidation, part.keys, refs)) if part.first == 0 else (),
            lines=tuple(
                _line(refs.get(unit) or UnitRef(unit, unit, ""), counted[unit], part.keys, by_unit[unit])
                for unit in behind[part.first : part.last]
            ),
        )


def _line(ref: UnitRef, counted: Counted, keys: Sequence[FactKey], found: Mapping[FactKey, Contribution]) -> PartLine:
    reported = [found[key] for key in keys if key in found]
    first, last = reported[0], reported[-1]
    return PartLine(
        ref=ref,
        href=f"{ref.page}#{anchor(first.key)}" if ref.page else "",
        version=figures.count(counted.version),
        file=counted.sha256[:SHOWN],
        place=str(first.cell) if first is last else f"{first.cell}:{last.cell.a1}",
        cells=tuple(
            PartCell(figures.amount(found[key].amount), found[key].cell.a1) if key in found else PartCell(None, "")
            for key in keys
        ),
    )


def _taken(consolidation: Consolidation, keys: Sequence[FactKey], refs: Mapping[str, UnitRef]) -> Iterator[TakenLine]:
    """Every adjustment of the row's cells; the same pair on several columns is one line."""
    lines: dict[tuple[object, ...], dict[FactKey, int]] = {}
    for key in keys:
        seen: dict[tuple[object, ...], int] = {}
        for item in consolidation.cells[key].taken:
            which = (item.pair.payer, item.pair.receiver, item.pair.kind, item.amount)
            seen[which] = seen.get(which, 0) + 1
            lines.setdefault((*which, seen[which]), {})[key] = item.amount
    for (payer, receiver, kind, *_), amounts in lines.items():
        yield TakenLine(
            refs.get(str(payer)) or UnitRef(str(payer), str(payer), ""),
            refs.get(str(receiver)) or UnitRef(str(receiver), str(receiver), ""),
            str(kind),
            tuple(figures.amount(amounts[key]) if key in amounts else None for key in keys),
        )


def _name(edition: Edition, form: FormLayout, row: str, printed: str) -> str:
    """What the row is called on the table."""
    kind, _, code = row.partition(":")
    if kind == "function":
        return edition.functional.name(code, edition.fiscal_year) or printed
    if kind == "economic":
        return edition.economic.name(code, edition.fiscal_year) or printed
    if row == "total":
        return next((block.total for block in form.blocks if block.total), row)
    return code


def _header(form: FormLayout, part: RowPart, key: FactKey) -> str:
    """What the column is called."""
    for block in form.blocks:
        for column in block.values:
            if column.key == key.column and column.row in {"", part.row}:
                return column.header.replace("\n", "")
    return key.column

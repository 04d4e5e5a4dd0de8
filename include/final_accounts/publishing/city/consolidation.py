"""汇总表: the city's tables as they are laid out for a unit, and the lists behind their cells, page by page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.layout import FormLayout
from final_accounts.model.place import Cell
from final_accounts.publishing import figures
from final_accounts.publishing.anchors import anchor
from final_accounts.publishing.city.consolidating import CityCell
from final_accounts.publishing.city.eliminating import Unassigned
from final_accounts.publishing.city.facts import OpenTransfer, TransferPair
from final_accounts.publishing.city.refs import Refs, UnitRef
from final_accounts.publishing.figures import MISSING, Figure
from final_accounts.publishing.layout_tables import tables
from final_accounts.publishing.table_view import TableView

FOLDER = "consolidation"


@dataclass(frozen=True, slots=True)
class EliminationLine:
    """Sum over units − elimination = figure of the city."""

    label: str
    href: str
    total: Figure
    eliminated: Figure
    city: Figure
    bold: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """A matched transfer, and the cells in which both sides report it."""

    payer: UnitRef
    receiver: UnitRef
    kind: str
    amount: Figure
    paid_at: str
    received_at: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A transfer that is 待核对."""

    unit: UnitRef
    counterparty: str
    kind: str
    amount: Figure
    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowPart:
    """Units ``first`` to ``last`` (exclusive) of those behind one row; a long row stands on several pages."""

    row: str
    keys: tuple[FactKey, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DetailPlan:
    """One page of lists: which rows of a form stand on it. ``path`` is relative to the site."""

    form: str
    number: int
    path: str
    parts: tuple[RowPart, ...]


@dataclass(frozen=True, slots=True)
class CitySheet:
    """One table of the city, with the lists behind it. ``open`` is what was taken off totals and of no row."""

    table: TableView
    path: str
    details: tuple[DetailPlan, ...]
    open: Figure | None


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All tables of the city. ``hrefs`` leads from a cell to the list behind it."""

    sheets: tuple[CitySheet, ...]
    cells: Mapping[FactKey, CityCell]
    rows: Mapping[tuple[str, str], tuple[str, ...]]
    hrefs: Mapping[FactKey, str]
    lines: tuple[EliminationLine, ...]
    pairs: tuple[PairLine, ...]
    open_transfers: tuple[OpenLine, ...]


def units_behind(cells: Mapping[FactKey, CityCell], keys: Iterable[FactKey]) -> tuple[str, ...]:
    """Units that bring anything to a row: by what they bring to its first column, most first, then by code."""
    amounts: dict[str, list[int]] = {}
    for place, key in enumerate(found := tuple(keys)):
        for part in cells[key].parts:
            amounts.setdefault(part.unit, [0] * len(found))[place] += -part.amount
    return tuple(sorted(amounts, key=lambda unit: (amounts[unit], unit)))


def city_sheets(
    edition: Edition,
    forms: Iterable[str],
    cells: Mapping[FactKey, CityCell],
    unassigned: Iterable[Unassigned],
    most: int,
) -> tuple[tuple[CitySheet, ...], dict[tuple[str, str], tuple[str, ...]]]:
    """The tables with their pages of at most ``most`` lines, and (form, row) -> the units behind it."""
    known = [
        Fact(key.form, key.row, key.column, ValueKind.AMOUNT, cell.amount, Cell("", 0, 0), name=cell.name)
        for key, cell in cells.items()
    ]
    laid_out = {table.id: table for table in tables(edition, known, (), (), "")}
    by_row: dict[tuple[str, str], list[FactKey]] = {}
    for key in cells:
        by_row.setdefault((key.form, key.row), []).append(key)
    open_amounts: dict[str, int] = {}
    for item in unassigned:
        open_amounts[item.form] = open_amounts.get(item.form, 0) + item.amount
    sheets, behind = [], {}
    for form_id in forms:
        form = edition.forms[form_id]
        columns = {column.key: place for block in form.blocks for place, column in enumerate(block.values)}
        rows = []
        for row in _rows_of(form, [row for its_form, row in by_row if its_form == form_id]):
            keys = tuple(sorted(by_row[form_id, row], key=lambda key: columns.get(key.column, len(columns))))
            behind[form_id, row] = units_behind(cells, keys)
            rows.append((row, keys))
        table = laid_out[form_id]
        empty = not any(cells[key].amount for _, keys in rows for key in keys)
        sheets.append(
            CitySheet(
                replace(table, remark="各单位均未发生。" if empty else ""),
                f"{FOLDER}/{form_id}.html",
                tuple(_plans(form_id, rows, behind, most)),
                figures.amount(open_amounts[form_id]) if form_id in open_amounts else None,
            )
        )
    return tuple(sheets), behind


def hrefs_of(sheets: Iterable[CitySheet]) -> dict[FactKey, str]:
    """Cell -> where its list begins."""
    found: dict[FactKey, str] = {}
    for plan in (plan for sheet in sheets for plan in sheet.details):
        for part in plan.parts:
            for key in part.keys:
                found.setdefault(key, f"{plan.path}#{anchor(key)}")
    return found


def _rows_of(form: FormLayout, rows: Sequence[str]) -> Iterator[str]:
    """Rows in printed order: fixed lines as laid out, then 合计 and the open rows by code."""
    fixed = [line.key for block in form.blocks for line in block.lines]
    fixed += [column.row for block in form.blocks for column in block.values if column.row]
    order = {row: place for place, row in enumerate(dict.fromkeys(fixed))}
    yield from sorted(rows, key=lambda row: (order.get(row, len(order)), row != "total", row))


def _plans(
    form: str,
    rows: Iterable[tuple[str, tuple[FactKey, ...]]],
    behind: Mapping[tuple[str, str], tuple[str, ...]],
    most: int,
) -> Iterator[DetailPlan]:
    """Rows one after the other on pages of at most ``most`` lines; a row that is longer runs over."""
    parts: list[RowPart] = []
    number, lines = 1, 0
    for row, keys in rows:
        units, first = len(behind[form, row]), 0
        while True:
            if lines and (lines >= most or (units <= most < lines + units)):
                yield _plan(form, number, parts)
                number, lines, parts = number + 1, 0, []
            last = min(units, first + most - lines)
            parts.append(RowPart(row, keys, first, last))
            lines += max(last - first, 1)
            first = last
            if first >= units:
                break
    if parts:
        yield _plan(form, number, parts)


def _plan(form: str, number: int, parts: Sequence[RowPart]) -> DetailPlan:
    return DetailPlan(form, number, f"{FOLDER}/{form}-{number}.html", tuple(parts))


def pair_lines(pairs: Iterable[TransferPair], refs: Refs) -> Iterator[PairLine]:
    """Matched transfers as they are listed."""
    for pair in pairs:
        yield PairLine(
            refs.of_code(pair.payer),
            refs.of_code(pair.receiver),
            pair.kind,
            figures.amount(pair.amount),
            "、".join(pair.paid_at),
            "、".join(pair.received_at),
        )


def open_lines(transfers: Iterable[OpenTransfer], refs: Refs) -> Iterator[OpenLine]:
    """Transfers without counterpart as they are listed."""
    for item in transfers:
        yield OpenLine(
            refs.of_code(item.unit),
            refs.named(item.counterparty),
            item.kind or MISSING,
            figures.amount(item.amount),
            item.cell,
            item.reason,
        )


def elimination_lines(cells: Mapping[FactKey, CityCell], hrefs: Mapping[FactKey, str]) -> Iterator[EliminationLine]:
    """The totals that transfers touch, and the lines they stand in."""
    income, expenditure = (FactKey("T1", f"line:{name}", "amount") for name in ("本年收入合计", "本年支出合计"))
    for label, key, bold in (
        ("本年收入合计", income, True),
        ("上级补助收入", FactKey("T1", "line:上级补助收入", "amount"), False),
        ("附属单位上缴收入", FactKey("T1", "line:附属单位上缴收入", "amount"), False),
        ("本年支出合计", expenditure, True),
        ("对附属单位补助支出", FactKey("T3", "total", "to_affiliated"), False),
        ("上缴上级支出", FactKey("T3", "total", "to_superior"), False),
    ):
        cell = cells.get(key)
        total, eliminated, amount = (cell.total, cell.eliminated, cell.amount) if cell else (0, 0, 0)
        yield EliminationLine(
            label, hrefs.get(key, ""), figures.amount(total), figures.amount(eliminated), figures.amount(amount), bold
        )

"""The city's tables against sums that the database makes by itself, and down to the cells of the files."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import text

from final_accounts.model.facts import FactKey
from final_accounts.model.money import to_fen
from final_accounts.publishing.city.wanted import consolidated_forms
from publishing.city.conftest import UNITS
from publishing.pages import printed, read, row_with

if TYPE_CHECKING:
    from publishing.city.conftest import Town

SUMS = """
SELECT f.form, f.row_key, f.column_key, SUM(f.amount) AS fen, COUNT(DISTINCT s.unit) AS units
FROM fact f JOIN submission s ON s.id = f.submission_id
WHERE s.city = 'qingshi' AND s.fiscal_year = :year AND s.state = 'accepted' AND f.kind = 'amount' AND f.amount <> 0
GROUP BY f.form, f.row_key, f.column_key
"""
OFFICIAL = {"T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"}
SUPERIOR, AFFILIATE = "105001", "105002"


@pytest.mark.parametrize("year", sorted(UNITS))
def test_every_cell_is_what_the_database_sums_less_the_transfers(town: Town, year: int) -> None:
    report = town.reports[year]
    forms = consolidated_forms(report.edition)
    assert set(forms) == OFFICIAL
    with town.house.warehouse.reading() as connection:
        rows = [row for row in connection.execute(text(SUMS), {"year": year}) if row.form in forms]
    cells = report.consolidation.cells
    assert {tuple(key): cell.total for key, cell in cells.items()} == {
        (row.form, row.row_key, row.column_key): row.fen for row in rows
    }
    assert {tuple(key): len({part.unit for part in cell.parts}) for key, cell in cells.items()} == {
        (row.form, row.row_key, row.column_key): row.units for row in rows
    }
    assert len(rows) > 200
    assert all(cell.amount == cell.total - cell.eliminated for cell in cells.values())


def test_a_transfer_between_two_units_leaves_no_trace_in_the_citys_tables(town: Town) -> None:
    report = town.reports[2021]
    cells, pairs = report.consolidation.cells, report.consolidation.pairs
    assert {(pair.payer.code, pair.receiver.code) for pair in pairs} == {(SUPERIOR, AFFILIATE), (AFFILIATE, SUPERIOR)}
    assert report.consolidation.open_transfers == ()
    for key in (
        FactKey("T1", "line:上级补助收入", "amount"),
        FactKey("T1", "line:附属单位上缴收入", "amount"),
        FactKey("T3", "total", "to_affiliated"),
        FactKey("T3", "total", "to_superior"),
    ):
        assert (cells[key].amount, cells[key].total > 0) == (0, True)
    income, expenditure = (cells[FactKey("T1", f"line:{name}总计", "amount")] for name in ("收入", "支出"))
    assert income.amount == expenditure.amount
    assert income.eliminated == expenditure.eliminated == sum(pair.amount.fen or 0 for pair in pairs)


@pytest.mark.parametrize("year", sorted(UNITS))
def test_the_citys_tables_foot_after_elimination(town: Town, year: int) -> None:
    cells = town.reports[year].consolidation.cells
    amounts = {tuple(key): cell.amount for key, cell in cells.items()}
    for form, column in (("T2", "total"), ("T3", "total"), ("T5", "total")):
        classes = [
            fen for (f, row, c), fen in amounts.items() if (f, c) == (form, column) and len(row) == len("function:208")
        ]
        assert sum(classes) == amounts[form, "total", column]
    classes = [fen for (form, row, _), fen in amounts.items() if form == "T1" and row.startswith("function:")]
    assert sum(classes) == amounts["T1", "line:本年支出合计", "amount"]


def test_the_list_behind_a_figure_leads_to_the_cell_of_the_file(town: Town) -> None:
    report = town.reports[2021]
    key = FactKey("T3", "total", "project")
    city_cell = report.consolidation.cells[key]
    name, _, anchor = report.consolidation.hrefs[key].partition("#")
    page = read((town.site(2021) / name).read_text(encoding="utf-8"))
    total = page.get_element_by_id(anchor)
    assert total.text_content() == printed(city_cell.amount)
    section = next(total.iterancestors("section"))
    stored = {s.submission.unit: s.submission for s in town.house.warehouse.stored_submissions("qingshi", 2021)}
    names = {line.tile.ref.code: line.tile.ref.name for line in report.units}
    assert [part.unit for part in city_cell.parts] == list(UNITS[2021])
    for part in city_cell.parts:
        line = row_with(section, names[part.unit])
        assert f"{printed(part.amount)} {part.cell.a1}" in line
        assert line[-1].startswith(f"第1版 {stored[part.unit].sha256[:12]} {part.cell.sheet}!")
        path = town.house.settings.inbox("qingshi", 2021) / part.unit / "决算.xlsx"
        sheet = openpyxl.load_workbook(path, data_only=True)[part.cell.sheet]
        assert to_fen(Decimal(str(sheet[part.cell.a1].value))) == (part.amount, True)
        assert stored[part.unit].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()

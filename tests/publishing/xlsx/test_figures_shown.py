"""What a spreadsheet program shows is what the document prints, figure by figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from final_accounts.publishing import figures
from final_accounts.publishing.disclosure import Disclosure, Part
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView
from final_accounts.publishing.xlsx import Number, plan, xlsx_tables
from publishing.disclosures import sichuan, wuhan
from publishing.xlsx.books import Shown, opened, shown, squeezed, with_tables

ODD = (
    figures.amount(-1_234_567_890),
    figures.amount(123_456_789_012_345),
    figures.amount(0),
    figures.amount(-4_999),
    figures.amount(None),
    figures.count(1200),
    figures.count(7),
    figures.percent(Decimal("1.2345")),
    figures.percent(Decimal("-0.061"), 1),
    figures.points(Decimal("98.50")),
    figures.signed(Decimal("-0.50")),
    figures.signed(Decimal("1.25")),
    figures.signed(Decimal(0)),
    Figure("1829.55", fen=1_829_550_000),
    Figure("2021"),
    Figure("1,829.5522", fen=1_829_552_200),
    Figure("12345678901234567.89", value=Decimal("12345678901234567.89")),
)


def listed(found: tuple[Figure, ...]) -> TableView:
    rows = tuple(BodyRow((BodyCell("figure", (figure,)),)) for figure in found)
    return TableView("X", "表1", "各种数字", (TablePart(("100.0",), ((HeadCell("数"),),), rows),))


@pytest.fixture(scope="module")
def whole() -> Disclosure:
    """A whole disclosure, with texts that look like formulas and odd figures behind it."""
    rows = tuple(BodyRow((BodyCell("words", (Own(text),)),)) for text in ("=1+1", "-2", "+3", "@SUM(A1)", "'甲"))
    formulas = TableView("Y", "", "像公式的文字", (TablePart(("100.0",), (), rows),), look="plain")
    return replace(wuhan(), parts=(*wuhan().parts, Part("odd", "", "各种数字", (formulas, listed(ODD)))))


@pytest.fixture(scope="module")
def seen(whole: Disclosure, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    return shown(xlsx_tables(whole), tmp_path_factory.mktemp("shown"))


def test_libreoffice_shows_every_cell_as_it_is_printed(whole: Disclosure, seen: list[Shown]) -> None:
    compared = 0
    for sheet, planned in zip(seen, plan(whole).sheets, strict=True):
        for cell in planned.cells:
            if cell.content is None:
                continue
            printed = cell.content.shown if isinstance(cell.content, Number) else cell.content
            assert sheet[cell.row, cell.column] == squeezed(printed), f"{planned.name} {cell.row + 1} {cell.column + 1}"
            compared += 1
    assert compared > 1000


def test_libreoffice_shows_odd_figures_as_they_are_printed(seen: list[Shown]) -> None:
    assert [seen[-1][row, 0] for row in range(2, 2 + len(ODD))] == [figure.text for figure in ODD]


def test_every_figure_of_a_table_is_planned_as_the_table_prints_it() -> None:
    disclosure = sichuan()
    sheets = {sheet.table: sheet for sheet in plan(disclosure).sheets}
    tables = [block for _, block in disclosure.blocks() if isinstance(block, TableView)]
    for table in tables:
        printed = [cell.figure.text for part in table.parts for row in part.body for cell in row.cells if cell.figure]
        planned = [cell.content.shown for cell in sheets[table.id].cells if isinstance(cell.content, Number)]
        texts = [cell.content for cell in sheets[table.id].cells if isinstance(cell.content, str)]
        assert planned == [text for text in printed if text and text not in texts]


def test_amounts_are_numbers_in_wanyuan_and_blank_zeros_stay_blank() -> None:
    table = listed((figures.amount(349_560_000), figures.amount(0, zero_blank=True), figures.amount(0)))
    sheet = opened(with_tables(table)).worksheets[1]
    cells = [sheet.cell(row, 1) for row in (3, 4, 5)]
    assert [cell.value for cell in cells] == [349.56, None, 0]
    assert [cell.number_format for cell in cells] == ["#,##0.00", "General", "#,##0.00"]


def test_a_figure_too_long_for_a_spreadsheet_stays_a_text() -> None:
    sheet = opened(with_tables(listed((ODD[-1],)))).worksheets[1]
    assert sheet.cell(3, 1).value == "12345678901234567.89"


def test_another_reader_finds_the_same_cells(tmp_path: Path) -> None:
    disclosure = sichuan()
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx_tables(disclosure))
    book = CalamineWorkbook.from_path(str(path))
    planned = plan(disclosure).sheets
    assert book.sheet_names == [sheet.name for sheet in planned]
    numbers = 0
    for sheet in planned:
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for cell in sheet.cells:
            found = rows[cell.row][cell.column]
            if isinstance(cell.content, Number):
                assert found == cell.content.value
                numbers += 1
            else:
                assert found == (cell.content or "")
    assert numbers > 1000

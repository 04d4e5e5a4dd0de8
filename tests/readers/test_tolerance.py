"""What people and office programs do to a workbook changes no figure."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from final_accounts import catalog
from final_accounts.readers import Expectation, read_workbook
from readers import books
from readers.books import COVER, STAFF, T1, T2, edited, read, rules, with_cells

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

FORMATS = ("xlsx", "ods", "xls")


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Whole books of both regions and a book with oddities, saved again by LibreOffice in every format."""
    folder = tmp_path_factory.mktemp("resaved")
    sources: list[Path] = []
    for region in ("hubei-wuhan", "sichuan-ziyang"):
        path = folder / f"{region}.xlsx"
        path.write_bytes(books.written(catalog.edition(region, 2021), books.data_of(region)))
        sources.append(path)
    odd = folder / "odd.xlsx"
    odd.write_bytes(edited(oddities))
    sources.append(odd)
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is needed: make test installs it"
    found = {}
    for suffix in FORMATS:
        out = folder / suffix
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
        subprocess.run(
            [*command, "--outdir", str(out), *map(str, sources)], check=True, capture_output=True, timeout=300
        )
        for source in sources:
            found[f"{source.stem}.{suffix}"] = (out / f"{source.stem}.{suffix}").read_bytes()
    return found


def oddities(book: Workbook) -> None:
    """Rows and columns inserted, one hidden, a filter, an error, a formula, a full-width number."""
    sheet = book[STAFF]
    sheet.insert_rows(1, 2)
    sheet.insert_rows(books.row_of(sheet, "参公人员"), 3)
    sheet.row_dimensions[books.row_of(sheet, "参公人员")].hidden = True
    sheet.insert_cols(1)
    sheet.auto_filter.ref = "B5:C16"
    row = books.row_of(sheet, "退休人员", 2)
    sheet.cell(row, 3).value = "=1/0"
    sheet.cell(books.row_of(sheet, "离休人员", 2), 3).value = "=2+3"
    sheet.cell(books.row_of(sheet, "事业人员", 2), 3).value = "７"
    book[T2].sheet_state = "hidden"
    book.move_sheet(book[T1], 3)


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_whole_book_saved_again_by_libreoffice_reads_the_same(
    resaved: dict[str, bytes], region: str, suffix: str
) -> None:
    original = books.written(catalog.edition(region, 2021), books.data_of(region))
    before, clean = read_workbook(original, "报表.xlsx", catalog.edition, Expectation())
    after, findings = read_workbook(resaved[f"{region}.{suffix}"], f"报表.{suffix}", catalog.edition, Expectation())
    assert clean == findings == ()
    assert after.header == before.header
    assert [(f.key, f.value, f.cell, f.step, f.blank) for f in after.facts] == [
        (f.key, f.value, f.cell, f.step, f.blank) for f in before.facts
    ]
    assert after.evaluations == before.evaluations
    assert (after.nil_forms, after.texts, after.sheets) == (before.nil_forms, before.texts, before.sheets)


@pytest.mark.parametrize("suffix", FORMATS)
def test_oddities_survive_every_format(resaved: dict[str, bytes], suffix: str) -> None:
    parsed, findings = read(resaved[f"odd.{suffix}"], f"报表.{suffix}")
    values = {tuple(fact.key): (fact.value, str(fact.cell)) for fact in parsed.facts}
    assert rules(findings) == ["IN-32", "IN-37"]
    assert "#DIV/0!" in findings[0].message
    assert values["STAFF", "line:离休人员", "count"][0] == 5
    assert values["STAFF", "line:事业人员", "count"] == (7, f"{STAFF}!C13")
    assert any(key[0] == "T2" for key in values)


def test_sheets_may_stand_in_any_order_and_have_any_name() -> None:
    def change(book: Workbook) -> None:
        book.move_sheet(book[COVER], 5)
        book.move_sheet(book[T1], 3)
        book[T1].title = "Sheet1"

    parsed, findings = read(edited(change))
    assert findings == ()
    assert parsed.sheets["T1"] == "Sheet1"
    assert books.figures(parsed) == books.figures(read(books.clean())[0])


def test_blank_rows_and_columns_move_cells_not_figures() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        row = books.row_of(sheet, "合计", 2)
        sheet.insert_rows(row + 2, 2)
        sheet.insert_rows(1)
        sheet.insert_cols(5)

    before, after = read(books.clean())[0], read(edited(change))
    assert after[1] == ()
    assert books.figures(after[0]) == books.figures(before)
    moved = {fact.key: fact.cell for fact in after[0].facts}
    for fact in before.facts:
        if fact.form == "T2" and fact.row == "total":
            assert moved[fact.key].row == fact.cell.row + 1
            assert moved[fact.key].column == fact.cell.column + (fact.cell.column >= 4)


def test_numbering_width_and_quotes_of_labels_do_not_matter() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T1]
        for row in range(5, sheet.max_row + 1):
            label = sheet.cell(row, 1).value
            if isinstance(label, str) and "、" in label:
                sheet.cell(row, 1).value = "  " + label.partition("、")[2] + "　"
        sheet["A1"] = " ２０２１年度  收入支出 决算总表（表1）"

    parsed, findings = read(edited(change))
    assert findings == ()
    assert books.figures(parsed) == books.figures(read(books.clean())[0])


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("１２３４．５０", 123450),
        ("1,234.50", 123450),
        ("—", 0),
        ("（12.00）", -1200),
        ("(12.00)", -1200),
        ("12.00  ", 1200),
        ("￥12", 1200),
        ("12元", 1200),
    ],
)
def test_numbers_written_as_text_are_understood_and_noted(written: str, fen: int) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[T1]
    address = f"C{books.row_of(sheet, '一般公共预算财政拨款收入')}"
    parsed, findings = read(with_cells(T1, **{address: written}))
    fact = next(f for f in parsed.facts if f.cell.a1 == address and f.form == "T1")
    assert rules(findings) == ["IN-37"]
    assert books.addresses(findings[0]) == [f"{T1}!{address}"]
    assert (fact.value, fact.printed, fact.blank) == (fen, written.strip(), fen == 0)


def test_a_formula_with_its_stored_value_is_a_number() -> None:
    names = openpyxl.load_workbook(io.BytesIO(books.clean())).sheetnames
    part = f"xl/worksheets/sheet{names.index(STAFF) + 1}.xml"
    numbers_only = books.patched(books.clean(), {part: lambda c: c.replace(b't="n"><v>', b't="n"><f>1+1</f><v>')})
    parsed, findings = read(numbers_only)
    assert findings == ()
    assert books.figures(parsed) == books.figures(read(books.clean())[0])


def test_a_book_in_wan_yuan_has_the_step_of_its_decimals() -> None:
    def change(book: Workbook) -> None:
        cover = book[COVER]
        cover.cell(books.row_of(cover, "金额单位"), 2).value = "万元"
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace("单位：元", "单位：万元")
                    elif isinstance(cell.value, float) and sheet.title in {T1, T2}:
                        cell.value = round(cell.value / 10000, 2)

    parsed, findings = read(edited(change))
    assert findings == ()
    summary = [fact for fact in parsed.facts if fact.form == "T1"]
    assert {fact.step for fact in summary} == {10_000}
    assert all(isinstance(fact.value, int) and fact.value % 10_000 == 0 for fact in summary)


def test_amounts_in_yuan_are_known_to_the_fen() -> None:
    assert {fact.step for fact in read(books.clean())[0].facts if fact.kind == "amount"} == {1}


def test_a_nil_table_is_known_by_its_mark_and_by_its_sentence() -> None:
    parsed, _ = read(books.clean())
    assert parsed.nil_forms == {"T8"}
    sentence = books.small_edition("hubei-wuhan", 2021).forms["T7"].nil_sentence

    def change(book: Workbook) -> None:
        sheet = book[books.T7]
        sheet.cell(sheet.max_row + 2, 1).value = f"注：{sentence}"
        for cell in sheet[sheet.max_row - 2]:
            if isinstance(cell.value, int | float):
                cell.value = None

    parsed, findings = read(edited(change))
    assert findings == ()
    assert parsed.nil_forms == {"T7", "T8"}

"""Bad sheets: missing, given twice, renamed, with changed headers, labels or rows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from final_accounts.model.first_steps import SHEET
from readers import books
from readers.books import STAFF, T1, T2, addresses, edited, read, rules, with_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def test_a_missing_sheet_is_named_once() -> None:
    parsed, findings = read(edited(lambda book: book.remove(book[T2])))
    assert rules(findings) == ["IN-20"]
    assert findings[0].key == "IN-20@T2"
    assert "T2" not in parsed.forms_present
    assert all(fact.form != "T2" for fact in parsed.facts)


def test_a_table_given_twice_is_named_with_both_sheets() -> None:
    _, findings = read(edited(lambda book: book.copy_worksheet(book[T2])))
    assert rules(findings) == ["IN-21"]
    assert len(findings[0].cells) == 2


def test_a_changed_title_is_a_notice_and_the_sheet_is_known_by_name() -> None:
    parsed, findings = read(with_cells(T1, A1="我单位的收支表"))
    assert rules(findings) == ["IN-22"]
    assert "T1" in parsed.forms_present


def test_a_sheet_of_ones_own_is_a_notice() -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("底稿")["B2"] = 5

    assert rules(read(edited(change))[1]) == ["IN-23"]


def test_the_sheet_that_we_put_in_front_of_a_returned_workbook_is_none_of_ones_own() -> None:
    def change(book: Workbook) -> None:
        book.create_sheet(SHEET, 0)["A1"] = "2021年度部门决算审核反馈"

    assert rules(read(edited(change))[1]) == []


def test_a_renamed_header_is_named_and_its_column_is_read() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[T2]
    place = next(c for r in sheet.iter_rows(max_row=6) for c in r if c.value == "事业收入")
    parsed, findings = read(with_cells(T2, **{place.coordinate: "事业性收费"}))
    assert rules(findings) == ["IN-24"]
    assert addresses(findings[0]) == [f"{T2}!{place.coordinate}"]
    assert "事业性收费" in findings[0].message
    assert "应为“事业收入”" in findings[0].message
    assert parsed.facts == read(books.clean())[0].facts


def test_a_deleted_column_is_named_and_the_others_are_read() -> None:
    def change(book: Workbook) -> None:
        sheet = book[STAFF]
        for row in range(3, 12):
            sheet.cell(row, 2).value = None

    _, findings = read(edited(change))
    assert "IN-24" in rules(findings)


def test_a_merged_header_is_named_by_its_range() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        place = next(c for r in sheet.iter_rows(max_row=6) for c in r if c.value == "财政拨款收入")
        span = f"{place.coordinate}:{sheet.cell(place.row, place.column + 1).coordinate}"
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row <= place.row and merged.min_col in {place.column, place.column + 1}:
                sheet.unmerge_cells(str(merged))
        sheet.merge_cells(span)

    parsed, findings = read(edited(change))
    assert rules(findings) == ["IN-25"]
    assert "上级补助收入" in findings[0].message
    assert parsed.facts == read(books.clean())[0].facts


def test_a_renamed_label_is_named_and_its_figure_is_read() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T1]
        sheet.cell(books.row_of(sheet, "使用非财政拨款结余"), 1).value = "动用结余"

    parsed, findings = read(edited(change))
    assert rules(findings) == ["IN-26"]
    assert findings[0].row == "T1/line:使用非财政拨款结余"
    assert "动用结余" in findings[0].message
    assert "应为“使用非财政拨款结余”" in findings[0].message
    assert [f.value for f in parsed.facts] == [f.value for f in read(books.clean())[0].facts]


def test_a_deleted_row_is_missing_not_zero() -> None:
    def change(book: Workbook) -> None:
        sheet = book[STAFF]
        sheet.delete_rows(books.row_of(sheet, "参公人员"))

    parsed, findings = read(edited(change))
    assert rules(findings) == ["IN-27"]
    assert ("STAFF", "line:参公人员", "count") not in books.figures(parsed)


def test_a_deleted_total_is_told_apart() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        sheet.delete_rows(books.row_of(sheet, "合计", 2))

    def of_the_summary(book: Workbook) -> None:
        row = books.row_of(book[T1], "本年收入合计")
        for column in (1, 2, 3):
            book[T1].cell(row, column).value = None

    assert rules(read(edited(change))[1]) == ["IN-28"]
    assert rules(read(edited(of_the_summary))[1]) == ["IN-28"]


def test_a_code_given_twice_is_named_with_both_rows() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        row = books.row_of(sheet, "合计", 2)
        sheet.cell(row + 2, 1).value = sheet.cell(row + 1, 1).value

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-29"]


def test_a_label_given_twice_is_named_with_both_rows() -> None:
    def change(book: Workbook) -> None:
        sheet = book[STAFF]
        last = books.row_of(sheet, "编外聘用人员")
        sheet.cell(last + 1, 1).value = "离休人员"
        sheet.cell(last + 1, 2).value = 3

    assert rules(read(edited(change))[1]) == ["IN-29"]


def test_figures_in_a_row_of_ones_own_are_named() -> None:
    def change(book: Workbook) -> None:
        sheet = book[STAFF]
        last = books.row_of(sheet, "编外聘用人员")
        sheet.cell(last + 1, 1).value = "借调人员"
        sheet.cell(last + 1, 2).value = 3

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-30"]
    assert "借调人员" in findings[0].message


@pytest.mark.parametrize("mark", ["{}④", "②{}", "{}²"])
def test_a_code_with_a_superscript_or_circled_digit_is_no_code(mark: str) -> None:
    codes: list[str] = []

    def change(book: Workbook) -> None:
        sheet = book[T2]
        cell = sheet.cell(books.row_of(sheet, "合计", 2) + 3, 1)
        codes.append(str(cell.value))
        cell.value = mark.format(cell.value)

    parsed, findings = read(edited(change))
    assert rules(findings) == ["IN-30"]
    assert mark.format(codes[0]) in findings[0].message
    assert not [fact for fact in parsed.facts if fact.form == "T2" and fact.row == f"function:{codes[0]}"]


def test_figures_without_a_code_are_named() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        row = books.row_of(sheet, "合计", 2)
        sheet.cell(row + 3, 1).value = sheet.cell(row + 3, 2).value = None

    assert rules(read(edited(change))[1]) == ["IN-30"]


# figures

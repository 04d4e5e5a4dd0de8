"""Every bad input a unit can send: exactly the findings it must raise, each naming its cell."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import MergedCell

from final_accounts.readers import Expectation, read_workbook
from readers import books
from readers.books import COVER, STAFF, T1, T2, T7, T8, UNIT, addresses, edited, read, rules, with_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def cover_cell(label: str) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[COVER]
    return f"B{books.row_of(sheet, label)}"


def with_cover(**values: object) -> bytes:
    return with_cells(COVER, **{cover_cell(label): value for label, value in values.items()})


def test_a_clean_book_has_no_finding() -> None:
    parsed, findings = read(books.clean())
    assert findings == ()
    assert parsed.readable
    assert parsed.forms_present == frozenset(books.FORMS)


# the cover


@pytest.mark.parametrize("edition", ["hubei-wuhan/2031", "atlantis/2021", "hubei-wuhan", "武汉2021"])
def test_a_wrong_or_future_edition_is_refused_with_what_is_known(edition: str) -> None:
    parsed, findings = read(with_cover(编报口径=edition))
    assert rules(findings) == ["IN-12"]
    assert "hubei-wuhan/2021" in findings[0].message
    assert addresses(findings[0]) == [f"{COVER}!{cover_cell('编报口径')}"]
    assert not parsed.readable
    assert parsed.facts == ()


def test_another_regions_edition_is_refused() -> None:
    parsed, findings = read(with_cover(编报口径="sichuan-ziyang/2021"))
    assert rules(findings) == ["IN-13"]
    assert not parsed.readable


def test_another_years_report_is_refused() -> None:
    assert rules(read(with_cover(编报口径="hubei-wuhan/2022", 会计年度=2022, 模板版本="2022.1"))[1]) == ["IN-14"]
    assert rules(read(books.clean(), expect=Expectation(UNIT, 2022, "hubei-wuhan"))[1]) == ["IN-14"]


def test_a_cover_that_contradicts_itself_is_refused() -> None:
    parsed, findings = read(with_cover(会计年度="2020年"))
    assert rules(findings) == ["IN-14"]
    assert not parsed.readable


def test_another_template_version_is_refused_with_the_one_in_force() -> None:
    _, findings = read(with_cover(模板版本="2020.9"))
    assert rules(findings) == ["IN-15"]
    assert "2021.1" in findings[0].message


def test_a_mistyped_unit_code_is_named_and_the_rest_is_read() -> None:
    parsed, findings = read(with_cover(预算单位编码="101009"))
    assert rules(findings) == ["IN-16"]
    assert parsed.facts != ()


def test_another_units_report_in_this_inbox_is_quarantined_unread() -> None:
    expect = Expectation("101002", 2021, "hubei-wuhan", {UNIT: "虚构单位"})
    parsed, findings = read(books.clean(), expect=expect)
    assert rules(findings) == ["IN-17"]
    assert parsed.facts == ()
    assert not parsed.readable


def test_a_code_stored_as_a_number_is_the_same_code() -> None:
    assert read(with_cover(预算单位编码=101001))[1] == ()
    parsed, findings = read(with_cover(预算单位编码=12001), expect=Expectation("012001", 2021, "hubei-wuhan"))
    assert findings == ()
    assert parsed.header.unit_code == "12001"


@pytest.mark.parametrize("label", ["单位名称", "预算单位编码", "会计年度", "编报口径", "模板版本"])
def test_a_gap_on_the_cover_is_named(label: str) -> None:
    found = [f for f in read(with_cover(**{label: None}))[1] if f.rule == "IN-11"]
    assert [addresses(f) for f in found] == [[f"{COVER}!{cover_cell(label)}"]]
    assert label in found[0].message


def test_a_book_without_a_cover_cannot_be_placed() -> None:
    parsed, findings = read(edited(lambda book: book.remove(book[COVER])))
    assert rules(findings) == ["IN-11"]
    assert not parsed.readable


def test_a_book_of_blank_sheets_is_empty() -> None:
    assert rules(read(books.saved(openpyxl.Workbook()))[1]) == ["IN-02"]


def test_two_units_in_one_file_are_seen_by_two_covers() -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book[COVER])
        copy[cover_cell("预算单位编码")] = "101002"

    assert rules(read(edited(change))[1]) == ["IN-18", "IN-18"]


def test_two_units_in_one_file_are_seen_by_the_heads_of_the_tables() -> None:
    _, findings = read(with_cells(T2, A2="编制单位：另一单位"))
    assert rules(findings) == ["IN-18"]
    assert addresses(findings[0]) == [f"{T2}!A2"]
    assert "另一单位" in findings[0].message


def test_a_sheet_in_another_measure_than_the_cover_is_named() -> None:
    def change(book: Workbook) -> None:
        for row in book[T1].iter_rows(max_row=2):
            for cell in row:
                if "单位：元" in str(cell.value):
                    cell.value = str(cell.value).replace("单位：元", "单位：万元")

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-19"]
    assert "万元" in findings[0].message


def test_an_unknown_measure_on_the_cover_is_named() -> None:
    assert "IN-19" in rules(read(with_cover(金额单位="千元"))[1])


# sheets, headers, rows


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


def test_figures_without_a_code_are_named() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T2]
        row = books.row_of(sheet, "合计", 2)
        sheet.cell(row + 3, 1).value = sheet.cell(row + 3, 2).value = None

    assert rules(read(edited(change))[1]) == ["IN-30"]


# figures


def first_amount(sheet_name: str = T1) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[sheet_name]
    return f"C{books.row_of(sheet, '一般公共预算财政拨款收入')}"


@pytest.mark.parametrize("value", ["见附件", "12.5%", "1.2E3", "nan", True, "5万元", "2021-01-01", "12人"])
def test_text_in_a_number_cell_is_named(value: object) -> None:
    parsed, findings = read(with_cells(T1, **{first_amount(): value}))
    assert rules(findings) == ["IN-31"]
    assert addresses(findings[0]) == [f"{T1}!{first_amount()}"]
    assert findings[0].row == "T1/line:一般公共预算财政拨款收入/amount"
    assert ("T1", "line:一般公共预算财政拨款收入", "amount") not in books.figures(parsed)


def test_a_date_in_a_number_cell_is_named() -> None:
    def change(book: Workbook) -> None:
        book[T1][first_amount()] = 44198
        book[T1][first_amount()].number_format = "yyyy-mm-dd"

    assert rules(read(edited(change))[1]) == ["IN-31"]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_value_is_named_by_its_cell(error: str) -> None:
    def change(book: Workbook) -> None:
        book[T1][first_amount()] = error
        book[T1][first_amount()].data_type = "e"

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-32"]
    assert addresses(findings[0]) == [f"{T1}!{first_amount()}"]
    assert error in findings[0].message


def test_a_formula_without_a_stored_value_is_named_by_its_cell() -> None:
    _, findings = read(with_cells(T1, **{first_amount(): "=1+1"}))
    assert rules(findings) == ["IN-33"]
    assert addresses(findings[0]) == [f"{T1}!{first_amount()}"]


@pytest.mark.parametrize("value", [1234.567, "1234.567", "0.001"])
def test_more_than_two_decimals_of_yuan_are_named(value: object) -> None:
    _, findings = read(with_cells(T1, **{first_amount(): value}))
    assert [rule for rule in rules(findings) if rule != "IN-37"] == ["IN-34"]
    assert addresses(findings[0]) == [f"{T1}!{first_amount()}"]


def test_the_dust_of_a_sum_is_not_named() -> None:
    parsed, findings = read(with_cells(T1, **{first_amount(): 0.1 + 0.2}))
    assert findings == ()
    assert books.figures(parsed)["T1", "line:一般公共预算财政拨款收入", "amount"] == 30


def test_more_digits_than_a_workbook_can_hold_are_named() -> None:
    assert rules(read(with_cells(T1, **{first_amount(): 12345678901234567}))[1]) == ["IN-35"]


def test_a_negative_amount_is_read_as_it_stands() -> None:
    parsed, findings = read(with_cells(T1, **{first_amount(): -12.5}))
    assert findings == ()
    assert books.figures(parsed)["T1", "line:一般公共预算财政拨款收入", "amount"] == -1250


def test_a_blank_in_a_required_cell_is_missing_not_zero() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[T1]
    address = f"C{books.row_of(sheet, '本年收入合计')}"
    parsed, findings = read(with_cells(T1, **{address: None}))
    assert rules(findings) == ["IN-36"]
    assert ("T1", "line:本年收入合计", "amount") not in books.figures(parsed)


def test_a_blank_elsewhere_is_a_zero_that_says_so() -> None:
    parsed, findings = read(with_cells(T1, **{first_amount(): None}))
    assert findings == ()
    fact = next(f for f in parsed.facts if f.key == ("T1", "line:一般公共预算财政拨款收入", "amount"))
    assert (fact.value, fact.blank, str(fact.cell)) == (0, True, f"{T1}!{first_amount()}")


def test_half_a_person_is_named() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(books.clean()))[STAFF]
    assert rules(read(with_cells(STAFF, **{f"B{books.row_of(sheet, '退休人员')}": 2.5}))[1]) == ["IN-39"]


def test_figures_merged_over_two_rows_are_named() -> None:
    def change(book: Workbook) -> None:
        sheet = book[STAFF]
        row = books.row_of(sheet, "离休人员")
        sheet.cell(row, 2).value = 4
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)

    assert rules(read(edited(change))[1]) == ["IN-40"]


def test_a_figure_where_the_layout_allows_none_is_named() -> None:
    edition = books.small_edition("hubei-wuhan", 2021)
    form = edition.forms["STAFF"]
    block = form.blocks[0]
    closed = tuple(replace(x, columns=("none",)) if x.key == "line:编制数" else x for x in block.lines)
    forms = {**edition.forms, "STAFF": replace(form, blocks=(replace(block, lines=closed),))}
    special = replace(edition, forms=forms)
    _, findings = read_workbook(books.clean(), "a.xlsx", lambda *_: special, Expectation())
    assert rules(findings) == ["IN-41"]


def test_figures_beside_the_table_are_a_notice() -> None:
    assert rules(read(with_cells(STAFF, E5=7))[1]) == ["IN-42"]


def test_a_nil_table_with_figures_contradicts_itself() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T8]
        sheet.cell(books.row_of(sheet, "合计", 2), 4).value = 5

    parsed, findings = read(edited(change))
    assert rules(findings) == ["IN-38"]
    assert "T8" in parsed.nil_forms


def test_the_same_submission_read_twice_is_the_same() -> None:
    assert read(books.clean()) == read(books.clean())


def test_many_defects_are_all_found_at_once() -> None:
    def change(book: Workbook) -> None:
        book[T1][first_amount()] = "很多"
        book.remove(book[T7])
        book[T2]["A2"] = "编制单位：另一单位"

    assert sorted(rules(read(edited(change))[1])) == ["IN-18", "IN-20", "IN-31"]


def test_every_message_says_what_and_what_to_do_in_chinese() -> None:
    def change(book: Workbook) -> None:
        book[T1][first_amount()] = "很多"
        book[T1]["A1"] = "标题"
        book.remove(book[T7])

    for found in read(edited(change))[1]:
        assert found.hint
        assert any("\u4e00" <= c <= "\u9fff" for c in found.message)


def test_many_missing_rows_of_a_table_are_one_finding() -> None:
    def change(book: Workbook) -> None:
        sheet = book[T1]
        for row in range(books.row_of(sheet, "政府性基金预算财政拨款收入"), books.row_of(sheet, "其他收入") + 1):
            sheet.cell(row, 1).value = None

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-27"]
    assert findings[0].count == 7


def test_a_table_without_its_header_is_one_finding() -> None:
    def change(book: Workbook) -> None:
        for row in book[STAFF].iter_rows(min_row=2):
            for cell in row:
                cell.value = None

    _, findings = read(edited(change))
    assert rules(findings) == ["IN-24"]


RUBBISH = (
    "",
    " ",
    "x",
    1,
    -5.5,
    1e20,
    True,
    "合计",
    "总计",
    "注：",
    "301",
    "2080505",
    "=1+1",
    "项目",
    "栏次",
    "决算数",
    "—",
)
HEADS = (
    "是否空表：是",
    "单位：万元",
    "编制单位：乙",
    "2021年度收入决算表",
    "编报口径",
    "hubei-wuhan/2021",
    "１２",
    "1.5%",
)
spots = st.tuples(
    st.sampled_from([T1, T2, T7, T8, STAFF, COVER]),
    st.integers(1, 36),
    st.integers(1, 10),
    st.sampled_from(RUBBISH + HEADS),
)


@settings(max_examples=25)
@given(st.lists(spots, min_size=1, max_size=30))
def test_rubbish_anywhere_never_raises_and_never_repeats_a_key(changes: list[tuple[str, int, int, object]]) -> None:
    def change(book: Workbook) -> None:
        for sheet, row, column, value in changes:
            place = book[sheet].cell(row, column)
            if not isinstance(place, MergedCell):
                place.value = value  # type: ignore[assignment]  # openpyxl checks it

    parsed, findings = read(edited(change))
    assert len({fact.key for fact in parsed.facts}) == len(parsed.facts)
    assert len({found.key for found in findings}) == len(findings)

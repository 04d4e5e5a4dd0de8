"""Bad cells: text, errors, formulas without value, too many decimals; and rubbish anywhere."""

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
from readers.books import COVER, STAFF, T1, T2, T7, T8, addresses, edited, read, rules, with_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


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

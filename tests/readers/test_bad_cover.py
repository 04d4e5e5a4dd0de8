"""Bad covers: wrong or future edition, another unit, another year, two units in one file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from final_accounts.readers import Expectation
from readers import books
from readers.books import COVER, T1, T2, UNIT, addresses, edited, read, rules, with_cells

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


@pytest.mark.parametrize(
    "edition", ["hubei-wuhan/2031", "atlantis/2021", "hubei-wuhan", "武汉2021", "hubei-wuhan/٢٠٢١"]
)
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


@pytest.mark.parametrize("year", ["٢٠٢١", "20²1", "202①"])
def test_a_year_in_other_than_plain_digits_is_no_year(year: str) -> None:
    parsed, findings = read(with_cover(会计年度=year))
    assert rules(findings) == ["IN-14"]
    assert addresses(findings[0]) == [f"{COVER}!{cover_cell('会计年度')}"]
    assert parsed.header.fiscal_year == 0


def test_circled_digits_are_no_digits_of_the_units_code() -> None:
    parsed, findings = read(with_cover(预算单位编码="10100①"))
    assert rules(findings) == ["IN-16"]
    assert parsed.header.unit_code == "10100①"


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


@pytest.mark.parametrize("measure", ["千元", "亿元", "人民币亿元"])
def test_a_measure_that_is_no_choice_of_the_cover_is_named(measure: str) -> None:
    parsed, findings = read(with_cover(金额单位=measure))
    found = [f for f in findings if f.rule == "IN-19"]
    assert addresses(found[0]) == [f"{COVER}!{cover_cell('金额单位')}"]
    assert "只能是 元、万元；" in found[0].message
    assert parsed.header.unit_of_measure == "元"


# the words that decide which rules apply


@pytest.mark.parametrize("word", [None, "民办单位", "行政单位、事业单位"])
def test_a_unit_kind_that_is_no_choice_is_refused_with_the_choices(word: str | None) -> None:
    _, findings = read(with_cover(单位类型=word), expect=Expectation(UNIT, 2021, "hubei-wuhan", unit_kind="行政单位"))
    assert rules(findings) == ["IN-43"]
    assert addresses(findings[0]) == [f"{COVER}!{cover_cell('单位类型')}"]
    assert "行政单位、参公单位、事业单位" in findings[0].message


@pytest.mark.parametrize("word", [None, "汇总", "单 位 部门"])
def test_a_report_scope_that_is_no_choice_is_refused_with_the_choices(word: str | None) -> None:
    _, findings = read(with_cover(报表范围=word))
    assert rules(findings) == ["IN-43"]
    assert addresses(findings[0]) == [f"{COVER}!{cover_cell('报表范围')}"]
    assert "单位、部门" in findings[0].message


def test_a_cover_without_the_line_of_a_choice_is_refused() -> None:
    at = cover_cell("报表范围").replace("B", "A")
    _, findings = read(with_cells(COVER, **{at: None, cover_cell("报表范围"): None}))
    assert [f.message for f in findings if f.rule == "IN-43"] == ["封面没有“报表范围”一项，只能是 单位、部门。"]


def test_the_words_of_the_cover_may_be_spaced() -> None:
    parsed, findings = read(with_cover(单位类型=" 事业 单位 ", 报表范围="部 门"))
    assert findings == ()
    assert (parsed.header.unit_kind, parsed.header.report_scope) == ("事业单位", "部门")


def test_another_unit_kind_than_the_registers_is_refused_with_both() -> None:
    expect = Expectation(UNIT, 2021, "hubei-wuhan", unit_kind="行政单位")
    assert read(with_cover(单位类型="行政单位"), expect=expect)[1] == ()
    _, findings = read(with_cover(单位类型="事业单位"), expect=expect)
    assert rules(findings) == ["IN-44"]
    assert findings[0].severity.value == "blocking"
    assert addresses(findings[0]) == [f"{COVER}!{cover_cell('单位类型')}"]
    assert "事业单位" in findings[0].message
    assert "行政单位" in findings[0].message


def test_an_adjustment_report_must_be_explained() -> None:
    assert read(with_cover(调整表="否"))[1] == read(with_cover(调整表=None))[1] == ()
    parsed, findings = read(with_cover(调整表="是"))
    assert rules(findings) == ["IN-45"]
    assert findings[0].severity.value == "explain"
    assert "调整表允许负数，请说明" in findings[0].message
    assert parsed.header.adjustment_report


# sheets, headers, rows

"""Figures are read whatever their form: full width, blanks, separators, 元, 万元 and 亿元."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.audit.numbers import Kind, round_half_up, shown, tokens
from final_accounts.audit.text import normalised, passages, sentences
from final_accounts.model.document import Spot, TextLine

FULL = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}

wholes = st.integers(min_value=0, max_value=99_999_999)
decimals = st.integers(min_value=0, max_value=99)
forms = st.sampled_from(["grouped", "full", "spaced"])


@given(wholes, decimals, st.sampled_from(sorted(FEN)), st.sets(forms))
@settings(max_examples=150, deadline=None)
def test_an_amount_has_its_value_in_every_form(whole: int, part: int, measure: str, form: set[str]) -> None:
    number = f"{whole:,}.{part:02}" if "grouped" in form else f"{whole}.{part:02}"
    printed = (number.translate(FULL) if "full" in form else number) + (" " if "spaced" in form else "") + measure
    found = tokens(normalised(f"2021 年度支出合计 {printed}，其中："))
    assert [t.kind for t in found] == [Kind.AMOUNT]
    assert found[0].quantity.value == (whole + Fraction(part, 100)) * FEN[measure]
    assert found[0].quantity.step == Fraction(FEN[measure], 100)


@given(st.integers(0, 99_999), st.integers(0, 4), st.sets(forms))
@settings(max_examples=100, deadline=None)
def test_a_percentage_has_its_value_and_step(number: int, places: int, form: set[str]) -> None:
    value = Fraction(number, 10**places)
    text = f"{number / 10**places:.{places}f}"
    text = text.translate(FULL) if "full" in form else text
    found = tokens(normalised(f"增长 {text}{' ' if 'spaced' in form else ''}%。"))
    assert [t.quantity.value for t in found] == [value]
    assert found[0].quantity.step == Fraction(1, 10**places)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_half_up_and_never_more_than_half_a_step_off(number: int, step: int) -> None:
    value, size = Fraction(number, 7), Fraction(step, 100)
    assert abs(round_half_up(value, size) - value) <= size / 2
    assert round_half_up(-value, size) == -round_half_up(value, size)


@given(wholes, decimals)
def test_what_is_shown_is_read_back(whole: int, part: int) -> None:
    value = (whole + Fraction(part, 100)) * FEN["万元"]
    text = shown(value, Kind.AMOUNT, Fraction(10_000), "万元")
    assert tokens(text)[0].quantity.value == value


def test_years_dates_document_numbers_and_thresholds_are_no_figures() -> None:
    text = "截至2021年12月31日，财库〔2021〕36号，单价50万元以上通用设备3台（套），第2页"
    assert [t.quantity.printed for t in tokens(normalised(text))] == ["3台（套）"]


def test_mixed_measures_and_rough_figures() -> None:
    found = tokens("3亿4500万元，约200人，480余名，超过1500人次，18.5万")
    assert found[0].quantity.value == 34_500 * FEN["万元"]
    assert [t.quantity.about for t in found] == [False, True, True, True, False]
    assert found[4].quantity.measure == "万元"


def test_a_number_torn_by_the_end_of_a_line_is_one() -> None:
    lines = [
        TextLine(Spot(1, 7), "一般公共预算财政拨款支出年初预算为281.96万元，支出决算为349.56万元，完成年初预算的"),
        TextLine(Spot(1, 8), "123.98%。其中：基本支出238.03万元。"),
    ]
    found = passages(lines)
    assert len(found) == 1
    assert [t.quantity.printed for t in tokens(found[0].text)][2] == "123.98%"
    assert found[0].spot(tokens(found[0].text)[2].start) == Spot(1, 8)


def test_a_full_stop_inside_a_bracket_ends_no_sentence() -> None:
    text = "支出100万元（其中甲。乙）增长5%。丙。"
    assert len(sentences(text)) == 2

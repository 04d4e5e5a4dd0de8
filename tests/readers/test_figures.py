"""Numbers as people write them."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from final_accounts.readers.figures import decimals_of, read_figure, to_fen
from final_accounts.readers.wording import bare_key, label_key, title_key

fens = st.integers(min_value=-(10**13), max_value=10**13)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(fens)
def test_every_way_of_writing_an_amount_means_the_same_fen(fen: int) -> None:
    yuan = Decimal(fen) / 100
    plain, grouped = f"{yuan:.2f}", f"{yuan:,.2f}"
    bracketed = f"（{-yuan:,.2f}）" if fen < 0 else grouped
    ways = [
        plain,
        grouped,
        full_width(plain),
        full_width(grouped),
        bracketed,
        f" {plain}　",
        f"￥{plain}",
        f"{plain}元",
    ]
    assert {to_fen(read_figure(way), "元") for way in ways} == {(fen, "")}


@given(fens)
def test_a_double_of_whole_fen_is_read_exactly(fen: int) -> None:
    assert to_fen(read_figure(fen / 100), "元") == (fen, "")


@given(st.lists(st.integers(min_value=0, max_value=10**11), min_size=1, max_size=40))
def test_dust_of_added_doubles_is_no_third_decimal(parts: list[int]) -> None:
    total = 0.0
    for part in parts:
        total += part / 100
    assert to_fen(read_figure(total), "元") == (sum(parts), "")


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=1, max_value=9))
def test_a_typed_third_decimal_is_always_seen(fen: int, third: int) -> None:
    value = float(f"{fen // 100}.{fen % 100:02}{third}")
    assert to_fen(read_figure(value), "元")[1] == "decimals"
    assert to_fen(read_figure(f"{fen // 100}.{fen % 100:02}{third}"), "元")[1] == "decimals"


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_blank_or_a_stated_problem(text: str) -> None:
    figure = read_figure(text)
    assert (figure.number is not None) + figure.blank + bool(figure.problem) == 1


@given(st.floats())
def test_any_double_is_a_number_or_a_stated_problem(value: float) -> None:
    figure = read_figure(value)
    assert (figure.number is None) == (not math.isfinite(value)) == bool(figure.problem)


@pytest.mark.parametrize("text", ["", " ", "　", "—", "－", "-", "–", "――", "\u200b", "— "])
def test_dashes_and_blanks_are_blank(text: str) -> None:
    assert read_figure(text).blank


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("1.2E3", "科学计数法"),
        ("nan", "文字"),
        ("NaN", "文字"),
        ("inf", "文字"),
        ("∞", "文字"),
        ("12 345,67", "夹有文字或空格"),
        ("1,23,456", "分隔符位置不对"),
        ("1.2.3", "分隔符位置不对"),
        ("12人", "夹有文字或空格"),
        ("$12", "夹有文字或空格"),
        ("((5))", "夹有文字或空格"),
        ("--5", "夹有文字或空格"),
        ("十二", "文字"),
        ("无", "文字"),
        ("/", "文字"),
        ("١٢", "夹有文字或空格"),
        (True, "逻辑值"),
        (date(2021, 1, 2), "日期或时间"),
        (datetime(2021, 1, 2, 3, 4), "日期或时间"),  # noqa: DTZ001 - cells have no time zone
        (time(1, 2), "日期或时间"),
        (float("inf"), "不是有限的数"),
        (float("nan"), "不是有限的数"),
    ],
)
def test_what_is_no_number_says_why(value: object, problem: str) -> None:
    figure = read_figure(value)
    assert (figure.number, figure.problem) == (None, problem)


def test_notes_say_what_was_understood() -> None:
    assert read_figure("（１，２３４．５０）").notes == ("文本数字", "全角字符", "括号负数", "千分位")
    assert read_figure("¥ -12.00").notes == ("文本数字", "货币符号")
    assert read_figure("—").notes == ("横线按空白",)
    assert read_figure(12.5).notes == ()


def test_a_printed_measure_is_kept_for_the_sheet_to_judge() -> None:
    figure = read_figure("349.56万元")
    assert (figure.number, figure.unit) == (Decimal("349.56"), "万元")


@pytest.mark.parametrize("value", ["12345678901234567", 12345678901234567, 1e17, "99999999999999.99", 1e13])
def test_more_than_fifteen_digits_of_fen_cannot_be_trusted(value: object) -> None:
    assert to_fen(read_figure(value), "元")[1] == "digits"


def test_wan_yuan_has_six_decimals_at_most() -> None:
    assert to_fen(read_figure("349.561234"), "万元") == (349561234, "")
    assert to_fen(read_figure("349.5612345"), "万元")[1] == "decimals"


def test_decimals_are_those_printed() -> None:
    assert decimals_of(read_figure("12.60"), 12600000, "万元") == 2
    assert decimals_of(read_figure(37.84), 37840000, "万元") == 2
    assert decimals_of(read_figure(41.0), 41000000, "万元") == 0


@given(st.text(max_size=30))
def test_label_keys_are_stable(text: str) -> None:
    assert label_key(label_key(text)) == label_key(text)


def test_labels_are_compared_as_people_read_them() -> None:
    assert label_key("一般公共预算财政拨款‘三公’经费　支出") == label_key("一般公共预算财政拨款“三公”\n经费支出")
    assert bare_key("（一）基本支出") == bare_key("2、基本支出") == "基本支出"
    assert bare_key("2021年度") == "2021年度"
    assert title_key("２０２１年度 收入支出决算总表") == title_key("表1 收入支出决算总表") == "收入支出决算总表"


@pytest.mark.parametrize("text", ["9610801.9⁹", "②460000", "12³", "⑴", "½", "1²,000.00", "٢٠٢١"])
def test_superscripts_and_circled_digits_are_no_digits(text: str) -> None:
    figure = read_figure(text)
    assert figure.number is None
    assert figure.problem
    assert figure.printed == text

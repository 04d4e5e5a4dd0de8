"""Known wrong formulas: the mistake that gives a printed figure is told, in words that fit what the figure is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from audit.documents import claims, findings
from audit.reading import of_lines
from final_accounts.audit.claims import Operand
from final_accounts.audit.numbers import Kind, Quantity, tokens
from final_accounts.audit.wrong import of_amount, of_completion, of_copy, of_share
from final_accounts.model.document import Spot
from final_accounts.stages.auditing.audit import audit_document

TOTAL = "收入支出决算总体情况说明"
EXPENDITURE = "支出决算情况说明"


def quantity(printed: str) -> Quantity:
    return tokens(printed)[0].quantity


@pytest.mark.parametrize(
    ("printed", "right", "mistake"),
    [
        ("1245.67万元", "12345.67万元", "漏写一位数字"),
        ("123345.67万元", "12345.67万元", "多写一位数字"),
        ("12435.67万元", "12345.67万元", "两位数字颠倒"),
        ("12345.76万元", "12345.67万元", "两位数字颠倒"),
        ("1234.57万元", "12345.67万元", "小数点错位，缩小 10 倍"),
        ("123.46万元", "12345.67万元", "小数点错位，缩小 100 倍"),
        ("1234567.00万元", "12345.67万元", "小数点错位，放大 100 倍"),
        ("12345.67元", "12345.67万元", "万元写成了元"),
        ("12345.67万元", "12345.67元", "元写成了万元"),
        ("54321.67万元", "12345.67万元", ""),
        ("12346.67万元", "12345.67万元", ""),
    ],
)
def test_an_amount_that_was_copied_wrongly(printed: str, right: str, mistake: str) -> None:
    assert of_amount(quantity(printed), quantity(right).value) == mistake


def test_nothing_is_guessed_of_an_amount_of_nothing() -> None:
    assert of_amount(quantity("0.00万元"), quantity("100.00万元").value) == ""


def test_a_lost_digit_in_front_of_the_point_is_seen_at_another_step() -> None:
    assert of_copy(quantity("16.79%"), Fraction("116.79"), ()) == "漏写一位数字"


def test_a_count_has_no_step() -> None:
    assert of_copy(quantity("132人"), Fraction(123), ()) == "两位数字颠倒"


def operand(name: str, printed: str) -> Operand:
    return Operand(name, quantity(printed), Spot(line=1))


def test_two_shares_that_changed_places_are_each_other_s_rest_and_told_as_exchanged() -> None:
    part, other = operand("基本支出", "60.00万元"), operand("“项目支出”的占比", "60%")
    assert of_share(quantity("40%"), part, (), Fraction(60), [other]) == "与“项目支出”的占比 60% 写反了"
    assert of_share(quantity("40%"), part, (), Fraction(60)) == "写成了其余部分的占比：100%－占比"


def test_what_is_left_of_a_completion_has_words_of_its_own() -> None:
    done = operand("决算数", "90.00万元")
    assert of_completion(quantity("10%"), done, (), Fraction(90)) == "把差额比例当作完成率：100%－完成率"
    assert "分母用了调整预算数 120.00万元" in of_completion(
        quantity("75%"), done, [operand("调整预算数", "120.00万元")], Fraction(90)
    )


def test_shares_of_a_sentence_that_changed_places() -> None:
    found = findings(
        EXPENDITURE, "本年支出合计1000.00万元，其中：基本支出600.00万元，占40.00%；项目支出400.00万元，占60.00%。"
    )
    assert [c.family for c in found] == ["share", "share"]
    assert found[0].wrong == "与“项目支出”的占比 60.00% 写反了"
    assert found[1].wrong == "与“基本支出”的占比 40.00% 写反了"
    assert not [c for c in found if "完成率" in c.explanation]


@pytest.mark.parametrize(
    ("printed", "mistake"),
    [
        ("1245.67万元", "漏写一位数字"),
        ("123345.67万元", "多写一位数字"),
        ("13245.67万元", "两位数字颠倒"),
        ("123456.70万元", "小数点错位，放大 10 倍"),
        ("12345.67元", "万元写成了元"),
    ],
)
def test_an_amount_of_a_sentence_against_its_table(printed: str, mistake: str) -> None:
    lines = [
        "某某局2021年度部门决算公开",
        "第二部分 2021年度部门决算表",
        "收入支出决算总表",
        "单位：万元",
        "收入\t支出",
        "项目\t行次\t决算数\t项目\t行次\t决算数",
        "一、一般公共预算财政拨款收入\t1\t12345.67\t一、一般公共服务支出\t2\t12345.67",
        "本年收入合计\t3\t12345.67\t本年支出合计\t4\t12345.67",
        "总计\t5\t12345.67\t总计\t6\t12345.67",
        "第三部分 2021年度部门决算情况说明",
        f"一、{TOTAL}",
        f"2021年度收、支总计{printed}。",
    ]
    found = audit_document(of_lines(lines)).audit
    assert found.tables, "without the table nothing is held against it"
    (told,) = [c for c in found.findings if c.family == "tie"]
    assert told.wrong == mistake
    assert mistake in told.explanation


def test_one_figure_in_two_places_tells_the_slip() -> None:
    found = claims(
        TOTAL, "2021年度收入总计12345.67万元。", "2021年度收入总计12345.67万元。", "2021年度收入总计1245.67万元。"
    )
    wrong = [c.wrong for c in found if c.verdict.value == "error"]
    assert wrong == ["漏写一位数字"]
    assert {c.printed.kind for c in found if c.printed} == {Kind.AMOUNT}

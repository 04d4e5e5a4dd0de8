"""Sentences in the wordings of many provinces: right ones pass, wrong ones are named."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audit.documents import claims

TOTAL, INCOME = "收入支出决算总体情况说明", "收入决算情况说明"
CASES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
RIGHT = [(case["section"], case["says"]) for case in CASES["right"]]
WRONG = [(case["family"], case["section"], case["says"]) for case in CASES["wrong"]]


@pytest.mark.parametrize(("section", "sentence"), RIGHT)
def test_a_right_sentence_is_checked_and_passes(section: str, sentence: str) -> None:
    found = claims(section, sentence)
    assert not [(c.family, c.stated, c.explanation) for c in found if c.verdict.value == "error"]
    assert any(c.verdict.value in ("ok", "rounding") for c in found), "nothing checked is no success"


@pytest.mark.parametrize(("family", "section", "sentence"), WRONG)
def test_a_wrong_sentence_is_named(family: str, section: str, sentence: str) -> None:
    assert family in {c.family for c in claims(section, sentence) if c.verdict.value == "error"}


@pytest.mark.parametrize(
    ("sentence", "mistake"),
    [
        ("2021年度收、支总计500.00万元。与2020年度相比，收、支总计各增加100.00万元，增长20.00%。", "以本年数"),
        ("2021年度收、支总计500.00万元。与2020年度相比，收、支总计各增加100.00万元，增长125.00%。", "完成程度"),
        ("2021年度收、支总计500.00万元。与2020年度相比，收、支总计各增加100.00万元，增长2.50%。", "小数点"),
        ("2021年度收、支总计500.00万元。与2020年度相比，收、支总计各减少100.00万元，下降25.00%。", "方向用反"),
    ],
)
def test_the_wrong_formula_is_told(sentence: str, mistake: str) -> None:
    found = [c for c in claims(TOTAL, sentence) if c.family == "growth" and c.verdict.value == "error"]
    assert mistake in found[0].wrong or mistake in found[0].explanation, found[0].explanation


cents = st.integers(min_value=2_000, max_value=99_999_999)


def _money(value: int) -> str:
    return f"{value // 100}.{value % 100:02}"


def _percent(part: Decimal) -> str:
    return f"{part.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}"


@given(cents, cents, st.integers(-500, 500))
@settings(max_examples=40, deadline=None)
def test_a_growth_rate_is_judged_by_its_envelope(before: int, now: int, off: int) -> None:
    assume(before != now)
    change, word, rate_word = abs(now - before), *(("增加", "增长") if now > before else ("减少", "下降"))
    exact = Decimal(100 * change) / before
    printed = exact + Decimal(off) / 100
    assume(printed >= 0)
    sentence = (
        f"2021年度收、支总计{_money(now)}万元。"
        f"与2020年度相比，收、支总计各{word}{_money(change)}万元，{rate_word}{_percent(printed)}%。"
    )
    verdicts = {c.verdict.value for c in claims(TOTAL, sentence) if c.family == "growth"}
    slack = Decimal(100) * (1 + exact / 100) / before + Decimal("0.02")  # ± half a cent on either side, and rounding
    if off == 0:
        assert verdicts == {"ok"}
    elif abs(Decimal(off)) / 100 > slack:
        assert verdicts == {"error"}


@given(st.lists(cents, min_size=2, max_size=4))
@settings(max_examples=30, deadline=None)
def test_a_list_adds_up_or_is_named(parts: list[int]) -> None:
    labels = ["财政拨款收入", "事业收入", "经营收入", "其他收入"]
    total = sum(parts)
    items = "；".join(
        f"{label}{_money(p)}万元，占{_percent(Decimal(100 * p) / total)}%"
        for label, p in zip(labels, parts, strict=False)
    )
    right = claims(INCOME, f"本年收入合计{_money(total)}万元，其中：{items}。")
    assert not [c.explanation for c in right if c.verdict.value == "error"]
    wrong = claims(INCOME, f"本年收入合计{_money(total + 5_000)}万元，其中：{items}。")
    assert "error" in {c.verdict.value for c in wrong if c.family == "sum"}

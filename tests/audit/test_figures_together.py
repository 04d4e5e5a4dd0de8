"""Figures that can only be judged together: shares inside kinds, completions without budgets, projects of a subject."""

from __future__ import annotations

import pytest

from audit.reading import of_lines
from final_accounts.audit import Claim
from final_accounts.stages.auditing.audit import audit_document

PROCUREMENT = (
    "2021年度政府采购支出总额100.00万元，其中：政府采购货物支出60.00万元、政府采购工程支出10.00万元、"
    "政府采购服务支出30.00万元。授予中小企业合同金额80.00万元，占政府采购支出总额的80.00%。"
    "货物采购授予中小企业合同金额占货物支出金额的{goods}%，工程采购授予中小企业合同金额占工程支出金额的{works}%，"
    "服务采购授予中小企业合同金额占服务支出金额的{services}%。"
)
ITEMS = [
    "五、一般公共预算财政拨款支出决算情况说明",
    "（三）一般公共预算财政拨款支出决算具体情况",
    "2021年度一般公共预算财政拨款支出调整预算为400.00万元，支出决算为390.00万元，完成调整预算的97.5%。",
    "1．教育（类）普通教育（款）高等教育（项）：支出决算为300.00万元，完成调整预算的{first}%。",
    "2．社会保障和就业（类）行政事业单位养老支出（款）事业单位离退休（项）：支出决算为40.00万元，完成调整预算的100.0%，决算数等于调整预算数。",
    "3．卫生健康（类）行政事业单位医疗（款）事业单位医疗（项）：支出决算为50.00万元，完成调整预算的{third}%。",
]
PROJECTS = [
    "2021年度一般公共预算财政拨款项目支出决算表",
    "单位：万元",
    "项目\t\t合计",
    "合计\t\t300.00",
    "210\t卫生健康支出\t300.00",
    "21007\t计划生育事务\t300.00",
    "2100717\t计划生育服务\t300.00",
    "\t优生检查经费\t{one}",
    "\t健康教育经费\t100.00",
]


def errors(lines: list[str]) -> list[Claim]:
    return [f for f in audit_document(of_lines(lines)).audit.findings if f.family in ("share", "completion", "table")]


def procurement(goods: str, works: str, services: str) -> list[str]:
    return ["政府采购支出情况", PROCUREMENT.format(goods=goods, works=works, services=services)]


def test_shares_of_small_firms_that_give_their_amount_are_right() -> None:
    assert not errors(procurement("75.00", "100.00", "83.33"))


@pytest.mark.parametrize(
    ("goods", "works", "services", "wrong", "right"),
    [
        ("750.00", "100.00", "83.33", "750.00%", "75.00%"),
        ("7.50", "100.00", "83.33", "7.50%", "75.00%"),
        ("75.00", "100.00", "8.33", "8.33%", "83.33%"),
    ],
)
def test_a_share_that_cannot_be_is_told_with_the_one_that_the_others_leave(
    goods: str, works: str, services: str, wrong: str, right: str
) -> None:
    (found,) = errors(procurement(goods, works, services))
    assert (found.stated, found.recomputed) == ((wrong,), right)


def test_where_several_shares_may_be_wrong_none_is_put_right() -> None:
    (found,) = errors(procurement("72.00", "80.00", "83.33"))
    assert not found.proposed
    assert "也可能错在" in found.explanation


def test_a_sentence_that_prints_one_share_only_is_held_against_what_the_other_kinds_can_take() -> None:
    whole, _, rest = PROCUREMENT.partition("工程采购授予")
    lines = ["政府采购支出情况", whole.format(goods="60.00").rstrip("，") + "。"]
    assert rest
    (found,) = errors(lines)
    assert "不应低于 66.67%" in found.explanation


def items(first: str, third: str) -> list[str]:
    return [line.format(first=first, third=third) for line in ITEMS]


def test_completions_whose_budgets_give_the_printed_total_are_right() -> None:
    assert not errors(items("96.8", "100.0"))


def test_a_completion_that_the_total_budget_does_not_allow_is_told() -> None:
    (found,) = errors(items("0.3", "100.0"))
    assert found.stated == ("0.3%",)
    assert found.recomputed == "96.8%"


def test_where_two_completions_may_be_wrong_both_places_are_named() -> None:
    (found,) = errors(items("90.0", "100.0"))
    assert not found.proposed
    assert {spot.line for spot in found.places} >= {4, 6}


@pytest.mark.parametrize(("one", "count"), [("200.00", 0), ("209.00", 1)])
def test_projects_below_a_subject_add_up_to_it(one: str, count: int) -> None:
    found = errors([line.format(one=one) for line in PROJECTS])
    assert len(found) == count
    assert all("科目=各项目之和" in f.explanation for f in found)

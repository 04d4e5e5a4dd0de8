"""A closed list of basic expenditure names every item of its table that has money."""

from __future__ import annotations

import pytest

from audit.reading import of_lines
from final_accounts.audit import Claim
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document

LINES = [
    "某某局2021年度部门决算公开",
    "第二部分 2021年度部门决算表",
    "一般公共预算财政拨款基本支出决算明细表",
    "单位：万元",
    "科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数",
    "301\t工资福利支出\t80.00\t302\t商品和服务支出\t20.00",
    "30101\t基本工资\t50.00\t30201\t办公费\t12.00",
    "30102\t津贴补贴\t30.00\t30211\t差旅费\t8.00",
    "30103\t奖金\t0.00\t30217\t公务接待费\t0.00",
    "第三部分 2021年度部门决算情况说明",
    "六、一般公共预算财政拨款基本支出决算情况说明",
    "人员经费80.00万元，主要包括：{staff}。",
    "公用经费20.00万元，主要包括：{office}。",
]


def said(staff: str, office: str) -> list[Claim]:
    document = of_lines([line.format(staff=staff, office=office) for line in LINES])
    return [f for f in audit_document(document).audit.findings if "没有列出" in f.explanation]


@pytest.mark.parametrize(
    ("staff", "office"),
    [
        ("基本工资、津贴补贴", "办公费、差旅费"),
        ("基本工资、津贴补贴、奖金", "办公费、差旅费、公务接待费"),
        ("基本工资、津贴补贴", "办公费、印刷费等"),
        ("职工工资、各类补贴", "办公费、印刷费"),
    ],
)
def test_all_names_open_lists_and_other_names_stay_unremarked(staff: str, office: str) -> None:
    assert not said(staff, office)


@pytest.mark.parametrize(
    ("staff", "office", "line", "name"),
    [
        ("基本工资、津贴补贴", "办公费、印刷费", 13, "差旅费 8.00"),
        ("基本工资、绩效工资", "办公费、差旅费", 12, "津贴补贴 30.00"),
    ],
)
def test_an_item_with_money_that_the_list_leaves_out_is_asked_for(
    staff: str, office: str, line: int, name: str
) -> None:
    (found,) = said(staff, office)
    assert (found.spot.line, found.severity, found.kind) == (line, Severity.EXPLAIN, "K9")
    assert name in found.explanation

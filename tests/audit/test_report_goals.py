"""What reports say of yearly goals: their number, what each is to reach, how many indicators reached theirs."""

from __future__ import annotations

import pytest

from audit.documents import findings, own_page
from audit.test_report_forms import SCORES, changed
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document


@pytest.mark.parametrize(
    ("before", "after", "family", "right"),
    [
        ("年度目标共3个", "年度目标共4个", "forms", "3"),
        ("年度目标共3个", "年度目标共2个", "forms", "3"),
        ("次数达到84次", "次数达到48次", "target", "≥84次"),
        ("达到目标值的13项，没有", "达到目标值的15项，没有", "sum", "13"),
    ],
)
def test_a_changed_goal_is_found_with_what_it_should_be(before: str, after: str, family: str, right: str) -> None:
    found = audit_document(changed(own_page("hubei-wuhan", 1), before, after)).audit.findings
    assert [(f.family, f.recomputed or f.proposed) for f in found if f.severity is not Severity.NOTICE] == [
        (family, right)
    ]


@pytest.mark.parametrize(
    ("sentence", "families"),
    [
        ("绩效指标20项，其中：达到目标值的17项，没有达到目标值的3项。", set[str]()),
        ("绩效指标20项，其中：达到目标值的17项，没有达到目标值的2项，尚未到考核时间的1项。", set[str]()),
        ("绩效指标20项，其中：达到目标值的17项，未达到目标值的2项。", {"sum"}),
        ("年度目标共3个，指标全部完成的2个。", set[str]()),
        ("目标1：完成培训任务，开展培训场次达到30场。", set[str]()),
    ],
)
def test_counts_are_judged_where_the_sentence_or_a_form_says_them(sentence: str, families: set[str]) -> None:
    assert {f.family for f in findings(SCORES, sentence)} == families


def test_the_goals_of_a_project_are_not_the_units() -> None:
    page = changed(own_page("hubei-wuhan", 1), "年度目标共3个", "该项目年度目标共1个")
    assert not [f.explanation for f in audit_document(page).audit.findings if f.severity is not Severity.NOTICE]

"""Acceptance: an explain finding is answered by a reason that says something, and by nothing less."""

from __future__ import annotations

import pytest

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import Explanation, SubmissionState, decide

ASKED = (Finding("V-01-1", Severity.EXPLAIN, Verdict.ERROR, "人员经费比上年增长较大，请说明。", row="T6"),)
INVISIBLE = ["", " ", "\u3000\u00a0", "\u200b" * 5, "\u3164" * 5, "\u2800" * 5, "\u115f\u1160\uffa0\uffa0", "……。"]
WORDS = ["无", "没有。", "见附件", "（见附件）", "情况属实", "情况属实！", "情\u200b况 属实", "同上"]
REPEATED = ["无无无无", "同上，同上", "见附件。情况属实。", "已核实"]


@pytest.mark.parametrize("reason", INVISIBLE + WORDS + REPEATED)
def test_a_reason_that_says_nothing_does_not_count(reason: str) -> None:
    assert decide(ASKED, (Explanation("V-01-1", reason, "批复"),)) is SubmissionState.RETURNED


@pytest.mark.parametrize("reason", ["新增四人", "当年招聘4名事业人员。", "没有结转，年末由财政收回"])
@pytest.mark.parametrize("finding", ["V-01-1", "V-01-1@T6"])
def test_a_reason_that_says_something_counts(reason: str, finding: str) -> None:
    assert decide(ASKED, (Explanation(finding, reason),)) is SubmissionState.ACCEPTED


def test_one_real_reason_beside_an_empty_one_is_enough() -> None:
    said = (Explanation("V-01-1", "无"), Explanation("V-01-1@T6", "当年招聘四名事业人员"))
    assert decide(ASKED, said) is SubmissionState.ACCEPTED

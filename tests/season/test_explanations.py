"""A reviewer decides a text about figures once; another word or figure asks again; next year it is only proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, SubmissionState, decide
from final_accounts.season.explanations import (
    ACCEPTED,
    SENT_BACK,
    Ruling,
    asked,
    decisions,
    digest,
    proposals,
    scope_in_words,
    unmarked,
)
from final_accounts.season.standing import Happened

FOUND = Finding(
    "V-01-1",
    Severity.EXPLAIN,
    Verdict.ERROR,
    "收入总计比上年增减 36.25%（表1!C35）。",
    cells=(Cell("表1", 34, 2),),
    value=Decimal("36.25"),
    unit_of_measure="%",
)
SAID = Explanation("V-01-1", "当年招聘四名事业人员。", "招聘批复")


def decided(kind: str, version: int = 1, said: Explanation = SAID, **more: str) -> Happened:
    payload = {"finding": FOUND.key, "digest": digest([FOUND], said), "reason": "理由充分", "name": "示例财政审核人"}
    words = {"said": said.reason, "evidence": said.evidence}
    at = datetime(2022, 3, version, tzinfo=UTC)
    return Happened(kind, "101001", version, "qs-reviewer", at, {**payload, **words, **more})


def ruling(finding: Finding, said: Explanation, *events: Happened) -> Ruling:
    (one,) = asked([finding], [said], decisions(events))
    return one.ruling


def test_a_decision_holds_for_the_same_text_about_the_same_figures_in_every_later_version() -> None:
    assert ruling(FOUND, SAID) is Ruling.OPEN
    assert ruling(FOUND, SAID, decided(ACCEPTED)) is Ruling.ACCEPTED
    assert ruling(FOUND, replace(SAID, reason=" 当年招聘四名\n事业人员。"), decided(ACCEPTED)) is Ruling.ACCEPTED
    moved = replace(FOUND, message=FOUND.message.replace("C35", "C36"), cells=(Cell("表1", 35, 2),))
    assert ruling(moved, SAID, decided(ACCEPTED)) is Ruling.ACCEPTED, "a row inserted above changes no figure"


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (FOUND, replace(SAID, reason="当年招聘五名事业人员。")),
        (FOUND, replace(SAID, evidence="另一份批复")),
        (replace(FOUND, value=Decimal("36.26")), SAID),
        (replace(FOUND, message="收入总计比上年增减 40.00%（表1!C35）。"), SAID),
        (replace(FOUND, row="total"), SAID),
    ],
)
def test_another_word_or_figure_needs_a_decision_of_its_own(finding: Finding, said: Explanation) -> None:
    assert ruling(finding, said, decided(ACCEPTED)) is Ruling.OPEN


def test_the_latest_decision_of_a_text_counts() -> None:
    assert ruling(FOUND, SAID, decided(ACCEPTED), decided(SENT_BACK, 2)) is Ruling.SENT_BACK
    assert ruling(FOUND, SAID, decided(SENT_BACK), decided(ACCEPTED, 2)) is Ruling.ACCEPTED


def test_findings_of_one_key_are_decided_together_and_no_others() -> None:
    other = replace(FOUND, row="total")
    found = asked([FOUND, other, replace(FOUND, message="另一处")], [SAID], ())
    assert [(one.key, len(one.findings)) for one in found] == [("V-01-1", 2), ("V-01-1@total", 1)]
    assert asked([replace(FOUND, severity=Severity.NOTICE)], [SAID], ()) == ()


def test_what_was_sent_back_explains_nothing_until_it_is_written_anew() -> None:
    assert decide((FOUND,), (SAID,)) is SubmissionState.ACCEPTED
    assert decide((FOUND,), (SAID,), frozenset({FOUND.key})) is SubmissionState.RETURNED


def test_an_accepted_text_is_proposed_next_year_until_it_expires_and_marked_once() -> None:
    accepted = decisions([decided(ACCEPTED, until="2023")])
    (again,) = proposals({2021: accepted}, 2022)
    assert again == Explanation("V-01-1", "（沿用2021年度已认可的说明）当年招聘四名事业人员。", "招聘批复")
    (then,) = proposals({2022: decisions([decided(ACCEPTED, said=again, until="2023")]), 2021: accepted}, 2023)
    assert then.reason == "（沿用2022年度已认可的说明）当年招聘四名事业人员。"
    assert unmarked(then.reason) == SAID.reason
    assert proposals({2021: accepted}, 2024) == ()
    assert proposals({2021: decisions([decided(ACCEPTED, until="2023"), decided(SENT_BACK, 2)])}, 2022) == ()


def test_a_year_without_the_finding_is_passed_over_and_a_later_decision_is_not() -> None:
    accepted = decisions([decided(ACCEPTED, until="2025")])
    (again,) = proposals({2021: accepted, 2022: ()}, 2023)
    assert again.reason == "（沿用2021年度已认可的说明）当年招聘四名事业人员。"
    assert proposals({2021: accepted, 2022: decisions([decided(SENT_BACK)])}, 2023) == ()
    assert proposals({2021: accepted, 2022: decisions([decided(ACCEPTED, until="2022")])}, 2023) == ()


def test_a_decision_says_where_it_holds_and_an_older_one_holds_for_what_it_is_about() -> None:
    told = decisions([decided(ACCEPTED), decided(ACCEPTED, scope="101001/V-01-1")])
    assert [scope_in_words(one.scope) for one in told] == ["单位 101001 的疑点 V-01-1"] * 2

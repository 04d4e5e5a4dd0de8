"""NR-01: where a change or a deviation is told, its reason is written, or the unit is asked for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.rule import Engine
from final_accounts.model.submission import Explanation, ParsedSubmission, SubmissionState, decide
from final_accounts.stages.judgement.assess import Assessment, Read, assess_accounts
from final_accounts.stages.judgement.reasons import MISSING_REASON, missing_reasons
from narrative.telling import made_up, real

REGIONS = ("hubei-wuhan", "sichuan-ziyang")


def asked(region: str, parsed: ParsedSubmission) -> tuple[Finding, ...]:
    found, _ = made_up(region, 2022, 3)
    return missing_reasons(found, parsed)


def without(region: str, *slots: str) -> ParsedSubmission:
    _, parsed = made_up(region, 2022, 3)
    assert set(slots) <= parsed.texts.keys()
    return replace(parsed, texts={slot: text for slot, text in parsed.texts.items() if slot not in slots})


def assessed(region: str, parsed: ParsedSubmission) -> Assessment:
    found, _ = made_up(region, 2022, 3)
    return assess_accounts(found, [Read("101001/v1", parsed, ())])


@pytest.mark.parametrize("region", REGIONS)
def test_a_unit_that_wrote_its_reasons_is_not_asked(region: str) -> None:
    assert asked(region, made_up(region, 2022, 3)[1]) == ()


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("slot", ["reason_total", "reason_appropriation", "reason_general"])
def test_a_change_without_its_reason_is_asked_for_by_the_item_that_takes_it(region: str, slot: str) -> None:
    found, _ = made_up(region, 2022, 3)
    (finding,) = asked(region, without(region, slot))
    assert (finding.rule, finding.row, finding.severity) == (MISSING_REASON, f"slot:{slot}", Severity.EXPLAIN)
    title = next(known.title for known in found.slots if known.id == slot)
    assert f"“{title}”" in finding.message
    assert finding.hint


@pytest.mark.parametrize("region", REGIONS)
def test_empty_words_are_no_reason(region: str) -> None:
    _, parsed = made_up(region, 2022, 3)
    (finding,) = asked(region, replace(parsed, texts={**parsed.texts, "reason_total": "无。"}))
    assert finding.row == "slot:reason_total"


def test_a_budget_that_was_met_asks_for_nothing_and_a_deviation_names_its_subjects() -> None:
    (finding,) = asked("hubei-wuhan", without("hubei-wuhan", "reason_budget"))
    assert finding.row == "slot:reason_budget"
    assert "（类）支出" in finding.message


def test_what_could_not_be_read_is_not_asked() -> None:
    parsed = replace(without("hubei-wuhan", "reason_total"), readable=False)
    assert asked("hubei-wuhan", parsed) == ()


@pytest.mark.parametrize("region", REGIONS)
def test_the_rule_is_executed_in_every_run_and_counts_what_was_asked(region: str) -> None:
    clean = assessed(region, made_up(region, 2022, 3)[1])
    short = assessed(region, without(region, "reason_total", "reason_general"))
    assert clean.executed == clean.expected == short.executed == short.expected
    assert [f for f in clean.findings["101001/v1"] if f.rule == MISSING_REASON] == []
    rows = {f.row for f in short.findings["101001/v1"] if f.rule == MISSING_REASON}
    assert rows == {"slot:reason_total", "slot:reason_general"}


def test_a_reason_may_be_given_in_the_explanations_instead() -> None:
    findings = asked("hubei-wuhan", without("hubei-wuhan", "reason_total"))
    assert decide(findings, ()) is SubmissionState.RETURNED
    given = Explanation("NR-01@slot:reason_total", "当年新增四名事业人员")
    assert decide(findings, (given,)) is SubmissionState.ACCEPTED


def test_the_wuhan_unit_is_asked_for_nothing() -> None:
    found, parsed = real("jianghan-2021.yaml", "wuhan-jianghan")
    assert missing_reasons(found, parsed) == ()


@pytest.mark.parametrize("region", [*REGIONS, "national"])
def test_the_rule_is_in_every_rulebook(region: str) -> None:
    rule = edition(region, 2022).rulebook[MISSING_REASON]
    assert (rule.engine, rule.severity, rule.suite) == (Engine.NARRATIVE, Severity.EXPLAIN, "accounts")

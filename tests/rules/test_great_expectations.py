"""Great Expectations asserts every rule, or the run fails: nothing passes because nothing ran."""

from __future__ import annotations

import dataclasses

import pytest

from final_accounts.catalog.editions import edition_of
from final_accounts.model.errors import RulebookError
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.rules import CompiledRulebook, compile_rulebook, review
from final_accounts.rules.encoding import encode
from final_accounts.rules.gx import ExpectFinalAccountsRule, Payload, assert_rules, build_suite, frame
from rules.balanced_accounts import change, unit

EDITION = "hubei-wuhan/2021"


@pytest.fixture(scope="module")
def compiled() -> CompiledRulebook:
    return compile_rulebook(edition_of(EDITION))


@pytest.fixture
def payload(compiled: CompiledRulebook) -> Payload:
    chunk = encode([unit(compiled.edition)], compiled.shapes, compiled.rows)
    return Payload(compiled, chunk, compiled.expected("accounts"), {})


def test_each_rule_has_one_expectation_with_its_severity_and_sentence(compiled: CompiledRulebook) -> None:
    suite = build_suite(compiled, "all")
    said = {
        e.rule_id: (e.severity, e.description) for e in suite.expectations if isinstance(e, ExpectFinalAccountsRule)
    }
    assert set(said) == {r.id for r in compiled.rulebook.rules}
    assert said["T1-05"] == ("critical", "T1-05 收入总计等于支出总计")
    assert said["V-18"][0] == "info"


def test_the_suite_is_the_same_every_time_it_is_built(compiled: CompiledRulebook) -> None:
    one, other = build_suite(compiled, "accounts"), build_suite(compiled, "accounts")
    assert [e.id for e in one.expectations] == [e.id for e in other.expectations]
    assert len({e.id for e in one.expectations}) == len(one.expectations)


def test_every_expected_rule_gives_a_result(payload: Payload) -> None:
    run = assert_rules(payload, build_suite(payload.compiled, "accounts"))
    assert sorted(run.executed) == sorted(r.id for r in payload.rules)
    assert run.statistics["evaluated_expectations"] == len(payload.rules)


def test_a_suite_that_lost_one_expectation_fails_the_run(payload: Payload) -> None:
    suite = build_suite(payload.compiled, "accounts")
    suite.expectations.pop()
    with pytest.raises(RulebookError, match="without a result"):
        assert_rules(payload, suite)


def test_a_suite_without_expectations_fails_the_run(payload: Payload) -> None:
    suite = build_suite(payload.compiled, "accounts")
    suite.expectations.clear()
    with pytest.raises(RulebookError, match="0 of"):
        assert_rules(payload, suite)


def test_an_expectation_of_an_unknown_rule_never_passes(payload: Payload) -> None:
    suite = build_suite(payload.compiled, "accounts")
    suite.expectations.append(ExpectFinalAccountsRule(rule_id="T1-99"))
    with pytest.raises(RulebookError, match="T1-99"):
        assert_rules(payload, suite)


def test_a_run_of_no_rules_is_an_error(compiled: CompiledRulebook) -> None:
    with pytest.raises(RulebookError, match="nothing would be checked"):
        review(compiled, [unit(compiled.edition)], suite="nonsense")


def test_findings_of_readers_and_scoring_count_for_their_rules(compiled: CompiledRulebook) -> None:
    raised = Finding("IN-20", Severity.BLOCKING, Verdict.ERROR, "IN-20 缺少表6")
    scored = Finding("PF-01", Severity.BLOCKING, Verdict.ERROR, "PF-01 总分不符")
    found = review(compiled, [dataclasses.replace(unit(compiled.edition), side=(raised, scored))], "all")
    assert {f.rule for f in found.findings["101001"]} >= {"IN-20", "PF-01"}
    assert (found.results["IN-20"].error, found.results["IN-20"].success) == (1, False)
    assert found.results["PF-01"].units_failing == 1
    assert found.results["IN-21"].success


def test_a_finding_of_a_rule_nobody_knows_is_our_error(compiled: CompiledRulebook) -> None:
    stray = Finding("ZZ-01", Severity.NOTICE, Verdict.ERROR, "?")
    with pytest.raises(RulebookError, match="ZZ-01"):
        review(compiled, [dataclasses.replace(unit(compiled.edition), side=(stray,))])


def test_the_frame_holds_every_reported_figure_once(payload: Payload) -> None:
    data = frame(payload.chunk)
    assert data["key"].is_unique
    assert str(data["value"].dtype) == "int64"


def test_a_failing_rule_names_its_units_and_the_others_pass(compiled: CompiledRulebook) -> None:
    good, bad = unit(compiled.edition, code="101001"), unit(compiled.edition, code="101002")
    bad = dataclasses.replace(bad, facts=change(bad.facts, ("T1", "line:收入总计", "amount"), 1))
    found = review(compiled, [good, bad])
    assert found.results["T1-05"].units_failing == 1
    assert found.results["T1-01"].success
    assert [f.rule for f in found.findings["101002"] if f.severity is Severity.BLOCKING] == ["T1-02", "T1-05"]
    assert [f.rule for f in found.findings["101001"] if f.severity is Severity.BLOCKING] == []


def test_an_unreadable_file_is_not_checkable_and_not_right(compiled: CompiledRulebook) -> None:
    lost = dataclasses.replace(unit(compiled.edition), facts=(), forms_present=frozenset(), readable=False)
    found = review(compiled, [lost, unit(compiled.edition, code="101002")])
    assert found.results["T1-05"].not_checkable == 1
    assert found.findings["101001"] == ()

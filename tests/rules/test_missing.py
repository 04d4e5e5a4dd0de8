"""Missing is not zero, not blank, not nil, not "not applicable"; and nothing that is absent ever passes."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from final_accounts.catalog.editions import edition_of
from final_accounts.model.errors import RulebookError
from final_accounts.model.finding import Severity
from final_accounts.model.rule import Basis, Missing, Rule, Rulebook, RuleKind
from final_accounts.model.submission import Explanation
from final_accounts.rules import CompiledRulebook, RuleResult, UnitFacts, compile_rulebook, review
from rules.balanced_accounts import change, unit

EDITION = "hubei-wuhan/2021"


def rulebook(*rules: Rule) -> CompiledRulebook:
    """The edition with these rules only."""
    edition = edition_of(EDITION)
    return compile_rulebook(dataclasses.replace(edition, rulebook=Rulebook(edition.id, rules, "test")))


def rule(holds: str, missing: Missing = Missing.ZERO, when: str = "") -> Rule:
    return Rule(
        "R-01", "收入总计等于支出总计", Severity.BLOCKING, RuleKind.BALANCE, holds=holds, missing=missing, when=when,
        hint="请核对。", basis=(Basis("依据"),),
    )  # fmt: skip


@cache
def base() -> UnitFacts:
    return unit(edition_of(EDITION))


def without(*keys: tuple[str, str, str]) -> UnitFacts:
    return dataclasses.replace(base(), facts=tuple(f for f in base().facts if f.key not in keys))


def result(compiled: CompiledRulebook, submission: UnitFacts) -> RuleResult:
    return review(compiled, [submission]).results["R-01"]


TOTALS = "T1.收入总计 == T1.支出总计"
LEFT = ("T1", "line:收入总计", "amount")


def test_an_absent_figure_fails_when_the_rule_says_so_and_the_message_names_it() -> None:
    compiled = rulebook(rule(TOTALS, Missing.FAIL))
    found = review(compiled, [without(LEFT)])
    assert found.results["R-01"].error == 1
    assert "缺少 收入总计" in found.findings["101001"][0].message


def test_an_absent_figure_is_zero_when_the_rule_says_so() -> None:
    assert result(rulebook(rule(TOTALS)), without(LEFT)).error == 1
    assert result(rulebook(rule(TOTALS)), without(LEFT, ("T1", "line:支出总计", "amount"))).ok == 1


def test_an_absent_figure_is_not_checkable_otherwise_and_the_review_names_it() -> None:
    compiled = rulebook(rule(TOTALS, Missing.NOT_CHECKABLE))
    found = review(compiled, [without(LEFT)])
    assert (found.results["R-01"].not_checkable, found.results["R-01"].ok) == (1, 0)
    assert found.not_checkable["101001"][0].missing == ("收入总计",)


def test_an_absent_form_is_never_this_rules_error_nor_its_success() -> None:
    gone = unit(edition_of(EDITION), drop_forms=["T1"])
    found = result(rulebook(rule(TOTALS, Missing.FAIL)), gone)
    assert (found.ok, found.error, found.not_checkable) == (0, 0, 1)


def test_a_form_declared_empty_counts_as_zero() -> None:
    gone = unit(edition_of(EDITION), drop_forms=["T8"])
    nil = dataclasses.replace(gone, nil_forms=frozenset({"T8"}))
    compiled = rulebook(rule("T8.total.total == 0", Missing.NOT_CHECKABLE))
    assert result(compiled, gone).not_checkable == 1
    assert result(compiled, nil).ok == 1


def test_a_code_that_a_present_table_does_not_list_is_zero() -> None:
    compiled = rulebook(rule("T5[2049999].total == 0", Missing.NOT_CHECKABLE))
    assert result(compiled, base()).ok == 1


def test_a_false_premise_is_not_applicable_and_an_absent_one_not_checkable() -> None:
    compiled = rulebook(rule(TOTALS, Missing.NOT_CHECKABLE, when="T1.其他收入 < 0"))
    assert result(compiled, base()).not_applicable == 1
    assert result(compiled, without(("T1", "line:其他收入", "amount"))).not_checkable == 1


def test_a_rate_on_a_zero_base_is_not_checkable() -> None:
    compiled = rulebook(rule("T1.收入总计 / T7.决算数.abroad <= 0.5"))
    assert result(compiled, base()).not_checkable == 1


def test_a_named_exception_turns_blocking_into_explain_only_when_it_is_proved() -> None:
    compiled = compile_rulebook(edition_of(EDITION))
    facts = change(base().facts, ("TPQ", "line:公务用车保有量", "count"), -2)
    plain = review(compiled, [dataclasses.replace(base(), facts=facts)]).findings["101001"]
    assert [f.severity for f in plain if f.rule == "T7-04"] == [Severity.BLOCKING]
    said = (Explanation("T7-04", "涉密，不便公开", "保密办文件"),)
    proved = review(compiled, [dataclasses.replace(base(), facts=facts, explanations=said)]).findings["101001"]
    used = next(f for f in proved if f.rule == "T7-04")
    assert used.severity is Severity.EXPLAIN
    assert used.context == {"exception": "涉密"}


def test_a_coarse_step_forgives_half_steps_of_all_operands_and_not_a_fen_more() -> None:
    coarse = tuple(dataclasses.replace(f, step=10_000) if f.form == "T1" and not f.blank else f for f in base().facts)
    compiled = rulebook(rule(TOTALS))

    def at(fen: int) -> RuleResult:
        return result(compiled, dataclasses.replace(base(), facts=change(coarse, LEFT, fen)))

    assert at(10_000).rounding == 1
    assert at(10_001).error == 1
    assert at(0).ok == 1


@pytest.mark.parametrize(
    "formula",
    [
        "T1.没有这一行 == 0",
        "T99.收入总计 == 0 or",
        "T1.收入总计",
        "T1.收入总计 == STAFF.在职实有",
        "__import__('os')",
        "T4.本年支出合计 == 0",
        "row.total == 0",
        "sum(T1@nothing) == 0",
        "T1.收入总计 * 1.5 == 0",
        "T1.收入总计 == '零'",
        "lambda: 0",
        "T1.收入总计 == 5",
    ],
)
def test_a_formula_that_is_not_understood_is_our_error(formula: str) -> None:
    with pytest.raises(RulebookError, match="R-01"):
        rulebook(rule(formula))


def test_a_rule_whose_form_the_edition_lacks_is_listed_as_not_applicable() -> None:
    compiled = rulebook(rule("S5.total.total == 0"))
    found = review(compiled, [base()])
    assert found.not_in_edition == {"R-01": "no form S5 in this edition"}
    assert (found.results["R-01"].not_applicable, found.results["R-01"].ok) == (1, 0)
    assert found.executed == ("R-01",)

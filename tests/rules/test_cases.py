"""Every rule of the rulebook has accounts where it holds and accounts where it is broken, and says so to the cell."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from final_accounts.catalog.editions import edition_of
from final_accounts.catalog.rooms import data_root
from final_accounts.catalog.rulebook import all_rules
from final_accounts.model.rule import Engine, Rule
from final_accounts.rules import CompiledRulebook, Review, UnitFacts, compile_rulebook, review
from final_accounts.rules.core import evaluate
from final_accounts.rules.encoding import encode
from final_accounts.rules.outcomes import Code, FormulaOutcome
from rules.balanced_accounts import unit
from rules.cases import Case, cases

BY_NAME = {case.rule: case for case in cases()}


@cache
def compiled_of(edition: str) -> CompiledRulebook:
    return compile_rulebook(edition_of(edition))


@cache
def units_of(edition: str) -> tuple[UnitFacts, ...]:
    return tuple(case.submission(side) for case in cases() if case.edition == edition for side in ("holds", "fails"))


@cache
def reviewed(edition: str) -> Review:
    """All cases of an edition in one chunk: units must not disturb each other."""
    return review(compiled_of(edition), units_of(edition))


@cache
def verdicts(edition: str) -> dict[tuple[str, str], set[Code]]:
    """Verdicts of each rule for each unit."""
    compiled = compiled_of(edition)
    units = units_of(edition)
    chunk = encode(units, compiled.shapes, compiled.rows)
    found: dict[tuple[str, str], set[Code]] = {}
    for rule_id, outcome in evaluate(compiled, chunk, compiled.expected("accounts")).items():
        if isinstance(outcome, FormulaOutcome):
            for number, unit in enumerate(units):
                codes = np.unique(outcome.verdict[outcome.at.unit == number])
                found[rule_id, unit.unit] = {Code(int(c)) for c in codes}
    return found


def own_rules() -> list[Rule]:
    return [rule for rule, _, _ in all_rules(data_root()) if rule.engine in {Engine.FORMULA, Engine.CHECK}]


def test_every_formula_and_check_has_a_case() -> None:
    assert sorted({rule.id for rule in own_rules()}) == sorted(BY_NAME)


def test_every_rule_of_these_rooms_says_in_chinese_what_to_do_and_on_what_basis() -> None:
    poor = [r.id for r in own_rules() if not (r.says and r.hint.endswith("。") and r.basis)]
    assert poor == []


@pytest.mark.parametrize("case", [c for c in cases() if "never" not in c.data], ids=lambda c: c.rule)
def test_the_rule_is_broken_where_the_case_says_so(case: Case) -> None:
    found = [f for f in reviewed(case.edition).findings[f"{case.rule}/fails"] if f.rule == case.rule]
    assert found, f"{case.rule} was not broken"
    rule = compiled_of(case.edition).rulebook[case.rule]
    assert {f.severity for f in found} == {rule.severity}
    if "says" in case.data:
        assert [f.message for f in found] == [case.data["says"]]


@pytest.mark.parametrize("case", [c for c in cases() if "never" not in c.data], ids=lambda c: c.rule)
def test_the_rule_holds_where_nothing_is_wrong(case: Case) -> None:
    unit = f"{case.rule}/holds"
    assert [f.message for f in reviewed(case.edition).findings[unit] if f.rule == case.rule] == []
    if case.rule in compiled_of(case.edition).formulas:
        seen = verdicts(case.edition)[case.rule, unit]
        assert Code.OK in seen, f"{case.rule} says nothing of its own case: {seen}"
        assert Code.ERROR not in seen


@pytest.mark.parametrize("case", [c for c in cases() if "never" in c.data], ids=lambda c: c.rule)
def test_a_rule_that_cannot_be_checked_yet_says_so(case: Case) -> None:
    assert verdicts(case.edition)[case.rule, f"{case.rule}/holds"] == {Code[case.data["verdict"].upper()]}


@pytest.mark.parametrize("edition", ["hubei-wuhan/2021", "sichuan-ziyang/2021", "national/2022"])
def test_the_balanced_accounts_have_nothing_to_correct_or_explain(edition: str) -> None:
    found = review(compiled_of(edition), [unit(edition_of(edition))]).findings["101001"]
    assert [f.message for f in found if f.severity.value != "notice"] == []

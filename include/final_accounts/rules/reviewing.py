"""``review``: units of a chunk in, findings and the account of every rule out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from final_accounts.model.errors import RulebookError
from final_accounts.model.finding import Finding
from final_accounts.model.rule import Rule
from final_accounts.rules.absences import absences
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledRulebook
from final_accounts.rules.encoding import encode
from final_accounts.rules.grouping import Raised, arrange
from final_accounts.rules.outcomes import Code, FormulaOutcome, Outcome
from final_accounts.rules.units import NotCheckable, Review, RuleResult, UnitFacts
from final_accounts.rules.wording import formula_finding, hit_finding

PER_RULE: Final = 20
"""Findings of one rule shown one by one for one unit; what is beyond is told as one finding with its count."""


def review(compiled: CompiledRulebook, units: Sequence[UnitFacts], suite: str = "accounts") -> Review:
    """Review all units of a chunk at once.

    ``suite``: "accounts", "performance" or "all". Findings come grouped and in order of repair; side findings of the
    suite's rules are among them. Raises RulebookError when a side finding names an unknown rule, or when fewer rules
    gave a verdict than the rulebook has.
    """
    from final_accounts.rules.gx import Payload, assert_rules, build_suite  # noqa: PLC0415  its import takes seconds

    rules = compiled.expected(suite)
    readable = [u for u in units if u.readable]
    chunk = encode(readable, compiled.shapes, compiled.rows)
    side = _side(compiled, units, rules)
    counted = {rule: dict(Counter(u for u, f in found for _ in range(f.count))) for rule, found in side.items()}
    run = assert_rules(Payload(compiled, chunk, rules, counted), build_suite(compiled, suite))
    raised = _findings(compiled, chunk, run.outcomes)
    for found in side.values():
        for unit, finding in found:
            raised[unit].append(Raised(finding))
    systems_of = arrange(compiled, chunk, run.outcomes, raised)
    unread = len(units) - len(readable)
    return Review(
        rulebook=compiled.rulebook.hash,
        suite=suite,
        findings={u.unit: systems_of.get(u.unit, ()) for u in units},
        expected=tuple(rule.id for rule in rules),
        executed=run.executed,
        results={rule.id: _result(rule, run.counts[rule.id], len(run.failing[rule.id]), unread) for rule in rules},
        not_checkable=_not_checkable(compiled, chunk, run.outcomes),
        not_in_edition={k: v for k, v in compiled.not_in_edition.items() if k in run.counts},
        statistics=run.statistics,
    )


def _side(
    compiled: CompiledRulebook, units: Sequence[UnitFacts], rules: Sequence[Rule]
) -> dict[str, list[tuple[str, Finding]]]:
    known = {rule.id for rule in compiled.rulebook.rules}
    wanted = {rule.id for rule in rules}
    found: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for unit in units:
        for finding in unit.side:
            if finding.rule not in known:
                message = f"a finding of {unit.unit} names rule {finding.rule}, which is not in the rulebook"
                raise RulebookError(message)
            if finding.rule in wanted:
                found[finding.rule].append((unit.unit, finding))
    return found


def _findings(compiled: CompiledRulebook, chunk: Chunk, outcomes: dict[str, Outcome]) -> dict[str, list[Raised]]:
    raised: dict[str, list[Raised]] = defaultdict(list)
    for rule_id, outcome in outcomes.items():
        if not isinstance(outcome, FormulaOutcome):
            by_unit: dict[int, int] = defaultdict(int)
            for hit in outcome.hits:
                by_unit[hit.unit] += 1
                if by_unit[hit.unit] <= PER_RULE:
                    raised[chunk.units[hit.unit].unit].append(Raised(hit_finding(outcome.rule, hit)))
            for unit, count in by_unit.items():
                if count > PER_RULE:
                    raised[chunk.units[unit].unit].append(Raised(_more(outcome.rule, count - PER_RULE)))
            continue
        formula = compiled.formulas[rule_id]
        bad = np.flatnonzero(outcome.verdict == Code.ERROR)
        for unit_number in np.unique(outcome.at.unit[bad]):
            own = bad[outcome.at.unit[bad] == unit_number]
            home = raised[chunk.units[int(unit_number)].unit]
            home += [Raised(formula_finding(formula, outcome, int(w), compiled, chunk), int(w)) for w in own[:PER_RULE]]
            if len(own) > PER_RULE:
                home.append(Raised(_more(formula.rule, len(own) - PER_RULE)))
    return raised


def _more(rule: Rule, count: int) -> Finding:
    """The findings of a rule beyond those shown one by one."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=Code.ERROR.verdict,
        message=f"{rule.id} {rule.says}：另有 {count} 处同类问题未逐条列出。{rule.hint}",
        hint=rule.hint,
        source_id=rule.source_id,
        count=count,
        context={"aggregated": "yes"},
    )


def _not_checkable(
    compiled: CompiledRulebook, chunk: Chunk, outcomes: dict[str, Outcome]
) -> dict[str, tuple[NotCheckable, ...]]:
    found: dict[str, list[NotCheckable]] = defaultdict(list)
    for rule_id, outcome in outcomes.items():
        if not isinstance(outcome, FormulaOutcome):
            for number, words in outcome.not_checkable.items():
                found[chunk.units[number].unit].append(NotCheckable(rule_id, 1, words))
            continue
        gone = absences(compiled.formulas[rule_id], compiled, chunk, outcome)
        if gone is not None:
            for number, count, words in zip(gone.units, gone.counts, gone.words(compiled, chunk, outcome), strict=True):
                found[chunk.units[number].unit].append(NotCheckable(rule_id, count, words))
    return {unit: tuple(rows) for unit, rows in found.items()}


def _result(rule: Rule, counts: tuple[int, ...], failing: int, unread: int) -> RuleResult:
    ok, rounding, error, not_applicable, not_checkable = counts
    return RuleResult(
        rule.id, rule.severity, ok, rounding, error, not_applicable, not_checkable + unread, failing, failing == 0
    )

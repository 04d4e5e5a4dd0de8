"""The bare computation: every rule of a suite over every unit of a chunk, in arrays; no words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from final_accounts.model.errors import RulebookError
from final_accounts.model.rule import Missing, Rule
from final_accounts.rules.absences import absences
from final_accounts.rules.checks import CHECKS
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.domains import instances
from final_accounts.rules.evaluation import Evaluator
from final_accounts.rules.evaluators import evaluator_of
from final_accounts.rules.nodes import CellOf, Node, SumOf, walk
from final_accounts.rules.outcomes import Code, FormulaOutcome, Outcome
from final_accounts.rules.quantities import Truth
from final_accounts.rules.vocabulary import Flags


def evaluate(compiled: CompiledRulebook, chunk: Chunk, rules: Iterable[Rule]) -> dict[str, Outcome]:
    """Outcome of every formula and check among ``rules`` (rules of readers and scoring have theirs already)."""
    found: dict[str, Outcome] = {}
    for rule in rules:
        if rule.id in compiled.formulas:
            found[rule.id] = outcome_of(compiled.formulas[rule.id], compiled, chunk)

    def unreported(rule_id: str, outcome: FormulaOutcome) -> tuple[int, ...]:
        gone = absences(compiled.formulas[rule_id], compiled, chunk, outcome)
        return gone.of_the_unit() if gone is not None else ()

    context = CheckContext(compiled.edition, compiled.shapes, chunk, compiled.names, found, unreported)
    for rule in rules:
        if rule.id in compiled.checks:
            found[rule.id] = CHECKS[rule.check](rule, context)
        elif rule.id not in compiled.formulas and rule.id not in compiled.sides | compiled.not_in_edition:
            message = f"rule {rule.id} is not in the compiled rulebook of {compiled.edition.id}"
            raise RulebookError(message)
    return found


def outcome_of(formula: CompiledFormula, compiled: CompiledRulebook, chunk: Chunk) -> FormulaOutcome:
    """Verdicts of one formula.

    Premise false: not applicable. An input absent: by the rule's strategy an error, a zero, or not checkable; when the
    whole form is absent it is never this rule's error (completeness says so once), only not checkable.
    """
    at = instances(formula.domain, chunk)
    evaluator = evaluator_of(formula, compiled, chunk, at)
    size = len(at)
    verdict = np.full(size, Code.ERROR, np.int8)
    excused = np.full(size, -1, np.int8)
    claim = evaluator.truth(formula.claim)
    premise = evaluator.truth(formula.premise) if formula.premise is not None else _always(size)
    verdict[claim.possible] = Code.ROUNDING
    verdict[claim.stated] = Code.OK
    if formula.rule.missing is not Missing.ZERO:
        gone = claim.missing
        verdict[gone] = Code.NOT_CHECKABLE
        if formula.rule.missing is Missing.FAIL:
            verdict[gone & _forms_there(formula.claim, evaluator)] = Code.ERROR
    else:
        verdict[claim.missing] = Code.NOT_CHECKABLE  # a rate on a zero base
    verdict[~premise.stated] = Code.NOT_APPLICABLE
    verdict[premise.missing] = Code.NOT_CHECKABLE
    for number, (_, proof) in enumerate(formula.exceptions):
        answer = evaluator.truth(proof)
        excused[(verdict == Code.ERROR) & (excused < 0) & answer.stated & ~answer.missing] = number
    return FormulaOutcome(formula.rule, at, verdict, excused)


def _always(size: int) -> Truth:
    return Truth.plain(np.ones(size, np.bool_))


def _forms_there(node: Node, evaluator: Evaluator) -> Flags:
    """Instances where every form named is in the submission (or declared empty)."""
    chunk, at = evaluator.chunk, evaluator.at
    there = np.ones(len(at), np.bool_)
    for part in walk(node):
        if isinstance(part, CellOf | SumOf) and part.form and not part.prior:
            there &= chunk.grids[part.form].present[at.unit]
    return there

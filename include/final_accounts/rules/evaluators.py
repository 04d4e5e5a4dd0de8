"""The evaluator of a compiled formula: its rule's strategy for absent figures decides what counts as zero."""

from __future__ import annotations

from final_accounts.model.rule import Missing
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.domains import Instances
from final_accounts.rules.evaluation import Evaluator


def evaluator_of(formula: CompiledFormula, compiled: CompiledRulebook, chunk: Chunk, at: Instances) -> Evaluator:
    """The evaluator of a formula at some instances."""
    zero = formula.rule.missing is Missing.ZERO
    return Evaluator(chunk, formula.domain, at, formula.rule.id, zero, compiled.names)

"""Which inputs are absent where a formula could not be checked, for all units at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.describing import Describer
from final_accounts.rules.evaluation import Evaluator
from final_accounts.rules.evaluators import evaluator_of
from final_accounts.rules.nodes import CellOf, Node, Statistic, SumOf, walk
from final_accounts.rules.outcomes import Code, FormulaOutcome
from final_accounts.rules.vocabulary import Flags

Input = CellOf | SumOf | Statistic


@dataclass(frozen=True)
class Absences:
    """Of one formula: unit numbers, how many instances each, and ``absent[input, unit]`` at the first of them."""

    formula: CompiledFormula
    units: tuple[int, ...]
    counts: tuple[int, ...]
    first: tuple[int, ...]  # instance number in the outcome
    inputs: tuple[Input, ...]
    absent: Flags

    def of_the_unit(self) -> tuple[int, ...]:
        """Units that could have reported what is absent (not last year's facts, city figures, cells no form has)."""
        own = [not isinstance(i, Statistic) and not i.prior and bool(i.form) for i in self.inputs]
        hit = np.asarray(self.absent[own].sum(axis=0) > 0) if any(own) else np.zeros(len(self.units), np.bool_)
        return tuple(u for u, h in zip(self.units, hit, strict=True) if h)

    def words(self, compiled: CompiledRulebook, chunk: Chunk, outcome: FormulaOutcome) -> list[tuple[str, ...]]:
        """The absent inputs in words, unit by unit; worked out once for each pattern of absence."""
        known: dict[bytes, tuple[str, ...]] = {}
        found = []
        for place, which in enumerate(self.first):
            pattern = self.absent[:, place].tobytes()
            if pattern not in known:
                evaluator = evaluator_of(self.formula, compiled, chunk, outcome.at.take(np.array([which])))
                describer = Describer(compiled, self.formula, evaluator)
                named = [describer.of(i) for i, gone in zip(self.inputs, self.absent[:, place], strict=True) if gone]
                known[pattern] = tuple(dict.fromkeys(named)) or ("除数为零",)
            found.append(known[pattern])
        return found


def inputs_of(formula: CompiledFormula) -> tuple[Input, ...]:
    """References of claim and premise, each once."""
    roots: list[Node] = [formula.claim, *([formula.premise] if formula.premise is not None else [])]
    nodes = [n for root in roots for n in walk(root) if isinstance(n, Input)]
    return tuple(dict.fromkeys(nodes))


def absences(
    formula: CompiledFormula, compiled: CompiledRulebook, chunk: Chunk, outcome: FormulaOutcome
) -> Absences | None:
    """Absences of a formula; None when every instance could be checked."""
    gone = np.flatnonzero(outcome.verdict == Code.NOT_CHECKABLE)
    if not len(gone):
        return None
    units, place, counts = np.unique(outcome.at.unit[gone], return_index=True, return_counts=True)
    first = gone[place]
    evaluator = evaluator_of(formula, compiled, chunk, outcome.at.take(first))
    inputs = inputs_of(formula)
    absent = missing_matrix(inputs, evaluator)
    return Absences(formula, tuple(units.tolist()), tuple(counts.tolist()), tuple(first.tolist()), inputs, absent)


def missing_matrix(inputs: tuple[Input, ...], evaluator: Evaluator) -> Flags:
    """``[input, instance]``: no figure there, whatever the rule's strategy."""
    strict = replace(evaluator, zero=False)
    rows = [strict.missing_cells(i) if isinstance(i, CellOf) else strict.figure(i).missing for i in inputs]
    return np.stack(rows) if rows else np.zeros((0, len(evaluator.at)), np.bool_)

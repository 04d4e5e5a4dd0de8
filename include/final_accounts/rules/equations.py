"""The equations of failing units in linear form: cell → coefficient, residual, slack. What localisation works on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from final_accounts.model.finding import Severity
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.evaluators import evaluator_of
from final_accounts.rules.nodes import Compare
from final_accounts.rules.outcomes import Code, FormulaOutcome, Outcome
from final_accounts.rules.quantities import Figure
from final_accounts.rules.vocabulary import Flags, Ints


@dataclass(frozen=True, slots=True)
class Equation:
    """One instance of an equality (or bound) of one unit: Σ coefficient · cell = residual, wanted within ± slack / 2.

    ``bound``: "" for an equality, else the operator that ``residual <op> 0`` has to satisfy.
    """

    rule: str
    instance: int
    cells: dict[int, int]
    residual: int
    slack: int
    failed: bool
    bound: str = ""


@dataclass(slots=True)
class System:
    """All equations and bounds of one unit, and which of them each cell stands in."""

    equations: list[Equation] = field(default_factory=list)
    by_cell: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, equation: Equation) -> None:
        """Take an equation in."""
        for cell in equation.cells:
            self.by_cell[cell].append(len(self.equations))
        self.equations.append(equation)


def systems(compiled: CompiledRulebook, chunk: Chunk, outcomes: dict[str, Outcome]) -> dict[int, System]:
    """Systems of the units with a failed equation, by unit number. Last year's figures are given, never suspects."""
    chosen = [
        (compiled.formulas[rule_id], outcome)
        for rule_id, outcome in outcomes.items()
        if isinstance(outcome, FormulaOutcome) and _hard(compiled.formulas[rule_id])
    ]
    failing = np.zeros(len(chunk.units), np.bool_)
    for formula, outcome in chosen:
        if formula.equation:
            failing[outcome.at.unit[outcome.verdict == Code.ERROR]] = True
    found: dict[int, System] = {int(u): System() for u in np.flatnonzero(failing)}
    if found:
        for formula, outcome in chosen:
            _collect(formula, outcome, compiled, chunk, failing, found)
    return found


def _hard(formula: CompiledFormula) -> bool:
    """Only what must hold can tell a wrong cell: a plausibility rule may fail on right figures."""
    return formula.rule.severity is Severity.BLOCKING and (formula.equation or formula.bound)


def _collect(  # noqa: PLR0917  a private step of ``systems``
    formula: CompiledFormula,
    outcome: FormulaOutcome,
    compiled: CompiledRulebook,
    chunk: Chunk,
    failing: Flags,
    found: dict[int, System],
) -> None:
    claim = formula.claim
    if not isinstance(claim, Compare):
        return
    which = np.flatnonzero(failing[outcome.at.unit] & (outcome.verdict <= Code.ERROR))
    if not len(which):
        return
    evaluator = evaluator_of(formula, compiled, chunk, outcome.at.take(which))
    inst, cell, coefficient = evaluator.cells(claim)
    own = ~_of_last_year(chunk, cell)
    inst, cell, coefficient = inst[own], cell[own], coefficient[own]
    left, right = evaluator.figure(claim.left), evaluator.figure(claim.right)
    if not isinstance(left, Figure) or not isinstance(right, Figure):
        return
    residual = left.value - right.value
    slack = np.where(left.coarse | right.coarse, left.spread + right.spread, 0)
    order = np.argsort(inst, kind="stable")
    starts = np.searchsorted(inst[order], np.arange(len(which) + 1))
    cells, factors, ends = cell[order].tolist(), coefficient[order].tolist(), starts.tolist()
    units, instances = outcome.at.unit[which].tolist(), which.tolist()
    residuals, slacks = residual.tolist(), slack.tolist()
    errors = (outcome.verdict[which] == Code.ERROR).tolist()
    operator = "" if formula.equation else claim.operator
    for number, unit in enumerate(units):
        terms: dict[int, int] = {}
        for place in range(ends[number], ends[number + 1]):
            terms[cells[place]] = terms.get(cells[place], 0) + factors[place]
        if 0 in terms.values():
            terms = {c: f for c, f in terms.items() if f}
        found[unit].add(
            Equation(
                formula.rule.id, instances[number], terms, residuals[number], slacks[number], errors[number], operator
            )
        )


def _of_last_year(chunk: Chunk, cell: Ints) -> Flags:
    prior = np.zeros(len(cell), np.bool_)
    for grid in chunk.grids.values():
        if grid.prior:
            prior |= (cell >= grid.offset) & (cell < grid.offset + len(grid.unit) * len(grid.columns))
    return prior

"""Where amounts stand: which equations hold an amount of a clean submission, asked of the compiled formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from final_accounts.model.facts import FactKey
from final_accounts.model.finding import Severity
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledRulebook
from final_accounts.rules.core import outcome_of
from final_accounts.rules.encoding import encode
from final_accounts.rules.evaluators import evaluator_of
from final_accounts.rules.outcomes import Code
from final_accounts.rules.units import UnitFacts

Equation = tuple[str, int]
"""Rule id and instance."""


@dataclass
class Standing:
    """Of one amount: the equations it stands in, by severity, and the other formulas that look at it."""

    blocking: list[Equation] = field(default_factory=list)
    explain: list[Equation] = field(default_factory=list)
    others: set[str] = field(default_factory=set)

    @property
    def equations(self) -> int:
        """How many equations hold it."""
        return len(self.blocking) + len(self.explain)

    @property
    def rules(self) -> set[str]:
        """Rules whose objection is due: blocking ones where there are, else those to explain."""
        return {rule for rule, _ in self.blocking or self.explain}


@dataclass
class Map:
    """Of one unit: the standing of each amount, and the amounts of each equation."""

    of: dict[FactKey, Standing] = field(default_factory=lambda: defaultdict(Standing))
    members: dict[Equation, set[FactKey]] = field(default_factory=lambda: defaultdict(set))

    def alternatives(self, key: FactKey) -> set[FactKey]:
        """Amounts that nothing but the one equation of ``key`` looks at: they cannot be told from it."""
        (equation,) = self.of[key].blocking
        return {k for k in self.members[equation] if self.of[k].blocking == [equation] and not self.of[k].others}


def standings(compiled: CompiledRulebook, units: Iterable[UnitFacts]) -> dict[str, Map]:
    """A map of each unit. An equation whose premise is false, or that lacks an input, does not hold its cells."""
    chunk = encode(list(units), compiled.shapes, compiled.rows)
    found = {unit.unit: Map() for unit in chunk.units}
    places = _places(chunk)
    for rule_id, formula in compiled.formulas.items():
        outcome = outcome_of(formula, compiled, chunk)
        instances, cells, factors = evaluator_of(formula, compiled, chunk, outcome.at).cells(formula.claim)
        terms: dict[tuple[int, int], int] = defaultdict(int)
        for instance, cell, factor in zip(instances.tolist(), cells.tolist(), factors.tolist(), strict=True):
            terms[instance, cell] += factor
        for (instance, cell), factor in terms.items():
            if not factor or outcome.verdict[instance] >= Code.NOT_APPLICABLE or cell not in places:
                continue
            unit, key = places[cell]
            standing = found[unit].of[key]
            if not formula.equation:
                standing.others.add(rule_id)
                continue
            kind = standing.blocking if formula.rule.severity is Severity.BLOCKING else standing.explain
            kind.append((rule_id, instance))
            found[unit].members[rule_id, instance].add(key)
    return found


def _places(chunk: Chunk) -> dict[int, tuple[str, FactKey]]:
    """Cell number → (unit, key) of this year's cells."""
    found: dict[int, tuple[str, FactKey]] = {}
    for form, grid in chunk.grids.items():
        if grid.prior:
            continue
        for entity in np.flatnonzero(grid.live).tolist():
            unit, row = chunk.units[int(grid.unit[entity])].unit, chunk.rows.names[int(grid.row[entity])]
            for column, place in grid.columns.items():
                found[grid.offset + entity * len(grid.columns) + place] = unit, FactKey(form, row, column)
    return found

"""What a check may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from final_accounts.model.edition import Edition
from final_accounts.model.errors import RulebookError
from final_accounts.model.facts import Fact
from final_accounts.model.place import Cell
from final_accounts.model.rule import Rule
from final_accounts.rules.chunk import Chunk, FormGrid
from final_accounts.rules.outcomes import FormulaOutcome, Outcome
from final_accounts.rules.shapes import FormShape
from final_accounts.rules.vocabulary import Ints


@dataclass(frozen=True)
class CheckContext:
    """Edition, chunk, register names by row key, and the outcomes of the formulas (which run first)."""

    edition: Edition
    shapes: dict[str, FormShape]
    chunk: Chunk
    names: dict[str, str]
    outcomes: dict[str, Outcome]
    unreported: Callable[[str, FormulaOutcome], tuple[int, ...]]  # units that left out what a formula needs

    def cell(self, form: str, unit: int, row: str) -> Cell | None:
        """The first cell of a row that was reported."""
        grid = self.chunk.grids[form]
        facts = self.chunk.facts(unit)
        for column in (*grid.columns, *grid.texts):
            fact = facts.get((form, row, column))
            if fact is not None:
                return fact.cell
        return None

    def coded_forms(self) -> tuple[str, ...]:
        """Open forms whose rows are codes of a classification."""
        return tuple(f for f, s in self.shapes.items() if s.open_rows in {"function", "economic", "project"})

    def live(self, form: str) -> tuple[FormGrid, Ints]:
        """A form's grid and the entities something was reported on, totals left out."""
        grid = self.chunk.grids[form]
        return grid, np.flatnonzero(grid.live & (grid.row != self.chunk.rows.ids["total"]))

    def label(self, row: str) -> str:
        """Code and register name of a row key, or the key's own words."""
        kind, _, code = row.partition(":")
        if kind in {"function", "economic"}:
            return f"{code} {self.names.get(row, '')}".strip()
        return code or "合计"


def words_of(rule: Rule, key: str) -> tuple[str, ...]:
    """A list of words among a rule's parameters; RulebookError when it is none."""
    value = rule.parameters.get(key, [])
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        message = f"rule {rule.id}: parameter {key} must be a list of words"
        raise RulebookError(message)
    return tuple(str(v) for v in value)


def first_cells(facts: Iterable[Fact]) -> tuple[Cell, ...]:
    """Cells of facts, each once, in order."""
    return tuple(dict.fromkeys(f.cell for f in facts))

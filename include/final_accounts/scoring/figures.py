"""Amounts that forms and tables share 金额: each with its display step and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.place import Cell
from final_accounts.scoring.rates import Facts

CellFacts = Mapping[Cell, Fact]

_HEAD: Final = {
    "budget": (("line:执行合计", "budget"),),
    "executed": (("line:执行合计", "executed"),),
    "basic": (("line:基本支出总额", "value"), ("line:基本支出总额", "amount"), ("line:基本支出", "executed")),
    "project": (("line:项目支出总额", "value"), ("line:项目支出总额", "amount"), ("line:政策和项目支出", "executed")),
}
_COARSEST: Final = 10_000
"""0.01 万元 in fen."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in fen, its printed step (0 when printed to the fen), its cells, its name in messages."""

    fen: int
    step: int
    cells: tuple[Cell, ...]
    name: str


def at(facts: Facts, form: str, row: str, column: str, name: str = "") -> Figure | None:
    """The amount at one place, None when absent."""
    fact = facts.get(FactKey(form, row, column))
    if fact is None or fact.kind is not ValueKind.AMOUNT or not isinstance(fact.value, int):
        return None
    return Figure(fact.value, _open_step(fact.step), (fact.cell,), name)


def added(parts: Sequence[Figure | None], name: str) -> Figure | None:
    """Sum of what is there; None when the first part is absent."""
    known = [part for part in parts if part is not None]
    if not parts or parts[0] is None:
        return None
    cells = tuple(cell for part in known for cell in part.cells)
    return Figure(sum(part.fen for part in known), sum(part.step for part in known), cells, name)


def amount_step(cell: Cell | None, fen: int, by_cell: CellFacts) -> int:
    """Display step in fen of the fact in that cell; else the coarsest power of ten up to 0.01 万元 that divides.

    >>> amount_step(None, 37840000, {}), amount_step(None, 929241958, {})
    (10000, 1)
    """
    fact = by_cell.get(cell) if cell is not None else None
    if fact is not None and fact.step > 0:
        return fact.step
    step = 1
    while step < _COARSEST and fen % (step * 10) == 0:
        step *= 10
    return step


def _open_step(step: int) -> int:
    return step if step > 1 else 0


def on_form(evaluation: Evaluation, key: str, facts: Facts, by_cell: CellFacts) -> Figure | None:
    """``budget``, ``executed``, ``basic`` or ``project`` of a form: its own field, else a line of its head."""
    fen = {"budget": evaluation.budget, "executed": evaluation.executed}.get(key)
    if fen is not None:
        cell = evaluation.cells.get(key)
        return Figure(fen, _open_step(amount_step(cell, fen, by_cell)), () if cell is None else (cell,), key)
    found = (at(facts, evaluation.form, row, column, key) for row, column in _HEAD[key])
    return next((figure for figure in found if figure is not None), None)


def filled(evaluation: Evaluation, facts: Facts) -> Evaluation:
    """The evaluation with budget and executed from its head lines where its own fields are empty (goal sheets)."""
    budget, executed = (on_form(evaluation, key, facts, {}) for key in ("budget", "executed"))
    cells = {key: f.cells[0] for key, f in (("budget", budget), ("executed", executed)) if f is not None and f.cells}
    return replace(
        evaluation,
        budget=None if budget is None else budget.fen,
        executed=None if executed is None else executed.fen,
        cells={**cells, **evaluation.cells},
    )


def beside(evaluation: Evaluation, facts: Facts) -> Facts:
    """The facts as one project's form sees them: ``PGP`` means the goal sheet of the same number as this ``PP``."""
    if not evaluation.form.startswith("PP"):
        return facts
    sheet = "PGP" + evaluation.form.removeprefix("PP")
    own = {key._replace(form="PGP"): fact for key, fact in facts.items() if key.form == sheet}
    return {**facts, **own}


def cells_of(facts: Sequence[Fact]) -> dict[Cell, Fact]:
    """Facts by the cell they stand in."""
    return {fact.cell: fact for fact in facts}

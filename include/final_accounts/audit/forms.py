"""Performance forms 绩效自评表 found in a document, whatever their region: what they hold, each value with its place.

Three shapes: a grid with scores inside the indicators (Hubei), a sheet of weights, rules and scores (计分表, Sichuan),
and a sheet of goals without scores (目标完成情况表). The second and third are read as a stream of cells, because text
files print a cell a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from final_accounts.audit.claims import Operand
from final_accounts.audit.numbers import Quantity
from final_accounts.model.document import Spot


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: its text as printed and where it stands."""

    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator. ``weight`` and ``rule`` only in sheets that print them; ``goal`` numbers the yearly goal."""

    level1: str
    level2: str
    name: str
    spot: Spot
    target: Cell | None = None
    actual: Cell | None = None
    score: Cell | None = None
    weight: Cell | None = None
    rule: tuple[Cell, ...] = ()
    basis: Cell | None = None
    goal: int = 0


@dataclass(frozen=True, slots=True)
class Subtotal:
    """小计 of a block of a scoring sheet: full points, points won, and the places of its indicators in the form."""

    full: Quantity
    won: Operand
    lines: range


@dataclass
class Form:
    """One form.

    ``kind``: whole, project, report (indicator tables of a report), sheet_whole, sheet_project, goals_whole,
    goals_project. ``figures`` by name: budget, executed, rate, execution_score, basic_total,
    project_total, overall_actual, overall_score, self_score, and 预算执行情况 cells as "row/column".
    """

    kind: str
    title: str
    spot: Spot
    lines: list[Line] = field(default_factory=list)
    figures: dict[str, Operand] = field(default_factory=dict)
    texts: dict[str, Cell] = field(default_factory=dict)
    points: dict[str, Operand] = field(default_factory=dict)
    blanks: dict[str, Spot] = field(default_factory=dict)
    nodes: list[tuple[str, Quantity, Spot]] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether the form speaks for the whole unit."""
        return self.kind in ("whole", "sheet_whole", "goals_whole")

    @property
    def label(self) -> str:
        """How messages call it."""
        names = {
            "whole": "整体绩效自评表",
            "project": f"“{self.title}”项目绩效自评表",
            "report": "绩效自评报告的指标表",
            "sheet_whole": "整体支出绩效自评计分表",
            "sheet_project": f"“{self.title}”项目绩效自评计分表",
            "goals_whole": "整体支出绩效目标完成情况表",
            "goals_project": f"“{self.title}”项目绩效目标完成情况表",
        }
        return names[self.kind]

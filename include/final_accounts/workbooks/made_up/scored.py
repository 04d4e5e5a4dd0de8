"""What the self-evaluations of both regions share: points, shares, and how a target was met."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from final_accounts.workbooks.made_up.ledger import FISCAL, PROJECT, Task, UnitYear
from final_accounts.workbooks.made_up.projects import INHERITED
from final_accounts.workbooks.submission_data import FormRows, Value


def points(score: Decimal) -> Decimal:
    """Points with two decimals, half up.

    >>> points(Decimal("18.458536"))
    Decimal('18.46')
    """
    return score.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def share(part: int, whole: int) -> Decimal:
    """A rate as printed: four decimals (two of a percentage)."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with a numeric target: met, or missed with a reason."""

    level1: str
    level2: str
    level3: str
    target: int
    actual: Decimal
    unit: str
    weight: Decimal
    reason: str = ""

    @property
    def score(self) -> Decimal:
        """Weight × actual/target, never above the weight."""
        return points(min(self.weight * self.actual / self.target, self.weight))

    def cells(self) -> dict[str, Value]:
        """Its row in a form that prints target and actual."""
        return {
            "level1": self.level1,
            "level2": self.level2,
            "level3": self.level3,
            "target": f"≥{self.target}{self.unit}",
            "actual": f"{self.actual.normalize():f}{self.unit}",
            "weight": self.weight,
            "score": self.score,
            "reason": self.reason,
        }


def indicator_rows(lines: list[Line], **extra: Value) -> FormRows:
    """Rows of an indicator block; paths are made unique by their number."""
    goal = extra.get("goal", 0)
    return {
        f"indicator:{goal}/{line.level1}/{line.level2}/{line.level3}#{place}": {**extra, **line.cells()}
        for place, line in enumerate(lines, 1)
    }


def evaluated(year: UnitYear) -> list[Task]:
    """The projects that are evaluated one by one; money inherited from a merged unit is not."""
    return [task for task in year.tasks if task.number < INHERITED]


def fiscal_budget(year: UnitYear) -> int:
    """预算数: adjusted appropriation including what was carried in."""
    return sum(grant.adjusted + grant.opening for grant in year.grants)


def fiscal_spent(year: UnitYear, level: str = "") -> int:
    """执行数: appropriation spent, of one level or of both."""
    return sum(p.amount for p in year.postings if p.fund in FISCAL and level in ("", p.level))


def task_budget(year: UnitYear, task: Task) -> int:
    """A project's adjusted budget with its opening money."""
    return sum(g.adjusted + g.opening for g in year.grants if g.level == PROJECT and g.project == task.number)


def task_spent(year: UnitYear, task: Task) -> int:
    """What a project spent."""
    return sum(p.amount for p in year.postings if p.level == PROJECT and p.project == task.number)


def satisfaction(task: Task) -> Decimal:
    """Satisfied share of a survey in per cent, two decimals."""
    return Decimal(task.satisfaction) / 100

"""One recomputed form with everything the checks look at 复算底稿."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from final_accounts.model.evaluation import Evaluation, EvaluationScore, Indicator, IndicatorScore
from final_accounts.model.rubric import IndicatorRubric, Rubric
from final_accounts.scoring.attainment import Attainment
from final_accounts.scoring.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: as filled in, the rubric's line where it names one, attainment of its own target, its score."""

    indicator: Indicator
    rubric: IndicatorRubric | None
    reached: Attainment
    outcome: Outcome
    score: IndicatorScore


@dataclass(frozen=True, slots=True)
class BlockResult:
    """One block: ``points`` as printed (else the rubric's), ``own`` the score of a block that is scored as a whole."""

    id: str
    title: str
    points: Decimal | None
    lines: tuple[Line, ...] = ()
    own: IndicatorScore | None = None
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def scores(self) -> tuple[IndicatorScore, ...]:
        """The block's scores, its own or its indicators'."""
        return (self.own,) if self.own is not None else tuple(line.score for line in self.lines)


@dataclass(frozen=True, slots=True)
class Result:
    """``rubric`` and ``score`` are None for goal sheets 目标完成情况表, which carry no points."""

    evaluation: Evaluation
    blocks: tuple[BlockResult, ...]
    rubric: Rubric | None = None
    score: EvaluationScore | None = None
    strangers: tuple[Indicator, ...] = ()
    absent: tuple[IndicatorRubric, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All indicator lines in form order."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def label(self) -> str:
        """How messages call the form."""
        if self.rubric is not None and self.rubric.scope == "project":
            return f"项目“{self.evaluation.title}”绩效自评"
        if self.rubric is not None:
            return "整体绩效自评"
        return f"绩效目标完成情况表（{self.evaluation.title}）"

    @property
    def whole(self) -> bool:
        """Whether the form speaks for the whole unit."""
        return self.rubric.scope == "whole" if self.rubric is not None else self.evaluation.form == "PG"

"""Self-evaluations 绩效自评 as filled in, and what we make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from final_accounts.model.finding import Verdict
from final_accounts.model.place import Cell


class MeasureKind(StrEnum):
    """What kind of value a target 指标值 or an actual 实际完成值 is."""

    NUMBER = "number"  # number + unit + direction
    DATE = "date"
    YES_NO = "yes_no"
    BAND = "band"  # qualitative: 达成/部分达成/未达成, or one of the rubric's words
    TEXT = "text"  # anything else; cannot be recomputed
    BLANK = "blank"


class Direction(StrEnum):
    """Direction of a numeric target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    BETWEEN = "between"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A typed target or actual: ``number`` per ``unit`` as printed ("95" with "%"), ``upper`` only for BETWEEN."""

    kind: MeasureKind
    printed: str
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    direction: Direction = Direction.NONE
    date: date | None = None
    word: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 绩效指标 line of a form. ``path`` is 目标/一级/二级/三级 joined by "/", made unique with "#2" when repeated.

    ``inputs`` are typed extras the regional forms ask for, in the words of the rubric: ``numerator``, ``denominator``,
    ``met`` (checklist items met), ``funds`` …; values are Decimals. ``goal`` is the number of the yearly goal or 0.
    """

    path: str
    level1: str
    level2: str
    level3: str
    target: Measure
    actual: Measure
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str = ""
    goal: int = 0
    inputs: dict[str, Decimal] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)  # column key -> cell


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One form: whole unit 整体 (``PW``) or one project 项目 (``PP1``…). Amounts in fen.

    ``block_points``/``block_scores``: printed points and scores of blocks the form shows apart from indicators:
    ``execution`` 预算执行, ``overall_goal`` 总目标, ``goal:1`` ….
    """

    form: str
    rubric: str
    title: str
    indicators: tuple[Indicator, ...]
    budget: int | None = None
    executed: int | None = None
    rate: Decimal | None = None
    self_score: Decimal | None = None
    rating: str = ""
    block_points: dict[str, Decimal] = field(default_factory=dict)
    block_scores: dict[str, Decimal] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)  # budget, executed, rate, self_score, execution, …


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """Self-score and recomputed score side by side. ``recomputed`` is None when not checkable; ``reason`` says why.

    ``candidates``: the readings of a rule whose printed text is silent, with the score each gives.
    """

    path: str
    name: str
    weight: Decimal | None
    weight_inferred: bool
    self_score: Decimal | None
    recomputed: Decimal | None
    verdict: Verdict
    method: str
    reason: str = ""
    formula: str = ""
    candidates: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationScore:
    """Result for one form.

    ``recomputed`` sums what could be recomputed, self-scores standing in where it could not (``recomputed_share`` says
    for how many points); ``rating`` is derived from ``recomputed``, never typed.
    """

    form: str
    title: str
    rubric: str
    self_score: Decimal | None
    recomputed: Decimal | None
    recomputed_share: Decimal
    difference: Decimal | None
    rating: str
    self_rating: str
    indicators: tuple[IndicatorScore, ...]

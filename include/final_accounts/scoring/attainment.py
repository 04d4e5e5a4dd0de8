"""Whether an actual reaches its target 完成情况, and whether the two can be compared at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from final_accounts.model.evaluation import Direction, Measure, MeasureKind
from final_accounts.scoring.measure import normalised
from final_accounts.scoring.words import Level, level_of

_SAME_UNIT: Final = {"位": "人", "名": "人", "人次": "人次", "％": "%", "所": "家", "圆": "元"}
_SCALED: Final = {"亿元": ("元", Decimal(100000000)), "万元": ("元", Decimal(10000)), "千元": ("元", Decimal(1000))}
_BOUNDS: Final = (Direction.AT_LEAST, Direction.AT_MOST, Direction.BETWEEN)


@dataclass(frozen=True, slots=True)
class Attainment:
    """``level`` None: cannot be told. ``target``/``actual`` are numbers of one unit when both are numbers.

    ``problem`` says in Chinese why the actual is not a value of its target; "" when it is one (or the target is words).
    """

    level: Level | None
    target: Decimal | None = None
    upper: Decimal | None = None
    actual: Decimal | None = None
    direction: Direction = Direction.NONE
    problem: str = ""

    @property
    def inverse(self) -> bool:
        """Whether less is better."""
        return self.direction is Direction.AT_MOST


def attain(target: Measure, actual: Measure) -> Attainment:
    """Compare a typed actual with its typed target.

    Equality: an actual equal to its bound meets it (≥, ≤, =, both ends of a range; a strict > or < does not). A target
    without a sign is a floor (正向), as the Hubei notes read it. A bound (≥80%) is not an actual value; a deadline
    repeated as the actual date (12月底前) is one, for it can be compared.

    >>> from final_accounts.scoring.measure import parse
    >>> attain(parse("≥300张"), parse("300张")).level.value
    'met'
    >>> attain(parse("20家"), parse("95%")).problem
    '目标值的单位是“家”，实际完成值的单位是“%”'
    >>> attain(parse("100%"), parse("完成")).problem
    '目标值是数量，实际完成值“完成”不是数量'
    """
    if actual.kind is MeasureKind.BLANK:
        return Attainment(None, problem="实际完成值未填" if target.kind is not MeasureKind.BLANK else "")
    if target.kind is MeasureKind.BLANK:
        return Attainment(None, problem="目标值未填")
    if target.kind is MeasureKind.NUMBER:
        return _number(target, actual)
    if target.kind is MeasureKind.DATE:
        return _date(target, actual)
    if target.kind is MeasureKind.YES_NO:
        return _yes_no(target, actual)
    return _words(target, actual)


def _number(target: Measure, actual: Measure) -> Attainment:
    if actual.kind is not MeasureKind.NUMBER or target.number is None or actual.number is None:
        return Attainment(None, problem=f"目标值是数量，实际完成值“{actual.printed.strip()}”不是数量")
    if actual.direction in _BOUNDS:
        return Attainment(None, problem=f"实际完成值“{actual.printed.strip()}”是一个界限，不是实际数值")
    target_unit, target_scale = _unit(target.unit)
    actual_unit, actual_scale = _unit(actual.unit)
    if actual_unit == "" and target_unit not in ("", "%"):
        actual_unit, actual_scale = target_unit, target_scale
    if target_unit not in ("", actual_unit):
        shown = f"的单位是“{actual.unit}”" if actual.unit else "没有单位"
        return Attainment(None, problem=f"目标值的单位是“{target.unit}”，实际完成值{shown}")
    goal, value = target.number * target_scale, actual.number * actual_scale
    upper = None if target.upper is None else target.upper * target_scale
    met = {
        Direction.AT_LEAST: value > goal if target.word == "strict" else value >= goal,
        Direction.NONE: value >= goal,
        Direction.AT_MOST: value < goal if target.word == "strict" else value <= goal,
        Direction.EQUAL: value == goal,
        Direction.BETWEEN: upper is not None and goal <= value <= upper,
    }[target.direction]
    missed = value == 0 and goal > 0 and target.direction is not Direction.AT_MOST
    level = Level.MET if met else Level.MISSED if missed else Level.PARTLY
    return Attainment(level, goal, upper, value, target.direction)


def _date(target: Measure, actual: Measure) -> Attainment:
    level = level_of(normalised(actual.printed))
    if actual.kind is not MeasureKind.DATE or target.date is None or actual.date is None:
        return Attainment(level, problem=f"目标值是日期，实际完成值“{actual.printed.strip()}”不是日期")
    return Attainment(Level.MET if actual.date <= target.date else Level.PARTLY)


def _yes_no(target: Measure, actual: Measure) -> Attainment:
    if actual.kind is MeasureKind.YES_NO:
        return Attainment(Level.MET if actual.word == target.word else Level.MISSED)
    level = level_of(normalised(actual.printed))
    return Attainment(level, problem="" if level else f"目标值是“{target.word}”，实际完成值应填是或否")


def _words(target: Measure, actual: Measure) -> Attainment:
    level = level_of(normalised(actual.printed))
    if level is None and actual.word and (actual.word == target.word or _part_of(actual, target)):
        level = Level.MET
    return Attainment(level)


def _part_of(actual: Measure, target: Measure) -> bool:
    """A quality the target names, such as 提高 for 提高专业素质."""
    return actual.kind is MeasureKind.BAND and actual.word in target.word


def _unit(unit: str) -> tuple[str, Decimal]:
    """Unit in its common name, and the factor into it."""
    if unit in _SCALED:
        return _SCALED[unit]
    return _SAME_UNIT.get(unit, unit), Decimal(1)

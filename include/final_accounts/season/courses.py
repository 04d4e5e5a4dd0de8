"""How a season went 历程 for a unit, and what of it is seen on a day: the input of the forecast.

Days are counted from the last day to submit: -7 is a week before it, 3 three days after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from final_accounts.model.unit import BudgetUnit

FADES: Final = 0.6
"""What a season counts against the one after it."""
SUCH: Final = "late of such in this city"
FEATURES: Final = (
    "submitted", "left 3, not submitted", "left 7, not submitted", "left 28, not submitted", "left 60, not submitted",
    "left 3, submitted", "left 7, submitted", "left 28, submitted", "returned", "waits since", "late before",
    "late before, not submitted", "known before", "usual day still to come", "usual day, not submitted",
    "returned last season", "department late last season", "department met", "pace", "pace, not submitted",
    "institution", "quasi-civil service", SUCH, "the same, submitted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """A unit's season: the days on which its versions arrived, and the arrival that was accepted (None: none yet)."""

    arrivals: tuple[int, ...] = ()
    met: int | None = None

    def late(self, gap: int) -> bool:
        """Whether the unit was overdue at some time; ``gap`` days lie between submitting and correcting."""
        return not self.arrivals or self.arrivals[0] > 0 or self.met is None or self.met > gap

    def has_met(self, day: int) -> bool:
        """Whether the duty was met by the end of the day."""
        return self.met is not None and self.met <= day

    def left(self, day: int, gap: int) -> int:
        """Days to the date that counts for the unit on that day, negative when it has passed."""
        in_time = bool(self.arrivals) and self.arrivals[0] <= min(day, 0)
        return (gap if in_time else 0) - day


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier season of the city: unit code -> course, as the units of the season at hand follow from them."""

    courses: Mapping[str, Course]
    gap: int


@dataclass(frozen=True, slots=True)
class View:
    """A season on ``day``: its units with their courses so far, and the earlier seasons, the last one first."""

    units: Sequence[BudgetUnit]
    courses: Mapping[str, Course]
    past: Sequence[Past]
    day: int
    gap: int

    def open(self) -> tuple[BudgetUnit, ...]:
        """Units that have not met their duty and are not overdue yet: those a forecast is made for."""
        return tuple(
            unit
            for unit in self.units
            if unit.code in self.courses
            and not self.courses[unit.code].has_met(self.day)
            and self.courses[unit.code].left(self.day, self.gap) >= 0
        )

    def rows(self) -> NDArray[np.float64]:
        """One row of :data:`FEATURES` for each open unit."""
        departments = _departments(self)
        pace = self._share_met() - self._share_met_last_season()
        city = (pace, self._late_of_such(submitted=False), self._late_of_such(submitted=True))
        rows = [_row(self, unit, departments.get(unit.department_code, (0.0, 0.0)), city) for unit in self.open()]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))

    def _share_met(self) -> float:
        return _share([course.has_met(self.day) for course in self.courses.values()])

    def _share_met_last_season(self) -> float:
        if not self.past or not self.past[0].courses:
            return self._share_met()
        return _share([course.has_met(self.day) for course in self.past[0].courses.values()])

    def _late_of_such(self, *, submitted: bool) -> float:
        """Log odds of lateness of units that stood so on this day in earlier seasons; drawn to one in four."""
        such = [
            course.late(past.gap)
            for past in self.past
            for course in past.courses.values()
            if not course.has_met(self.day)
            and course.left(self.day, past.gap) >= 0
            and (bool(course.arrivals) and course.arrivals[0] <= self.day) == submitted
        ]
        share = (sum(such) + 1) / (len(such) + 4)
        return float(np.log(share / (1 - share)))


def follow(units: Sequence[BudgetUnit], before: Mapping[str, Course], gap: int) -> Past:
    """An earlier season told in the codes of ``units``: a unit without a course of its own has its predecessors'.

    Of several predecessors the one that was met last counts. ``before`` must be in the codes of the season just
    before that of ``units`` (go back year by year).
    """
    found: dict[str, Course] = {}
    for unit in units:
        codes = (unit.code,) if unit.code in before else unit.predecessors
        own = [before[code] for code in codes if code in before]
        if own:
            found[unit.code] = max(own, key=lambda course: (course.late(gap), course.met is None, course.met or 0))
    return Past(found, gap)


def _departments(view: View) -> dict[str, tuple[float, float]]:
    """Department code -> share of its units late last season (drawn towards one in ten), share that has met now."""
    members: dict[str, list[str]] = {}
    for unit in view.units:
        members.setdefault(unit.department_code, []).append(unit.code)
    last = view.past[0] if view.past else Past({}, view.gap)
    found = {}
    for code, units in members.items():
        known = [last.courses[unit].late(last.gap) for unit in units if unit in last.courses]
        met = [view.courses[unit].has_met(view.day) for unit in units if unit in view.courses]
        found[code] = ((sum(known) + 0.5) / (len(known) + 5), _share(met))
    return found


def _row(
    view: View, unit: BudgetUnit, department: tuple[float, float], city: tuple[float, float, float]
) -> list[float]:
    """``city``: how much more has met than last season, and the log odds of lateness before and after submitting."""
    pace, *usual_odds = city
    course = view.courses[unit.code]
    before = [(past, past.courses[unit.code]) for past in view.past if unit.code in past.courses]
    weights = [FADES**n for n in range(len(before))]
    late = sum(w * one.late(past.gap) for w, (past, one) in zip(weights, before, strict=True))
    share = (late + 0.1) / (sum(weights) + 1)
    usual = [one.arrivals[0] - view.day for _, one in before if one.arrivals]
    to_come = float(np.clip(np.mean(usual), -20, 20)) / 10 if usual else 0.0
    arrived = [day for day in course.arrivals if day <= view.day]
    submitted = float(bool(arrived))
    left = course.left(view.day, view.gap)
    steps = [min(left, most) / most for most in (3, 7, 28, 60)]
    returned_before = len(before[0][1].arrivals) - 1 if before else 0
    return [
        submitted,
        *(step * (1 - submitted) for step in steps),
        *(step * submitted for step in steps[:3]),
        min(len(arrived), 3),
        min(view.day - arrived[-1], 21) / 7 if arrived else 0.0,
        share,
        share * (1 - submitted),
        min(len(before), 3),
        to_come * submitted,
        to_come * (1 - submitted),
        min(max(returned_before, 0), 3),
        *department,
        pace,
        pace * (1 - submitted),
        float(unit.kind == "事业单位"),
        float(unit.kind == "参公单位"),
        usual_odds[int(submitted)],
        usual_odds[1] * submitted,
    ]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0

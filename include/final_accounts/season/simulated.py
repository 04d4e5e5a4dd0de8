"""Made-up seasons 模拟编报季: how units of a city hand in, year after year, for fitting and judging the forecast.

A unit has a habit that lasts, a department with one of its own, years that are good or bad for everybody, errors for
which its versions come back, and reminders that move some. Nothing here claims to be a real city; the forecast is
judged on cities whose habits lie outside those it was fitted on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from final_accounts.model.unit import BudgetUnit
from final_accounts.season.courses import Course, Past, View, follow
from final_accounts.season.forecast import Model, fit, gathered

LOOKED_AT: Final = (-60, -42, -28, -21, -14, -10, -7, -5, -3, -2, -1, 0, 3, 7, 10, 13, 16, 18, 19)
"""Days of a season on which a forecast is made."""
_KINDS: Final = ("行政单位", "参公单位", "事业单位")
_REMINDED: Final = (-14, -7, -3, -1)
_NEVER: Final = 60
"""A unit that would come later than this does not come."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a city behaves. Days are before or around the last day; spreads are standard deviations.

    ``early`` how long before the last day a usual unit comes, ``apart`` how much units differ for good, ``fickle``
    from year to year, ``departments`` between departments, ``years`` between years. ``errors`` is the chance that a
    first version comes back, ``repair`` the mean of days until the next one. ``heeds`` is the chance that a reminder
    moves a unit, ``institutions`` how many days later 事业单位 come.
    """

    early: float
    apart: float
    fickle: float
    departments: float
    years: float
    errors: float
    repair: float
    heeds: float
    institutions: float = 1.0
    gap: int = 20


def drawn(random: np.random.Generator) -> Habits:
    """Habits of a city like those the forecast is fitted on."""
    return Habits(
        early=random.uniform(8, 14),
        apart=random.uniform(5, 9),
        fickle=random.uniform(3, 6),
        departments=random.uniform(1, 4),
        years=random.uniform(0.5, 2.5),
        errors=random.uniform(0.25, 0.5),
        repair=random.uniform(4, 8),
        heeds=random.uniform(0.15, 0.4),
        institutions=random.uniform(0, 3),
    )


def seasons(
    habits: Habits, units: int, years: int, seed: int
) -> tuple[tuple[BudgetUnit, ...], tuple[dict[str, Course], ...]]:
    """A city's units and their courses in each of the years, the first year first. A few units are new each year."""
    random = np.random.default_rng(seed)
    known = tuple(_unit(n, random) for n in range(units))
    apart = random.normal(0, habits.apart, units)
    of_department = random.normal(0, habits.departments, units)
    care = random.normal(0, 0.8, units)
    since = np.where(random.random(units) < 0.04 * (years - 1), random.integers(1, max(years, 2), units), 0)
    found: list[dict[str, Course]] = []
    for year in range(years):
        shift = random.normal(0, habits.years)
        courses = {}
        for n, unit in enumerate(known):
            plan = -habits.early + apart[n] + of_department[int(unit.department_code) - 100] + shift
            plan += random.normal(0, habits.fickle) + habits.institutions * (unit.kind == _KINDS[2])
            course = _course(habits, plan, _chance(habits.errors, care[n]), random)
            if since[n] <= year:
                courses[unit.code] = course
        found.append(courses)
    return known, tuple(found)


def views(habits: Habits, units: int, years: int, seed: int) -> Iterator[View]:
    """The last of the years on every day that is looked at, with the years before it behind."""
    known, courses = seasons(habits, units, years, seed)
    past = tuple(follow(known, one, habits.gap) for one in reversed(courses[:-1]))
    for day in LOOKED_AT:
        yield View([unit for unit in known if unit.code in courses[-1]], courses[-1], past, day, habits.gap)


@cache
def fitted(cities: int = 30, units: int = 80, seed: int = 1) -> Model:
    """The forecast before any real season: fitted on made-up cities, calibrated on others like them."""
    random = np.random.default_rng(seed)
    made = [list(views(drawn(random), units, 2 + n % 3, seed + n)) for n in range(cities)]
    held = cities // 4
    model = fit(*gathered([view for city in made[held:] for view in city]))
    return model.calibrated(*gathered([view for city in made[:held] for view in city]))


def drawn_to(model: Model, units: Sequence[BudgetUnit], past: Sequence[Past]) -> Model:
    """The model calibrated on a city's own earlier seasons (the last one first), each seen with those before it."""
    seen = [
        View([unit for unit in units if unit.code in one.courses], one.courses, past[n + 1 :], day, one.gap)
        for n, one in enumerate(past[:-1])
        for day in LOOKED_AT
    ]
    return model.calibrated(*gathered(seen)) if seen else model


def _unit(number: int, random: np.random.Generator) -> BudgetUnit:
    code = 100 + number // 8
    kind = _KINDS[int(random.choice(3, p=(0.3, 0.15, 0.55)))]
    return BudgetUnit(f"{code}{number % 8 + 1:03d}", "", kind, "", str(code))


def _course(habits: Habits, plan: float, errors: float, random: np.random.Generator) -> Course:
    """When the versions come, and which one is accepted."""
    first = _nudged(habits, plan, random)
    if first > _NEVER:
        return Course()
    arrivals, chance = [int(np.floor(first))], errors
    while random.random() < chance and len(arrivals) < 6:  # noqa: PLR2004 # nobody corrects for ever
        arrivals.append(arrivals[-1] + 1 + int(random.exponential(habits.repair)))
        chance *= 0.55
    return Course(tuple(arrivals), arrivals[-1])


def _nudged(habits: Habits, plan: float, random: np.random.Generator) -> float:
    for day in _REMINDED:
        if plan > day + 3 and random.random() < habits.heeds:
            return day + random.uniform(0, 3)
    return plan


def _chance(base: float, care: float) -> float:
    odds = np.log(base / (1 - base)) + care
    return float(1 / (1 + np.exp(-odds)))

# ruff: noqa: INP001, T201  a program that prints, not a package
"""The forecast of lateness against guessing: ``python benchmarks/forecast.py`` prints the tables of docs/benchmarks.md.

Fitted on made-up cities with habits from one set of ranges, judged on cities whose habits all lie outside these.
Every guess is given the same earlier seasons of the city; equal seeds give equal figures.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from final_accounts.season.courses import View
from final_accounts.season.forecast import brier, gathered
from final_accounts.season.simulated import Habits, drawn_to, fitted, views

CITIES = 40
UNITS = 200
BEHIND = (2, 4)
WAYS = (
    "forecast, drawn to the city's own seasons",
    "forecast, as it was fitted",
    "share of units late in earlier seasons",
    "the same, of those still open so many days before",
    "last season's lateness, yes or no",
    "last season's lateness, as shares of those still open",
)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """What every way said of the open units of one day, and what came."""

    left: int
    said: dict[str, Numbers]
    late: Numbers


def other(random: np.random.Generator) -> Habits:
    """Habits of a city, each outside the range that the forecast was fitted on: below it or above."""

    def outside(low: tuple[float, float], high: tuple[float, float]) -> float:
        return float(random.uniform(*(low if random.random() < 0.5 else high)))  # noqa: PLR2004 # a coin

    return Habits(
        early=outside((5, 8), (14, 22)),
        apart=outside((2, 5), (9, 13)),
        fickle=outside((1, 3), (6, 9)),
        departments=outside((0, 1), (4, 7)),
        years=outside((0, 0.5), (2.5, 5)),
        errors=outside((0.1, 0.25), (0.5, 0.7)),
        repair=outside((2, 4), (8, 12)),
        heeds=outside((0.02, 0.15), (0.4, 0.6)),
        institutions=outside((-3, 0), (3, 6)),
    )


def judged(city: int, behind: int) -> list[Judged]:
    """One city's last season on every day that is looked at."""
    habits = other(np.random.default_rng(70_000 + city))
    made = list(views(habits, UNITS, behind + 1, 90_000 + city))
    own = drawn_to(fitted(), made[0].units, made[0].past)
    return [_judged(one, dict(zip(WAYS[:2], (own, fitted()), strict=True))) for one in made if one.open()]


def _judged(one: View, models: dict[str, object]) -> Judged:
    rows, late = gathered([one])
    before = [View([u for u in one.units if u.code in p.courses], p.courses, (), one.day, p.gap) for p in one.past]
    every = [course.late(past.gap) for past in one.past for course in past.courses.values()]
    still = [view.courses[u.code].late(view.gap) for view in before for u in view.open()]
    base, now = _share(every, 0.1), _share(still, _share(every, 0.1))
    last = one.past[0]
    was = [last.courses[u.code].late(last.gap) if u.code in last.courses else None for u in one.open()]
    said = {name: model.probabilities(rows) for name, model in models.items()}  # type: ignore[attr-defined]
    said[WAYS[2]] = np.full(len(late), base)
    said[WAYS[3]] = np.full(len(late), now)
    said[WAYS[4]] = np.array([base if known is None else float(known) for known in was])
    shares = {known: _pairs(one, known, now) for known in (True, False)}
    said[WAYS[5]] = np.array([now if known is None else shares[known] for known in was])
    return Judged(one.day, said, late)


def _pairs(one: View, was: bool, otherwise: float) -> float:  # noqa: FBT001 # a value, not a switch
    """Of the units open on that day last season, the share that was late, by their lateness the season before."""
    if len(one.past) < 2:  # noqa: PLR2004 # a season and the one before it
        return otherwise
    last, earlier = one.past[:2]
    view = View([u for u in one.units if u.code in last.courses], last.courses, (), one.day, last.gap)
    return _share(
        [
            last.courses[u.code].late(last.gap)
            for u in view.open()
            if u.code in earlier.courses and earlier.courses[u.code].late(earlier.gap) is was
        ],
        otherwise,
    )


def _share(flags: Sequence[bool], otherwise: float) -> float:
    """The share of true ones, drawn towards ``otherwise`` where there are few."""
    return (sum(flags) + 2 * otherwise) / (len(flags) + 2)


def _table(found: dict[int, list[Judged]]) -> None:
    print("| way | " + " | ".join(f"{n} seasons behind" for n in found) + " |")
    print("|---|" + "---|" * len(found))
    for way in WAYS:
        scores = [brier(_all(days, way), _late(days)) for days in found.values()]
        print(f"| {way} | " + " | ".join(f"{score:.4f}" for score in scores) + " |")


def _by_days(days: list[Judged]) -> None:
    """Brier score by the day, the forecast beside the best guess."""
    print("| day of the season (0 = last day to submit) | units open | late | forecast | share late | last season |")
    print("|---|---|---|---|---|---|")
    by_day = defaultdict(list)
    for one in days:
        by_day[one.left].append(one)
    for day, some in sorted(by_day.items()):
        scores = " | ".join(f"{brier(_all(some, WAYS[n]), _late(some)):.3f}" for n in (0, 3, 5))
        print(f"| {day:+d} | {len(_late(some))} | {_late(some).mean():.0%} | {scores} |")


def _calibration(days: list[Judged]) -> None:
    """Where the forecast says so much, how many were late."""
    said, late = _all(days, WAYS[0]), _late(days)
    print("| said | units and days | mean said | really late |")
    print("|---|---|---|---|")
    for low in range(0, 100, 10):
        held = (said >= low / 100) & (said < (low + 10) / 100 if low < 90 else said <= 1)  # noqa: PLR2004 # the last tenth
        if held.any():
            print(f"| {low}–{low + 10} % | {held.sum()} | {said[held].mean():.1%} | {late[held].mean():.1%} |")


def _all(days: list[Judged], way: str) -> Numbers:
    return np.concatenate([one.said[way] for one in days])


def _late(days: list[Judged]) -> Numbers:
    return np.concatenate([one.late for one in days])


def main() -> None:
    """Measure and print."""
    began = time.perf_counter()
    fitted()
    took = time.perf_counter() - began
    found = {behind: [one for city in range(CITIES) for one in judged(city, behind)] for behind in BEHIND}
    last = found[BEHIND[-1]]
    print(f"{CITIES} cities of {UNITS} units, {len(_late(last))} forecasts each; {_late(last).mean():.1%} were late;")
    print(f"fitted in {took:.1f} s. Brier score, lower is better:\n")
    _table(found)
    print(f"\nBy day, {BEHIND[-1]} seasons behind:\n")
    _by_days(last)
    print(f"\nCalibration, {BEHIND[-1]} seasons behind:\n")
    _calibration(last)


if __name__ == "__main__":
    main()

"""The forecast: what it looks at, that it beats guessing on cities it was not fitted on, and when it stays silent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from final_accounts.model.unit import BudgetUnit
from final_accounts.season.courses import Course, Past, View, follow
from final_accounts.season.forecast import brier, gathered
from final_accounts.season.simulated import Habits, drawn_to, fitted, seasons, views
from final_accounts.stages.house import House, Season
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.forecast import forecast, outlook
from season.told import A, B, C, frozen

if TYPE_CHECKING:
    from pathlib import Path

OTHER = Habits(early=18, apart=11, fickle=7, departments=5, years=3, errors=0.6, repair=9, heeds=0.1, institutions=4)
"""Outside everything the forecast was fitted on."""
GAP = 20


def view(day: int, courses: dict[str, Course], *past: Past) -> View:
    units = [BudgetUnit(code, "", "行政单位", "", code[:3]) for code in courses]
    return View(units, courses, past, day, GAP)


def chance(day: int, course: Course, *before: Course) -> float:
    """The probability for the first of many units, when all others are like the usual."""
    others = {f"2{n:05d}": Course((-12,), -12) for n in range(40)}
    past = [Past({A: one, **others}, GAP) for one in before]
    return float(fitted().probabilities(view(day, {A: course, **others}, *past).rows())[0])


def test_a_course_is_late_when_it_came_too_late_or_was_not_met_until_the_date_to_correct() -> None:
    in_time, too_late = Course((-3, 12), 12), Course((1,), 1)
    assert not in_time.late(GAP)
    assert in_time.late(10)
    assert too_late.late(GAP)
    assert Course().late(GAP)
    assert Course((-3,)).late(GAP)
    assert (in_time.left(-5, GAP), in_time.left(0, GAP), Course().left(-5, GAP)) == (5, 20, 5)


def test_only_units_that_are_open_and_not_overdue_have_a_forecast() -> None:
    courses = {A: Course(), B: Course((-5,), -5), C: Course((-5, 12), 12)}
    assert [unit.code for unit in view(-3, courses).open()] == [A, C]
    assert [unit.code for unit in view(3, courses).open()] == [C]
    assert view(30, courses).rows().shape == (0, fitted().mean.size)


def test_what_was_late_before_closer_and_returned_more_often_is_more_probably_late() -> None:
    usual, late = Course((-10,), -10), Course((9,), 9)
    assert chance(-7, Course(), late, late) > chance(-7, Course(), usual, usual)
    assert chance(-1, Course(), usual) > chance(-10, Course(), usual)
    assert chance(-1, Course(), usual) > chance(-1, Course((-9,)), usual)
    assert chance(18, Course((-9, 1)), usual) > chance(2, Course((-9, 1)), usual)


def test_lateness_follows_the_predecessors_of_a_unit() -> None:
    merged = BudgetUnit(C, "", "行政单位", "", "102", predecessors=(A, B))
    before = {A: Course((-4,), -4), B: Course((6,), 6)}
    assert follow([merged], before, GAP).courses == {C: before[B]}
    kept = BudgetUnit(A, "", "行政单位", "", "101", predecessors=(B,))
    assert follow([kept], before, GAP).courses == {A: before[A]}
    new = BudgetUnit("109001", "", "行政单位", "", "109")
    assert follow([new], before, GAP).courses == {}


def test_on_a_city_unlike_those_it_was_fitted_on_it_beats_both_guesses() -> None:
    said, came, usual, last = [], [], [], []
    for seed in range(4):
        made = list(views(OTHER, 120, 4, 5000 + seed))
        model = drawn_to(fitted(), made[0].units, made[0].past)
        rate = np.mean([course.late(one.gap) for one in made[0].past for course in one.courses.values()])
        for one in made:
            rows, late = gathered([one])
            said.append(model.probabilities(rows))
            came.append(late)
            usual.append(np.full(len(late), rate))
            known = one.past[0].courses
            last.append(np.array([known[u.code].late(GAP) if u.code in known else rate for u in one.open()], float))
    outcome = np.concatenate(came)
    ours, base, year = (brier(np.concatenate(part), outcome) for part in (said, usual, last))
    assert len(outcome) > 1000
    assert 0.1 < outcome.mean() < 0.6
    assert ours < 0.85 * base
    assert ours < 0.85 * year
    assert abs(np.concatenate(said).mean() - outcome.mean()) < 0.05


def test_equal_seeds_give_equal_seasons_and_other_seeds_others() -> None:
    assert seasons(OTHER, 20, 2, 7) == seasons(OTHER, 20, 2, 7)
    assert seasons(OTHER, 20, 2, 7) != seasons(OTHER, 20, 2, 8)
    assert seasons(replace(OTHER, early=40), 20, 2, 7) != seasons(OTHER, 20, 2, 7)


@pytest.mark.parametrize(("year", "behind"), [(2021, 0), (2022, 1)])
def test_below_two_real_seasons_no_probability_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int, behind: int
) -> None:
    settings = Settings.at(tmp_path)
    for earlier, day in ((2021, "2022-03-20"), (2022, "2023-03-20")):
        monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("03-20").replace("2022-03-20", day))
        item = open_season(settings, "qingshi", earlier, {}, "run")
        House.open(settings).warehouse.receive("qingshi", earlier, "102001", "0" * 64, file_name="a.xlsx", size=1)
        if earlier == year:
            break
    found = outlook(House.open(settings), Season.of(item))
    assert (found.seasons, found.chances) == (behind, {})
    assert found.was_late("102001") is (None if behind == 0 else True)
    assert forecast(settings, item)["forecast"] == 0
    table = (settings.ops("qingshi", year) / "forecast.csv").read_text(encoding="utf-8-sig")
    assert "历史不足两季，不作预测" in table

"""Dates of a season: the bureau's own move to working days, the legal ones never move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from final_accounts.catalog import calendar, cities
from final_accounts.season.calendar import days_between, deadlines, is_worked, working_day
from season.told import CALENDAR

HOLIDAY = tuple(days_between(date(2022, 4, 30), date(2022, 5, 4)))
MAY = replace(CALENDAR, holidays=HOLIDAY, workdays=(date(2022, 4, 24), date(2022, 5, 7)))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2022, 3, 31), date(2022, 3, 31)),
        (date(2022, 4, 16), date(2022, 4, 18)),
        (date(2022, 4, 30), date(2022, 5, 5)),
        (date(2022, 4, 24), date(2022, 4, 24)),
        (date(2022, 5, 7), date(2022, 5, 7)),
    ],
    ids=["a working day", "a Saturday", "a long holiday", "a Sunday that is worked", "a Saturday that is worked"],
)
def test_the_dates_to_submit_and_to_correct_move_to_the_next_working_day(day: date, moved: date) -> None:
    ordered = replace(MAY, submit_by=day, correct_by=day)
    assert (deadlines(ordered).submit_by, deadlines(ordered).correct_by) == (moved, moved)


def test_publication_is_due_twenty_calendar_days_after_the_own_approval_also_on_a_holiday() -> None:
    national_day = replace(CALENDAR, holidays=tuple(days_between(date(2022, 10, 1), date(2022, 10, 7))))
    assert deadlines(national_day).publish_by(date(2022, 9, 11)) == date(2022, 10, 1)
    assert deadlines(national_day).planned_publication == date(2022, 10, 10)


def test_the_approval_is_a_legal_date_and_does_not_move() -> None:
    assert deadlines(replace(CALENDAR, approval=date(2022, 9, 24))).approval == date(2022, 9, 24)


@given(st.dates(date(2022, 1, 1), date(2022, 12, 31)))
def test_a_moved_date_is_worked_and_nothing_worked_lies_before_it(day: date) -> None:
    moved = working_day(MAY, day)
    assert moved >= day
    assert is_worked(MAY, moved)
    assert not any(is_worked(MAY, day + timedelta(days=n)) for n in range((moved - day).days))


def test_the_calendars_of_the_cities_name_the_weekends_that_are_worked() -> None:
    checked = 0
    for city in cities():
        for year in city.years:
            ordered = calendar(city.id, year)
            assert ordered.workdays, (city.id, year)
            assert all(day.weekday() >= 5 for day in ordered.workdays)
            assert not set(ordered.workdays) & set(ordered.holidays)
            assert ordered.opens <= deadlines(ordered).submit_by <= deadlines(ordered).correct_by <= ordered.approval
            checked += 1
    assert checked >= 6

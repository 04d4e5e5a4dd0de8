"""The season's timetable: opens, daily until the date to correct, closes once; nothing between seasons."""

from __future__ import annotations

from datetime import date

import pytest
from airflow.exceptions import AirflowTimetableInvalid
from airflow.timetables.base import DataInterval, TimeRestriction
from pendulum import DateTime, datetime

from final_accounts.stages.calendars import city_name, season_spans
from season_timetable import ZONE, Season, SeasonTimetable, next_day, whole_day

SHORT = Season(2021, opens=date(2022, 1, 10), correct_by=date(2022, 1, 12), closes=date(2022, 1, 20))
NEXT = Season(2022, opens=date(2023, 1, 9), correct_by=date(2023, 1, 10), closes=date(2023, 1, 10))
FREE = TimeRestriction(earliest=None, latest=None, catchup=True)
LIVE = TimeRestriction(earliest=None, latest=None, catchup=False)


def at(month: int, day: int, hour: int = 12, year: int = 2022) -> DateTime:
    return datetime(year, month, day, hour, tz=ZONE)


def run_through(restriction: TimeRestriction, now: DateTime) -> list[date]:
    days: list[date] = []
    done: DateTime | None = None
    while (day := next_day((SHORT, NEXT), done=done, now=now, restriction=restriction)) and len(days) < 20:
        days.append(day.start.date())
        done = day.start
    return days


def test_a_season_is_run_daily_until_the_date_to_correct_and_once_at_its_close() -> None:
    assert [day.day for day in SHORT.days()] == [10, 11, 12, 20]


def test_a_season_that_closes_at_its_date_to_correct_is_not_run_twice_that_day() -> None:
    assert [day.day for day in NEXT.days()] == [9, 10]


def test_a_day_runs_from_midnight_to_midnight_in_china_and_starts_when_it_is_over() -> None:
    day = whole_day(date(2022, 1, 10))
    assert day.start.isoformat() == "2022-01-10T00:00:00+08:00"
    assert day.end.isoformat() == "2022-01-11T00:00:00+08:00"
    info = SeasonTimetable("somewhere", [SHORT]).next_dagrun_info(last_automated_data_interval=None, restriction=FREE)
    assert info is not None
    assert (info.run_after, info.data_interval) == (day.end, day)


def test_nothing_runs_between_seasons_and_after_the_last_one() -> None:
    assert run_through(FREE, at(1, 1)) == [*SHORT.days(), *NEXT.days()]
    after_first = next_day((SHORT, NEXT), done=at(1, 20, 0), now=at(6, 1), restriction=LIVE)
    assert after_first == whole_day(NEXT.opens)
    assert next_day((SHORT, NEXT), done=at(1, 10, 0, 2023), now=at(6, 1, year=2023), restriction=LIVE) is None


def test_a_new_dag_does_not_run_seasons_of_the_past() -> None:
    assert run_through(LIVE, at(6, 1, year=2024)) == []


def test_a_new_dag_in_mid_season_starts_with_yesterday() -> None:
    assert run_through(LIVE, at(1, 12))[0] == date(2022, 1, 11)


def test_a_scheduler_that_was_away_skips_to_the_last_missed_day() -> None:
    assert next_day((SHORT, NEXT), done=at(1, 10, 0), now=at(1, 18), restriction=LIVE) == whole_day(date(2022, 1, 12))


def test_a_scheduler_that_was_away_at_the_close_still_closes() -> None:
    assert next_day((SHORT, NEXT), done=at(1, 11, 0), now=at(3, 1), restriction=LIVE) == whole_day(SHORT.closes)


def test_the_bounds_of_the_dag_are_kept() -> None:
    bounds = TimeRestriction(earliest=at(1, 11, 0), latest=at(1, 12, 0), catchup=True)
    assert [day.day for day in run_through(bounds, at(1, 1))] == [11, 12]


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (at(1, 9), None),
        (at(1, 10, 0), 2021),
        (at(12, 31), 2021),
        (at(1, 9, 0, 2023), 2022),
        (at(1, 1, year=2030), 2022),
    ],
)
def test_the_year_is_that_of_the_last_season_that_opened(moment: DateTime, year: int | None) -> None:
    assert SeasonTimetable("somewhere", [NEXT, SHORT]).fiscal_year_on(moment) == year


def test_a_run_by_hand_stands_for_its_moment() -> None:
    moment = at(5, 1)
    assert SeasonTimetable("somewhere", [SHORT]).infer_manual_data_interval(run_after=moment) == DataInterval.exact(
        moment
    )


@pytest.mark.parametrize(
    "seasons",
    [
        [Season(2021, date(2022, 2, 1), date(2022, 1, 1), date(2022, 3, 1))],
        [Season(2021, date(2022, 1, 1), date(2022, 2, 1), date(2022, 1, 31))],
        [SHORT, Season(2022, date(2022, 1, 20), date(2022, 1, 21), date(2022, 1, 22))],
    ],
    ids=["correcting before opening", "closing before correcting", "two seasons at once"],
)
def test_a_calendar_that_contradicts_itself_is_refused(seasons: list[Season]) -> None:
    with pytest.raises(AirflowTimetableInvalid, match="请改正编报日程"):
        SeasonTimetable("somewhere", seasons).validate()


@pytest.mark.parametrize("city", ["wuhan-jianghan", "ziyang", "qingshi", "luxi"])
def test_the_calendars_of_the_example_cities_make_valid_timetables(city: str) -> None:
    timetable = SeasonTimetable.of(city, season_spans(city), city_name(city))
    timetable.validate()
    back = SeasonTimetable.deserialize(timetable.serialize())
    assert (back.city, back.seasons) == (city, timetable.seasons)
    assert back.summary == f"{city_name(city)}编报季"
    assert back.description == f"{city_name(city)}：编报季内每日运行一次，编报季结束时再运行一次"
    assert timetable.seasons[0].fiscal_year == 2021

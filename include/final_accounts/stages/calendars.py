"""编报日程: the calendars of a city's registered years, for whoever plans runs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from final_accounts.catalog import calendar, cities, city
from final_accounts.model.clock import CHINA, china_day
from final_accounts.model.season import Calendar
from final_accounts.season.calendar import deadlines
from final_accounts.stages.house import now


def calendars(city_id: str) -> tuple[Calendar, ...]:
    """One calendar a year, in the order of the city's years; SeasonError when a year has none."""
    return tuple(calendar(city_id, year) for year in city(city_id).years)


def city_name(city_id: str) -> str:
    """What pages call the city; SeasonError when there is none of that id."""
    return city(city_id).name


def season_spans(city_id: str) -> dict[int, tuple[date, date, date]]:
    """Fiscal year -> opening, last day for corrections (not a day off), closing; SeasonError as for ``calendars``."""
    found = {one.fiscal_year: deadlines(one) for one in calendars(city_id)}
    return {year: (dates.opens, dates.correct_by, dates.closes) for year, dates in found.items()}


def current_year(city_id: str, day: date | None = None) -> int:
    """The fiscal year whose season was the last to open by that day (today), else the first there is."""
    by = day or china_day(now())
    years = city(city_id).years
    return max((year for year in years if calendar(city_id, year).opens <= by), default=min(years))


def legal_dates() -> dict[str, dict[str, str]]:
    """City -> fiscal year -> the moment (ISO 8601) from which publication is overdue by the ordered calendar."""
    return {
        one.id: {str(days.fiscal_year): _after(deadlines(days).planned_publication) for days in calendars(one.id)}
        for one in cities()
    }


def _after(day: date) -> str:
    """The first moment after the day in China."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA).isoformat()

"""编报日程: the calendars of a city's registered years, for whoever plans runs."""

from __future__ import annotations

from final_accounts.catalog import calendar, city
from final_accounts.model.season import Calendar


def calendars(city_id: str) -> tuple[Calendar, ...]:
    """One calendar a year, in the order of the city's years; SeasonError when a year has none."""
    return tuple(calendar(city_id, year) for year in city(city_id).years)

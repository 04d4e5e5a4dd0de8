"""When a unit first submitted, as its duty to submit counts it (decision 0012)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from final_accounts.model.clock import china_day
from final_accounts.season.calendar import Deadlines
from final_accounts.season.standing import Standing, fold
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import read


def first_received(house: House, season: Season, dates: Deadlines) -> dict[str, date]:
    """Unit code -> day in China on which its first file counts as received, from where the ledger has it.

    A season that this house took up only after its closing (an example, one that is looked at again) says nothing
    about when its files were noticed: there they count from the time they bear.
    """
    events = house.history.events(season.city.id, season.fiscal_year)
    if events and china_day(datetime.fromisoformat(events[0].at)) > dates.closes:
        return _borne(house, season)
    return _counted(fold(season.city.units_of(season.fiscal_year), read(events)))


def _counted(standings: Mapping[str, Standing]) -> dict[str, date]:
    return {code: china_day(one.first_received) for code, one in standings.items() if one.first_received}


def _borne(house: House, season: Season) -> dict[str, date]:
    days: dict[str, date] = {}
    for entry in house.warehouse.stored_submissions(season.city.id, season.fiscal_year):
        days.setdefault(entry.submission.unit, china_day(entry.received_at))
    return days

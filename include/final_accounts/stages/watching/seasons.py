"""Which seasons of a city the watch looks at: the one that opened last, and earlier ones that still owe a publication.

A reply at the end of a year is public twenty days later at the latest, when the next season may have opened already.
"""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.stages.calendars import current_year
from final_accounts.stages.house import House, Season, SeasonDict
from final_accounts.stages.standings import standings


def under_watch(house: House, city_id: str) -> tuple[int, ...]:
    """Fiscal years, that of the season which opened last first; SeasonError when the city is not known."""
    current = Season.named(city_id, current_year(city_id))
    earlier = sorted((year for year in current.city.years if year < current.fiscal_year), reverse=True)
    return (current.fiscal_year, *(year for year in earlier if _owes(house, Season.named(city_id, year))))


def _owes(house: House, season: Season) -> bool:
    """Whether something was replied to that is neither public nor withheld."""
    found = standings(house, season).values()
    return any(one.approval is not None and not one.public and not one.withheld for one in found)


def watched(season_item: SeasonDict) -> Iterator[Season]:
    """The season that travels between the tasks of the watch, and the ``earlier`` ones that it names."""
    yield Season.of(season_item)
    for year in str(season_item.get("earlier", "")).split():
        yield Season.of({**season_item, "fiscal_year": int(year)})

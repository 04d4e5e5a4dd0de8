"""An act of a person at a terminal: names and numbers become the season, the person and the current version."""

from __future__ import annotations

from final_accounts.catalog import person as person_of
from final_accounts.season.acts import Act
from final_accounts.season.standing import Standing
from final_accounts.season.transitions import BY_KIND, Need
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings


def act_as(
    city: str, fiscal_year: int, unit: str, kind: str, person_id: str, *, version: int = 0, **payload: str
) -> Standing:
    """Do ``kind`` to ``unit`` in the name of ``person_id``; the standing afterwards. SeasonError says what is against.

    ``version`` 0 is the current one. A signature without ``role`` is made in the role that the person holds.
    """
    house = House.open(Settings.from_environment())
    house.warehouse.migrate()
    season = Season.named(city, fiscal_year)
    standing = standing_of(house, season, unit)
    about = Need.CURRENT_VERSION in BY_KIND[kind].needs
    number = (version or standing.version) if about else 0
    wanted = Act(
        kind,
        unit,
        person_of(season.city.id, person_id),
        version=number,
        sha256=standing.hashes.get(number, "") if about else "",
        payload=payload,
    )
    return act(house, season, wanted, around)

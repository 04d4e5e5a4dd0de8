"""沿用的说明: explanations accepted in earlier years are proposed again until they expire; the unit confirms each.

A proposal is no acceptance: this year's reviewer decides this year's text about this year's figures. A finding need not
come up every year: what a reviewer accepted for several years is still proposed after a year without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from final_accounts.model.identity import continued
from final_accounts.model.submission import Explanation
from final_accounts.model.unit import City
from final_accounts.season.explanations import Decision, decisions, proposals
from final_accounts.stages.house import House
from final_accounts.stages.standings import read


def carried_over(
    house: House, city: City, fiscal_year: int, units: Iterable[str]
) -> dict[str, tuple[Explanation, ...]]:
    """Unit code -> what it may say again in ``fiscal_year``; every unit of ``units`` has an entry.

    A renamed unit says again what it said under its old codes; one that was merged or split explains its own figures,
    and what its parts said goes no further.
    """
    codes = {code: code for code in units}
    past: dict[str, dict[int, tuple[Decision, ...]]] = {code: {} for code in codes}
    for year in range(fiscal_year - 1, min(city.years, default=fiscal_year) - 1, -1):
        before = continued(city, year + 1)
        codes = {code: parts[0] for code, now in codes.items() if len(parts := before.get(now, ())) == 1}
        told = _told(house, city, year, set(codes.values()))
        for code, then in codes.items():
            past[code][year] = told.get(then, ())
    return {code: proposals(decided, fiscal_year) for code, decided in past.items()}


def _told(house: House, city: City, fiscal_year: int, units: Collection[str]) -> dict[str, tuple[Decision, ...]]:
    """Unit code -> what was decided of its explanations in that year."""
    if not units:
        return {}
    events = read(house.history.events_below(city.id, fiscal_year, sorted(units)))
    return {code: decisions(event for event in events if event.unit == code) for code in units}

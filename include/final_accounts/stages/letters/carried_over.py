"""沿用的说明: explanations accepted last year are proposed again; the unit confirms each by leaving or editing it.

A proposal is no acceptance: this year's reviewer decides this year's text about this year's figures.
"""

from __future__ import annotations

from collections.abc import Iterable

from final_accounts.model.identity import continued
from final_accounts.model.submission import Explanation
from final_accounts.model.unit import City
from final_accounts.season.explanations import decisions, proposals
from final_accounts.stages.house import House
from final_accounts.stages.standings import read


def carried_over(
    house: House, city: City, fiscal_year: int, units: Iterable[str]
) -> dict[str, tuple[Explanation, ...]]:
    """Unit code -> what it may say again in ``fiscal_year``; every unit of ``units`` has an entry.

    A renamed unit says again what it said under its old code; one that was merged or split explains its own figures.
    """
    before = continued(city, fiscal_year)
    past = {code: before.get(code, ()) for code in units}
    single = {code: codes[0] for code, codes in past.items() if len(codes) == 1}
    told = tuple(dict.fromkeys(single.values()))
    events = read(house.history.events_below(city.id, fiscal_year - 1, told)) if told else ()
    return {
        code: proposals(decisions(event for event in events if event.unit == single.get(code)), fiscal_year)
        for code in past
    }

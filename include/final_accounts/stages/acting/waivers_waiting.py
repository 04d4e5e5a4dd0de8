"""待审批的豁免: every request nobody has decided becomes one run that asks the bureau's approvers."""

from __future__ import annotations

from final_accounts.season.waivers import WaiverState
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.house import House, Season, known_city
from final_accounts.stages.settings import Settings


def waivers_waiting(settings: Settings, city: str) -> list[dict[str, object]]:
    """``trigger_run_id`` and ``conf`` of a run for each request of the city; the same request, the same id."""
    house = House.open(settings)
    house.warehouse.migrate()
    runs: list[dict[str, object]] = []
    for year in known_city(city).years:
        season = Season.named(city, year)
        for one in waivers_of(house, season):
            if one.state is WaiverState.REQUESTED:
                conf = {"city": city, "fiscal_year": year, "unit": one.unit, "waiver": one.id}
                runs.append({"trigger_run_id": f"{city}-{year}-{one.unit}-{one.id}", "conf": conf})
    return runs

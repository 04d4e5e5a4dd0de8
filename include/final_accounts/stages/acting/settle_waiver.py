"""豁免落定: a run is good when the history holds a decision of its request, whatever Airflow says of its steps."""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.model.errors import SeasonError
from final_accounts.season.waivers import WaiverState
from final_accounts.stages.acting.respondents import NOBODY, WAIVER_STEP
from final_accounts.stages.acting.waivers import waiver_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings


def settle_waiver(settings: Settings, request: Mapping[str, object]) -> dict[str, str]:
    """What became of the request; SeasonError while nobody who may has decided it: a step may be marked successful."""
    season = Season.named(str(request["city"]), int(str(request["fiscal_year"])))
    one = waiver_of(House.open(settings), season, str(request["unit"]), str(request["waiver"]))
    if one.state is WaiverState.REQUESTED:
        raise SeasonError(NOBODY.format(step=WAIVER_STEP))
    return {"unit": one.unit, "waiver": one.id, "state": one.state.value, "decided_by": one.decided_by}

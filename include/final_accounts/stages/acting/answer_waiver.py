"""答复豁免: who answered the human step is asked of the register of persons, then the decision is written."""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.model.errors import SeasonError
from final_accounts.season.waivers import Waiver
from final_accounts.stages.acting.respondents import GRANT, REFUSE, WAIVER_STEP, answer_of
from final_accounts.stages.acting.waivers import decide_waiver
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings


def answer_waiver(settings: Settings, request: Mapping[str, object], response: object) -> Waiver:
    """Write the decision of whoever answered. SeasonError, and nothing written, when it may not be written.

    ``response`` is Airflow's own record of the answer (``chosen_options``, ``params_input``, ``responded_by_user``).
    """
    house = House.open(settings)
    season = Season.named(str(request["city"]), int(str(request["fiscal_year"])))
    answer = answer_of(season.city.id, response, WAIVER_STEP)
    if answer.option not in {GRANT, REFUSE}:
        raise SeasonError(f"不认识的答复“{answer.option}”，应为{GRANT}或{REFUSE}。")
    return decide_waiver(
        house,
        season,
        str(request["unit"]),
        str(request["waiver"]),
        granted=answer.option == GRANT,
        person=answer.person,
        reason=answer.text("reason"),
        until=answer.text("until"),
    )

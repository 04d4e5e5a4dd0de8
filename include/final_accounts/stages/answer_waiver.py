"""豁免落定: who answered the human step is verified against the register of persons, then the decision is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from final_accounts.model.errors import SeasonError
from final_accounts.stages.house import House, Season
from final_accounts.stages.respondents import GRANT, NOBODY, REFUSE, WAIVER_STEP, answer_of
from final_accounts.stages.settings import Settings
from final_accounts.stages.waivers import decide_waiver


def answer_waiver(settings: Settings, request: Mapping[str, object], responses: object) -> dict[str, str]:
    """Write the decision of whoever answered. SeasonError, and nothing written, when it may not be written.

    ``responses`` is what the step left: one response, or nothing when somebody marked the step as successful.
    """
    house = House.open(settings)
    season = Season.named(str(request["city"]), int(str(request["fiscal_year"])))
    answer = answer_of(season.city.id, _only(responses), WAIVER_STEP)
    if answer.option not in {GRANT, REFUSE}:
        raise SeasonError(f"不认识的答复“{answer.option}”，应为{GRANT}或{REFUSE}。")
    one = decide_waiver(
        house,
        season,
        str(request["unit"]),
        str(request["waiver"]),
        granted=answer.option == GRANT,
        person=answer.person,
        reason=answer.text("reason"),
        until=answer.text("until"),
    )
    return {"unit": one.unit, "waiver": one.id, "state": one.state.value}


def _only(responses: object) -> object:
    if isinstance(responses, Mapping):
        return responses
    found = list(responses) if isinstance(responses, Iterable) and not isinstance(responses, str) else []
    if len(found) != 1:
        raise SeasonError(NOBODY.format(step=WAIVER_STEP))
    return found[0]

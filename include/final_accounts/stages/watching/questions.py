"""What units said or asked and nobody has decided: explanations, score disputes, waivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from final_accounts.season.explanations import Ruling
from final_accounts.season.standing import Standing
from final_accounts.season.states import AWAITING_REPLY
from final_accounts.season.waiting import WaitsFor
from final_accounts.season.waivers import WaiverState
from final_accounts.stages.acting.disputes import disputes_of
from final_accounts.stages.acting.explanations import asked_of
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.house import House, Season


def open_questions(house: House, season: Season, stand: Mapping[str, Standing]) -> dict[WaitsFor, tuple[str, ...]]:
    """Act -> the units that wait for it, each once, as far as ``stand`` (unit -> standing) goes."""
    disputed = [one.unit for one in disputes_of(house, season) if one.stands is None]
    asked = [one.unit for one in waivers_of(house, season) if one.state is WaiverState.REQUESTED]
    return {
        WaitsFor.EXPLANATIONS: tuple(_explained(house, season, stand)),
        WaitsFor.DISPUTE: tuple(code for code in dict.fromkeys(disputed) if code in stand),
        WaitsFor.WAIVER: tuple(code for code in dict.fromkeys(asked) if code in stand),
    }


def _explained(house: House, season: Season, stand: Mapping[str, Standing]) -> Iterator[str]:
    for code, standing in stand.items():
        if standing.state in AWAITING_REPLY:  # a returned version is followed by another: nobody has to read its own
            found = asked_of(house, season, standing) or ()
            if any(one.ruling is Ruling.OPEN for one in found):
                yield code

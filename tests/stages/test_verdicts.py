"""A verdict that comes back after another one is told again: the last one in the history is what the rules say now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from final_accounts.history import NewEvent
from final_accounts.season.states import UnitState
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.verdicts import tell_verdicts
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings

if TYPE_CHECKING:
    from pathlib import Path

CITY, YEAR, UNIT = "qingshi", 2021, "101001"


def test_returned_accepted_and_returned_again_is_returned(tmp_path: Path) -> None:
    house, season = House.open(Settings.at(tmp_path)), Season.named(CITY, YEAR)
    house.warehouse.migrate()

    def event(kind: str, rulebook: str = "a") -> NewEvent:
        says = {"version": 1, "sha256": "0" * 64, "rulebook_hash": rulebook}
        return NewEvent(kind, f"{UNIT}/v1", "审核规则", says, datetime(2022, 3, 1, tzinfo=UTC))

    def told(kind: str, rulebook: str = "a") -> UnitState:
        tell_verdicts(house, season, [event(kind, rulebook)])
        return standings(house, season)[UNIT].state

    house.history.append(CITY, YEAR, [event("submission.received")])
    assert told("submission.returned") is UnitState.RETURNED
    assert told("submission.accepted") is UnitState.ACCEPTED
    assert told("submission.returned") is UnitState.RETURNED
    head = house.history.head(CITY, YEAR)
    assert told("submission.returned") is UnitState.RETURNED
    assert house.history.head(CITY, YEAR) == head, "the same verdict again is told once"
    assert told("submission.returned", "b") is UnitState.RETURNED
    assert house.history.head(CITY, YEAR).sequence == head.sequence + 1, "under other rules it is another verdict"

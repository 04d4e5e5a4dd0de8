"""A version that arrives while a run of the season is at work is left to the run that it wakes, and stops neither."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.letters.feedback import feedback
from final_accounts.stages.letters.notify import notify
from final_accounts.stages.settings import Settings
from stages.bad_files import CITY, data_of
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.stages.house import Chunk

YEAR, UNIT = 2021, "107001"


def begun(town: SmallTown, run: str) -> Chunk:
    (chunk,) = gather(town.settings, open_season(town.settings, CITY, YEAR, {}, run))
    return chunk


def ended(town: SmallTown, chunk: Chunk) -> None:
    for step in (score, feedback, load, notify):
        step(town.settings, chunk)


def test_a_version_that_arrives_after_the_review_waits_for_its_own_run(tmp_path: Path) -> None:
    town = SmallTown(Settings.at(tmp_path), YEAR)
    town.sent(UNIT)
    daily = begun(town, "daily")
    review(town.settings, daily)
    town.sent(UNIT, data_of(UNIT, YEAR).with_value("T1", "line:本年支出合计", "amount", Decimal(1)), "更正.xlsx")
    woken = begun(town, "woken")
    ended(town, daily)
    assert daily["versions"] == [f"{UNIT}/v1"]
    assert standing_of(town.house, town.season, UNIT).state is UnitState.RECEIVED
    review(town.settings, woken)
    ended(town, woken)
    assert standing_of(town.house, town.season, UNIT).state is UnitState.RETURNED

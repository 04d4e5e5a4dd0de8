"""A whole season by its verbs, in the order of the DAG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.letters.feedback import feedback
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.publish import publish

if TYPE_CHECKING:
    from final_accounts.stages.house import Chunk, SeasonDict
    from final_accounts.stages.settings import Settings

APPROVER = "示例季自动批复"


def until_loaded(settings: Settings, city: str, fiscal_year: int, run: str = "run") -> tuple[SeasonDict, list[Chunk]]:
    """Open, gather, and each chunk reviewed, scored, answered and loaded."""
    season = open_season(settings, city, fiscal_year, {}, run)
    chunks = gather(settings, season)
    for chunk in chunks:
        review(settings, chunk)
        score(settings, chunk)
        feedback(settings, chunk)
        load(settings, chunk)
    return season, chunks


def whole_season(
    settings: Settings, city: str, fiscal_year: int, approver: str | None = APPROVER, run: str = "run"
) -> dict[str, int | str]:
    """The same until the site stands; what the last verb answered."""
    season, chunks = until_loaded(settings, city, fiscal_year, run)
    rehearse(settings, season, approver)
    for chunk in chunks:
        publish(settings, chunk)
    return city_summary(settings, season)

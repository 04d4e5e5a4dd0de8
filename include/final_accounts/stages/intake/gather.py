"""收件: workbooks become versions of submissions, documents beside them are kept; nothing is overwritten or lost."""

from __future__ import annotations

from final_accounts.stages.chunks import chunks_of
from final_accounts.stages.house import Chunk, House, Season, SeasonDict, progress
from final_accounts.stages.intake.arrivals import Outcome, receive
from final_accounts.stages.intake.inbox import steady
from final_accounts.stages.judgement.considered import moment
from final_accounts.stages.results import submissions_of, version_name
from final_accounts.stages.settings import Settings


def gather(settings: Settings, season_item: SeasonDict) -> list[Chunk]:
    """Receive every file of the inbox and cut the units that have submitted into chunks.

    A file arrived when it was last written. Files of a folder are versions in the order of arrival.
    A sender is known by its own inbox folder. Files that somebody is still writing wait. The same bytes again are the
    same version. Documents beside a workbook are no versions: they are kept, told in the history, and audited with the
    chunk of their unit. What is in no registered unit's folder, is a link or is too large is quarantined by name in the
    history and left where it is; one bad item stops nobody else. Beside the arrivals that are claimed one by one it
    changes nothing: what was received before is received the same way again. A chunk names the versions of its
    units, so that one that arrives while the run is at work is left to the run that was woken by it.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    inbox = settings.inbox_at(season.city.id, season.fiscal_year)
    began = moment(house, season)
    received = receive(house, season, steady(inbox, settings.settle, lambda _: True))
    ours = (one.item.folder for one in received if one.outcome not in {Outcome.QUARANTINED, Outcome.GONE})
    arrived = list(dict.fromkeys(ours))
    chunks = chunks_of(season, arrived)
    progress.info("收到 %d 家单位的报送，分 %d 批处理", len(arrived), len(chunks))
    return [{**chunk, **began, "versions": _versions(house, season, chunk)} for chunk in chunks]


def _versions(house: House, season: Season, chunk: Chunk) -> list[str]:
    return [version_name(submission) for submission in submissions_of(house, season, chunk)]

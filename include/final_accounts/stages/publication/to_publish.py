"""待公开: the units of a publication run, cut into chunks like those of a season's run."""

from __future__ import annotations

from collections.abc import Sequence

from final_accounts.season.states import REPLIED_TO
from final_accounts.stages.chunks import chunks_of
from final_accounts.stages.house import Chunk, House, Season, SeasonDict, progress
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings


def to_publish(settings: Settings, season_item: SeasonDict, units: Sequence[str] | None) -> list[Chunk]:
    """Chunks of these units, or of all that are approved or public; whether one may go out is asked again later."""
    season = Season.of(season_item)
    known = standings(House.open(settings), season)
    wanted = [str(code) for code in units or ()] or [c for c, one in known.items() if one.state in REPLIED_TO]
    codes = [code for code in wanted if code in known]
    for code in wanted:
        if code not in known:
            progress.warning("%s 不是%s %d 年度的单位，略去", code, season.city.name, season.fiscal_year)
    chunks = chunks_of(season, codes)
    progress.info("待公开 %d 家单位，分 %d 批", len(codes), len(chunks))
    return chunks

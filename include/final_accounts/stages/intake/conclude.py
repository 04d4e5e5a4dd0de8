"""办结: who sent a file twice or to the wrong place is told, then nobody takes these files on again."""

from __future__ import annotations

from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.intake.arrival_letters import arrival_letters
from final_accounts.stages.letters.sending import send
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.claims import Claims


def conclude(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """How many letters were sent and how many claims were open until now; again it does nothing."""
    house = House.open(settings)
    season = Season.of(chunk)
    letters = arrival_letters(house, season, chunk)
    sent = send(house, season, letters)["sent"] if letters else 0
    mine = chunk["claims"]
    pairs = (str(one).split(":") for one in mine) if isinstance(mine, list) else ()
    closed = Claims(house.warehouse.engine).finish({int(number): outcome for number, outcome in pairs})
    return {"letters": sent, "files": closed}

"""办结: the claims of a chunk are finished, so that nobody takes these files on again."""

from __future__ import annotations

from final_accounts.stages.house import Chunk, House
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.claims import Claims


def conclude(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """How many claims were open until now."""
    mine = chunk["claims"]
    pairs = (str(one).split(":") for one in mine) if isinstance(mine, list) else ()
    house = House.open(settings)
    return {"files": Claims(house.warehouse.engine).finish({int(number): outcome for number, outcome in pairs})}

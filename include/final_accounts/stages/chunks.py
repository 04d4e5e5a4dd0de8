"""批: how a list is cut, so that a city of thousands costs tens of tasks and one bad unit never fails its chunk."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from final_accounts.stages.house import Chunk, Season

UNITS_PER_CHUNK: Final = 25
MOST_CHUNKS: Final = 50


def chunk_count(items: int) -> int:
    """Chunks for that many units or documents: tens of tasks, however many there are.

    >>> chunk_count(0), chunk_count(12), chunk_count(1000), chunk_count(5000)
    (0, 1, 40, 50)
    """
    return min(MOST_CHUNKS, ceil(items / UNITS_PER_CHUNK))


def chunks_of(season: Season, units: Sequence[str]) -> list[Chunk]:
    """The units in chunks, as they travel between tasks."""
    count = chunk_count(len(units))
    return [
        {
            "run": season.run,
            "chunk": index,
            "city": season.city.id,
            "fiscal_year": season.fiscal_year,
            "units": list(units[index::count]),
        }
        for index in range(count)
    ]

"""What a document from outside may cost. Zip containers and sheets have their own caps beside these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from final_accounts.readers.caps import MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest disclosure seen has 90 pages, 105,000 characters and 12,000 cells.

    ``seconds`` is looked at between pages; what hangs inside one is ended by the pool's watchdog.
    """

    file_bytes: int = 64 * MIB
    pages: int = 2_000
    characters: int = 8_000_000
    cells: int = 400_000
    blocks: int = 400_000
    page_characters: int = 400_000
    page_paths: int = 60_000
    seconds: float = 40.0


LIMITS: Final = Limits()

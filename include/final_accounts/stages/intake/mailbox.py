"""All inboxes of the installation: which there are, and one cheap look at everything in them."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.catalog import cities
from final_accounts.stages.house import known_city, known_year
from final_accounts.stages.intake.inbox import waiting
from final_accounts.stages.settings import Settings


def inboxes(settings: Settings, city: str = "", fiscal_year: int | None = None) -> Iterator[tuple[str, int]]:
    """(city, year) of every inbox that is there: of all registered cities and years unless one is named."""
    for one in (known_city(city),) if city else cities():
        for year in one.years if fiscal_year is None else (known_year(one, fiscal_year),):
            if settings.inbox_at(one.id, year).exists():
                yield one.id, year


def marks(settings: Settings) -> dict[str, str]:
    """Place of every file in every inbox -> its mark, which changes whenever the file is written."""
    return {
        f"{city}/{year}/{item.folder}/{item.name}": item.mark
        for city, year in inboxes(settings)
        for item in waiting(settings.inbox_at(city, year))
    }

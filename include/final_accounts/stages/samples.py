"""Which seasons are only shown: made-up cities, and real ones in which nobody but made-up persons can act."""

from __future__ import annotations

from final_accounts.catalog import persons
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.samples import MADE_UP, REHEARSED, Sample, sample
from final_accounts.stages.house import Season


def sample_of(season: Season) -> Sample:
    """What every page and document of the season must say of itself.

    One real person in the register is enough for a real city to be the real thing. CatalogError without a register.
    """
    return sample(Documents.of(season.edition), _kind(season))


def _kind(season: Season) -> str:
    if season.city.made_up:
        return MADE_UP
    register = persons(season.city.id)
    return REHEARSED if register and all(person.automatic for person in register) else ""

"""What was published of a unit so far, as the history tells it, and what a correction replaces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from final_accounts.history import Event
from final_accounts.publishing import Replaced, count
from final_accounts.stages.approvals import day_of, in_words
from final_accounts.stages.house import House, Season

PUBLISHED = "submission.published"


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is or was public. ``page`` and ``files`` (path on the site -> sha256) are in the content store.

    ``approval`` is the hash of the event that allowed it, ``reason`` why it replaced the version before it.
    """

    unit: str
    version: int
    sha256: str
    page: str
    files: Mapping[str, str]
    approval: str
    reason: str = ""


Published = tuple[Publication, Event]


def public_versions(house: House, city: str, fiscal_year: int) -> dict[str, int]:
    """Unit code -> the version that is public, as the history tells it."""
    return {unit: entries[-1][0].version for unit, entries in _published(house, city, fiscal_year).items()}


def published_before(house: House, season: Season) -> dict[str, tuple[Published, ...]]:
    """Unit code -> what was published of it so far, oldest first."""
    return _published(house, season.city.id, season.fiscal_year)


def _published(house: House, city: str, fiscal_year: int) -> dict[str, tuple[Published, ...]]:
    known: dict[str, list[Published]] = {}
    for event in house.history.events(city, fiscal_year, PUBLISHED):
        payload = json.loads(event.payload)
        publication = Publication(**{name: payload[name] for name in Publication.__dataclass_fields__})
        known.setdefault(publication.unit, []).append((publication, event))
    return {unit: tuple(entries) for unit, entries in known.items()}


def earlier_versions(version: int, before: Sequence[Published]) -> tuple[Published, ...]:
    """The last publication of each version below ``version``, oldest first, each with the day it first came out."""
    found: dict[int, Published] = {}
    for publication, event in before:
        if publication.version < version:
            _, first = found.get(publication.version, (publication, event))
            found[publication.version] = (publication, first)
    return tuple(found[number] for number in sorted(found))


def replaced_by(version: int, reason: str, before: Sequence[Published]) -> Replaced | None:
    """The latest earlier version that was published, with the day it first was, and why it is replaced."""
    earlier = earlier_versions(version, before)
    if not earlier:
        return None
    publication, first = earlier[-1]
    return Replaced(count(publication.version), in_words(day_of(first)), reason)


def earlier_page(unit: str, version: int) -> str:
    """Where an earlier version stands, below ``units/`` beside the page in force, so that its links hold there too."""
    return f"{unit}-v{version}.html"

"""Past reviews 审核记录 as the history tells them: what was reviewed, judged, published, and under what. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from final_accounts.history import Event
from final_accounts.season.verdicts import VERDICTS
from final_accounts.stages.rulebook.rulebooks import RUNNING

REVIEWED: Final = "submission.reviewed"
PUBLISHED: Final = "submission.published"


@dataclass(frozen=True, slots=True)
class Under:
    """出处 of a result: code, data rooms, libraries. Empty texts where nothing was recorded."""

    code_version: str = ""
    commit: str = ""
    rooms: str = ""
    libraries: str = ""


@dataclass(frozen=True, slots=True)
class PastReview:
    """A ``submission.reviewed`` event with what followed from it, and under what each was done."""

    event: Event
    under: Under
    verdict: Event | None = None
    published: Event | None = None
    published_under: Under | None = None

    @property
    def subject(self) -> str:
        """The unit's version, such as ``101001/v2``."""
        return self.event.subject

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.subject.partition("/")[0]

    @property
    def version(self) -> int:
        """The number of the version."""
        return int(self.subject.rpartition("/v")[2])

    def says(self, key: str) -> str:
        """A text of the review's payload, "" when it is silent."""
        return str(json.loads(self.event.payload).get(key, ""))

    @property
    def recorded(self) -> bool:
        """Whether everything was recorded that doing it again needs."""
        return bool(self.says("last_year") and self.under.rooms)


def past_reviews(events: Iterable[Event]) -> tuple[PastReview, ...]:
    """Every review of a season, in order.

    A verdict that was left out, because it said what the one before had said, is the one before.
    """
    found: list[PastReview] = []
    place: dict[str, int] = {}
    verdicts: dict[str, Event] = {}
    under = Under()
    for event in events:
        if event.kind == RUNNING:
            payload = json.loads(event.payload)
            under = Under(**{name: payload.get(name, "") for name in Under.__dataclass_fields__})
        elif event.kind == REVIEWED:
            place[event.subject] = len(found)
            found.append(PastReview(event, under, verdicts.get(event.subject)))
        elif event.kind in VERDICTS:
            verdicts[event.subject] = event
            _replace(found, place, event, verdict=event)
        elif event.kind == PUBLISHED:
            _replace(found, place, event, published=event, published_under=under)
    return tuple(found)


def _replace(found: list[PastReview], place: dict[str, int], event: Event, **told: object) -> None:
    number = place.get(event.subject)
    if number is not None:
        found[number] = replace(found[number], **told)  # type: ignore[arg-type] # the names are its fields

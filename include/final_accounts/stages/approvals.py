"""What may be published: an approved version whose approval stands in the history itself. Fails closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from final_accounts.history import Event
from final_accounts.history.chain import own_hash, sha256_text
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.stages.house import House, Season
from final_accounts.warehouse import StoredSubmission

CHINA: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
APPROVED_STATES: Final = frozenset({SubmissionState.APPROVED, SubmissionState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Approved:
    """A version that may be published, and the event that says so."""

    submission: Submission
    event: Event
    number: str


def latest_approved(stored: Sequence[StoredSubmission]) -> dict[str, Submission]:
    """Unit code -> its highest version that the warehouse calls approved or published."""
    return {entry.submission.unit: entry.submission for entry in stored if entry.state in APPROVED_STATES}


def approval_of(house: House, season: Season, submission: Submission) -> Approved | None:
    """The first event that approves exactly these bytes as this version by a named actor, else None.

    What the warehouse says of the state does not count: the event does, and only while it is unaltered.
    """
    subject = f"{submission.unit}/v{submission.version}"
    for event in house.history.events(season.city.id, season.fiscal_year, "submission.approved", subject):
        payload = json.loads(event.payload)
        unaltered = own_hash(event) == event.hash and sha256_text(event.payload) == event.payload_hash
        same = (payload.get("unit"), payload.get("version"), payload.get("sha256")) == (
            submission.unit,
            submission.version,
            submission.sha256,
        )
        if unaltered and same and event.actor.strip():
            return Approved(submission, event, str(payload.get("number", "")))
    return None


def day_of(event: Event) -> date:
    """The day of an event in China."""
    return day_in_china(datetime.fromisoformat(event.at))


def day_in_china(at: datetime) -> date:
    """The day of an aware moment in China."""
    return at.astimezone(CHINA).date()


def in_words(day: date) -> str:
    """A date as pages print it.

    >>> in_words(date(2022, 9, 5))
    '2022年9月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"

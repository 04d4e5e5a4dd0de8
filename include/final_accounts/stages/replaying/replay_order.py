"""What a replay asks of the process that does a review again, and what that process answers. Plain JSON both ways.

The process may run the code of another day: ``PROTOCOL`` rises when the meaning of a field changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from final_accounts.history import Event
from final_accounts.model.submission import Submission

PROTOCOL: Final = 1
STORE: Final = "store"
"""Folder of the inputs and of what comes out, as a content store."""
ORDER: Final = "order.json"
ANSWER: Final = "answer.json"

Moment = tuple[int, str]
"""(events known, day in China): what a run judged by."""


@dataclass(frozen=True, slots=True)
class Job:
    """One review to do again: the last of ``versions``, which are the unit's up to it.

    ``past`` names last year in the store. ``moments`` are tried in order until what persons had decided then gives
    ``judged_with`` ("" takes the first). ``at`` is the time that the clock shows, ``until`` the number of the event
    before which the replay happens. ``publish``: its publication is made again too.
    """

    city: str
    fiscal_year: int
    versions: tuple[Submission, ...]
    past: str
    moments: tuple[Moment, ...]
    judged_with: str
    at: str
    until: int
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Jobs for one process, and the events of each (city, year) they are about, in order."""

    jobs: tuple[Job, ...]
    events: tuple[Event, ...]
    protocol: int = PROTOCOL


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job came to: hashes of what is in the store, the state, and the published files (path -> sha256).

    ``reviewed`` are the findings of the accounts suite, ``findings`` those of the verdict. ``error`` says why there is
    nothing, ``unpublished`` why there are no files.
    """

    edition_hash: str = ""
    rulebook_hash: str = ""
    judged_with: str = ""
    reviewed: str = ""
    findings: str = ""
    scores: str = ""
    state: str = ""
    files: dict[str, str] = field(default_factory=dict)
    unpublished: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcomes in the order of the jobs, and the code that made them."""

    code_version: str
    outcomes: tuple[Outcome, ...]
    protocol: int = PROTOCOL


def write(folder: Path, name: str, what: Order | Answer) -> None:
    """Put it below ``folder``."""
    (folder / name).write_bytes(msgspec.json.encode(what))


def order_in(folder: Path) -> Order:
    """The order below ``folder``."""
    return msgspec.json.decode((folder / ORDER).read_bytes(), type=Order)


def answer_in(folder: Path) -> Answer | None:
    """The answer below ``folder``; None when there is none that this code understands."""
    try:
        answer = msgspec.json.decode((folder / ANSWER).read_bytes(), type=Answer)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return answer if answer.protocol == PROTOCOL else None

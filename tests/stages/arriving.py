"""Files that arrive, and claimers in processes of their own, for the tests of arrivals."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from upath import UPath

from final_accounts.history import Event
from final_accounts.stages.house import Chunk, House
from final_accounts.stages.intake.claim import claim
from final_accounts.stages.intake.conclude import conclude
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.letters.feedback import feedback
from final_accounts.stages.letters.notify import notify
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.claims import Claims

CITY, YEAR = "qingshi", 2021
UNIT, OTHER_UNIT, STRANGER = "101001", "102001", "999001"
MORNING = 1_646_000_000  # in February 2022
VERBS = (review, score, feedback, load, notify, conclude)
"""What the DAG does with what was claimed, in its order; tests/dags/test_feedback_run.py sees it do so."""


def put(settings: Settings, unit: str, name: str, data: bytes, at: int = MORNING) -> Path:
    """A file in the unit's inbox that arrived at that moment."""
    path = settings.inbox(CITY, YEAR) / unit / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


def lay(settings: Settings, unit: str, name: str, data: bytes) -> UPath:
    """A file in the unit's inbox, wherever that is; it arrives now."""
    place = settings.inbox_at(CITY, YEAR) / unit / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def claimed(settings: Settings, run: str = "run") -> list[Chunk]:
    """What a claimer of that name takes on."""
    return claim(settings, run, {}, CITY, YEAR)


def work(settings: Settings, chunks: list[Chunk]) -> None:
    """What the DAG does with each chunk."""
    for chunk in chunks:
        for verb in VERBS:
            verb(settings, chunk)


def events(settings: Settings, kind: str | None = None) -> tuple[Event, ...]:
    """The season's events, of one kind or all."""
    return House.open(settings).history.events(CITY, YEAR, kind)


def told(settings: Settings) -> Counter[tuple[str, str]]:
    """(kind, subject) -> how often the history tells it."""
    return Counter((event.kind, event.subject) for event in events(settings))


def outcomes(settings: Settings) -> Counter[str]:
    """What became of the claims."""
    house = House.open(settings)
    return Counter(one.outcome for one in Claims(house.warehouse.engine).all(CITY, YEAR))


def claim_in_a_process(settings: Settings, run: str, lease: float) -> list[str]:
    """The versions a claimer got to review; it concludes its chunks without reviewing them."""
    mine = replace(settings, lease=lease)
    chunks = claimed(mine, run)
    for chunk in chunks:
        conclude(mine, chunk)
    return [str(name) for chunk in chunks for name in _names(chunk)]


def _names(chunk: Chunk) -> list[str]:
    named = chunk["submissions"]
    return list(named) if isinstance(named, list) else []

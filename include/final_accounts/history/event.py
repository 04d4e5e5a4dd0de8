"""Events 事件 of a season and the head of their chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

GENESIS: Final = "0" * 64
"""What the first event of a chain names as its predecessor."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened: ``kind`` ("submission.received" …) to ``subject`` ("101001", "101001/v2" …).

    ``actor`` is who did it, ``at`` when (aware). ``payload`` holds plain JSON values: ids, hashes, counts; never
    floats, whose text differs between programs.
    """

    kind: str
    subject: str
    actor: str
    payload: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands in the chain. ``payload`` is its canonical JSON text, ``at`` ISO 8601 in UTC."""

    city: str
    fiscal_year: int
    sequence: int
    previous: str
    kind: str
    subject: str
    actor: str
    at: str
    payload: str
    payload_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: number of events and hash of the last; (0, GENESIS) when nothing happened yet.

    Kept outside the database (printed on a page, sent by mail) it proves later that nothing was cut off or rewritten.
    """

    sequence: int
    hash: str


class ProblemKind(StrEnum):
    """How a chain can be broken."""

    ALTERED = "altered"  # 内容被改动
    REMOVED = "removed"  # 事件缺失
    REORDERED = "reordered"  # 次序被改动
    TRUNCATED = "truncated"  # 末尾被截断
    REWRITTEN = "rewritten"  # 与存档的链头不符: the chain was made anew
    UNRECORDED = "unrecorded"  # 链尾事件不是由系统写入


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing ``verify`` found, at event number ``sequence``; ``message`` in Chinese for the auditor."""

    kind: ProblemKind
    sequence: int
    message: str

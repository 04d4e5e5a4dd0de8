"""How events are named, hashed and linked. Pure; anyone can recompute it with a JSON library and SHA-256.

payload hash = sha256 of the payload's canonical JSON; own hash = sha256 of the canonical JSON of the list
[city, fiscal year, sequence, previous hash, kind, subject, actor, at, payload hash].
Canonical JSON: UTF-8, keys sorted, no blanks, Chinese as is.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Final

from final_accounts.history.event import Event, Head, NewEvent
from final_accounts.model.errors import HistoryError

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_LONGEST: Final = 200  # of kind, subject and actor: they stand in an index
_MARK: Final = 12  # hex digits that tell subjects of one beginning apart


def subject_of(name: str) -> str:
    """The name as an event's subject: as it is where it fits, else cut, with a hash of the whole at its end.

    Long names of one beginning stay two subjects; whoever needs the whole name puts it into the payload.

    >>> subject_of("101001/v2"), len(subject_of("101001/v2/" + "长" * 300))
    ('101001/v2', 200)
    """
    plain = _UNSTORABLE.sub("\ufffd", name)
    if plain == name and len(name) <= _LONGEST:
        return name
    whole = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_MARK]
    return f"{plain[: _LONGEST - _MARK - 1]}#{whole}"


def canonical(value: object) -> str:
    """Canonical JSON text.

    >>> canonical({"b": [1, None], "a": "决算"})
    '{"a":"决算","b":[1,null]}'
    """
    return json.dumps(_plain(value, "payload"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_text(text: str) -> str:
    """sha256 of the text in UTF-8."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds; HistoryError when the zone is not known.

    >>> moment(datetime(2022, 3, 1, 9, tzinfo=UTC))
    '2022-03-01T09:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise HistoryError(f"事件的时刻没有写明时区：{at.isoformat()}。")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(city: str, fiscal_year: int, head: Head, new: NewEvent) -> Event:
    """The event that follows ``head``."""
    for word in (new.kind, new.subject, new.actor):
        if not word or len(word) > _LONGEST or _UNSTORABLE.search(word):
            raise HistoryError(f"事件的类别、对象和办理人应为 1 至 {_LONGEST} 个可以存储的字符，现为“{_shown(word)}”。")
    payload = canonical(new.payload)
    return sealed(
        Event(
            city=city,
            fiscal_year=fiscal_year,
            sequence=head.sequence + 1,
            previous=head.hash,
            kind=new.kind,
            subject=new.subject,
            actor=new.actor,
            at=moment(new.at),
            payload=payload,
            payload_hash=sha256_text(payload),
            hash="",
        )
    )


def own_hash(event: Event) -> str:
    """The hash the event must carry, from everything else it says."""
    return sha256_text(
        json.dumps(
            [
                event.city,
                event.fiscal_year,
                event.sequence,
                event.previous,
                event.kind,
                event.subject,
                event.actor,
                event.at,
                event.payload_hash,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
    )


def sealed(event: Event) -> Event:
    """The event with its own hash."""
    return Event(
        event.city,
        event.fiscal_year,
        event.sequence,
        event.previous,
        event.kind,
        event.subject,
        event.actor,
        event.at,
        event.payload,
        event.payload_hash,
        own_hash(event),
    )


def _plain(value: object, where: str) -> object:
    """The value with storable texts; HistoryError for anything that JSON texts differ on."""
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise HistoryError(f"事件内容的键应为文本（{where}）。")
            return {_UNSTORABLE.sub("\ufffd", key): _plain(item, f"{where}.{key}") for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, f"{where}[]") for item in value]
        case bool() | int() | None:
            return value
        case _:
            raise HistoryError(f"事件内容只能是文本、整数、列表和字典，不能是“{value!r}”（{where}）。")


def _shown(word: str) -> str:
    return ascii(word)[1:-1] if _UNSTORABLE.search(word) else word

"""通知: letters go out to persons, each once; what was sent, to whom and in which words stands in the history."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from final_accounts.catalog import data_root, persons
from final_accounts.catalog.rooms import MESSAGES
from final_accounts.delivery import (
    Attachment,
    Channel,
    FolderChannel,
    NotDeliveredError,
    Templates,
    mail,
    mail_server,
)
from final_accounts.delivery.mail import usable
from final_accounts.history import Event, NewEvent
from final_accounts.model.errors import DeliveryError
from final_accounts.model.person import Person, Role, holders
from final_accounts.stages.house import House, Season, now, progress

SENT: Final = "message.sent"
ACTOR: Final = "送达"
_AT_ONCE: Final = 200  # subjects a query
_UNIT: Final = re.compile(r"(?P<code>[0-9]+)(?:/.*)?", re.DOTALL)
_DEPARTMENT: Final = re.compile(r"department/(?P<code>[0-9]+)(?:/.*)?", re.DOTALL)

Key = tuple[str, str, str, str]
"""(kind, about, account, once): what is sent once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to write: ``kind`` names its template, ``about`` the subject of the event (and with it the unit).

    ``words`` are what the template asks for beyond those every template has: those of :func:`season_words`, ``today``,
    ``person`` (the reader's name), and by ``about`` ``code`` and ``name`` of the unit or department.
    The same ``kind``, ``about`` and ``once`` reach a person once.
    """

    kind: str
    about: str
    to: tuple[Person, ...]
    words: Mapping[str, object] = field(default_factory=dict)
    once: str = ""
    attachments: tuple[Path, ...] = ()


def send(house: House, season: Season, letters: Sequence[Letter]) -> dict[str, int]:
    """Send what was not sent yet: how many were ``sent``, ``already`` sent before, and ``failed`` (0: else it raises).

    Every letter is tried; then NotDeliveredError names what did not leave, so that the step is tried again, and what
    was sent is not sent again. A message that left just before its event could be written may come twice; it then has
    the same Message-ID, and the folder keeps one.
    """
    before = _sent(house, season, letters)
    counts = {"sent": 0, "already": 0, "failed": 0}
    failed: list[str] = []
    with ExitStack() as stack:
        post = _Post.open(house, season, stack)
        for letter, person in _each(letters):
            if (letter.kind, letter.about, person.id, letter.once) in before:
                counts["already"] += 1
                continue
            try:
                post.send(letter, person)
            except NotDeliveredError as error:
                failed.append(str(error))
                progress.warning("通知未送达（%s，%s）：%s", letter.kind, letter.about, error)
                continue
            before.add((letter.kind, letter.about, person.id, letter.once))
            counts["sent"] += 1
    if failed:
        more = f"等 {len(failed)} 件" if len(failed) > 1 else ""
        raise NotDeliveredError(f"有通知未送达，其余 {counts['sent']} 件已送达；重试只送未送达的。{failed[0]}{more}")
    return counts


def _each(letters: Sequence[Letter]) -> Iterator[tuple[Letter, Person]]:
    for letter in letters:
        yield from ((letter, person) for person in dict.fromkeys(letter.to))


def _key(event: Event) -> Key:
    payload = json.loads(event.payload)
    return payload["kind"], event.subject, payload["to"], payload["once"]


def _sent(house: House, season: Season, letters: Sequence[Letter]) -> set[Key]:
    subjects = sorted({letter.about for letter in letters})
    where = (season.city.id, season.fiscal_year)
    return {
        _key(event)
        for start in range(0, len(subjects), _AT_ONCE)
        for event in house.history.events_below(*where, subjects[start : start + _AT_ONCE])
        if event.kind == SENT
    }


@dataclass(slots=True)
class _Post:
    """The ways out that are open, and whose letters these are."""

    house: House
    season: Season
    templates: Templates
    folder: Channel
    server: Channel | None
    sender: tuple[str, str]
    words: Mapping[str, object]

    @classmethod
    def open(cls, house: House, season: Season, stack: ExitStack) -> _Post:
        settings = house.settings
        server = mail_server(settings.delivery) if settings.delivery else None
        address = settings.sender or (server.user if server and usable(server.user) else "")
        if server and not address:
            raise DeliveryError("配置了邮件服务器，但没有发件地址；请设置环境变量 FINAL_ACCOUNTS_DELIVERY_FROM。")
        return cls(
            house,
            season,
            Templates(data_root() / MESSAGES),
            stack.enter_context(FolderChannel(settings.outbox(season.city.id, season.fiscal_year))),
            stack.enter_context(server) if server else None,
            (f"{season.city.name}决算编报", address or f"final-accounts@{_host()}"),
            season_words(season, persons(season.city.id)),
        )

    def send(self, letter: Letter, person: Person) -> None:
        """Write, deliver, and tell the history."""
        common = {
            **self.words,
            "today": now(),
            "person": person.name,
            **subject_words(self.season, letter.about),
        }
        written = self.templates.write(letter.kind, common | dict(letter.words))
        files = [Attachment(path.name, path.read_bytes()) for path in letter.attachments]
        where = (self.season.city.id, str(self.season.fiscal_year))
        identity = "\n".join((*where, letter.kind, letter.about, person.id, letter.once))
        channel = self._channel(person)
        channel.deliver(mail(written, person, self.sender, identity, now(), letter.kind, files), person)
        self._tell(letter, person, channel, written.text, files)

    def _channel(self, person: Person) -> Channel:
        """The mail server when there is one and the person has an address, else the folder."""
        if self.server is None:
            return self.folder
        if usable(person.mail):
            return self.server
        progress.warning("人员名录里 %s 没有可用的邮箱地址，通知写入发件文件夹", person.id)
        return self.folder

    def _tell(self, letter: Letter, person: Person, channel: Channel, text: str, files: Sequence[Attachment]) -> None:
        store = self.house.store
        payload: dict[str, object] = {
            "kind": letter.kind,
            "to": person.id,
            "once": letter.once,
            "channel": channel.name,
            "sha256": store.put(text.encode()),
            "attachments": [{"name": one.name, "sha256": store.put(one.data)} for one in files],
        }
        new = NewEvent(SENT, letter.about, ACTOR, payload, now())
        key = (letter.kind, letter.about, person.id, letter.once)

        def unless_told(events: tuple[Event, ...]) -> Sequence[NewEvent]:
            told = any(e.kind == SENT and e.subject == letter.about and _key(e) == key for e in events)
            return [] if told else [new]

        self.house.history.decide(self.season.city.id, self.season.fiscal_year, (letter.about,), unless_told)


def season_words(season: Season, known: Sequence[Person]) -> dict[str, object]:
    """City and year, whom to turn to (``operators``, in brackets, "" for nobody), and the city's own way of signing.

    ``signing`` is "" where the city has none of its own.
    """
    operators = "；".join(one.contact for one in holders(known, Role.OPERATOR))
    return {
        "city": season.city.name,
        "city_id": season.city.id,
        "fiscal_year": season.fiscal_year,
        "operators": f"（{operators}）" if operators else "",
        "signing": season.city.signing,
    }


def subject_words(season: Season, about: str) -> dict[str, str]:
    """Code and name of the unit or department a letter is about; none for the whole season."""
    units = season.city.units_of(season.fiscal_year)
    if found := _UNIT.fullmatch(about):
        return next(({"code": unit.code, "name": unit.name} for unit in units if unit.code == found["code"]), {})
    if found := _DEPARTMENT.fullmatch(about):
        of = (unit for unit in units if unit.department_code == found["code"])
        return next(({"code": unit.department_code, "name": unit.department} for unit in of), {})
    return {}


def _host() -> str:
    """The name of this machine where it can stand in an address."""
    return re.sub(r"[^A-Za-z0-9.-]", "", socket.gethostname()).strip(".-") or "localhost"

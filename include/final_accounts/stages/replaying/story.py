"""一家单位的经过: its events of a season in order, each as a sentence, with the first findings of what was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from final_accounts.catalog import cities
from final_accounts.catalog import persons as persons_of
from final_accounts.history import Event
from final_accounts.model.clock import CHINA
from final_accounts.model.errors import SeasonError, StoreError
from final_accounts.model.finding import Finding
from final_accounts.model.safe_text import one_line
from final_accounts.publishing.city.waivers import place_in_words
from final_accounts.season.departments import department_subject
from final_accounts.season.standing import Happened
from final_accounts.season.story import Known, sentence
from final_accounts.season.verdicts import VERDICTS
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings

FIRST: Final = 3
"""Findings that the story tells of a review; the event names them all."""
SEASON_WIDE: Final = "season"
"""Subject of events that are about every unit of the season."""
_VERSION: Final = re.compile(r"[0-9]+/v(?P<version>[0-9]+)(?:/.*)?", re.DOTALL)
_findings: Final = msgspec.json.Decoder(tuple[Finding, ...])


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: the moment in China, the sentence, and what it found first."""

    event: Event
    at: str
    says: str
    found: tuple[str, ...] = ()
    more: int = 0

    @property
    def document(self) -> dict[str, object]:
        """For machines: the whole event, with its sentence."""
        event = {name: getattr(self.event, name) for name in Event.__dataclass_fields__}
        return {**event, "payload": json.loads(self.event.payload), "says": self.says, "found": list(self.found)}


def story(settings: Settings, unit: str, fiscal_year: int, city: str = "") -> tuple[Told, ...]:
    """Everything that happened to the unit, to its department's roll-up, and to the rules in that season.

    ``city`` may be left out while only one city knows the unit; SeasonError says which do.
    """
    house = House.open(settings)
    house.warehouse.migrate()
    season = Season.named(city or city_of_unit(unit, fiscal_year), fiscal_year)
    line = next((one for one in season.city.units_of(fiscal_year) if one.code == unit), None)
    if line is None:
        raise SeasonError(f"{season.city.name} {fiscal_year} 年度没有单位 {unit}；请核对预算单位编码。")
    about = (unit, department_subject(line.department_code), SEASON_WIDE)
    names = {person.id: person.name for person in persons_of(season.city.id)}
    known = Known(names, place=lambda row: place_in_words(season.edition, row))
    return tuple(_told(house, known, event) for event in house.history.events_below(season.city.id, fiscal_year, about))


def city_of_unit(unit: str, fiscal_year: int) -> str:
    """The one city that has this unit in that year; SeasonError when none or several have."""
    found = [one.id for one in cities() if unit in {line.code for line in one.units_of(fiscal_year)}]
    if len(found) != 1:
        told = (
            f"几个城市都有单位 {unit}：{'、'.join(found)}" if found else f"没有城市在 {fiscal_year} 年度有单位 {unit}"
        )
        raise SeasonError(f"{told}；请用 --city 写明城市。")
    return found[0]


def _told(house: House, known: Known, event: Event) -> Told:
    payload = json.loads(event.payload)
    version = _VERSION.fullmatch(event.subject)
    happened = Happened(
        kind=event.kind,
        unit=event.subject.partition("/")[0],
        version=int(version["version"]) if version else 0,
        actor=event.actor,
        at=datetime.fromisoformat(event.at),
        payload=payload,
        hash=event.hash,
    )
    messages = tuple(_messages(house, event, payload))
    return Told(
        event,
        f"{happened.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        sentence(happened, replace(known, letter=_letter(house, event, payload))),
        messages[:FIRST],
        max(0, len(messages) - FIRST),
    )


def _messages(house: House, event: Event, payload: dict[str, object]) -> Iterator[str]:
    """What a verdict rests on, gravest first; says so where the content store has lost it."""
    if event.kind not in VERDICTS:
        return
    try:
        found = _findings.decode(house.store.get(str(payload["findings_hash"])))
    except StoreError:
        yield "（疑点清单在内容库中已找不到）"
        return
    ranked = sorted(found, key=lambda finding: finding.severity.rank)
    yield from (one_line(f"{finding.severity.chinese} {finding.message}") for finding in ranked)


def _letter(house: House, event: Event, payload: dict[str, object]) -> str:
    """The first paragraph of a letter after its address, on one line."""
    if event.kind != "message.sent" or not house.store.has(str(payload["sha256"])):
        return ""
    text = house.store.get(str(payload["sha256"])).decode()
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    greeting = len(parts) > 1 and parts[0].endswith(("：", ":"))
    return " ".join(parts[greeting].split()) if parts else ""

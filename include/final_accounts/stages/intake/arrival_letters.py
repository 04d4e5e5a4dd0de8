"""收件告知: who sent the same file again, and what lies where no unit's file belongs, is told to those who can act."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from final_accounts.catalog import persons
from final_accounts.history import Event
from final_accounts.model.person import Role, holders
from final_accounts.season.standing import at_the_start, step
from final_accounts.season.states import UnitState
from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.intake.arrivals import QUARANTINED, REPEATED
from final_accounts.stages.letters.sending import Letter
from final_accounts.stages.standings import read
from final_accounts.warehouse.column_types import storable


def arrival_letters(house: House, season: Season, chunk: Chunk) -> list[Letter]:
    """For each repeated file of the chunk one to the accountant of its unit, for what is quarantined to the bureau."""
    return [*_repeated(house, season, chunk), *_quarantined(house, season, chunk)]


def _repeated(house: House, season: Season, chunk: Chunk) -> Iterator[Letter]:
    told = _told(house, season, chunk, "repeated", REPEATED)
    if not told:
        return
    units = sorted({str(json.loads(event.payload)["unit"]) for event in told})
    versions = {
        (one.submission.unit, one.submission.version): one
        for one in house.warehouse.stored_submissions(season.city.id, season.fiscal_year, units)
    }
    counted = _handed_in_again(house, season, units)
    for event in told:
        said = json.loads(event.payload)
        version = versions[said["unit"], said["version"]]
        arrived = datetime.fromisoformat(said["arrived"])
        again = event.hash in counted
        own = (version.submission.file_name, version.received_at) == (storable(said["file_name"]), arrived)
        if own and not again:  # the file itself, whose mode or place somebody changed
            continue
        words = {
            "version": said["version"],
            "file_name": said["file_name"],
            "received": arrived,
            "verdict": UnitState(version.state.value).reached,
        }
        to = holders(persons(season.city.id), Role.ACCOUNTANT, said["unit"])
        once = f"{said['arrived']}/{said.get('laid', '')}" if again else said["arrived"]
        yield Letter("duplicate", event.subject, to, words, once=once)


def _handed_in_again(house: House, season: Season, units: Sequence[str]) -> frozenset[str]:
    """Hashes of the events by which a version that did not count any more counts again."""
    events = read(house.history.events_below(season.city.id, season.fiscal_year, units))
    standings = {one.code: at_the_start(one) for one in season.city.units_of(season.fiscal_year) if one.code in units}
    found: set[str] = set()
    for event in events:
        before = standings[event.unit]
        standings[event.unit] = step(before, event)
        if event.kind == REPEATED and standings[event.unit].state is not before.state:
            found.add(event.hash)
    return frozenset(found)


def _quarantined(house: House, season: Season, chunk: Chunk) -> Iterator[Letter]:
    operators = holders(persons(season.city.id), Role.OPERATOR)
    for event in _told(house, season, chunk, "quarantined", QUARANTINED):
        said = json.loads(event.payload)
        words = {
            "folder": said["folder"],
            "file_name": said["file_name"],
            "reason": said["reason"],
            "received": datetime.fromisoformat(event.at),
        }
        yield Letter("quarantined", event.subject, operators, words, once=said["reason"])


def _told(house: House, season: Season, chunk: Chunk, named: str, kind: str) -> list[Event]:
    """The newest event of that kind for each subject that the chunk names."""
    asked = chunk.get(named)
    subjects = [str(one) for one in asked] if isinstance(asked, list) else []
    if not subjects:
        return []
    events = house.history.events_below(season.city.id, season.fiscal_year, subjects)
    newest = {event.subject: event for event in events if event.kind == kind and event.subject in subjects}
    return [newest[subject] for subject in dict.fromkeys(subjects) if subject in newest]

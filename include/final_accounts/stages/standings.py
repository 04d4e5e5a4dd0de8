"""Where everybody stands in a season: the events of the history, folded by the season's thoughts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from final_accounts.history import Event
from final_accounts.season.departments import DepartmentStanding, fold_departments
from final_accounts.season.standing import Happened, Standing, fold
from final_accounts.stages.house import House, Season

UNIT: Final = re.compile(r"(?P<unit>[0-9]+)(?:/v(?P<version>[0-9]+)(?:/.*)?|/(?:waiver|dispute)/[0-9]+)?", re.DOTALL)
DEPARTMENT: Final = re.compile(r"department/(?P<code>[0-9]+)(?:/.*)?", re.DOTALL)


def happened(event: Event) -> Happened | None:
    """The event as the season reads it; None when it is about no unit and no department.

    Subjects are "101001", "101001/v2", "101001/v2/<finding key>", "101001/waiver/1", "101001/dispute/1" and
    "department/101".
    """
    about = UNIT.fullmatch(event.subject)
    department = DEPARTMENT.fullmatch(event.subject)
    if about is None and department is None:
        return None
    return Happened(
        kind=event.kind,
        unit=about["unit"] if about else department["code"] if department else "",
        version=int(about["version"] or 0) if about else 0,
        actor=event.actor,
        at=datetime.fromisoformat(event.at),
        payload=json.loads(event.payload),
        hash=event.hash,
    )


def is_read(event: Event) -> bool:
    """Whether the event is about a unit or a department."""
    return bool(UNIT.fullmatch(event.subject) or DEPARTMENT.fullmatch(event.subject))


def read(events: Iterable[Event]) -> tuple[Happened, ...]:
    """What of the events is about units or departments."""
    return tuple(one for event in events if (one := happened(event)) is not None)


def standings(house: House, season: Season) -> dict[str, Standing]:
    """Unit code -> its standing now, in register order."""
    events = read(house.history.events(season.city.id, season.fiscal_year))
    return fold(season.city.units_of(season.fiscal_year), events)


def department_standings(house: House, season: Season) -> dict[str, DepartmentStanding]:
    """Department code -> its standing; a department of which nothing was ever told is absent."""
    events = read(house.history.events(season.city.id, season.fiscal_year))
    return fold_departments(events)

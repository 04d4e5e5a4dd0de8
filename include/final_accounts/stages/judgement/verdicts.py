"""The machine's verdicts 退回 and 通过 in the history: told again whenever the last one of a version was another.

``History.append`` leaves out what repeats the latest event of its own kind; a version that was returned, accepted and
returned again would then stand as accepted.
"""

from __future__ import annotations

from collections.abc import Sequence

from final_accounts.history import Event, NewEvent
from final_accounts.history.chain import canonical
from final_accounts.season.verdicts import VERDICTS
from final_accounts.stages.house import House, Season


def tell_verdicts(house: House, season: Season, events: Sequence[NewEvent]) -> None:
    """Append each verdict, unless the latest verdict of its version says the same in the same words."""
    if not events:
        return
    subjects = sorted({event.subject.split("/")[0] for event in events})

    def think(known: tuple[Event, ...]) -> list[NewEvent]:
        latest = {event.subject: (event.kind, event.payload) for event in known if event.kind in VERDICTS}
        return [new for new in events if latest.get(new.subject) != (new.kind, canonical(new.payload))]

    house.history.decide(season.city.id, season.fiscal_year, subjects, think)

"""上网: a site takes the place of the last one and the history is told, with nobody's act in between.

Assembling takes minutes, in which people reopen, withhold and take down. So the chain is locked, what the site was
assembled from is asked again, and only when all of it still stands is the site swapped in and its publications noted.

Swapped first, then noted, inside the one locked transaction. A crash between the two leaves a page whose approval
stood at that moment and of which the history says nothing: the watch names it, and the next assembling notes it or,
when the approval is gone by then, takes it off. The other way round the history, which nobody can correct, would tell
of a publication that nobody could read: the legal date would count as met, and the unit would be sent to no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from final_accounts.history import Event, NewEvent
from final_accounts.model.submission import Submission
from final_accounts.publishing import ReadySite
from final_accounts.stages.approval.approvals import Trail, approval_of, trail
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.publication.publications import PUBLISHED, Publication, Published, published_in

REPLIED_ANEW: Final = "批复已换成另一次"
OTHERWISE: Final = "已公开的版本有变化"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a site is assembled from: what was public ``before``, and what is approved now, ``fresh``, by unit code."""

    before: Mapping[str, Sequence[Published]]
    fresh: Mapping[str, tuple[Publication, Submission]]

    @property
    def versions(self) -> dict[str, tuple[Publication, ...]]:
        """Unit code -> each version that is or was public, oldest first, as it was published last."""
        found: dict[str, dict[int, Publication]] = {}
        told = [publication for entries in self.before.values() for publication, _ in entries]
        for publication in (*told, *(publication for publication, _ in self.fresh.values())):
            versions = found.setdefault(publication.unit, {})
            versions.pop(publication.version, None)
            versions[publication.version] = publication
        return {unit: tuple(versions.values()) for unit, versions in found.items()}


def go_public(house: House, season: Season, plan: Plan, ready: ReadySite) -> dict[str, str]:
    """Swap the site in and note what is newly public; empty when that was done.

    Otherwise nothing was done: unit code -> what changed since ``plan`` was made, in Chinese.
    """
    where = (season.city.id, season.fiscal_year)
    asked_at = house.history.head(*where)
    changed = changed_since(season, plan, trail(house, season))
    if changed:
        return changed

    def think(_: tuple[Event, ...]) -> Sequence[NewEvent]:
        # asking takes seconds in a large city: it is done with everybody locked out only when somebody was quicker
        if house.history.head(*where) != asked_at:
            changed.update(changed_since(season, plan, trail(house, season)))
        if changed:
            return []
        ready.swap()
        return _notes(plan)

    house.history.decide(*where, (), think)
    return changed


def changed_since(season: Season, plan: Plan, told: Trail) -> dict[str, str]:
    """Unit code -> why a site of ``plan`` must not be put up by the events as they are; empty when it may."""
    found: dict[str, str] = {}
    public = published_in(season.city.units_of(season.fiscal_year), told.events)
    for unit in sorted({*plan.before, *public}):
        if tuple(plan.before.get(unit, ())) != public.get(unit, ()):
            found[unit] = OTHERWISE
    for unit, (publication, item) in sorted(plan.fresh.items()):
        approved = approval_of(season, told, item)
        if isinstance(approved, str):
            found[unit] = approved
        elif approved.event.hash != publication.approval:
            found[unit] = REPLIED_ANEW
    return found


def _notes(plan: Plan) -> list[NewEvent]:
    """An event for each version that the history does not call public yet, or not with these files."""
    at, last = now(), {unit: entries[-1][0] for unit, entries in plan.before.items()}
    return [
        NewEvent(PUBLISHED, f"{unit}/v{publication.version}", "公开", asdict(publication), at)
        for unit, (publication, _) in sorted(plan.fresh.items())
        if last.get(unit) != publication  # which names its approval: the same one again is public already
    ]

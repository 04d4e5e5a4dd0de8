"""Which units a change of rules sent back: accepted by one rulebook and returned by another. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from final_accounts.season.standing import Happened
from final_accounts.season.verdicts import RETURNED, VERDICTS


@dataclass(frozen=True, slots=True)
class SentBack:
    """A version whose last verdict took back an acceptance: the verdicts under the ``old`` and the ``new`` rulebook."""

    unit: str
    version: int
    was: Happened
    now: Happened

    @property
    def old(self) -> str:
        """Hash of the rulebook that had accepted it."""
        return self.was.says("rulebook_hash")

    @property
    def new(self) -> str:
        """Hash of the rulebook that returned it."""
        return self.now.says("rulebook_hash")


def sent_back(events: Iterable[Happened]) -> tuple[SentBack, ...]:
    """Versions whose last two verdicts are accepted and returned, by different rulebooks; by unit and version."""
    verdicts: dict[tuple[str, int], tuple[Happened | None, Happened]] = {}
    for event in events:
        if event.kind in VERDICTS and event.version:
            place = (event.unit, event.version)
            verdicts[place] = (verdicts[place][1] if place in verdicts else None, event)
    return tuple(
        SentBack(unit, version, was, now)
        for (unit, version), (was, now) in sorted(verdicts.items())
        if was is not None and was.kind != RETURNED and now.kind == RETURNED
        and was.says("rulebook_hash") != now.says("rulebook_hash")
    )  # fmt: skip

"""Score disputes 评分异议: a unit claims another score than the one we calculated, and a reviewer says which stands.

Subjects are ``<unit>/dispute/<number>``. A dispute outlives versions: it is about a form (and an indicator of it), and
stays open until somebody has decided it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from final_accounts.season.standing import Happened

RAISED: Final = "dispute.raised"
DECIDED: Final = "dispute.decided"
WHOLE: Final = "PW"
"""The form of the whole unit; the others are of projects."""


class Stands(StrEnum):
    """Which of the two scores stands."""

    CLAIMED = "claimed"
    OURS = "ours"

    @property
    def chinese(self) -> str:
        """The word on pages."""
        return {"claimed": "单位主张的得分", "ours": "系统复算的得分"}[self.value]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute. ``claimed`` and ``ours`` are points; ``ours`` None: the score could not be recalculated.

    ``indicator`` is the indicator's path, "" when the form's whole score is disputed. ``stands`` None: open.
    """

    id: str
    unit: str
    version: int
    form: str
    title: str
    indicator: str
    claimed: Decimal
    ours: Decimal | None
    reason: str
    raised_by: str
    raised_name: str
    raised_at: datetime
    stands: Stands | None = None
    decision: str = ""
    decided_by: str = ""
    decided_name: str = ""
    decided_at: datetime | None = None

    @property
    def about(self) -> str:
        """What is disputed, in words."""
        form = form_in_words(self.form, self.title)
        return f"{form}的“{self.indicator.rpartition('/')[2]}”" if self.indicator else f"{form}总分"


def form_in_words(form: str, title: str) -> str:
    """A form of the self-evaluation as people call it.

    >>> form_in_words("PW", "某局"), form_in_words("PP1", "专项普查经费")
    ('整体绩效自评', '项目“专项普查经费”绩效自评')
    """
    return "整体绩效自评" if form == WHOLE else f"项目“{title}”绩效自评"


def fold_disputes(events: Iterable[Happened]) -> tuple[Dispute, ...]:
    """The disputes that the events tell, in the order in which they were raised; the first decision counts."""
    found: dict[tuple[str, str], Dispute] = {}
    for event in events:
        key = (event.unit, event.says("id"))
        if event.kind == RAISED and key not in found:
            found[key] = _raised(event)
        elif event.kind == DECIDED and key in found and found[key].stands is None:
            found[key] = replace(
                found[key],
                stands=Stands(event.says("stands")),
                decision=event.says("reason"),
                decided_by=event.actor,
                decided_name=event.says("name"),
                decided_at=event.at,
            )
    return tuple(found.values())


def _raised(event: Happened) -> Dispute:
    ours = event.says("ours")
    return Dispute(
        id=event.says("id"),
        unit=event.unit,
        version=int(event.says("version") or 0),
        form=event.says("form"),
        title=event.says("title"),
        indicator=event.says("indicator"),
        claimed=Decimal(event.says("claimed")),
        ours=Decimal(ours) if ours else None,
        reason=event.says("reason"),
        raised_by=event.actor,
        raised_name=event.says("name"),
        raised_at=event.at,
    )

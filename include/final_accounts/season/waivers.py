"""Waivers 豁免: for one unit a rule is asked for and granted by name, for a reason, until a day; then the rule is back.

Subjects are ``<unit>/waiver/<number>``; a waiver holds in the season in whose chain it stands. An approver may revoke
what was granted: from that day on the rule is back, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.standing import Happened, at_the_start, step

REQUESTED: Final = "waiver.requested"
GRANTED: Final = "waiver.granted"
REFUSED: Final = "waiver.refused"
REVOKED: Final = "waiver.revoked"
WAIVED: Final = "已豁免："
"""What the message of a waived finding says before it names who granted it."""


class WaiverState(StrEnum):
    """What became of a request."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"

    @property
    def chinese(self) -> str:
        """The word on pages."""
        words = {"requested": "待批准", "granted": "已批准", "refused": "不予批准", "revoked": "已撤销"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A request and what became of it. ``row`` "" is every place of the rule; ``until`` the last day it may hold.

    ``decision`` is why it was granted or refused, ``revocation`` why it was taken back.
    """

    id: str
    unit: str
    rule: str
    row: str
    reason: str
    basis: str
    until: date
    public: bool
    requested_by: str
    requested_name: str
    requested_at: datetime
    state: WaiverState = WaiverState.REQUESTED
    decision: str = ""
    decided_by: str = ""
    decided_name: str = ""
    decided_at: datetime | None = None
    event: str = ""
    revocation: str = ""
    revoked_by: str = ""
    revoked_name: str = ""
    revoked_at: datetime | None = None

    @property
    def was_granted(self) -> bool:
        """Whether it held at any time."""
        return self.state in {WaiverState.GRANTED, WaiverState.REVOKED}

    def holds_on(self, day: date) -> bool:
        """Whether it is granted, not expired and not revoked by that day (in China)."""
        revoked = self.revoked_at is not None and day >= china_day(self.revoked_at)
        return self.was_granted and day <= self.until and not revoked

    @property
    def over(self) -> str:
        """Since when it does not hold any more, in words, once it expired or was revoked."""
        if self.revoked_at is not None and china_day(self.revoked_at) <= self.until:
            return f"已于{day_in_words(china_day(self.revoked_at))}撤销"
        return f"已于{day_in_words(self.until)}到期"

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of the rule, at the place it is granted for."""
        return finding.rule == self.rule and self.row in {"", finding.row}


def fold_waivers(events: Iterable[Happened]) -> tuple[Waiver, ...]:
    """The waivers that the events tell, in the order in which they were asked for; the first decision counts."""
    found: dict[tuple[str, str], Waiver] = {}
    for event in events:
        key = (event.unit, event.says("id"))
        if event.kind == REQUESTED and key not in found:
            found[key] = Waiver(
                id=event.says("id"),
                unit=event.unit,
                rule=event.says("rule"),
                row=event.says("row"),
                reason=event.says("reason"),
                basis=event.says("basis"),
                until=date.fromisoformat(event.says("until")),
                public=event.payload.get("public") is True,
                requested_by=event.actor,
                requested_name=event.says("name"),
                requested_at=event.at,
            )
        elif event.kind in {GRANTED, REFUSED} and key in found and found[key].state is WaiverState.REQUESTED:
            found[key] = _decided(found[key], event)
        elif event.kind == REVOKED and key in found and found[key].state is WaiverState.GRANTED:
            found[key] = replace(
                found[key],
                state=WaiverState.REVOKED,
                revocation=event.says("reason"),
                revoked_by=event.actor,
                revoked_name=event.says("name"),
                revoked_at=event.at,
            )
    return tuple(found.values())


def _decided(asked: Waiver, event: Happened) -> Waiver:
    granted = event.kind == GRANTED
    return replace(
        asked,
        state=WaiverState.GRANTED if granted else WaiverState.REFUSED,
        until=date.fromisoformat(event.says("until")) if granted else asked.until,
        decision=event.says("reason"),
        decided_by=event.actor,
        decided_name=event.says("name"),
        decided_at=event.at,
        event=event.hash,
    )


def waived(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Finding, ...]:
    """The findings, those that a waiver covers as notices that say so; ``waivers`` hold on the day of judging."""
    return tuple(_noticed(finding, waivers) for finding in findings)


def _noticed(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    holding = next((one for one in waivers if one.covers(finding)), None)
    if holding is None or finding.severity is Severity.NOTICE:
        return finding
    reason = (holding.decision or holding.reason).rstrip("。")
    why = f"{WAIVED}{holding.decided_name}批准，理由：{reason}，有效至{day_in_words(holding.until)}。"
    return replace(
        finding,
        severity=Severity.NOTICE,
        message=f"{finding.message.removesuffix(finding.hint)}{why}",
        hint="本条不需更正或说明；豁免到期后恢复审核。",
        group=0,
        suspects=(),
    )


def is_waived(finding: Finding) -> bool:
    """Whether a waiver made the finding a notice."""
    return finding.severity is Severity.NOTICE and WAIVED in finding.message


def lapsed(findings: Iterable[Finding], waivers: Iterable[Waiver], day: date) -> tuple[Waiver, ...]:
    """The waivers by which a version was judged and that do not hold on that day any more, as they were asked for."""
    notices = [one for one in findings if is_waived(one)]
    granted = [one for one in waivers if one.was_granted]
    bare = [each for each in notices if not any(one.holds_on(day) and one.covers(each) for one in granted)]
    return tuple(one for one in granted if not one.holds_on(day) and any(map(one.covers, bare)))


def judging_days(units: Iterable[BudgetUnit], events: Iterable[Happened]) -> dict[tuple[str, int], date]:
    """(unit, version) -> the day on which its approval was given: what is approved is not judged anew each day.

    What was taken from its unit (reopened, returned, taken down) is judged by the present day again; a public version
    keeps its day while it is corrected. ``events`` are all of these units.
    """
    days: dict[tuple[str, int], date] = {}
    standings = {unit.code: at_the_start(unit) for unit in units}
    for event in events:
        before = standings.get(event.unit)
        if before is None:
            continue
        standings[event.unit] = after = step(before, event)
        if after.approval is not None:
            days[after.unit, after.version] = china_day(after.approval.at)
        elif not after.public:
            days = {place: day for place, day in days.items() if place[0] != after.unit}
        elif before.approval is not None and before.version != after.public:
            days.pop((before.unit, before.version), None)
    return days

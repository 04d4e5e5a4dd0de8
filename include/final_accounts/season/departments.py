"""Where a department 主管部门 stands: its certified roll-up 汇总 and the bureau's reply to it, folded from the events.

A roll-up is of certain versions of its units. A unit whose version changes afterwards takes the certificate away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from final_accounts.model.clock import china_day
from final_accounts.season.calendar import Deadlines
from final_accounts.season.standing import Happened

CERTIFIED = "department.certified"
APPROVED = "department.approved"


@dataclass(frozen=True, slots=True)
class DepartmentStanding:
    """A department in its season.

    ``versions`` (unit -> sha256) are in its certified roll-up, whose hash is ``rollup``; ``without`` are units for
    which it did not wait, each with a reason in the certificate. ``replied`` (unit, sha256) are in some roll-up to
    which the bureau replied, whatever was certified since.
    """

    code: str
    rollup: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    certified_by: str = ""
    certified_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    number: str = ""
    event: str = ""
    replied: frozenset[tuple[str, str]] = frozenset()

    def covers(self, unit: str, sha256: str) -> bool:
        """Whether the certified roll-up holds exactly these bytes of the unit."""
        return bool(sha256) and self.versions.get(unit) == sha256

    def changed(self, current: Mapping[str, str]) -> tuple[str, ...]:
        """Units whose version is not the certified one any more, or that came or went since, by code.

        ``current`` (unit -> sha256) are the versions that would be in a roll-up now. A department that certified
        nothing has nothing that changed.

        >>> certified = DepartmentStanding("101", rollup="r", versions={"101001": "a", "101002": "b"})
        >>> certified.changed({"101001": "a", "101002": "c", "101003": "d"})
        ('101002', '101003')
        """
        if not self.rollup:
            return ()
        return tuple(sorted(u for u in {*self.versions, *current} if self.versions.get(u, "") != current.get(u, "")))


def reply_due(department: DepartmentStanding | None, dates: Deadlines) -> date:
    """The last day for a department's own replies: after the bureau's reply what the law leaves it, before the plan."""
    at = department.approved_at if department else None
    return dates.approval if at is None else dates.reply_by(china_day(at))


def department_subject(code: str) -> str:
    """The subject of the department's events, and what letters about it are about."""
    return f"department/{code}"


def fold_departments(events: Iterable[Happened]) -> dict[str, DepartmentStanding]:
    """Department code -> its standing; ``Happened.unit`` is the department's code in its events.

    A certificate of another roll-up takes an earlier reply away, not that it was given; the same one again does not.
    Events of other kinds are passed over.
    """
    found: dict[str, DepartmentStanding] = {}
    for event in events:
        now = found.get(event.unit, DepartmentStanding(event.unit))
        if event.kind == CERTIFIED and event.says("rollup") != now.rollup:
            versions, without = event.payload.get("versions"), event.payload.get("without")
            found[event.unit] = DepartmentStanding(
                event.unit,
                rollup=event.says("rollup"),
                versions={str(k): str(v) for k, v in versions.items()} if isinstance(versions, dict) else {},
                without=frozenset(map(str, without)) if isinstance(without, dict) else frozenset(),
                certified_by=event.actor,
                certified_at=event.at,
                replied=now.replied,
            )
        elif event.kind == APPROVED and event.says("rollup") == now.rollup and now.rollup:
            found[event.unit] = replace(
                now,
                approved_by=event.actor,
                approved_at=event.at,
                number=event.says("number"),
                event=event.hash,
                replied=now.replied | now.versions.items(),
            )
    return found

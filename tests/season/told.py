"""A short made-up season for these tests: its units, its dates, and events told in one line each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from final_accounts.history import NewEvent
from final_accounts.model.season import Calendar
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.calendar import deadlines
from final_accounts.season.standing import Happened

A, B, C = "101001", "101002", "102001"
UNITS = (
    BudgetUnit(A, "示例甲局", "行政单位", "示例甲部门", "101"),
    BudgetUnit(B, "示例乙中心", "事业单位", "示例甲部门", "101"),
    BudgetUnit(C, "示例丙局", "行政单位", "示例丙部门", "102"),
)
NAMES = {unit.code: unit.name for unit in UNITS}
REGISTERED = frozenset(NAMES)
CALENDAR = Calendar(
    city="somewhere",
    fiscal_year=2021,
    opens=date(2022, 1, 10),
    submit_by=date(2022, 3, 31),
    correct_by=date(2022, 4, 20),
    approval=date(2022, 9, 20),
    reply_within=15,
    publish_within=20,
    closes=date(2022, 10, 31),
)
DATES = deadlines(CALENDAR)


def moment(day: str, hour: int = 10) -> datetime:
    """That hour in China of a day such as 03-31."""
    return datetime.fromisoformat(f"2022-{day}T{hour:02d}:00:00+08:00").astimezone(UTC)


def happened(kind: str, about: str, day: str, actor: str = "somebody", **payload: object) -> Happened:
    """An event; ``about`` is a unit code, or unit and version as 101001/1."""
    unit, _, version = about.partition("/")
    number = int(version or 0)
    if kind == "submission.received":
        payload |= {"sha256": f"{number:064d}"}
    return Happened(kind, unit, number, actor, moment(day), payload, f"{kind} {about} {day}")


def accepted(unit: str, day: str, version: int = 1) -> list[Happened]:
    """A version that came and passed the rules."""
    about = f"{unit}/{version}"
    return [happened("submission.received", about, day), happened("submission.accepted", about, day)]


def signed(unit: str, day: str, version: int = 1) -> list[Happened]:
    """Both signatures of a version."""
    about = f"{unit}/{version}"
    return [happened("submission.signed", about, day, role, role=role) for role in ("accountant", "head")]


def approved(unit: str, day: str, version: int = 1) -> list[Happened]:
    """A version from its arrival to the reply, all on one day."""
    reply = happened("submission.approved", f"{unit}/{version}", day, "approver", number="示例批复1号")
    return [*accepted(unit, day, version), *signed(unit, day, version), reply]


def published(unit: str, day: str, version: int = 1) -> Happened:
    """A version that is public."""
    return happened("submission.published", f"{unit}/{version}", day)


def as_new(event: Happened) -> NewEvent:
    """The same for the history."""
    subject = f"{event.unit}/v{event.version}" if event.version else event.unit
    return NewEvent(event.kind, subject, event.actor, dict(event.payload), event.at)


def frozen(day: str, hour: int = 10) -> str:
    """FINAL_ACCOUNTS_CLOCK that stands still at that hour of a day."""
    return f"{moment(day, hour).isoformat()}/{(datetime.now(UTC) + timedelta(days=1)).timestamp()!r}/1.0"

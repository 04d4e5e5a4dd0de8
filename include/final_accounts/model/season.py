"""The season 编报季 of a city and year: its calendar and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates of one season in Asia/Shanghai, from ``include/calendars``, as they were ordered, not yet moved.

    ``reply_within`` (of a department to its units) and ``publish_within`` are in calendar days; ``workdays`` are the
    weekend days that are worked 调休.
    """

    city: str
    fiscal_year: int
    opens: date
    submit_by: date
    correct_by: date
    approval: date
    reply_within: int
    publish_within: int
    closes: date
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

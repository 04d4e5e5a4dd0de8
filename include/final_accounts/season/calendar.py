"""Dates 期限 of a season: what the city ordered, moved where the law lets it move.

Submitting and correcting are the bureau's own order: a date on a day off moves to the next working day. Reply and
publication are set by law and never move, holidays included: a department replies to its units within 15 calendar days
of the bureau's reply to itself, and publication is due 20 calendar days after the department's or unit's own reply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from final_accounts.model.season import Calendar

_ONE: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The dates that count. Each is met until its day is over in China; the two spans are in calendar days."""

    opens: date
    submit_by: date
    correct_by: date
    approval: date
    closes: date
    reply_within: int
    publish_within: int

    def reply_by(self, replied_on: date) -> date:
        """The last day on which a department replies to its units when the bureau replied to it on that day.

        >>> from final_accounts.season.calendar import Deadlines
        >>> day = date(2022, 9, 5)
        >>> Deadlines(day, day, day, day, day, reply_within=15, publish_within=20).reply_by(day).isoformat()
        '2022-09-20'
        """
        return replied_on + timedelta(days=self.reply_within)

    def publish_by(self, approved_on: date) -> date:
        """The last day on which what was approved on that day must be public.

        >>> from final_accounts.season.calendar import Deadlines
        >>> day = date(2022, 9, 20)
        >>> Deadlines(day, day, day, day, day, reply_within=15, publish_within=20).publish_by(day).isoformat()
        '2022-10-10'
        """
        return approved_on + timedelta(days=self.publish_within)

    @property
    def planned_publication(self) -> date:
        """The last day of publication when everybody is approved on the ordered day."""
        return self.publish_by(self.approval)


def deadlines(ordered: Calendar) -> Deadlines:
    """The dates of the calendar, with holidays and weekends taken into account."""
    return Deadlines(
        opens=ordered.opens,
        submit_by=working_day(ordered, ordered.submit_by),
        correct_by=working_day(ordered, ordered.correct_by),
        approval=ordered.approval,
        closes=ordered.closes,
        reply_within=ordered.reply_within,
        publish_within=ordered.publish_within,
    )


def working_day(calendar: Calendar, day: date) -> date:
    """That day when it is worked, else the next one that is.

    Weekends and holidays are off, except weekend days that the calendar names as worked 调休.
    """
    while not is_worked(calendar, day):
        day += _ONE
    return day


def is_worked(calendar: Calendar, day: date) -> bool:
    """Whether the offices are open on that day."""
    return day in calendar.workdays or (day.weekday() < _SATURDAY and day not in calendar.holidays)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Both ends and every day between them; empty when the last comes before the first."""
    return tuple(first + n * _ONE for n in range((last - first).days + 1))

"""Who is to be reminded 提醒 of what today: only those who have not done it yet, at fixed numbers of days to the date.

A day on which the watch did not run loses nothing: the step that was missed is due until the next one. Each step is
sent once to each person; ``Reminder.once`` names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from final_accounts.model.clock import china_day
from final_accounts.model.person import Office, Role
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.calendar import Deadlines
from final_accounts.season.departments import DepartmentStanding, department_subject, reply_due
from final_accounts.season.duties import Duty, due, duty
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.season.waiting import QUESTIONS, WaitsFor, desks

BEFORE: Final = (28, 14, 7, 3, 1)
"""Days to the date at which a reminder is due."""
URGENT: Final = 3
"""Days to the date from which those above are told too."""
AFTER: Final = (1, 7, 14, 28)
"""Days past the date at which a note is due."""
PUBLICATION: Final = "publication"
"""What letters about publications of the whole season are about."""
DESK: Final = "desk"
"""What letters to those who reply or decide are about: everything that waits for them."""
FULFILLED: Final = frozenset({Duty.MET, Duty.NIL, Duty.EXEMPT})
"""Duties for which a department does not wait any more."""


class Owed(StrEnum):
    """What is still to be done."""

    SUBMIT = "submit"
    CORRECT = "correct"
    CERTIFY = "certify"
    ROLL_UP = "roll_up"
    DECISIONS = "decisions"
    REPLY = "reply"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter, or a line of one. ``to`` are the offices it goes to.

    ``about`` is a unit code, ``department/<code>``, ``publication`` or ``desk``. ``step`` is a signed number of days
    (-7: a week before the date, 1: the day after), ``days`` the days really left, negative once the date has passed.
    ``units`` are the codes it is about. What lies on a ``desk`` is one letter a person, however many offices the
    person holds; ``waits`` is the act.
    """

    owed: Owed
    about: str
    to: tuple[Office, ...]
    due: date
    step: int
    days: int
    units: tuple[str, ...]
    waits: WaitsFor | None = None

    @property
    def overdue(self) -> bool:
        """Whether the date has passed."""
        return self.step > 0

    @property
    def once(self) -> str:
        """The key under which it is sent once: a date that is moved is reminded of anew."""
        if self.about == DESK:
            return f"{self.due.isoformat()}/{self.step:+d}"
        return f"{self.owed.value}/{self.due.isoformat()}/{self.step:+d}"


def step_of(left: int) -> int | None:
    """The step that is due with so many days left; None when none is yet.

    >>> [step_of(left) for left in (29, 28, 20, 2, 0, -1, -6, -30)]
    [None, -28, -28, -3, -1, 1, 1, 28]
    """
    if left < 0:
        return max(after for after in AFTER if -left >= after)
    reached = [before for before in BEFORE if left <= before]
    return -min(reached) if reached else None


def reminders(
    units: Sequence[BudgetUnit],
    standings: Mapping[str, Standing],
    departments: Mapping[str, DepartmentStanding],
    day: date,
    dates: Deadlines,
    *,
    open_questions: Mapping[WaitsFor, Sequence[str]],
) -> tuple[Reminder, ...]:
    """All letters that are due on the day, in register order; empty before the season opens.

    After its close only what was replied to late and is still to be public is reminded of.
    ``open_questions`` (act -> units) are the explanations, disputes and waivers that nobody has decided.
    """
    if day < dates.opens:
        return ()
    if day > dates.closes:
        return tuple(_of_bureau(standings.values(), day, dates))
    return (
        *(letter for unit in units for letter in _of_unit(standings[unit.code], day, dates)),
        *_of_departments(units, standings, departments, day, dates),
        *_of_desks(desks(units, standings, departments, open_questions), standings, departments, day, dates),
        *_of_bureau(standings.values(), day, dates),
    )


def desk_date(day: date, dates: Deadlines) -> date:
    """The date of those who reply or decide.

    A decision may send a unit back, which then needs its days to correct; afterwards all wait for the replies.
    """
    return dates.correct_by if day <= dates.correct_by else dates.approval


def _of_desks(
    lying: Mapping[Office, Mapping[WaitsFor, tuple[str, ...]]],
    standings: Mapping[str, Standing],
    departments: Mapping[str, DepartmentStanding],
    day: date,
    dates: Deadlines,
) -> Iterator[Reminder]:
    """A correction of what is public comes after the date for replies: nobody is told to be late with it."""
    by = desk_date(day, dates)
    for office, acts in lying.items():
        for act, codes in acts.items():
            owed = Owed.DECISIONS if act in QUESTIONS else Owed.REPLY
            waiting = tuple(code for code in codes if day <= dates.approval or not standings[code].public)
            if waiting and (owed is Owed.DECISIONS or by == dates.approval):
                due_on = reply_due(departments[office.of], dates) if act is WaitsFor.REPLY else by
                yield from _letter(owed, DESK, (office,), due_on, day, units=waiting, waits=act)


def _of_unit(standing: Standing, day: date, dates: Deadlines) -> Iterator[Reminder]:
    state = duty(standing, day, dates)
    if state in {Duty.IN_PROGRESS, Duty.OVERDUE} and standing.state is not UnitState.RECEIVED:
        owed = Owed.CORRECT if standing.state is UnitState.RETURNED else Owed.SUBMIT
        by = due(standing, dates)
        to = _and_above(Role.ACCOUNTANT, Role.HEAD, standing.unit, (by - day).days)
        yield from _letter(owed, standing.unit, to, by, day, units=(standing.unit,))
    elif standing.state is UnitState.ACCEPTED and not standing.public:  # a correction has letters of its own
        lacking = [Office(role, standing.unit) for role in (Role.ACCOUNTANT, Role.HEAD) if role not in standing.signed]
        yield from _letter(Owed.CERTIFY, standing.unit, lacking, dates.correct_by, day, units=(standing.unit,))


def _of_departments(
    units: Sequence[BudgetUnit],
    standings: Mapping[str, Standing],
    departments: Mapping[str, DepartmentStanding],
    day: date,
    dates: Deadlines,
) -> Iterator[Reminder]:
    """A department is reminded when its units are settled, none waits for a signature, and its roll-up lacks one.

    A unit whose public version is corrected is not counted: nobody is told to be late with it.
    """
    of: dict[str, list[Standing]] = defaultdict(list)
    for unit in units:
        of[unit.department_code].append(standings[unit.code])
    for code, members in of.items():
        owing = [one for one in members if not one.public]
        ready = all(duty(one, day, dates) in FULFILLED and one.state is not UnitState.ACCEPTED for one in owing)
        rolled = departments.get(code, DepartmentStanding(code))
        certified = [one for one in owing if one.state is UnitState.CERTIFIED]
        lacking = tuple(one.unit for one in certified if not rolled.covers(one.unit, one.sha256))
        if ready and lacking:
            to = _and_above(Role.DEPARTMENT_REVIEWER, Role.DEPARTMENT_APPROVER, code, (dates.approval - day).days)
            yield from _letter(Owed.ROLL_UP, department_subject(code), to, dates.approval, day, units=lacking)


def _of_bureau(standings: Iterable[Standing], day: date, dates: Deadlines) -> Iterator[Reminder]:
    """One letter for each date of publication that some approved units have in common.

    Never on the day of the replies itself: whatever else is replied to on that day belongs into the same letter.
    """
    waiting: dict[date, list[str]] = defaultdict(list)
    for one in standings:
        replied_on = china_day(one.approval.at) if one.approval is not None else day
        if replied_on < day and not one.public and not one.withheld:
            waiting[dates.publish_by(replied_on)].append(one.unit)
    for by, codes in sorted(waiting.items()):
        yield from _letter(Owed.PUBLISH, PUBLICATION, (Office(Role.OPERATOR),), by, day, units=tuple(codes))


def _and_above(role: Role, above: Role, of: str, left: int) -> tuple[Office, ...]:
    """The office, and from three days before the date the one above it too."""
    return (Office(role, of), Office(above, of)) if left <= URGENT else (Office(role, of),)


def _letter(
    owed: Owed,
    about: str,
    offices: Sequence[Office],
    by: date,
    day: date,
    *,
    units: tuple[str, ...],
    waits: WaitsFor | None = None,
) -> Iterator[Reminder]:
    left = (by - day).days
    step = step_of(left)
    if step is not None and offices:
        yield Reminder(owed, about, tuple(offices), by, step, left, units, waits)

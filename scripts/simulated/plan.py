"""Who does what in a simulated season: a course for each unit, drawn from a seed, with every kind of event in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulated.city import Days


class File(StrEnum):
    """What a unit sends."""

    CLEAN = "clean"
    EXPLAINED = "explained"  # something unusual, with its reason in 核实说明
    WRONG = "wrong"  # a total that does not add up
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"  # another unit's workbook


class Special(StrEnum):
    """What happens to few units of a season, and must happen to some."""

    NEVER = "never"  # 一直不报
    LATE = "late"
    NIL = "nil"  # 零报送
    NIL_THEN_FILES = "nil_then_files"  # 零报送 revoked, then it files
    EXEMPT = "exempt"
    MERGED = "merged"
    WITHDRAWS = "withdraws"  # 撤回 and again
    WAITS = "waits"  # a new version comes while it is signed, then it is reopened
    REOPENED = "reopened"  # after the reply
    SENT_BACK = "sent_back"  # a reviewer sends an explanation back
    WAIVER = "waiver"
    WAIVER_REFUSED = "waiver_refused"
    DISPUTE = "dispute"
    CORRECTS = "corrects"
    CORRECTS_MATERIALLY = "corrects_materially"
    TAKEN_DOWN = "taken_down"
    WITHHELD = "withheld"
    TWICE = "twice"  # the same bytes again
    HALF = "half"  # a file that is still being written when others are taken
    SIGNS_TWICE = "signs_twice"  # one person tries to sign for both
    RULE_CHANGED = "rule_changed"  # accepted with an explanation, then the rule blocks
    RELEASED = "released"  # withheld by law, then lifted and published
    CALLED_OFF = "called_off"  # a correction opened by mistake


@dataclass(frozen=True)
class Course:
    """How one unit goes through the season. Delays in days from what they follow."""

    unit: str
    first_day: int
    files: tuple[File, ...]
    fixes_after: int
    accountant_after: int
    head_after: int
    special: Special | None = None


WRONG_SHARE = 0.28
UNREADABLE_SHARE = 0.03
FOREIGN_SHARE = 0.02
WRONG_AGAIN = 0.2
EXPLAINED_SHARE = 0.2
MANY = 200
"""From so many units on each special happens more than once."""


def courses(units: Sequence[str], days: Days, seed: int) -> dict[str, Course]:
    """Unit code -> its course, the same for the same arguments."""
    random = Random(seed)  # noqa: S311 - a simulation wants the same numbers again
    found = {unit: _course(unit, days, random) for unit in units}
    waiting = list(units)
    random.shuffle(waiting)
    for special in Special:
        for unit in [waiting.pop() for _ in range(3 if len(units) >= MANY else 1) if waiting]:
            found[unit] = _special(found[unit], special, days)
    return found


def _course(unit: str, days: Days, random: Random) -> Course:
    """Most come in the last third before the deadline, as they do."""
    first = min(days.submit_by, max(1, round(random.betavariate(4.0, 1.6) * days.submit_by)))
    dice = random.random()
    files: tuple[File, ...] = (File.CLEAN,)
    if dice < WRONG_SHARE:
        again = random.random() < WRONG_AGAIN
        files = (File.WRONG, File.WRONG, File.CLEAN) if again else (File.WRONG, File.CLEAN)
    elif dice < WRONG_SHARE + UNREADABLE_SHARE:
        files = (File.UNREADABLE, File.CLEAN)
    elif dice < WRONG_SHARE + UNREADABLE_SHARE + FOREIGN_SHARE:
        files = (File.FOREIGN, File.CLEAN)
    elif dice > 1 - EXPLAINED_SHARE:
        files = (File.EXPLAINED, File.CLEAN)
    slow = max(1, days.total // 24)
    return Course(
        unit,
        first,
        files,
        fixes_after=random.randint(1, slow),
        accountant_after=random.randint(0, slow),
        head_after=random.randint(0, slow),
    )


def _special(course: Course, special: Special, days: Days) -> Course:
    """The course bent so that the special thing can happen to it."""
    early = max(1, days.submit_by // 2)
    match special:
        case Special.LATE:
            return replace(course, special=special, first_day=days.submit_by + max(1, days.total // 20))
        case Special.WAIVER | Special.WAIVER_REFUSED:
            return replace(course, special=special, first_day=early, files=(File.WRONG, File.CLEAN))
        case Special.SENT_BACK:
            return replace(course, special=special, first_day=2, files=(File.EXPLAINED, File.CLEAN))
        case Special.RULE_CHANGED:
            return replace(course, special=special, first_day=1, files=(File.EXPLAINED, File.CLEAN))
        case Special.NIL_THEN_FILES:
            return replace(course, special=special, first_day=early, files=(File.CLEAN,))
        case _:
            return replace(course, special=special, first_day=min(course.first_day, early), files=(File.CLEAN,))

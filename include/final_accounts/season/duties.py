"""The duty to submit 报送义务 of a unit on a day: met, nil, exempt, in progress or overdue; every unit is in one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from final_accounts.model.clock import china_day
from final_accounts.season.calendar import Deadlines
from final_accounts.season.standing import Standing
from final_accounts.season.states import MET, UnitState


class Duty(StrEnum):
    """What became of the duty to submit, for the daily ledger."""

    MET = "met"
    NIL = "nil"
    EXEMPT = "exempt"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"

    @property
    def chinese(self) -> str:
        """The word on pages."""
        return _CHINESE[self]


_CHINESE: Final = {
    Duty.MET: "已履行",
    Duty.NIL: "零报送",
    Duty.EXEMPT: "免报及并入",
    Duty.OVERDUE: "逾期",
    Duty.IN_PROGRESS: "办理中",
}
_RELIEVED: Final = frozenset({UnitState.EXEMPT, UnitState.MERGED_AWAY})


def due(standing: Standing, dates: Deadlines) -> date:
    """The last day for what the unit still owes: to submit, or, when it has submitted in time, to correct."""
    came = standing.first_received
    in_time = came is not None and not came_late(china_day(came), dates)
    return max(dates.submit_by, dates.correct_by) if in_time else dates.submit_by


def came_late(first: date | None, dates: Deadlines) -> bool:
    """Whether the unit's first file came after the date to submit; of what never came there is nothing to say."""
    return first is not None and first > dates.submit_by


def duty(standing: Standing, day: date, dates: Deadlines) -> Duty:
    """The unit's duty at the end of the day. What is public counts as met while its replacement is in the making."""
    if standing.bucket in MET:
        return Duty.MET
    if standing.state is UnitState.NIL_DECLARED:
        return Duty.NIL
    if standing.state in _RELIEVED:
        return Duty.EXEMPT
    return Duty.OVERDUE if day > due(standing, dates) else Duty.IN_PROGRESS


def late(standing: Standing, day: date, dates: Deadlines) -> bool:
    """Whether the unit's date has passed and its duty is not met."""
    return duty(standing, day, dates) is Duty.OVERDUE

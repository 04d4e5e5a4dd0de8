"""The one clock 时钟 of the house: the machine's own, or a simulated calendar whose day lasts a few seconds.

Airflow keeps its own clock, which is never faked; everything that reads a calendar or dates an event asks this one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from final_accounts.model.errors import SeasonError

CHINA: Final = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The moment, in UTC, to the second."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class SimulatedClock:
    """A calendar that starts at ``start`` (aware) and runs a day in ``seconds`` since the real moment ``began`` (Unix).

    It stands still after ``most`` days, until whoever leads the simulation turns the page; 0 is never.

    >>> late = SimulatedClock(datetime(2022, 1, 10, tzinfo=CHINA), began=100.0, seconds=10.0, real=lambda: 125.0)
    >>> late.now().astimezone(CHINA).isoformat()
    '2022-01-12T12:00:00+08:00'
    """

    start: datetime
    began: float
    seconds: float
    most: float = 0.0
    real: Callable[[], float] = time.time

    def now(self) -> datetime:
        """The moment of the simulated calendar, in UTC, to the second."""
        days = max(0.0, self.real() - self.began) / self.seconds
        shown = min(days, self.most) if self.most else days
        return (self.start.astimezone(UTC) + timedelta(days=shown)).replace(microsecond=0)

    @property
    def text(self) -> str:
        """What :func:`clock_of` reads."""
        return f"{self.start.isoformat()}/{self.began!r}/{self.seconds!r}/{self.most!r}"


def clock_of(text: str) -> Clock:
    """The clock that ``FINAL_ACCOUNTS_CLOCK`` names: "" is the machine's, else ``<start>/<began>/<seconds>[/<most>]``.

    ``@<file>`` names a file that holds such a text: whoever leads a simulation writes a page of the calendar into it.
    Raises SeasonError for anything else: a wrong clock dates legal acts wrongly.
    """
    if not text:
        return SystemClock()
    try:
        told = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
        start, *numbers = told.split("/")
        began, seconds, *most = map(float, numbers)
        clock = SimulatedClock(datetime.fromisoformat(start), began, seconds, sum(most))
    except (ValueError, OSError) as error:
        raise SeasonError(
            f"FINAL_ACCOUNTS_CLOCK 应为“起始时刻/真实起点秒数/每天秒数[/最多天数]”或 @文件，现为“{text}”。"
        ) from error
    if clock.start.tzinfo is None or clock.seconds <= 0 or clock.most < 0:
        raise SeasonError(f"FINAL_ACCOUNTS_CLOCK 的起始时刻要带时区、每天秒数要大于零，现为“{text}”。")
    return clock


def china_day(at: datetime) -> date:
    """The day of an aware moment in China."""
    return at.astimezone(CHINA).date()


def day_in_words(day: date) -> str:
    """A date as pages and sentences print it.

    >>> day_in_words(date(2022, 9, 5))
    '2022年9月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"

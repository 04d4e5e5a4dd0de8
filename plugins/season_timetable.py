"""The season as a timetable: when a city's accounts are gathered and checked, from its calendar, not a cron guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from airflow.exceptions import AirflowTimetableInvalid
from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.base import DagRunInfo, DataInterval, Timetable
from pendulum import DateTime, datetime, timezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from airflow.timetables.base import TimeRestriction

ZONE = timezone("Asia/Shanghai")


@dataclass(frozen=True)
class Season:
    """One fiscal year's season: it opens, is checked daily until the last day for corrections, then closes."""

    fiscal_year: int
    opens: date
    correct_by: date
    closes: date

    def days(self) -> Iterator[date]:
        """The days that get a run, in order."""
        for number in range((self.correct_by - self.opens).days + 1):
            yield self.opens + timedelta(days=number)
        if self.closes > self.correct_by:
            yield self.closes


def whole_day(day: date) -> DataInterval:
    """The day from midnight to midnight in China; its run starts when it is over, so that nothing of it is missed."""
    start = datetime(day.year, day.month, day.day, tz=ZONE)
    return DataInterval(start, start.add(days=1))


def next_day(
    seasons: Iterable[Season], *, done: DateTime | None, now: DateTime, restriction: TimeRestriction
) -> DataInterval | None:
    """The next day to run, or None between seasons.

    With catch-up every day since the last one done. Without it, days that were over more than a day ago are left out
    (each run looks at everything received), except that a season which did run is still closed when its last runs
    were missed.
    """
    waiting = [
        one
        for one in (whole_day(day) for season in seasons for day in season.days())
        if (done is None or one.start > done)
        and (restriction.earliest is None or one.start >= restriction.earliest)
        and (restriction.latest is None or one.start <= restriction.latest)
    ]
    if not restriction.catchup:
        missed = [one for one in waiting if one.end <= now.subtract(days=1)]
        waiting = [*(missed[-1:] if done else ()), *waiting[len(missed) :]]
    return waiting[0] if waiting else None


class SeasonTimetable(Timetable):
    """Runs once a day (after midnight, for the day before) while a season of the city is open, once more at its close.

    Between seasons nothing runs. The seasons travel inside the serialised DAG: the scheduler opens no data room.
    """

    def __init__(self, city: str, seasons: Iterable[Season], name: str = "") -> None:
        self.city = city
        self.name = name or city
        self.seasons = tuple(sorted(seasons, key=lambda season: season.opens))
        self.description = f"{self.name}：编报季内每日运行一次，编报季结束时再运行一次"

    @classmethod
    def of(cls, city: str, spans: Mapping[int, tuple[date, date, date]], name: str = "") -> Self:
        """From the city's seasons: fiscal year -> opening, last day for corrections, closing; ``name`` is for pages."""
        return cls(city, (Season(year, *span) for year, span in spans.items()), name)

    @property
    def summary(self) -> str:
        """What the pages show beside the DAG."""
        return f"{self.name}编报季"

    def fiscal_year_on(self, moment: DateTime) -> int | None:
        """The year whose season is open at that moment, or was the last to open; None before the first one."""
        today = moment.in_timezone(ZONE).date()
        return max((one.fiscal_year for one in self.seasons if one.opens <= today), default=None)

    def validate(self) -> None:
        """A season opens before its last day for corrections, closes not before it, and overlaps no other."""
        for one in self.seasons:
            if not one.opens <= one.correct_by <= one.closes:
                raise AirflowTimetableInvalid(
                    f"{self.name} {one.fiscal_year} 年度的开季、更正截止、编报季结束应依次为先后，请改正编报日程。"
                )
        for one, other in pairwise(self.seasons):
            if one.closes >= other.opens:
                raise AirflowTimetableInvalid(
                    f"{self.name} {one.fiscal_year} 和 {other.fiscal_year} 两个年度的编报季重叠，请改正编报日程。"
                )

    def serialize(self) -> dict[str, Any]:
        """JSON for the scheduler."""
        return {
            "city": self.city,
            "name": self.name,
            "seasons": [
                [one.fiscal_year, one.opens.isoformat(), one.correct_by.isoformat(), one.closes.isoformat()]
                for one in self.seasons
            ],
        }

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Self:
        """The inverse of serialize."""
        return cls(
            data["city"],
            (Season(year, *(date.fromisoformat(day) for day in days)) for year, *days in data["seasons"]),
            data.get("name", ""),
        )

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        """A run started by hand stands for the moment it is started."""
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """Asked by the scheduler after each run, and once when the DAG is new."""
        day = next_day(
            self.seasons,
            done=last_automated_data_interval.start if last_automated_data_interval else None,
            now=DateTime.now(ZONE),
            restriction=restriction,
        )
        return DagRunInfo.interval(day.start, day.end) if day else None


class SeasonPlugin(AirflowPlugin):
    """Makes the timetable known to Airflow, so that a DAG using it can be serialised."""

    name = "final_accounts_season"
    timetables = [SeasonTimetable]  # noqa: RUF012 # Airflow declares an instance variable

"""A date on a day off moves to the next working day, wherever the house or the public reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import calendar, data_root
from final_accounts.model.clock import CHINA
from final_accounts.season.calendar import deadlines
from final_accounts.season.duties import Duty, duty
from final_accounts.stages.approval.rollups import rollup
from final_accounts.stages.calendars import season_spans
from final_accounts.stages.publication.city_data import city_data
from final_accounts.stages.publication.report import report
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from season.told import frozen
from season_timetable import SeasonTimetable
from stages.bad_files import CITY, data_of
from stages.filed import filed
from stages.registers import own_calendar
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2021
SATURDAY, SUNDAY, MONDAY = date(2022, 4, 16), date(2022, 5, 22), date(2022, 4, 18)
EARLY, ON_THE_DAY, LATE, MISSING = "105001", "105002", "102001", "102002"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallTown:
    """A season whose dates to submit and to correct are a Saturday and a Sunday; nobody has filed."""
    ordered = calendar(CITY, YEAR)
    text = (data_root() / "include" / "calendars" / f"{CITY}.yaml").read_text(encoding="utf-8")
    for before, after in ((ordered.submit_by, SATURDAY), (ordered.correct_by, SUNDAY)):
        assert text.count(before.isoformat()) == 1
        text = text.replace(before.isoformat(), after.isoformat())
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(own_calendar(tmp_path / "data", text)))
    town = SmallTown(Settings.at(tmp_path / "var"), YEAR)
    town.house.warehouse.migrate()
    town.house.warehouse.register(town.season.city, YEAR)
    return town


def noticed(town: SmallTown, unit: str, day: date) -> None:
    """A version of the unit that was noticed at ten in the morning, whatever time the warehouse has of its file."""
    filed(town.house, town.season, unit, data_of(unit, YEAR), at=datetime(*day.timetuple()[:3], 10, tzinfo=CHINA))


def test_the_city_page_and_the_report_call_late_what_the_ledger_does(town: SmallTown) -> None:
    noticed(town, EARLY, date(2022, 4, 1))
    noticed(town, ON_THE_DAY, MONDAY)
    noticed(town, LATE, date(2022, 4, 19))
    found = city_data(town.house, town.season, {})
    told = {one.unit.code: one for one in found.standings}
    assert found.submit_by == "2022年4月18日"
    assert [code for code, one in told.items() if one.late] == [LATE]
    assert (told[ON_THE_DAY].received_on, told[MISSING].received_on) == ("2022年4月18日", "")
    rows = {row.code: row for row in report(town.settings, CITY, YEAR).rows}
    assert [code for code, row in rows.items() if row.late] == [LATE]


def test_files_of_a_season_taken_up_after_its_closing_count_from_the_time_they_bear(town: SmallTown) -> None:
    now = datetime(2023, 2, 1, tzinfo=UTC)
    for unit, day in ((EARLY, 17), (LATE, 19)):
        filed(town.house, town.season, unit, data_of(unit, YEAR), at=now, arrived=datetime(2022, 4, day, tzinfo=UTC))
    rows = {row.code: row for row in report(town.settings, CITY, YEAR).rows}
    assert [code for code, row in rows.items() if row.late] == [LATE]


@pytest.mark.parametrize(("day", "why"), [("04-18", ""), ("04-19", "已过报送截止日")])
def test_a_roll_up_calls_a_unit_overdue_from_the_day_the_ledger_does(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch, day: str, why: str
) -> None:
    noticed(town, EARLY, date(2022, 4, 1))
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen(day))
    (left,) = [one for one in rollup(town.house, town.season, "105").left_out if one.unit == ON_THE_DAY]
    assert left.why == why
    dates = deadlines(calendar(CITY, YEAR))
    counted = duty(standings(town.house, town.season)[ON_THE_DAY], date.fromisoformat(f"2022-{day}"), dates)
    assert (counted is Duty.OVERDUE) is bool(why)


def test_the_season_runs_daily_until_the_moved_date_to_correct(town: SmallTown) -> None:
    timetable = SeasonTimetable.of(CITY, season_spans(town.season.city.id))
    days = list(timetable.seasons[0].days())
    assert days[-2:] == [date(2022, 5, 23), calendar(CITY, YEAR).closes]

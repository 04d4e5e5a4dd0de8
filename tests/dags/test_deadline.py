"""The legal date of publication as Airflow's deadline: which runs have one, and that it survives serialisation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from airflow.serialization.serialized_objects import DagSerialization

from deadlines import LegalDate, legal_date
from final_accounts.model.clock import CHINA
from final_accounts.stages.calendars import legal_dates

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import BundleDagBag

MOMENTS = {"2021": "2022-10-11T00:00:00+08:00", "2022": "2023-10-09T00:00:00+08:00"}


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("year", "stands_for", "expected"),
    [
        ("2021", at(2022, 3, 31), at(2022, 10, 11)),
        ("", at(2022, 3, 31), at(2022, 10, 11)),
        ("", at(2022, 11, 1), at(2023, 10, 9)),
        ("2021", at(2022, 10, 11), None),
        ("", at(2024, 1, 1), None),
        ("1999", at(1998, 1, 1), None),
    ],
    ids=["its year", "no year: the next one", "between seasons", "the past does not ring", "no season left", "unknown"],
)
def test_a_run_has_the_legal_date_that_lies_ahead_of_it(
    year: str, stands_for: datetime, expected: datetime | None
) -> None:
    assert legal_date(MOMENTS, year, stands_for) == expected


def test_the_date_is_twenty_calendar_days_after_the_approval_holidays_included() -> None:
    assert legal_dates()["qingshi"]["2021"] == "2022-10-11T00:00:00+08:00"


def test_the_reference_comes_back_from_the_scheduler_as_it_was() -> None:
    reference = LegalDate("qingshi", {"qingshi": MOMENTS})
    back = LegalDate.deserialize_reference(reference.serialize_reference())
    assert (back.city, back.moments) == ("qingshi", {"qingshi": MOMENTS})
    assert back == reference
    assert hash(back) == hash(reference)


def test_the_seasons_dag_carries_the_bell(bag: BundleDagBag) -> None:
    data = DagSerialization.to_dict(bag.dags["season"])["dag"]
    assert "LegalDate" in str(data["deadline"])
    assert "final_accounts.stages.watching.bell.legal_date_passed" in str(data["deadline"])

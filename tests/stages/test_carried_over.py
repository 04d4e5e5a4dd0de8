"""What was accepted for several years is proposed in each of them, whatever became of the unit's code in between."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from final_accounts.history import NewEvent
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.stages.house import House
from final_accounts.stages.letters.carried_over import carried_over
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW, OTHER, JOINED = "101001", "101002", "103001", "104001"
FINDING = "V-01-1"


def unit(code: str, since: int = 0, until: int = 0, *predecessors: str, change: str = "") -> BudgetUnit:
    return BudgetUnit(code, f"示例{code}", "行政单位", "示例部门", "101", since, until, predecessors, change)


TOWN = City(
    id="somewhere",
    name="示例市",
    region="hubei",
    made_up=True,
    units=(
        unit(OLD, 0, 2021),
        unit(NEW, 2022, 0, OLD, change="更名"),
        unit(OTHER, 0, 2022),
        unit("103002", 0, 2022),
        unit(JOINED, 2023, 0, OTHER, "103002", change="合并"),
    ),
    years=(2021, 2022, 2023, 2024),
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House.open(Settings.at(tmp_path))
    house.warehouse.migrate()
    return house


def decided(house: House, year: int, code: str, verdict: str = "accepted", finding: str = FINDING, **says: str) -> None:
    """A reviewer's decision in the chain of that year."""
    payload = {"finding": finding, "said": "当年招聘四名事业人员", "reason": "理由充分", **says}
    at = datetime(year + 1, 3, 1, tzinfo=UTC)
    subject = f"{code}/v1/{finding}"
    house.history.append(TOWN.id, year, [NewEvent(f"explanation.{verdict}", subject, "reviewer", payload, at)])


def proposed(house: House, year: int, code: str) -> list[tuple[str, str]]:
    return [(one.finding, one.reason) for one in carried_over(house, TOWN, year, [code])[code]]


def test_a_year_without_the_finding_loses_nothing_and_a_text_expires(house: House) -> None:
    decided(house, 2021, OTHER, until="2023")
    decided(house, 2021, OTHER, finding="V-04", until="2022")
    decided(house, 2022, OTHER, finding="V-05", until="2023")
    assert [finding for finding, _ in proposed(house, 2022, OTHER)] == [FINDING, "V-04"]
    longer = City(TOWN.id, TOWN.name, TOWN.region, TOWN.made_up, (unit(OTHER),), TOWN.years)
    again = carried_over(house, longer, 2023, [OTHER])[OTHER]
    assert [(one.finding, one.reason) for one in again] == [
        (FINDING, "（沿用2021年度已认可的说明）当年招聘四名事业人员"),
        ("V-05", "（沿用2022年度已认可的说明）当年招聘四名事业人员"),
    ]
    assert carried_over(house, longer, 2024, [OTHER]) == {OTHER: ()}


@pytest.mark.parametrize(("verdict", "until"), [("sent_back", ""), ("accepted", "2022")])
def test_what_was_decided_in_the_year_between_counts(house: House, verdict: str, until: str) -> None:
    decided(house, 2021, NEW, until="2024")
    decided(house, 2022, NEW, verdict, until=until)
    assert proposed(house, 2023, NEW) == []


def test_a_unit_that_was_renamed_says_again_what_it_said_under_its_old_code(house: House) -> None:
    decided(house, 2021, OLD, until="2023")
    told = [(FINDING, "（沿用2021年度已认可的说明）当年招聘四名事业人员")]
    assert [proposed(house, year, NEW) for year in (2022, 2023, 2024)] == [told, told, []]


def test_what_the_parts_of_a_merged_unit_said_goes_no_further(house: House) -> None:
    decided(house, 2021, OTHER, until="2024")
    assert proposed(house, 2022, OTHER) != []
    assert [proposed(house, year, JOINED) for year in (2023, 2024)] == [[], []]


def test_a_first_year_has_nothing_to_propose(house: House) -> None:
    assert carried_over(house, TOWN, 2021, [OLD, OTHER]) == {OLD: (), OTHER: ()}

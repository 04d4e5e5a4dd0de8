"""Which units are compared with last year: all that a merger or a split binds together, or none of it."""

from __future__ import annotations

import pytest

from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing.city.comparability import comparable


def unit(code: str, *before: str, since: int = 0, until: int = 0) -> BudgetUnit:
    return BudgetUnit(code, code, "", "", "", since=since, until=until, predecessors=before)


CITY = City(
    "mou",
    "某市",
    "hubei-wuhan",
    made_up=True,
    units=(
        unit("same"),
        unit("left", "split", since=2022),
        unit("right", "split", since=2022),
        unit("split", until=2021),
        unit("whole", "part1", "part2", since=2022),
        unit("part1", until=2021),
        unit("part2", until=2021),
        unit("heir", "given"),
        unit("given"),
        unit("new", since=2022),
        unit("gone", until=2021),
    ),
    years=(2021, 2022),
)
BEFORE = {"same", "split", "part1", "part2", "heir", "given", "gone"}
NOW = {"same", "left", "right", "whole", "heir", "given", "new"}


def test_everybody_is_compared_but_those_that_came_or_went() -> None:
    found = comparable(CITY, 2022, NOW, BEFORE)
    assert found.now == NOW - {"new"}
    assert found.before == BEFORE - {"gone"}


@pytest.mark.parametrize(
    ("absent", "uncompared_now", "uncompared_before"),
    [
        ("same", {"same"}, {"same"}),
        ("left", {"left", "right"}, {"split"}),
        ("split", {"left", "right"}, {"split"}),
        ("part2", {"whole"}, {"part1", "part2"}),
        ("given", {"given"}, {"given"}),
    ],
)
def test_one_missing_member_takes_its_whole_group_out(
    absent: str, uncompared_now: set[str], uncompared_before: set[str]
) -> None:
    found = comparable(CITY, 2022, NOW - {absent}, BEFORE - {absent})
    assert found.now == NOW - {"new"} - uncompared_now
    assert found.before == BEFORE - {"gone"} - uncompared_before


def test_a_first_year_has_nothing_to_compare() -> None:
    assert not comparable(CITY, 2022, NOW, set()).now

"""Who takes a file on: one claimer, and another only when its lease ran out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from final_accounts.warehouse import Warehouse
from final_accounts.warehouse.claims import Arrival, Claims
from warehouse.samples import CITY

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = datetime(2022, 3, 1, 8, tzinfo=UTC)
LEASE = timedelta(minutes=30)
WHERE = (CITY.id, 2021)


class Watch:
    """A clock that is set by hand."""

    at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def claims(warehouse: Warehouse, watch: Watch) -> Claims:
    return Claims(warehouse.engine, watch)


def files(*names: str, mark: str = "1") -> list[Arrival]:
    return [Arrival("101001", name, mark, AT) for name in names]


def taken(claims: Claims, wanted: Sequence[Arrival], owner: str) -> list[str]:
    return [arrival.name for arrival, _ in claims.take(*WHERE, wanted, owner, LEASE)]


def test_a_file_is_taken_on_once(claims: Claims) -> None:
    assert taken(claims, files("a", "b"), "one") == ["a", "b"]
    assert taken(claims, files("b", "c"), "other") == ["c"]


def test_a_file_that_was_written_again_is_another(claims: Claims) -> None:
    assert taken(claims, files("a"), "one") == ["a"]
    assert taken(claims, files("a", mark="2"), "other") == ["a"]


def test_the_same_claimer_asks_again_and_gets_its_own(claims: Claims) -> None:
    assert taken(claims, files("a"), "one") == ["a"]
    assert taken(claims, files("a"), "one") == ["a"]
    assert [claim.tries for claim in claims.all(*WHERE)] == [2]


def test_a_dead_claimers_file_is_taken_over_when_its_lease_is_over_and_not_before(claims: Claims, watch: Watch) -> None:
    taken(claims, files("a", "b"), "dead")
    watch.at = AT + LEASE - timedelta(seconds=1)
    assert taken(claims, files("a", "b"), "heir") == []
    watch.at = AT + LEASE
    assert taken(claims, files("a", "b"), "heir") == ["a", "b"]
    assert taken(claims, files("a", "b"), "dead") == []
    assert {(claim.owner, claim.tries) for claim in claims.all(*WHERE)} == {("heir", 2)}


def test_what_is_finished_is_taken_by_nobody_again(claims: Claims, watch: Watch) -> None:
    ((_, claim),) = claims.take(*WHERE, files("a"), "one", LEASE)
    assert claims.finish({claim.id: "received"}) == 1
    assert claims.finish({claim.id: "repeated"}) == 0
    watch.at = AT + 2 * LEASE
    assert taken(claims, files("a"), "one") == taken(claims, files("a"), "other") == []
    assert [one.outcome for one in claims.all(*WHERE)] == ["received"]


def test_what_others_hold_is_told_before_anything_is_taken(claims: Claims, watch: Watch) -> None:
    taken(claims, files("a"), "one")
    (held,) = files("a")
    assert claims.kept_off(*WHERE, "other") == {held.key}
    assert claims.kept_off(*WHERE, "one") == frozenset()
    watch.at = AT + LEASE
    assert claims.kept_off(*WHERE, "other") == frozenset()


def test_names_longer_than_an_index_holds_and_texts_no_database_keeps_are_no_trouble(claims: Claims) -> None:
    assert len(taken(claims, files("长" * 4000, "a\x00b"), "one")) == 2
    assert taken(claims, files("长" * 4000, "a\x00b"), "other") == []


def test_of_many_at_once_each_file_goes_to_one(warehouse: Warehouse, warehouse_url: str) -> None:
    assert warehouse.units(*WHERE)
    wanted = files(*(f"{n:03}" for n in range(200)))

    def take(owner: int) -> list[str]:
        with Warehouse(warehouse_url) as mine:
            parts = [wanted[start : start + 20] for start in range(0, 200, 20)]
            return [name for part in parts for name in taken(Claims(mine.engine), part, f"claimer {owner}")]

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(take, range(4)))
    assert sorted(name for share in shares for name in share) == [arrival.name for arrival in wanted]

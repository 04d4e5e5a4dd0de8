"""Register, runs and submissions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from final_accounts.model.errors import StoreError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.warehouse import Warehouse
from final_accounts.warehouse.queries_season import merged_away
from final_accounts.warehouse.tables import run
from warehouse.samples import CITY, UNITS, received, sha


def test_a_unit_exists_from_its_first_year_to_its_last(warehouse: Warehouse) -> None:
    assert warehouse.units("mou", 2021) == (UNITS[0], UNITS[1], UNITS[3])
    assert warehouse.units("mou", 2020) == (UNITS[0], UNITS[2], UNITS[3])


def test_a_merged_unit_is_found_by_its_successor(warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        assert merged_away(connection, "mou", 2021) == (("101009", "101002"),)


def test_registering_again_changes_only_what_differs(warehouse: Warehouse) -> None:
    assert warehouse.register(CITY, 2021) == {"inserted": 0, "updated": 0, "removed": 0}
    changed = replace(CITY, units=(replace(UNITS[0], name="某局机关"), *UNITS[1:3], replace(UNITS[3], since=2020)))
    assert warehouse.register(changed, 2021) == {"inserted": 1, "updated": 1, "removed": 1}
    assert warehouse.units("mou", 2021) == changed.units_of(2021)


def test_a_register_without_units_in_the_year_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(StoreError):
        warehouse.register(replace(CITY, units=(UNITS[2],)), 2021)


def test_a_new_file_is_the_next_version_and_the_same_bytes_are_the_same_version(warehouse: Warehouse) -> None:
    first, new = warehouse.receive("mou", 2021, "101001", sha("a"), "甲.xlsx", 10)
    assert (first, new) == (Submission(sha("a"), "甲.xlsx", 10, "101001", 2021, 1), True)
    second, _ = warehouse.receive("mou", 2021, "101001", sha("b"), "甲.xlsx", 11)
    again, new = warehouse.receive("mou", 2021, "101001", sha("a"), "改名.xlsx", 10)
    assert second.version == 2
    assert (again, new) == (first, False)
    assert warehouse.submissions("mou", 2021) == (first, second)


def test_versions_are_counted_per_unit_and_year(warehouse: Warehouse) -> None:
    one, other, next_year = (
        received(warehouse, "101001"),
        received(warehouse, "101002"),
        received(warehouse, "101001", year=2022),
    )
    assert [s.version for s in (one, other, next_year)] == [1, 1, 1]
    assert warehouse.submissions("mou", 2021, ["101002"]) == (other,)


def test_files_received_at_once_get_different_versions(warehouse: Warehouse) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda n: received(warehouse, "101001", str(n)).version, range(12)))
    assert sorted(versions) == list(range(1, 13))


def test_an_unknown_city_cannot_receive(warehouse: Warehouse) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        warehouse.receive("nowhere", 2021, "1", sha("a"), "f", 1)


def test_a_file_name_that_no_database_keeps_does_not_raise(warehouse: Warehouse) -> None:
    kept, _ = warehouse.receive("mou", 2021, "101001", sha("a"), "甲\x00\ud800.xlsx", 1)
    assert kept.file_name == "甲\ufffd\ufffd.xlsx"


def test_states_move_forward_and_repeating_a_step_changes_nothing(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    for state in (SubmissionState.ACCEPTED, SubmissionState.APPROVED, SubmissionState.PUBLISHED):
        assert warehouse.set_state("mou", [item], state) == (item,)
        assert warehouse.set_state("mou", [item], state) == ()
    assert warehouse.set_state("mou", [item], SubmissionState.APPROVED) == ()
    assert warehouse.stored_submissions("mou", 2021)[0].state is SubmissionState.PUBLISHED


def test_a_returned_version_cannot_be_published(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    warehouse.set_state("mou", [item], SubmissionState.RETURNED)
    with pytest.raises(StoreError, match="returned"):
        warehouse.set_state("mou", [item], SubmissionState.PUBLISHED)


def test_a_run_keeps_its_start_when_it_is_begun_again(warehouse: Warehouse) -> None:
    def start(code: str) -> None:
        warehouse.start_run("mou", 2021, "r", edition="e", edition_hash="eh", rulebook_hash="rh", code_version=code)

    start("c1")
    warehouse.finish_run("mou", 2021, "r", "success")
    with warehouse.reading() as connection:
        first = connection.execute(select(run)).one()
    start("c2")
    with warehouse.reading() as connection:
        second = connection.execute(select(run)).one()
    assert first.finished_at >= first.started_at
    assert (second.started_at, second.code_version, second.finished_at) == (first.started_at, "c2", None)


def test_a_run_that_never_began_cannot_end(warehouse: Warehouse) -> None:
    with pytest.raises(StoreError, match="never began"):
        warehouse.finish_run("mou", 2021, "r", "success")

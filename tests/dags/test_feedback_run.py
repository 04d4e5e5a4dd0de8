"""A real Airflow watches the inbox: of two hundred different files each is reviewed once, and units soon know."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from airflow_api import FINAL, AirflowApi
from embedded import EmbeddedAirflow
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from stages.arriving import CITY, OTHER_UNIT, UNIT, VERBS, YEAR, events, outcomes, put
from stages.bad_files import EDITION, data_of
from stages.bursting import Burst, small_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAG = "arrivals"
LONGEST = 900
SOON = 180
"""Seconds from arrival to feedback, kept also beside the rest of the suite; benchmarks/waiting.py measures them."""


def wait_for(ready: Callable[[], bool], seconds: float, what: Callable[[], object]) -> float:
    """Until it is so; the seconds it took."""
    began = time.monotonic()
    while not ready():
        assert time.monotonic() - began < seconds, what()
        time.sleep(0.5)
    return time.monotonic() - began


def runs(api: AirflowApi) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api._call("GET", f"/api/v2/dags/{DAG}/dagRuns", params={"limit": 100})["dag_runs"]
    return found


def reviewed(api: AirflowApi) -> int:
    """How many versions all tasks of all runs together say they reviewed."""
    total = 0
    for run in runs(api):
        for one in api.task_instances(DAG, run["dag_run_id"]):
            if one["task_id"] == "arrived.review" and one["state"] == "success":
                place = f"/api/v2/dags/{DAG}/dagRuns/{run['dag_run_id']}/taskInstances/arrived.review/xcomEntries"
                value = api._call("GET", f"{place}/return_value", params={"map_index": one["map_index"]})["value"]
                total += (value if isinstance(value, dict) else {"submissions": 0})["submissions"]
    return total


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


@pytest.fixture(scope="module")
def burst(tmp_path_factory: pytest.TempPathFactory) -> Burst:
    """Two hundred different files, and twenty of them again."""
    settings = replace(Settings.at(tmp_path_factory.mktemp("arrivals")), settle=1)
    burst = Burst(settings, new=180, twice=20, content=small_workbook)
    assert burst.new + burst.half + burst.strange == 200
    burst.lay()
    return burst


@pytest.fixture(scope="module")
def airflow(burst: Burst) -> Iterator[EmbeddedAirflow]:
    """Watching since after the burst began and a claimer died in it; the half-written files become whole under it."""
    with burst.writing():
        assert 0 < burst.killed_in_the_middle() < burst.new
        embedded = EmbeddedAirflow(burst.settings.var)
        embedded.environment |= {
            "FINAL_ACCOUNTS_SETTLE_SECONDS": "1",
            "FINAL_ACCOUNTS_WATCH_SECONDS": "1.5",
            "FINAL_ACCOUNTS_WAKE_MINUTES": "2",
        }
        with embedded as running:
            running.api.unpause(DAG)
            wait_for(lambda: outcomes(burst.settings)["received"] > 0, LONGEST, lambda: runs(running.api))
            burst.whole.set()
            wait_for(
                lambda: settled(running.api, burst), LONGEST, lambda: (outcomes(burst.settings), runs(running.api))
            )
            yield running


def settled(api: AirflowApi, burst: Burst) -> bool:
    """Everything came to an end."""
    done = outcomes(burst.settings)
    return (
        not done[""] and done["received"] == burst.new + burst.half and all(run["state"] in FINAL for run in runs(api))
    )


@pytest.mark.usefixtures("airflow")
def test_every_file_is_reviewed_exactly_once(airflow: EmbeddedAirflow, burst: Burst) -> None:
    versions = burst.check_received_once_and_whole()
    for kind in ("submission.reviewed", "submission.returned"):
        assert Counter(event.subject for event in events(burst.settings, kind)) == dict.fromkeys(versions, 1)
    assert reviewed(airflow.api) == len(versions)
    assert {run["state"] for run in runs(airflow.api)} == {"success"}


@pytest.mark.usefixtures("airflow")
def test_every_sender_has_an_answer(burst: Burst) -> None:
    folder = burst.settings.feedback(CITY, YEAR)
    assert len(list(folder.glob("*/v*-审核反馈.xlsx"))) == burst.new + burst.half
    letters = Counter(json.loads(event.payload)["kind"] for event in events(burst.settings, "message.sent"))
    assert letters == {"unreadable": burst.new + burst.half, "duplicate": burst.twice, "quarantined": burst.strange}


def test_the_verbs_run_in_the_order_in_which_other_tests_call_them(airflow: EmbeddedAirflow) -> None:
    review, score, feedback, load, notify, conclude = (f"arrived.{verb.__name__}" for verb in VERBS)
    chains = (
        ("claim", review, score, feedback, notify, conclude),
        (score, load, notify),
    )
    seen = 0
    for run in (each for each in runs(airflow.api) if each["state"] == "success"):
        tasks = airflow.api.task_instances(DAG, run["dag_run_id"])
        assert {one["task_id"] for one in tasks} == {*chains[0], load, "alarm"}
        claimed = next(one for one in tasks if one["task_id"] == "claim")
        for index in {one["map_index"] for one in tasks if one["task_id"] == review and one["state"] == "success"}:
            here = {one["task_id"]: one for one in tasks if one["map_index"] == index} | {"claim": claimed}
            for earlier, later in (pair for chain in chains for pair in pairwise(chain)):
                assert moment(here[earlier]["end_date"]) <= moment(here[later]["start_date"])
            seen += 1
    assert seen >= (180 + 12) // 25


def test_the_movement_itself_woke_it(airflow: EmbeddedAirflow) -> None:
    assert "asset_triggered" in {run["run_type"] for run in runs(airflow.api)}


def test_a_units_workbook_comes_back_within_minutes(airflow: EmbeddedAirflow, burst: Burst, tmp_path: Path) -> None:
    source = tmp_path / "决算.xlsx"
    write_submission(EDITION, data_of(OTHER_UNIT), source)  # another unit's accounts: returned
    folder, before = burst.settings.feedback(CITY, YEAR) / UNIT, len(events(burst.settings))
    put(burst.settings, UNIT, "决算.xlsx", source.read_bytes(), int(time.time()))

    def answered() -> bool:
        new = [event for event in events(burst.settings)[before:] if event.kind == "submission.returned"]
        return bool(new) and all((folder / f"{event.subject.split('/')[1]}-审核反馈.xlsx").is_file() for event in new)

    wait_for(answered, SOON, lambda: runs(airflow.api))

"""The embedded Airflow of `make run` and `make up`: really started, on loopback only, and gone afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from embedded import DAG, EmbeddedAirflow, EmbeddedError, members
from final_accounts.stages.house import House
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = {"127.0.0.1", "::1"}


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAirflow]:
    with EmbeddedAirflow(tmp_path_factory.mktemp("embedded")) as running:
        yield running
    assert members(running.group) == []


def test_it_listens_on_the_loopback_address_only(airflow: EmbeddedAirflow) -> None:
    sockets = [one for process in members(airflow.group) for one in process.net_connections("inet")]
    listening = {one.laddr for one in sockets if one.status == psutil.CONN_LISTEN}
    assert airflow.port in {address.port for address in listening}
    assert {address.ip for address in listening} <= LOOPBACK


def test_a_second_one_on_the_same_folder_is_refused(airflow: EmbeddedAirflow) -> None:
    with pytest.raises(EmbeddedError, match="already runs"), EmbeddedAirflow(airflow.var):
        raise AssertionError("a second scheduler on one SQLite file")


def test_the_password_file_is_private(airflow: EmbeddedAirflow) -> None:
    assert (airflow.home / "passwords.json").stat().st_mode & 0o077 == 0


def test_a_season_that_does_not_exist_is_refused_at_once_by_the_first_task(airflow: EmbeddedAirflow) -> None:
    wrong: dict[str, dict[str, object]] = {
        "fiscal_yaer": {"city": "qingshi", "fiscal_year": 2021, "fiscal_yaer": 2022},
        "atlantis": {"city": "atlantis", "fiscal_year": 2021},
        "1949": {"city": "qingshi", "fiscal_year": 1949},
    }
    runs = {airflow.api.trigger(DAG, conf): named for named, conf in wrong.items()}
    refused = set()
    for run, instance in airflow.api.follow(DAG, list(runs), pause=0.2):
        if instance["task_id"] != "open_season":
            continue
        if instance["state"] == "up_for_retry" and instance["try_number"] == 1:
            continue  # a loaded machine may lose a task once; an own error that were retried would end at try 4
        assert instance["state"] == "failed"
        assert instance["try_number"] <= 2
        errors = [line.text for line in airflow.api.log(DAG, run, instance) if line.logger == "error"]
        assert any(runs[run] in text for text in errors)
        refused.add(runs[run])
    assert refused == set(wrong)
    assert {airflow.api.state(DAG, run) for run in runs} == {"failed"}


def test_what_a_killed_driver_left_is_ended_by_the_next_start(tmp_path: Path) -> None:
    home = tmp_path / "airflow"
    home.mkdir()
    left = subprocess.Popen(["bash", "-c", "exec -a airflow-scheduler sleep 600"], start_new_session=True)
    (home / "process-group").write_text(str(left.pid))
    until = time.monotonic() + 10
    while not any("airflow" in " ".join(one.cmdline()) for one in members(left.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    EmbeddedAirflow(tmp_path).end_leftover()
    assert left.wait(10) == -signal.SIGKILL


def test_everything_is_written_below_its_own_folder(airflow: EmbeddedAirflow) -> None:
    assert Path(airflow.environment["AIRFLOW_HOME"]).is_relative_to(airflow.var)
    assert (airflow.home / "airflow.db").exists()


def test_a_run_that_has_not_ended_well_by_the_legal_date_rings_the_bell(airflow: EmbeddedAirflow) -> None:
    long_ago = "2022-09-01T00:00:00+08:00"
    stands_for = {"logical_date": long_ago, "run_after": long_ago, "conf": {"city": "qingshi", "fiscal_yaer": 2021}}
    run = airflow.api._call("POST", f"/api/v2/dags/{DAG}/dagRuns", json=stands_for)["dag_run_id"]
    house = House.open(Settings.at(airflow.var))
    house.warehouse.migrate()
    history = house.history
    until = time.monotonic() + 60
    while not (rung := history.events("qingshi", 2021, "deadline.passed")) and time.monotonic() < until:
        time.sleep(0.5)
    assert [(event.subject, json.loads(event.payload)) for event in rung] == [("deadline/2022-10-11", {"run": run})]
    outbox = Settings.at(airflow.var).outbox("qingshi", 2021)
    while not (letters := list(outbox.rglob("*.eml"))) and time.monotonic() < until:
        time.sleep(0.2)
    assert letters

"""The compose file's own commands run a city's season on Celery, PostgreSQL and Redis, and find what embedded finds."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from deployment import compose
from embedded import DAG, EmbeddedAirflow
from final_accounts.stages.settings import Settings
from outcome import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from airflow_api import AirflowApi

pytestmark = pytest.mark.deployment
SEASON = {"city": "qingshi", "fiscal_year": 2021, "approver": "示例季自动批复"}


def finished(api: AirflowApi) -> list[dict[str, Any]]:
    """Run the season; its task instances as they ended."""
    run = api.trigger(DAG, dict(SEASON))
    instances = [instance for _, instance in api.follow(DAG, [run], pause=0.5)]
    errors = [line.text for one in instances if one["state"] == "failed" for line in api.log(DAG, run, one)]
    assert api.state(DAG, run) == "success", "\n".join(errors)
    return instances


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, example_inbox: Path) -> Outcome:
    var = tmp_path_factory.mktemp("embedded")
    shutil.copytree(example_inbox / "qingshi", var / "inbox" / "qingshi")
    with EmbeddedAirflow(var) as airflow:
        finished(airflow.api)
    return outcome(Settings.at(var).warehouse)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, example_inbox: Path) -> Iterator[compose.Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    shutil.copytree(example_inbox / "qingshi", folder / "data" / "inbox" / "qingshi")
    with compose.deployed(folder) as (running, secrets):
        running.api.log_in("admin", secrets["AIRFLOW_ADMIN_PASSWORD"])
        running.api.unpause(DAG)
        yield running


@pytest.fixture(scope="module")
def instances(deployment: compose.Deployment) -> list[dict[str, Any]]:
    return finished(deployment.api)


def test_every_service_passes_its_own_health_check(deployment: compose.Deployment) -> None:
    for service in compose.AIRFLOW_SERVICES:
        checked = deployment.health(service)
        assert checked.returncode == 0, f"{service}: {checked.stdout}{checked.stderr}"


def test_the_season_ran_on_celery_workers(deployment: compose.Deployment, instances: list[dict[str, Any]]) -> None:
    assert {"units.review", "units.score", "units.load", "publish"} <= {one["task_id"] for one in instances}
    logs = [file.read_text() for file in deployment.folder.glob("worker-*.log")]
    received = sum(len(re.findall(r"Task execute_workload\[.*\] received", log)) for log in logs)
    assert received >= sum(one["state"] == "success" for one in instances)


@pytest.mark.usefixtures("instances")
def test_findings_on_celery_are_those_of_the_embedded_run(deployment: compose.Deployment, embedded: Outcome) -> None:
    deployed = outcome(deployment.environment("worker", "worker-1")["FINAL_ACCOUNTS_WAREHOUSE"])
    assert len(deployed.findings) > 0
    assert deployed == embedded


@pytest.mark.usefixtures("instances")
def test_a_deployment_may_be_initialised_again(deployment: compose.Deployment) -> None:
    deployment.run("init")

"""The DAG itself, run by `dag.test()`: a whole season in one process, and again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from airflow.dag_processing.dagbag import BundleDagBag

from final_accounts.stages.settings import Settings
from outcome import outcome

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow runs its tasks inside this process


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example_inbox: Path) -> Settings:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    shutil.copytree(example_inbox / "wuhan-jianghan", tmp_path / "inbox" / "wuhan-jianghan")
    return Settings.from_environment()


def run(database: Path, **conf: object) -> DagRun:
    """One run; the DAG is loaded anew, as in every task's own process, because `test()` keeps the run's parameters."""
    assert database.exists()
    bag = BundleDagBag(dag_folder=ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")
    season = bag.dags["season"]
    season.deadline = None  # `test()` reads it as the scheduler has saved it, and here nobody has
    ended: DagRun | None = season.test(run_conf=conf)
    assert ended is not None
    return ended


def states(ended: DagRun) -> dict[str, str]:
    return {f"{one.task_id}[{one.map_index}]": str(one.state) for one in ended.get_task_instances()}


def test_a_season_runs_to_its_end_and_running_it_again_changes_nothing(
    airflow_database: Path, settings: Settings
) -> None:
    conf = {"city": "wuhan-jianghan", "fiscal_year": 2021, "approver": "示例季自动批复"}
    first = run(airflow_database, **conf)
    assert first.state == "success", states(first)
    assert states(first)["alarm[-1]"] == "skipped"
    found = outcome(settings.warehouse)
    assert found.findings
    assert run(airflow_database, **conf).state == "success"
    assert outcome(settings.warehouse) == found


def test_without_an_approver_nobody_is_published(airflow_database: Path, settings: Settings) -> None:
    ended = run(airflow_database, city="wuhan-jianghan", fiscal_year=2021)
    assert ended.state == "success", states(ended)
    assert {state[-1] for state in outcome(settings.warehouse).states} <= {"accepted", "returned"}


def test_a_broken_store_fails_its_chunk_at_once_and_the_run_says_so(airflow_database: Path, settings: Settings) -> None:
    assert run(airflow_database, city="wuhan-jianghan", fiscal_year=2021).state == "success"
    for kept in (settings.var / "store").rglob("*"):
        if kept.is_file():
            kept.chmod(0o644)
            kept.write_bytes(b"not what the key promises")
    ended = run(airflow_database, city="wuhan-jianghan", fiscal_year=2021)
    assert ended.state == "failed"
    assert states(ended)["units.review[0]"] == "failed"
    assert states(ended)["city_summary[-1]"] == "success"
    assert states(ended)["alarm[-1]"] == "failed"

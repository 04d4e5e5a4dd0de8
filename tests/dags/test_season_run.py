"""The DAG itself, run by `dag.test()`: a whole season in one process, and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.examples import prepare_examples
from final_accounts.stages.settings import Settings
from outcome import outcome

if TYPE_CHECKING:
    from pathlib import Path

    from airflow.dag_processing.dagbag import BundleDagBag
    from airflow.models.dagrun import DagRun

pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow runs its tasks inside this process


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    settings = Settings.from_environment()
    assert list(prepare_examples(settings))
    return settings


def run(bag: BundleDagBag, **conf: object) -> DagRun:
    ended = bag.dags["season"].test(run_conf=conf)
    assert ended is not None
    return ended


def states(ended: DagRun) -> dict[str, str]:
    return {f"{one.task_id}[{one.map_index}]": str(one.state) for one in ended.get_task_instances()}


def test_a_season_runs_to_its_end_and_running_it_again_changes_nothing(bag: BundleDagBag, settings: Settings) -> None:
    conf = {"city": "wuhan-jianghan", "fiscal_year": 2021, "approver": "测试批复人"}
    first = run(bag, **conf)
    assert first.state == "success", states(first)
    assert states(first)["alarm[-1]"] == "skipped"
    found = outcome(settings.warehouse)
    assert found.findings
    assert run(bag, **conf).state == "success"
    assert outcome(settings.warehouse) == found


def test_without_an_approver_nobody_is_published(bag: BundleDagBag, settings: Settings) -> None:
    ended = run(bag, city="wuhan-jianghan", fiscal_year=2021)
    assert ended.state == "success", states(ended)
    assert {state[-1] for state in outcome(settings.warehouse).states} <= {"accepted", "returned"}


def test_a_broken_store_fails_its_chunk_at_once_and_the_run_says_so(bag: BundleDagBag, settings: Settings) -> None:
    assert run(bag, city="wuhan-jianghan", fiscal_year=2021).state == "success"
    for kept in (settings.var / "store").rglob("*"):
        if kept.is_file():
            kept.chmod(0o644)
            kept.write_bytes(b"not what the key promises")
    ended = run(bag, city="wuhan-jianghan", fiscal_year=2021)
    assert ended.state == "failed"
    assert states(ended)["units.review[0]"] == "failed"
    assert states(ended)["city_summary[-1]"] == "success"
    assert states(ended)["alarm[-1]"] == "failed"

"""The watch's DAG, run by `dag.test()`: it needs no other run, closes what was missed, and is red while anything is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from airflow.dag_processing.dagbag import BundleDagBag
from airflow.serialization.serialized_objects import DagSerialization

from final_accounts.history import History
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import Warehouse

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

ROOT = Path(__file__).resolve().parents[2]
CITY, YEAR = "qingshi", 2021
pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow runs its tasks inside this process


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    return Settings.from_environment()


def run(database: Path, monkeypatch: pytest.MonkeyPatch, day: str, **conf: object) -> DagRun:
    """One run at noon in China of a day; the clock of the house stands still, Airflow's does not."""
    assert database.exists()
    noon = datetime.fromisoformat(f"{day}T12:00:00+08:00").astimezone(UTC)
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", f"{noon.isoformat()}/{datetime.now(UTC).timestamp() + 1e6!r}/1.0")
    bag = BundleDagBag(dag_folder=ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")
    ended: DagRun | None = bag.dags["watch"].test(run_conf={"city": CITY, **conf})
    assert ended is not None
    return ended


def states(ended: DagRun) -> dict[str, str]:
    return {one.task_id: str(one.state) for one in ended.get_task_instances()}


def closed(settings: Settings) -> int:
    return len(History(Warehouse(settings.warehouse).engine).events(CITY, YEAR, "ledger.closed"))


def test_where_no_run_was_ever_started_the_watch_is_red_and_has_closed_every_day(
    airflow_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run(airflow_database, monkeypatch, "2022-04-01")
    assert ended.state == "failed"
    assert states(ended) == {
        "ledger": "success", "reminders": "success", "announce": "success", "forecast": "success",
        "watch": "failed", "alarm": "failed",
    }  # fmt: skip
    assert closed(settings) == 81  # 10 January to 31 March


def test_a_season_in_order_is_green_and_a_unit_that_is_in_no_register_makes_it_red(
    airflow_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_season(settings, CITY, YEAR, {}, "run")
    ended = run(airflow_database, monkeypatch, "2022-01-17", fiscal_year=YEAR)
    assert ended.state == "success", states(ended)
    assert states(ended)["alarm"] == "skipped"
    assert closed(settings) == 7
    with Warehouse(settings.warehouse).engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM unit WHERE code = '101001'")
    ended = run(airflow_database, monkeypatch, "2022-01-17", fiscal_year=YEAR)
    assert (ended.state, states(ended)["watch"]) == ("failed", "failed")
    assert closed(settings) == 7


def test_a_parameter_that_does_not_exist_is_refused(
    airflow_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.var.exists()
    ended = run(airflow_database, monkeypatch, "2022-01-17", fiscal_yaer=YEAR)
    assert states(ended)["ledger"] == "failed"
    assert ended.state == "failed"


def test_it_runs_every_hour_by_the_clock_in_china() -> None:
    bag = BundleDagBag(dag_folder=ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")
    timetable = DagSerialization.to_dict(bag.dags["watch"])["dag"]["timetable"]["__var"]
    assert (timetable["expression"], timetable["timezone"]) == ("20 * * * *", "Asia/Shanghai")
    assert not bag.dags["watch"].catchup

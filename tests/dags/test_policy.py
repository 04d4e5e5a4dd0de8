"""A DAG file says when; what every task must have is checked for all of them."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from airflow.exceptions import ParamValidationError
from airflow.sdk.definitions.param import ParamsDict
from airflow.serialization.encoders import encode_timetable
from airflow.serialization.serialized_objects import DagSerialization

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import BundleDagBag

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "dags").glob("*.py"))
HEAVY = {"great_expectations", "numpy", "openpyxl", "pandas", "pyarrow", "scipy", "sqlalchemy"}
LONGEST = 60


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_every_file_loads(bag: BundleDagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) >= {"season", "arrivals", "approval", "publication", "audit_published", "watch"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_thin(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", [*FILES, *sorted((ROOT / "plugins").glob("*.py"))], ids=lambda file: file.name)
def test_a_file_imports_nothing_heavy_and_no_room_but_stages_and_model(file: Path) -> None:
    assert {name.split(".")[0] for name in imported(file)} & HEAVY == set()
    rooms = {name.split(".")[1] for name in imported(file) if name.startswith("final_accounts.")}
    assert rooms <= {"stages", "model"}


def test_every_task_is_tried_again_later_each_time_and_not_for_ever(bag: BundleDagBag) -> None:
    for dag in bag.dags.values():
        for task in dag.tasks:
            tries = 9 if task.operator_name == "WitnessedStep" else 3  # people are asked more often
            assert (task.retries, bool(task.retry_exponential_backoff)) == (tries, True), task.task_id
            assert task.execution_timeout is not None
            assert timedelta(0) < task.execution_timeout <= timedelta(hours=1), task.task_id


def test_every_task_has_a_name_for_people(bag: BundleDagBag) -> None:
    for dag in bag.dags.values():
        for task in dag.tasks:
            assert task.task_display_name != task.task_id
            assert not task.task_display_name.isascii()
        assert not dag.dag_display_name.isascii()
        assert dag.doc_md
    assert "收件 → 审核 → 评分 → 反馈、入库、告知 → 自动办理（仅示例） → 公开 → 全市汇总" in str(
        bag.dags["season"].doc_md
    )
    assert "找文件 → 逐批核对 → 出报告" in str(bag.dags["audit_published"].doc_md)


def test_a_field_that_may_stay_blank_does_not_hold_up_its_form(bag: BundleDagBag) -> None:
    """Of runs that people start, and of steps that wait for them (a task's fields are those of its run and its own)."""
    fields = {
        (dag.dag_id, name): ParamsDict(task.params).get_param(name).schema
        for dag in bag.dags.values()
        for task in dag.tasks
        for name in task.params
    }
    may_stay_blank = ("空白", "不填", "不批准时")
    blanks = {
        field: schema["type"]
        for field, schema in fields.items()
        if any(words in str(schema.get("title")) for words in may_stay_blank)
    }
    assert blanks.keys() >= {
        ("approval", "department"),
        ("approval", "reason"),
        ("waiver", "until"),
        ("replay", "seed"),
    }
    text_only = [field for field, kinds in blanks.items() if kinds == "string"]
    assert text_only == [], "Airflow's pages demand that a field which is only text be filled in"


@pytest.mark.parametrize("name", ["folder", "name"])
def test_an_audit_is_not_started_without_its_folder_and_its_name(bag: BundleDagBag, name: str) -> None:
    asked = bag.dags["audit_published"].params.get_param(name)
    assert asked.resolve("示例市") == "示例市"
    with pytest.raises(ParamValidationError):
        asked.resolve("")


def test_only_one_task_at_a_time_loads_where_the_pool_has_one_slot(bag: BundleDagBag) -> None:
    assert bag.dags["season"].get_task("units.load").pool == "warehouse"


def test_the_dag_survives_the_way_to_the_scheduler(bag: BundleDagBag) -> None:
    for dag in bag.dags.values():
        data = DagSerialization.to_dict(dag)
        back = DagSerialization.from_dict(data)
        assert set(back.task_dict) == set(dag.task_dict)
        assert encode_timetable(back.timetable) == data["dag"]["timetable"]


def test_the_season_runs_by_its_own_timetable_and_an_audit_only_when_asked(bag: BundleDagBag) -> None:
    kinds = {name: DagSerialization.to_dict(dag)["dag"]["timetable"]["__type"] for name, dag in bag.dags.items()}
    assert kinds["season"] == "season_timetable.SeasonTimetable"
    for asked in ("audit_published", "approval", "publication"):
        assert "Null" in kinds[asked]


def test_no_missed_season_is_caught_up(bag: BundleDagBag) -> None:
    assert not bag.dags["season"].catchup

"""The audit DAG itself, run by `dag.test()`: a folder of documents of any origin becomes a ranked report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from airflow.dag_processing.dagbag import BundleDagBag

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow runs its tasks inside this process


def run(database: Path, **conf: object) -> DagRun:
    assert database.exists()
    bag = BundleDagBag(dag_folder=ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")
    ended: DagRun | None = bag.dags["audit_published"].test(run_conf=conf)
    assert ended is not None
    return ended


def states(ended: DagRun) -> dict[str, str]:
    return {f"{one.task_id}[{one.map_index}]": str(one.state) for one in ended.get_task_instances()}


def test_a_folder_of_documents_becomes_one_report(
    airflow_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path / "var"))
    folder = tmp_path / "公开文本"
    folder.mkdir()
    shutil.copy(ROOT / "tests/documents/jianghan-2021.txt", folder / "江汉.txt")
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 this is no archive")
    ended = run(airflow_database, folder=str(folder), name="示例市2021")
    assert ended.state == "success", states(ended)
    assert states(ended)["alarm[-1]"] == "skipped"
    report = tmp_path / "var/audit/示例市2021"
    counts = json.loads((report / "audit.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] == 2
    assert counts["blocking"] > 20
    assert counts["nothing_recognised"] == 1
    assert "坏的.docx" in (report / "index.html").read_text(encoding="utf-8")


def test_an_empty_folder_fails_the_run(airflow_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path / "var"))
    ended = run(airflow_database, folder=str(tmp_path), name="示例市2021")
    assert ended.state == "failed"
    assert states(ended)["find_documents[-1]"] == "failed"
    assert states(ended)["alarm[-1]"] == "failed"

"""One Airflow home for these tests; its place is in the environment before Airflow is imported."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airflow.dag_processing.dagbag import BundleDagBag

ROOT = Path(__file__).resolve().parents[2]
HOME = tempfile.TemporaryDirectory(prefix="final-accounts-airflow-")
os.environ |= {
    "AIRFLOW_HOME": HOME.name,
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Shanghai",
    "GX_ANALYTICS_ENABLED": "false",
}


@pytest.fixture(scope="session")
def airflow_database() -> Iterator[Path]:
    """A fresh metadata database."""
    from airflow.utils.db import initdb  # noqa: PLC0415 # after the environment

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Airflow's own migrations
        initdb()
    yield Path(HOME.name)
    HOME.cleanup()


@pytest.fixture(scope="session")
def bag(airflow_database: Path) -> BundleDagBag:
    """Every DAG file of the repository, loaded as the dag-processor does."""
    from airflow.dag_processing.dagbag import BundleDagBag  # noqa: PLC0415 # after the environment

    assert airflow_database.exists()
    return BundleDagBag(dag_folder=ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")

"""Fixtures that every room's tests may use; the rooms' own stand in tests/<room>/conftest.py."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import psycopg2
import pytest
from filelock import FileLock

import servers
from final_accounts.stages.examples import example_seasons, prepare_examples
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def example_inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inbox of all example cities and years, written once for all workers; copy it with `shutil.copytree`."""
    base = tmp_path_factory.getbasetemp()
    var = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "examples"
    with FileLock(f"{var}.lock"):
        if not (var / "complete").exists():
            assert len(list(prepare_examples(Settings.at(var)))) == len(example_seasons())
            (var / "complete").touch()
    return var / "inbox"


@pytest.fixture(scope="session")
def postgresql_port() -> Iterator[int]:
    """One PostgreSQL server for the whole run of the tests."""
    with servers.postgresql() as port:
        yield port


@pytest.fixture
def postgresql_url(postgresql_port: int) -> str:
    """SQLAlchemy's URL of an empty database of a real PostgreSQL server; a new one for each test."""
    name = f"t_{uuid.uuid4().hex}"
    connection = psycopg2.connect(host="127.0.0.1", port=postgresql_port, user=servers.USER, dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return f"postgresql+psycopg2://{servers.USER}@127.0.0.1:{postgresql_port}/{name}"

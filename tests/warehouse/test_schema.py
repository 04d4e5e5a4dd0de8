"""The tables are what the migrations make, and each says in one sentence what a row is."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, MetaData, inspect

from final_accounts.history import tables as history_tables
from final_accounts.model.errors import StoreError
from final_accounts.warehouse import Warehouse, derived_tables, tables

TABLES = {**tables.metadata.tables, **history_tables.metadata.tables}
DOCUMENT = Path(__file__).parents[2] / "docs" / "warehouse.md"


def test_migrations_make_exactly_the_declared_tables(warehouse: Warehouse) -> None:
    whole = MetaData()
    for table in TABLES.values():
        table.to_metadata(whole)
    with warehouse.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, whole)
    assert differences == []


def test_migrating_again_changes_nothing(warehouse: Warehouse) -> None:
    before = inspect(warehouse.engine).get_table_names()
    warehouse.migrate()
    assert inspect(warehouse.engine).get_table_names() == before


def test_several_processes_may_migrate_at_once(warehouse_url: str) -> None:
    def migrate(_: int) -> list[str]:
        with Warehouse(warehouse_url) as one:
            one.migrate()
            return inspect(one.engine).get_table_names()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(migrate, range(4)))
    assert all(set(TABLES) <= set(names) for names in answers)


def test_the_grain_of_each_table_is_one_sentence_in_the_database(warehouse: Warehouse) -> None:
    for name, table in TABLES.items():
        assert re.fullmatch(r"One row per [^.]+\.", str(table.comment)), name
        if warehouse.engine.dialect.name == "postgresql":
            assert inspect(warehouse.engine).get_table_comment(name)["text"] == table.comment


def test_the_document_tells_the_grain_of_every_table_and_of_no_other() -> None:
    told = dict(re.findall(r"^- `(\w+)`: (.+)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {name: table.comment for name, table in TABLES.items()}


@pytest.mark.parametrize("column", ["amount", "whole", "step"])
def test_amounts_are_bigint(column: str) -> None:
    assert isinstance(derived_tables.fact.c[column].type, BigInteger)


def test_sqlite_is_in_wal_with_foreign_keys_and_waits_for_locks(tmp_path: Path) -> None:
    with Warehouse(f"sqlite:///{tmp_path}/w.db") as one, one.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        Warehouse(url)

"""An empty history on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from final_accounts.history import History
from final_accounts.warehouse import Warehouse


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouse_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'warehouse.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def history(warehouse: Warehouse) -> History:
    return History(warehouse.engine)

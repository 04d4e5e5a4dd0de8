"""The example seasons of all cities, run once for all golden tests."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.settings import Settings
from golden.snapshots import run_all

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def example_run(example_inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where every example season has run to its end."""
    settings = Settings.at(tmp_path_factory.mktemp("golden"))
    shutil.copytree(example_inbox, settings.var / "inbox")
    run_all(settings)
    return settings

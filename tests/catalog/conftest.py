"""A copy of the data rooms that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from final_accounts.catalog import data_root

ROOMS = ("include/layouts", "include/registers", "include/rubrics", "include/calendars", "include/examples/cities")


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Root of the copy; the catalog reads it for the length of the test."""
    source = data_root()
    for room in (*ROOMS, "expectations"):
        shutil.copytree(source / room, tmp_path / room)
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    return tmp_path

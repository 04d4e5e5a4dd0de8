"""A season to publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.season import Season


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path / "var")

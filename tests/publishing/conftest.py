"""A season to publish, and a real browser to look at pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from publishing.season import Season


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path / "var")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for a module: only one may be open at a time, and none while other tests want an event loop of their own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield found
        found.close()

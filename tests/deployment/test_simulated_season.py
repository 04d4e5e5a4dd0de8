"""A whole season in short: 30 units, 15 days, everything that can happen, through a real Airflow, proven at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "scripts" / "simulate_season.py"
SIZE = ["--units", "30", "--days", "15", "--seconds", "2", "--overlap", "0", "--replays", "3"]
LONGEST = 2400
"""Seconds, on a machine that does other things too; alone it takes a quarter of that."""


def test_a_short_season_adds_up_every_day_and_its_reviews_can_be_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    season = [sys.executable, str(PROGRAM), *SIZE, "--folder", str(folder)]
    ended = subprocess.run(season, capture_output=True, text=True, check=False, timeout=LONGEST)
    assert (folder / "proof.json").exists(), ended.stdout + ended.stderr
    told = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    assert {one["what"]: one["figures"] for one in told if not one["holds"]} == {}, ended.stdout
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(told) == 9

"""A whole season in short: 30 units, 15 days, everything that can happen, through a real Airflow, proven at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "scripts" / "simulate_season.py"


def test_a_short_season_adds_up_every_day_and_its_reviews_can_be_done_again(tmp_path: Path) -> None:
    size = ["--units", "30", "--days", "15", "--seconds", "1", "--overlap", "0", "--replays", "3"]
    season = [sys.executable, str(PROGRAM), *size, "--folder", str(tmp_path / "season")]
    ended = subprocess.run(season, capture_output=True, text=True, check=False, timeout=2400)
    told = json.loads((tmp_path / "season" / "proof.json").read_text(encoding="utf-8"))
    assert {one["what"]: one["figures"] for one in told if not one["holds"]} == {}, ended.stdout
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(told) >= 7

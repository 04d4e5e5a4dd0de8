"""Two whole narratives as a person reads them; run as a program, this file writes them anew, to be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.model.narrative import Narrative
from narrative.telling import as_text, made_up, real, told

FOLDER = Path(__file__).resolve().parent / "snapshots"
SNAPSHOTS: dict[str, Callable[[], Narrative]] = {
    "wuhan-jianghan-2021.txt": lambda: told(*real("jianghan-2021.yaml", "wuhan-jianghan")),
    "sichuan-made-up-2022.txt": lambda: told(*made_up("sichuan-ziyang", 2022, 4)),
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_whole_narrative_reads_as_it_was_approved(name: str) -> None:
    assert as_text(SNAPSHOTS[name]()) == (FOLDER / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for file, tell in SNAPSHOTS.items():
        (FOLDER / file).write_text(as_text(tell()), encoding="utf-8")

"""Every kind of event as `history show` tells it; run as a program, this file writes the snapshot anew, to be read."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest
import yaml

from final_accounts.season.standing import Happened
from final_accounts.season.story import SENTENCES, Known, sentence
from pinned import pin, pinned

HERE = Path(__file__).resolve().parent
STORY = HERE / "snapshots" / "story.txt"
SAMPLES: dict[str, list[dict[str, Any]]] = yaml.safe_load((HERE / "events.yaml").read_text(encoding="utf-8"))
NAMES = {
    "qs-101001-accountant": "示例会计（101001）",
    "qs-approver": "示例财政批复人",
    "qs-operator": "示例编报季管理员",
}


def places(row: str) -> str:
    """A place in words, as the edition tells it."""
    return {"total": "只限合计"}.get(row, row)


def told(kind: str) -> list[str]:
    """The samples of a kind in words."""
    return [
        sentence(
            Happened(
                kind,
                "101001",
                sample.get("version", 0),
                sample["actor"],
                datetime(2022, 4, 6, tzinfo=UTC),
                sample["payload"],
            ),
            Known(NAMES, sample.get("letter", ""), places),
        )
        for sample in SAMPLES[kind]
    ]


def test_every_kind_has_samples_and_is_pinned_and_nothing_else_is() -> None:
    assert set(SENTENCES) == set(SAMPLES) == set(pinned(STORY))


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_an_event_reads_as_it_was_approved(kind: str) -> None:
    assert told(kind) == pinned(STORY)[kind]


if __name__ == "__main__":
    pin(STORY, {kind: told(kind) for kind in SAMPLES})

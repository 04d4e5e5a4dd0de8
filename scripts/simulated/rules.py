"""A change of the rules in the middle of a simulated season, as the bureau would make it: in the data room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE, RULE = "codes.yaml", "K-08"
BEFORE, AFTER = "severity: explain", "severity: blocking"


def make_stricter(data_room: Path) -> str:
    """What asked for an explanation blocks from now on; the rule's id. ValueError when it does so already."""
    path = data_room / "expectations" / FILE
    text = path.read_text(encoding="utf-8")
    start = text.index(BEFORE, text.index(f"id: {RULE}"))
    path.write_text(text[:start] + AFTER + text[start + len(BEFORE) :], encoding="utf-8")
    return RULE

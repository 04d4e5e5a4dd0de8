"""A change of the rules in the middle of a simulated season, as the bureau would make it: in the data room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE, RULE = "plausibility.yaml", "V-10-1"
"""The rule that `simulated.sending.unusual` breaks, so that the change sends accepted units back."""
ASKS, BLOCKS = f"id: {RULE}, ", f"id: {RULE}, severity: blocking, "


def make_stricter(data_room: Path) -> str:
    """What asked for an explanation blocks from now on; the rule's id. ValueError when it does so already."""
    path = data_room / "expectations" / FILE
    text = path.read_text(encoding="utf-8")
    if ASKS not in text or BLOCKS in text:
        raise ValueError(f"{RULE} of {path} is not a rule that asks for an explanation")
    path.write_text(text.replace(ASKS, BLOCKS), encoding="utf-8")
    return RULE

"""Many ways to say one thing: the right sentence passes, and every change of a figure or a word in it is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.documents import findings

PHRASINGS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("section", sorted({each["section"] for each in PHRASINGS}))
def test_right_sentences_pass_and_changed_ones_are_found(section: str) -> None:
    chosen = [each for each in PHRASINGS if each["section"] == section]
    for each in chosen:
        told = findings(section, *each["says"].split("\n"))
        assert not told, (each["says"], [f.explanation for f in told])
        for before, after in each["wrong"]:
            changed = each["says"].replace(before, after, 1)
            assert changed != each["says"]
            assert findings(section, *changed.split("\n")), f"{before} → {after}: {each['says']}"


def test_there_are_many() -> None:
    assert len(PHRASINGS) > 320
    assert sum(len(each["wrong"]) for each in PHRASINGS) > 570

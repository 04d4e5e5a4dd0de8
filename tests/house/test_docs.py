"""What the manuals show as YAML can be copied: every block parses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [
    pytest.param(block[1], id=f"{path.name}:{text.count(chr(10), 0, block.start()) + 1}")
    for path in sorted((*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")))
    for text in [path.read_text(encoding="utf-8")]
    for block in re.finditer(r"^```ya?ml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
]


def test_there_are_blocks() -> None:
    assert len(BLOCKS) > 3


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_yaml_parses(block: str) -> None:
    assert [document for document in yaml.safe_load_all(block) if document]

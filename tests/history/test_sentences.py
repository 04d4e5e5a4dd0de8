"""Every kind of event that the house can write has its sentence in the story."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import final_accounts
from final_accounts.season.departments import APPROVED, CERTIFIED
from final_accounts.season.standing import Happened
from final_accounts.season.story import SENTENCES, Known, sentence
from final_accounts.season.transitions import BY_KIND

PACKAGE = Path(final_accounts.__file__).parent
VERDICTS = {"submission.returned", "submission.accepted"}
KIND = re.compile(r"[a-z]+\.[a-z_]+")


def kinds_written() -> set[str]:
    """Every kind that a module with a NewEvent in it writes: as the argument itself, or as a constant it knows."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    constants = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): assigned(tree) for path, tree in trees.items()
    }
    found: set[str] = set()
    for path, tree in trees.items():
        calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and ast.unparse(call.func) == "NewEvent"]
        if not calls:
            continue
        found |= set(assigned(tree).values())
        for node in (node for node in tree.body if isinstance(node, ast.ImportFrom)):
            known = constants.get(node.module or "", {})
            given = {name.name for name in node.names} & {ast.unparse(call.args[0]) for call in calls if call.args}
            found |= {known[name] for name in given if name in known}
        for call in calls:
            kind = call.args[0] if call.args else next(word.value for word in call.keywords if word.arg == "kind")
            if isinstance(kind, ast.Constant):
                found.add(str(kind.value))
            elif isinstance(kind, ast.JoinedStr):
                assert ast.unparse(kind).startswith("f'submission.{"), f"{path.name}: {ast.unparse(kind)}"
                found |= VERDICTS
    return found


def assigned(tree: ast.Module) -> dict[str, str]:
    """Constants of a module that look like kinds."""
    return {
        ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0]): str(node.value.value)
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and KIND.fullmatch(str(node.value.value))
    }


def test_the_kinds_written_are_found() -> None:
    found = kinds_written()
    assert {"submission.received", "submission.reviewed", "submission.published", "message.sent", *VERDICTS} <= set(
        found
    )


@pytest.mark.parametrize("kind", sorted({*kinds_written(), *BY_KIND, CERTIFIED, APPROVED}))
def test_a_kind_in_use_has_a_sentence(kind: str) -> None:
    assert kind in SENTENCES, f"{kind} 没有说法；请在 season/story.py 补上"


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_sentence_stands_even_where_the_event_says_little(kind: str) -> None:
    told = sentence(Happened(kind, "101001", 2, "somebody", datetime(2022, 3, 1, tzinfo=UTC)), Known())
    assert told.endswith("。")
    assert "None" not in told


def test_a_kind_that_nobody_knows_is_still_told() -> None:
    told = sentence(Happened("moon.landed", "101001", 0, "x", datetime(2022, 3, 1, tzinfo=UTC)), Known())
    assert "moon.landed" in told

"""Every kind of event that the house can write has its sentence in the story."""

from __future__ import annotations

import ast
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
PASSED_ON = {"kind", "wanted.kind", "PREPARED_KIND"}
"""Arguments whose value comes from the table of transitions."""


def kinds_written() -> dict[str, str]:
    """Kind -> the file that writes it: the first argument of every NewEvent in the package."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    constants = {
        target.id: node.value.value
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name) and isinstance(node.value.value, str) and "." in node.value.value
    }
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "NewEvent"):
                continue
            kind = call.args[0] if call.args else next(word.value for word in call.keywords if word.arg == "kind")
            for one in kinds_of(kind, constants):
                found[one] = path.name
    return found


def kinds_of(node: ast.expr, constants: dict[str, str]) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.JoinedStr):
        return VERDICTS if ast.unparse(node).startswith("f'submission.{") else {ast.unparse(node)}
    if isinstance(node, ast.IfExp):
        return kinds_of(node.body, constants) | kinds_of(node.orelse, constants)
    if isinstance(node, ast.Name) and node.id in constants:
        return {constants[node.id]}
    return set() if ast.unparse(node) in PASSED_ON else {ast.unparse(node)}


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

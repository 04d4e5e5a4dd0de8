"""Texts that readers have approved, kept in one file beside the tests: ``# name`` and below it what it says."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

_HEAD: Final = "# "
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_GAP: Final = re.compile(r"\{[a-z_]+\}")
"""Where ``format`` puts a word later."""


def pinned(path: Path) -> dict[str, list[str]]:
    """Name -> its lines."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            lines = found.setdefault(line.removeprefix(_HEAD), [])
        elif line:
            lines.append(line)
    return found


def pin(path: Path, told: Mapping[str, Iterable[str]]) -> None:
    """Write the file anew, for somebody to read what has changed."""
    parts = ["\n".join((f"{_HEAD}{name}", *lines)) for name, lines in told.items()]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def unsaid(module: Path, told: Iterable[str], only: Collection[str] = ()) -> list[str]:
    """Texts in Chinese that a module can say and that stand in none of ``told``; what documents the code is no such.

    ``only``: of all texts those that are raised, or that stand in a call or a function of such a name.
    """
    said = "\n".join(told)
    tree = ast.parse(module.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    places = [node for node in ast.walk(tree) if _counts(node, only)] if only else [tree]
    texts = {id(node): node for place in places for node in ast.walk(place) if id(node) not in silent}
    shapes = {
        ast.unparse(node): _shape(node) for node in texts.values() if isinstance(node, ast.Constant | ast.JoinedStr)
    }
    return [text for text, shape in shapes.items() if _CHINESE.search(shape) and not re.search(shape, said)]


def _counts(node: ast.AST, only: Collection[str]) -> bool:
    match node:
        case ast.Raise():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.FunctionDef(name=name):
            return name in only
    return False


def _shape(node: ast.expr) -> str:
    """What a text looks like when it is said, whatever stands in its gaps."""
    match node:
        case ast.JoinedStr(values=parts):
            return "".join(map(_shape, parts))
        case ast.Constant(value=str(text)):
            return ".*".join(map(re.escape, _GAP.split(text)))
    return ".*"

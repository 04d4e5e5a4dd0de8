"""Texts that readers have approved, kept in one file beside the tests: ``# name`` and below it what it says."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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


def unsaid(module: Path, told: Iterable[str]) -> list[str]:
    """Texts in Chinese that a module can say and that stand in none of ``told``; what documents the code is no such."""
    said = "\n".join(told)
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [text for text, shape in _texts(tree).items() if not re.search(shape, said)]


def _texts(tree: ast.Module) -> dict[str, str]:
    """Text as written -> what it looks like when it is said, whatever stands in its gaps."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                shape = "".join(_shape(part) for part in parts)
            case ast.Constant(value=str()) if id(node) not in silent:
                shape = _shape(node)
            case _:
                continue
        if _CHINESE.search(shape):
            found[ast.unparse(node)] = shape
    return found


def _shape(part: ast.expr) -> str:
    if not isinstance(part, ast.Constant):
        return ".*"
    return ".*".join(map(re.escape, _GAP.split(str(part.value))))

"""A mistake in a proposed rulebook, for whoever wrote the proposal: which file and rule, then what the program says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from final_accounts.catalog.rooms import RULES

_RULE: Final = re.compile(r"^rule (?P<id>[^\s:]+)")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


def mistake(error: str, rooms: Path) -> str:
    """The sentence; ``error`` is what the catalog (Chinese, names the file) or the compiler of rules (English) says.

    ``rooms`` holds the proposed data rooms.
    """
    named = _RULE.match(error)
    if named is None:
        words = error if _CHINESE.search(error) else f"审核规则不能使用，请改正后再试算。程序的说明：{error}"
        return f"拟议的数据有误：{words}"
    rule = named["id"]
    files = "、".join(_files(rule, rooms)) or "审核规则库"
    return f"拟议的数据有误：{files} 里的审核规则 {rule} 不能使用，请改正后再试算。程序的说明：{error}"


def _files(rule: str, rooms: Path) -> list[str]:
    """Files of the rulebook in which the rule stands, from the folder of the rooms."""
    says = re.compile(rf"\bid:\s*[\"']?{re.escape(rule)}(?=[\"',}}\s]|$)")
    paths = sorted((rooms / RULES).rglob("*.yaml"))
    return [str(path.relative_to(rooms)) for path in paths if says.search(path.read_text(encoding="utf-8"))]

"""Where the data rooms stand: layouts, registers, rubrics, rules, calendars, persons and example cities."""

from __future__ import annotations

import os
from pathlib import Path

from final_accounts.model.errors import CatalogError

LAYOUTS = "include/layouts"
REGISTERS = "include/registers"
RUBRICS = "include/rubrics"
RULES = "expectations"
CALENDARS = "include/calendars"
CITIES = "include/examples/cities"
PERSONS = "include/persons"
MESSAGES = "include/messages"

REQUIRED = (LAYOUTS, REGISTERS, RUBRICS, RULES)


def data_root() -> Path:
    """The folder that holds ``include/`` and ``expectations/``.

    ``FINAL_ACCOUNTS_DATA`` names it; the default is the repository this package is installed from.
    Raises CatalogError when a data room is absent: an empty house must never look like a clean one.
    """
    named = os.environ.get("FINAL_ACCOUNTS_DATA", "")
    root = Path(named).resolve() if named else Path(__file__).resolve().parents[3]
    absent = [room for room in REQUIRED if not (root / room).is_dir()]
    if absent:
        origin = "环境变量 FINAL_ACCOUNTS_DATA" if named else "默认位置（可用环境变量 FINAL_ACCOUNTS_DATA 指定）"
        raise CatalogError(f"数据目录不完整：{root}（{origin}）缺少 {'、'.join(absent)}。")
    return root


def shown(path: Path, root: Path) -> str:
    """``path`` as messages show it: relative to the data root."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

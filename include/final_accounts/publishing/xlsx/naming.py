"""Names of sheets: number and short title of the table, as spreadsheet programs allow them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from final_accounts.model.safe_text import legal
from final_accounts.publishing.table_view import TableView

LONGEST: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\s]+")


def sheet_names(tables: Iterable[TableView], year: int, taken: str) -> Iterator[str]:
    """A name for every table in order, none like another or like ``taken`` even in small letters.

    >>> table = TableView("T1", "表1", "2021年度收入支出决算总表", ())
    >>> list(sheet_names((table, table), 2021, "目录"))
    ['表1 收入支出决算总表', '表1 收入支出决算总表(2)']
    """
    known = {taken.casefold(), "history"}
    for table in tables:
        whole = f"{table.number} {table.title.removeprefix(f'{year}年度')}"
        name = _FORBIDDEN.sub(" ", legal(whole)).strip(" '") or table.id
        number, wanted = 1, _cut(name, "")
        while wanted.casefold() in known:
            number += 1
            wanted = _cut(name, f"({number})")
        known.add(wanted.casefold())
        yield wanted


def _cut(name: str, tail: str) -> str:
    room = LONGEST - len(tail)
    return (name if len(name) <= room else name[: room - 1].rstrip(" '") + "…") + tail

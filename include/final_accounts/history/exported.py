"""The head of a chain kept outside the database 链头存档: a JSON document that later proves nothing was cut off."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Final

from final_accounts.history.event import Head
from final_accounts.model.errors import InputError

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ExportedHead:
    """The head of a city's year at ``at`` (ISO 8601, UTC), written by version ``tool_version`` of our code."""

    city: str
    fiscal_year: int
    sequence: int
    hash: str
    at: str
    tool_version: str

    @property
    def head(self) -> Head:
        """Number and hash alone."""
        return Head(self.sequence, self.hash)

    @property
    def text(self) -> str:
        """The document."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def exported_head(text: str, where: str) -> ExportedHead:
    """Inverse of :attr:`ExportedHead.text`; InputError when ``where`` holds something else.

    >>> kept = ExportedHead("qingshi", 2021, 7, "ab" * 32, "2022-03-01T09:00:00+00:00", "0.1.0+abc")
    >>> exported_head(kept.text, "head.json") == kept
    True
    """
    try:
        data = json.loads(text)
        found = ExportedHead(**{name: data[name] for name in ExportedHead.__dataclass_fields__})
        sound = type(found.sequence) is int and type(found.fiscal_year) is int and _HASH.fullmatch(found.hash)
    except (ValueError, TypeError, KeyError, RecursionError):
        sound = None
    if not sound:
        raise InputError(f"{where} 不是链头存档；应使用 final-accounts history head 导出的文件。")
    return found

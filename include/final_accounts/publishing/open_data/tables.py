"""Rows as CSV and JSON: the same values, once for spreadsheets and once for programs. Pure.

CSV is RFC 4180: CRLF, quotes only where needed, UTF-8. A byte order mark stands before it, because the spreadsheet
programs of an office read Chinese wrongly without one and every CSV reader we know of drops it. A text that could be
taken for a formula gets an apostrophe before it, as does one that begins with an apostrophe: whoever reads a text field
drops one leading apostrophe and has the original. Numbers are never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from io import StringIO
from typing import Any, Final

import msgspec

from final_accounts.model.errors import PublishingError
from final_accounts.model.safe_text import defused, legal

BOM: Final = "\ufeff"
NEWLINE: Final = "\r\n"

Value = str | int | Decimal | bool | None
Row = tuple[Value, ...]
Fields = Sequence[Mapping[str, Any]]
"""Fields of a file as ``open_data.toml`` describes them."""


def csv_bytes(fields: Fields, rows: Sequence[Row]) -> bytes:
    """A CSV file with its header."""
    columns = [
        [_CSV[field["type"]](value) for value in column]
        for field, column in zip(fields, _columns(fields, rows), strict=True)
    ]
    out = StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator=NEWLINE)
    writer.writerow([field["name"] for field in fields])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def json_bytes(tables: Mapping[str, tuple[Fields, Sequence[Row]]]) -> bytes:
    """One JSON object: file name -> its rows as objects, a row a line. Decimals are strings, texts as they were."""
    parts: list[bytes] = []
    for name, (fields, rows) in tables.items():
        names = [field["name"] for field in fields]
        columns = [
            [_JSON[field["type"]](value) for value in column]
            for field, column in zip(fields, _columns(fields, rows), strict=True)
        ]
        lines = [_ENCODER.encode(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
        parts.append(_ENCODER.encode(name) + b": [\n" + b",\n".join(lines) + (b"\n]" if lines else b"]"))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def checked(name: str, fields: Fields, row: type[Any]) -> None:
    """PublishingError unless the data describe exactly the columns that the code writes, in the same order."""
    described, written = tuple(field["name"] for field in fields), tuple(row._fields)
    if described != written:
        raise PublishingError(
            f"open_data.toml 的 [open_data_fields] {name} 与程序写出的字段不一致："
            f"数据为 {'、'.join(described)}，程序为 {'、'.join(written)}。"
        )


def _columns(fields: Fields, rows: Sequence[Row]) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [() for _ in fields]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@lru_cache(maxsize=16384)
def _safe(text: str) -> str:
    return defused(legal(text))


def _truth(value: bool | None) -> str | None:  # noqa: FBT001 - a cell
    return None if value is None else "true" if value else "false"


def _same(value: Any) -> Any:  # noqa: ANN401 - a cell
    return value


_CSV: Final[dict[str, Callable[[Any], Any]]] = {
    "string": _safe,
    "number": _number,
    "boolean": _truth,
    "integer": _same,
    "date": _same,
}
_JSON: Final[dict[str, Callable[[Any], Any]]] = {**_CSV, "string": lru_cache(maxsize=16384)(legal), "boolean": _same}
_ENCODER: Final = msgspec.json.Encoder()

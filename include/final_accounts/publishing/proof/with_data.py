"""A unit's open data read back: every reported figure stands in CSV and JSON as the warehouse has it. Pure."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.model.safe_text import legal, restored
from final_accounts.publishing.open_data.descriptor import DATA
from final_accounts.publishing.open_data.tables import BOM
from final_accounts.publishing.proof.mismatch import Mismatch

FACTS: Final = "facts"
_AMOUNT: Final = "amount"
_TEXTS: Final = frozenset(("form_id", "row_key", "column_key"))

Told = Mapping[str, str]
"""A row as a reader of the file has it: field -> text, "" for nothing."""


def compare_package(
    files: Mapping[str, bytes], facts: Mapping[FactKey, int | Decimal | date], forms: Collection[str]
) -> tuple[Mismatch, ...]:
    """Figures of the package that are not those of ``facts``, and those that it lacks.

    ``files`` are the package's by path inside it, ``forms`` the ids of the official tables it holds. Amounts stand in
    yuan, in 万元 beside them; ``facts`` has fen.
    """
    found = StringIO(files[f"{FACTS}.csv"].decode().removeprefix(BOM), newline="")
    rows = [
        {name: restored(text) if name in _TEXTS else text for name, text in row.items()}
        for row in csv.DictReader(found)
    ]
    objects = [
        {name: _text(value) for name, value in row.items()} for row in json.loads(files[DATA], parse_float=str)[FACTS]
    ]
    wanted = {
        FactKey(key.form, legal(key.row), legal(key.column)): value for key, value in facts.items() if key.form in forms
    }
    return (*_wrong(f"{FACTS}.csv", rows, wanted), *_wrong(DATA, objects, wanted))


def _wrong(file: str, rows: Sequence[Told], wanted: Mapping[FactKey, int | Decimal | date]) -> Iterator[Mismatch]:
    seen: set[FactKey] = set()
    for number, row in enumerate(rows, start=1):
        key = FactKey(row["form_id"], row["row_key"], row["column_key"])
        seen.add(key)
        held = wanted.get(key)
        if held is None:
            if row["value"]:
                yield _told(file, number, key, "", row["value"])
            continue
        for said, should in _said(row, held):
            if said != should:
                yield _told(file, number, key, should, said)
    for key in wanted.keys() - seen:
        yield _told(file, 0, key, str(wanted[key]), "")


def _said(row: Told, held: int | Decimal | date) -> Iterator[tuple[str, str]]:
    """What the row says, and what it should say."""
    if isinstance(held, date):
        yield row["text"], held.isoformat()
    elif row["kind"] != _AMOUNT:
        yield row["value"], f"{held:f}" if isinstance(held, Decimal) else str(held)
    else:
        yield row["value"], f"{Decimal(held).scaleb(-2):f}"
        yield row["wanyuan"], _rounded(int(held))


def _rounded(fen: int) -> str:
    """万元 with two decimals, half away from zero, in whole numbers, as open data write it."""
    whole, rest = divmod(abs(fen) + 5_000, 1_000_000)
    sign = "-" if fen < 0 and (whole or rest >= 10_000) else ""  # noqa: PLR2004 - a hundredth of 万元 in fen
    return f"{sign}{whole}.{rest // 10_000:02d}"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _told(file: str, number: int, key: FactKey, should: str, said: str) -> Mismatch:
    place = f"{file} 第{number}行" if number else file
    called = " ".join(key)
    if not said:
        message = f"{place}：缺少 {called}，应为“{should}”。"
    elif not should:
        message = f"{place}：{called} 写作“{said}”，数据仓库中没有这个数。"
    else:
        message = f"{place}：{called} 写作“{said}”，应为“{should}”。"
    return Mismatch(None, should, said, message, place, called, key)

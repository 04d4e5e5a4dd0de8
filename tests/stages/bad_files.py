"""Bad inputs as real files, made from one clean made-up submission as tests/cases/submissions/bad_inputs.yaml says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml

from final_accounts.catalog import city, edition
from final_accounts.workbooks.defects import Defect, write_defective
from final_accounts.workbooks.made_up import accounts
from readers.books import patched
from readers.test_preflight import ole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from final_accounts.workbooks import SubmissionData

CASES = Path(__file__).resolve().parents[1] / "cases" / "submissions" / "bad_inputs.yaml"
CITY, YEAR, UNIT = "qingshi", 2021, "104001"
EDITION = edition("hubei-wuhan", YEAR)
SHEET = "xl/worksheets/sheet3.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


@dataclass(frozen=True)
class Case:
    """One bad input and what must come of it."""

    id: str
    made: Mapping[str, Any]
    season: tuple[str, ...]
    check: tuple[str, ...]
    notices: tuple[str, ...]
    check_notices: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.id}{self.made.get('suffix', '.xlsx')}"


def cases() -> tuple[Case, ...]:
    """All of the list."""
    raw = yaml.safe_load(CASES.read_text(encoding="utf-8"))["cases"]
    return tuple(
        Case(
            id=item["id"],
            made=item,
            season=tuple(item["season"]),
            check=tuple(item.get("check", item["season"])),
            notices=tuple(item.get("notices", ())),
            check_notices=tuple(item.get("check_notices", item.get("notices", ()))),
            words=tuple(item["words"]),
        )
        for item in raw
    )


@cache
def data_of(unit: str = UNIT, year: int = YEAR) -> SubmissionData:
    """Balanced accounts of a unit of the made-up city."""
    town = city(CITY)
    return accounts(town, next(each for each in town.units_of(year) if each.code == unit), edition(town.region, year))


def encrypted(clean: bytes) -> bytes:
    """The container in which office programs keep a workbook with a password."""
    hidden = bytes(byte ^ 0x5A for byte in clean)
    return ole(EncryptedPackage=hidden[:40_000], EncryptionInfo=b"\x04\x00\x04\x00")


def macros(clean: bytes) -> bytes:
    """A workbook with a macro project inside."""
    return patched(clean, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})


def zip_bomb(clean: bytes) -> bytes:
    """Some hundred kilobytes that unfold to 128 MiB."""
    return patched(clean, {SHEET: HEAD + b" " * (128 * 1024 * 1024) + TAIL})


def a_million_rows(clean: bytes) -> bytes:
    """What whole-column formatting leaves behind: rows with a style and nothing in them."""
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(1, 1_000_001))
    return patched(clean, {SHEET: HEAD + rows + TAIL})


def merged_header(clean: bytes) -> bytes:
    """Two columns of table 2 under one header."""
    book = openpyxl.load_workbook(io.BytesIO(clean))
    sheet = book["表2 收入决算表"]
    place = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "财政拨款收入")
    for area in list(sheet.merged_cells.ranges):
        if area.min_row <= place.row and area.min_col in {place.column, place.column + 1}:
            sheet.unmerge_cells(str(area))
    sheet.merge_cells(f"{place.coordinate}:{sheet.cell(place.row, place.column + 1).coordinate}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HOW: Mapping[str, Callable[[bytes], bytes]] = {
    "encrypted": encrypted,
    "macros": macros,
    "zip_bomb": zip_bomb,
    "a_million_rows": a_million_rows,
    "merged_header": merged_header,
}


def write_bad(case: Case, clean: Path, path: Path) -> None:
    """The case's file at ``path``, from the clean submission."""
    if "how" in case.made:
        path.write_bytes(HOW[case.made["how"]](clean.read_bytes()))
    else:
        defect = Defect(case.id, UNIT, "", "", tuple(case.made["edits"]), case.season)
        write_defective(EDITION, data_of(), (defect,), path)

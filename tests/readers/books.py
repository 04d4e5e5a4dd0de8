"""Workbooks for the readers' tests: one small clean book of a made-up unit, and ways to spoil it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from final_accounts import catalog
from final_accounts.readers import Expectation, read_workbook
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.made_up.city import accounts, made_up_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from final_accounts.model.edition import Edition
    from final_accounts.model.finding import Finding
    from final_accounts.model.submission import ParsedSubmission
    from final_accounts.workbooks import SubmissionData

FORMS = ("COVER", "T1", "T2", "T7", "T8", "STAFF")
T1, T2, T7, T8, STAFF, COVER = "表1 收支总表", "表2 收入决算表", "表7 三公经费", "表8 政府性基金", "附 机构人员", "封面"
UNIT = "101001"

Answer = tuple["ParsedSubmission", tuple["Finding", ...]]


@lru_cache
def small_edition(region: str, year: int) -> Edition:
    """The edition with six forms only; unknown ones are refused by the catalog itself."""
    edition = catalog.edition(region, year)
    return replace(edition, forms={form: edition.forms[form] for form in FORMS})


@lru_cache
def data_of(region: str = "hubei-wuhan") -> SubmissionData:
    """Balanced accounts of one made-up unit."""
    city = made_up_units(region, 2, (2021,))
    return accounts(city, city.units[0], catalog.edition(region, 2021))


def written(edition: Edition, data: SubmissionData) -> bytes:
    """The file that the writer makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "报表.xlsx"
        write_submission(edition, data, path)
        return path.read_bytes()


@lru_cache
def clean() -> bytes:
    """A small clean book without the guide and the hidden registers, quick to edit."""
    book = openpyxl.load_workbook(io.BytesIO(written(small_edition("hubei-wuhan", 2021), data_of())))
    for sheet in book.worksheets:
        if sheet.title not in {T1, T2, T7, T8, STAFF, COVER}:
            book.remove(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Bytes of an open workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The clean book after one change."""
    book = openpyxl.load_workbook(io.BytesIO(clean() if data is None else data))
    change(book)
    return saved(book)


def with_cells(sheet: str, **cells: object) -> bytes:
    """The clean book with other values in some cells of a sheet."""

    def change(book: Workbook) -> None:
        for address, value in cells.items():
            book[sheet][address] = value  # type: ignore[assignment]  # openpyxl checks it

    return edited(change)


def patched(data: bytes, parts: dict[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """A zip with members replaced, changed or added, as no office program would write it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        for name in names:
            change = parts.get(name)
            content = source.read(name)
            target.writestr(name, change(content) if callable(change) else content if change is None else change)
        for name, content_or_change in parts.items():
            if name not in names and not callable(content_or_change):
                target.writestr(name, content_or_change)
    return stream.getvalue()


def read(data: bytes, name: str = "报表.xlsx", expect: Expectation | None = None) -> Answer:
    """Reading in this process with the small edition."""
    return read_workbook(data, name, small_edition, expect or Expectation(UNIT, 2021, "hubei-wuhan"))


def rules(findings: Iterable[Finding]) -> list[str]:
    """Rule ids in order."""
    return [found.rule for found in findings]


def addresses(found: Finding) -> list[str]:
    """Cells of a finding."""
    return [str(cell) for cell in found.cells]


def row_of(sheet: Worksheet, text: str, column: int = 1) -> int:
    """1-based row that prints a text in a column."""
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, column).value or "").endswith(text):
            return row
    raise AssertionError(text)


def figures(parsed: ParsedSubmission) -> dict[tuple[str, str, str], object]:
    """Facts without their cells."""
    return {fact.key: fact.value for fact in parsed.facts}

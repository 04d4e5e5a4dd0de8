"""Workbooks for tests: small disclosures round a table, and workbooks as real programs see them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
from lxml import html

from final_accounts.publishing.disclosure import Disclosure, Part
from final_accounts.publishing.table_view import TableView
from final_accounts.publishing.xlsx import xlsx_tables
from publishing.disclosures import wuhan

Shown = dict[tuple[int, int], str]
"""Row and column, 0-based -> what a reader sees, blanks and line ends left out."""


def with_tables(*tables: TableView) -> Disclosure:
    """A disclosure that holds these tables and nothing else."""
    return replace(wuhan(), parts=(Part("tables", "", "决算表", tables),))


def opened(disclosure: Disclosure) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(xlsx_tables(disclosure)))


def shown(content: bytes, folder: Path) -> list[Shown]:
    """Every sheet as LibreOffice shows it."""
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice is needed: install libreoffice-calc"
    (folder / "book.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [program, "--headless", profile, "--convert-to", "html", "--outdir", folder, folder / "book.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    page = html.fromstring((folder / "book.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return [_grid(table) for table in page.iter("table")]


def squeezed(text: str) -> str:
    """A text without blanks and line ends, which HTML does not keep."""
    return "".join(text.split())


def _grid(table: html.HtmlElement) -> Shown:
    found: Shown = {}
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iter("td", "th"):
            while (row, column) in taken:
                column += 1
            rows, columns = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
            found[row, column] = squeezed(cell.text_content())
            column += columns
    return found

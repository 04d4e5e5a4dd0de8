"""Seeded defects 预埋差错: edits to finished workbooks, with the rules a person expects to object, written by hand.

The files are include/examples/defects/<city>-<year>.yaml. A defect is a list of edits to one unit's finished file; an
edit finds its cell by form, row and column, so that the list survives a change of layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.model.edition import Edition
from final_accounts.workbooks.addresses import address, sheet_of
from final_accounts.workbooks.submission import write_submission
from final_accounts.workbooks.submission_data import SubmissionData

_FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect.

    ``expects`` are the rules that must object (all of them, blocking and explain); empty for a defect that no rule
    foresees, which the season reports as missed.
    """

    id: str
    unit: str
    family: str
    what: str
    edits: tuple[Mapping[str, Any], ...]
    expects: tuple[str, ...]

    @property
    def foreseen(self) -> bool:
        """Whether some rule is expected to object."""
        return bool(self.expects)


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """How a made-up city hands in one year: who is missing, who is late (days past the deadline), whose file is bad.

    ``corrects`` are the units that file a second, clean version after their first was returned.
    """

    city: str
    fiscal_year: int
    missing: tuple[str, ...]
    late: Mapping[str, int]
    corrects: tuple[str, ...]
    defects: tuple[Defect, ...]

    def of(self, unit: str) -> tuple[Defect, ...]:
        """Defects of one unit's first version."""
        return tuple(defect for defect in self.defects if defect.unit == unit)


def filing_plan(path: Path) -> FilingPlan:
    """Open one list; a misspelt key raises."""
    with path.open(encoding="utf-8") as file:
        raw = yaml.safe_load(file)
    defects = tuple(
        Defect(
            id=item["id"],
            unit=str(item["unit"]),
            family=item["family"],
            what=item["what"],
            edits=tuple(item["edits"]),
            expects=tuple(item["expects"]),
        )
        for item in raw["defects"]
    )
    return FilingPlan(
        city=raw["city"],
        fiscal_year=int(raw["fiscal_year"]),
        missing=tuple(str(code) for code in raw["missing"]),
        late={str(code): int(days) for code, days in raw["late"].items()},
        corrects=tuple(str(code) for code in raw["corrects"]),
        defects=defects,
    )


def write_defective(edition: Edition, data: SubmissionData, defects: Sequence[Defect], path: Path) -> None:
    """Write the clean submission, then spoil the finished file; equal input gives equal bytes."""
    write_submission(edition, data, path)
    edits = [edit for defect in defects for edit in defect.edits]
    if not edits:
        return
    book = load_workbook(path)
    files: list[str] = []
    for edit in edits:
        if "file" in edit:
            files.append(str(edit["file"]))
        else:
            _spoil(book, edition, data, edit)
    buffer = BytesIO()
    book.save(buffer)
    content = frozen(buffer.getvalue())
    for how in files:
        content = {"empty": b"", "truncated": content[: len(content) // 2], "text": "部门决算报表".encode()}[how]
    path.write_bytes(content)


def _spoil(book: Workbook, edition: Edition, data: SubmissionData, edit: Mapping[str, Any]) -> None:
    """One edit: ``set``, ``add``, ``swap`` with another place, ``clear``, ``formula`` without a value, or a sheet's."""
    if "delete_sheet" in edit:
        del book[sheet_of(edition, data, edit["delete_sheet"])]
        return
    if "cell" in edit:
        cell = _sheet(book, sheet_of(edition, data, edit["form"]))[edit["cell"]]
    else:
        place = address(edition, data, edit["form"], _row(data, edit["form"], edit["row"]), edit["column"])
        cell = _sheet(book, place.sheet).cell(place.row + 1, place.column + 1)
    if "set" in edit:
        value = edit["set"]
        cell.value = float(value) if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value) else value
    elif "add" in edit:
        cell.value = float(Decimal(repr(cell.value or 0)) + Decimal(str(edit["add"])))
    elif "swap" in edit:
        other_place = address(edition, data, edit["form"], edit["swap"], edit["column"])
        other = _sheet(book, other_place.sheet).cell(other_place.row + 1, other_place.column + 1)
        cell.value, other.value = other.value, cell.value
    elif "clear" in edit:
        cell.value = None
    elif "code" in edit:
        cell.offset(0, int(edit.get("offset", 0))).value = str(edit["code"])
    else:
        raise KeyError(f"an edit without an effect: {dict(edit)}")


def _row(data: SubmissionData, form: str, row: str) -> str:
    """The row key; ``indicator:#n`` is the n-th indicator of a form, whatever it is called."""
    if not row.startswith("indicator:#"):
        return row
    indicators = [key for key in data.forms[form] if key.startswith("indicator:")]
    return indicators[int(row.removeprefix("indicator:#")) - 1]


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    if not isinstance(sheet, Worksheet):
        raise TypeError(f"{name} is no worksheet")
    return sheet


def frozen(content: bytes) -> bytes:
    """A saved workbook without its time of saving: same cells, same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", body)
            target.writestr(ZipInfo(name, _FIXED_DATE), body, ZIP_DEFLATED)
    return out.getvalue()

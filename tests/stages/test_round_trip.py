"""A unit that corrects only what its returned workbook marks is accepted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from final_accounts.catalog import city, edition
from final_accounts.model.finding import Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.judgement.check import check
from final_accounts.workbooks import SubmissionData, write_returned, write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from final_accounts.workbooks.made_up import accounts

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

RED = "00FFC7CE"
HUBEI = (
    {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"},
    {"form": "T2", "row": "total", "column": "appropriation", "set": "见附件"},
    {"form": "T5", "row": "function:2080505", "column": "basic", "add": "0.004"},
    {"form": "STAFF", "row": "line:编制数", "column": "count", "clear": True},
)
SICHUAN = (
    {"form": "S5", "row": "function:2010601", "column": "economic:30201", "add": "10.00"},
    {"form": "T4", "row": "line:收入总计", "column": "amount", "set": "#REF!"},
)


def marked(book: Workbook) -> set[Cell]:
    """Cells that the returned copy paints as wrong."""
    return {
        Cell.parse(f"{sheet.title}!{cell.coordinate}")
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == RED
    }


def submission(town_id: str, unit: str) -> SubmissionData:
    town = city(town_id)
    registered = next(each for each in town.units if each.code == unit)
    return accounts(town, registered, edition(town.region, 2021))


@pytest.mark.parametrize(("town", "unit", "edits"), [("qingshi", "104001", HUBEI), ("luxi", "201001", SICHUAN)])
def test_correcting_only_the_marked_cells_makes_the_returned_workbook_acceptable(
    tmp_path: Path, town: str, unit: str, edits: tuple[dict[str, object], ...]
) -> None:
    found, data = edition(city(town).region, 2021), submission(town, unit)
    clean, wrong, back = (tmp_path / f"{name}.xlsx" for name in ("clean", "wrong", "back"))
    write_submission(found, data, clean)
    write_defective(found, data, (Defect("", unit, "", "", edits, ()),), wrong)
    (outcome,) = check([wrong])
    assert outcome.state is SubmissionState.RETURNED
    (suspects,) = {finding.suspects for finding in outcome.findings if finding.group == 1}
    assert len(suspects) == 1  # the first edit breaks sums that one cell explains
    write_returned(found, wrong.read_bytes(), wrong.name, outcome.parsed, outcome.findings, back)

    should, book = openpyxl.load_workbook(clean), openpyxl.load_workbook(back)
    corrected = 0
    for cell in marked(book):
        here, right = book[cell.sheet][cell.a1], should[cell.sheet][cell.a1].value
        if here.value != right:
            here.value = right
            corrected += 1
    assert corrected == len(edits)
    stream = BytesIO()
    book.save(stream)
    corrected_copy = tmp_path / "corrected.xlsx"
    corrected_copy.write_bytes(stream.getvalue())
    (again,) = check([corrected_copy])
    assert [f.message for f in again.findings if f.severity is not Severity.NOTICE] == []
    assert again.state is SubmissionState.ACCEPTED

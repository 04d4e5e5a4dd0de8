"""A unit's way: a wrong workbook into the inbox, a letter with its marked copy, the corrected copy into the inbox.

Through the verbs of the DAG in its order; between the unit and the bureau nothing passes but files and letters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email import message_from_bytes, policy
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from final_accounts.model.place import Cell
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from stages.arriving import CITY, YEAR, claimed, events, lay, outcomes, told, work
from stages.bad_files import EDITION, data_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook

RED = "00FFC7CE"
Edit = dict[str, object]


@dataclass(frozen=True)
class Mutation:
    """What a unit gets wrong, and how many cells that concerns."""

    unit: str
    edits: tuple[Edit, ...]
    cells: int = 1


MUTATIONS: dict[str, Mutation] = {
    "a wrong total": Mutation(
        "101001", ({"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100"},)
    ),
    "below a fen": Mutation("102001", ({"form": "T5", "row": "function:2080505", "column": "basic", "add": "0.004"},)),
    "words for a figure": Mutation(
        "102002", ({"form": "T2", "row": "total", "column": "appropriation", "set": "见附件"},)
    ),
    "nothing for a figure": Mutation(
        "103001", ({"form": "STAFF", "row": "line:编制数", "column": "count", "clear": True},)
    ),
    "an error for a figure": Mutation(
        "104001", ({"form": "T4", "row": "line:收入总计", "column": "amount", "set": "#REF!"},)
    ),
    "two figures swapped": Mutation(
        "105001",
        ({"form": "T1", "row": "line:本年收入合计", "column": "amount", "swap": "line:本年支出合计"},),
        cells=2,
    ),
}


@dataclass(frozen=True)
class Town:
    """One inbox in which every mutation arrived, was answered, was corrected and arrived again."""

    settings: Settings
    returned: Mapping[str, bytes]
    corrected: Mapping[str, int]


def marked(book: Workbook) -> set[Cell]:
    """Cells that the returned copy paints as wrong."""
    return {
        Cell.parse(f"{sheet.title}!{cell.coordinate}")
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == RED
    }


def attached(settings: Settings, unit: str, version: int) -> bytes:
    """The workbook in the letter that the unit's accountant got about that version."""
    (letter,) = (
        message
        for path in settings.outbox(CITY, YEAR).rglob("*-returned.eml")
        for message in [message_from_bytes(path.read_bytes(), policy=policy.default)]
        if any(part.get_filename() == f"v{version}-审核反馈.xlsx" for part in message.iter_attachments())
        and unit in str(message["Subject"]) + message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    )
    (workbook,) = (part for part in letter.iter_attachments() if str(part.get_filename()).endswith(".xlsx"))
    content = workbook.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def corrected(returned: bytes, right: Workbook) -> tuple[bytes, int]:
    """The copy with its marked cells as they should be and nothing else touched; how many of them were wrong."""
    book = openpyxl.load_workbook(BytesIO(returned))
    wrong = 0
    for cell in marked(book):
        here, should = book[cell.sheet][cell.a1], right[cell.sheet][cell.a1].value
        if here.value != should:
            here.value = should
            wrong += 1
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue(), wrong


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("round-trip")
    settings = Settings.at(folder / "var")
    for case in MUTATIONS.values():
        wrong = folder / "wrong.xlsx"
        write_defective(EDITION, data_of(case.unit), (Defect("", case.unit, "", "", case.edits, ()),), wrong)
        lay(settings, case.unit, "决算.xlsx", wrong.read_bytes())
    work(settings, claimed(settings, "first"))
    returned = {case.unit: attached(settings, case.unit, 1) for case in MUTATIONS.values()}
    counts = {}
    for case in MUTATIONS.values():
        clean = folder / "clean.xlsx"
        write_submission(EDITION, data_of(case.unit), clean)
        data, counts[case.unit] = corrected(returned[case.unit], openpyxl.load_workbook(clean))
        lay(settings, case.unit, "v1-审核反馈.xlsx", data)
    work(settings, claimed(settings, "second"))
    return Town(settings, returned, counts)


@pytest.mark.parametrize("name", MUTATIONS)
def test_correcting_the_marked_cells_of_what_came_back_is_enough(town: Town, name: str) -> None:
    case = MUTATIONS[name]
    history = told(town.settings)
    assert history["submission.returned", f"{case.unit}/v1"] == 1
    assert town.corrected[case.unit] == case.cells
    assert history["submission.accepted", f"{case.unit}/v2"] == 1
    assert history["submission.returned", f"{case.unit}/v2"] == 0


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_letter_holds_the_workbook_that_lies_in_the_feedback_folder(town: Town, name: str) -> None:
    unit = MUTATIONS[name].unit
    assert town.returned[unit] == (town.settings.feedback(CITY, YEAR) / unit / "v1-审核反馈.xlsx").read_bytes()


def test_every_file_was_taken_on_once_and_every_sender_was_told(town: Town) -> None:
    assert outcomes(town.settings) == {"received": 2 * len(MUTATIONS)}
    letters = [json.loads(event.payload) for event in events(town.settings, "message.sent")]
    kinds = [str(letter["kind"]) for letter in letters]
    assert kinds.count("returned") == len(MUTATIONS)
    assert kinds.count("accepted") == 2 * len(MUTATIONS)  # the accountant and the head
    assert claimed(town.settings, "third") == []


def test_a_copy_in_which_one_marked_cell_stays_wrong_comes_back_again(town: Town, tmp_path: Path) -> None:
    case = MUTATIONS["two figures swapped"]
    clean = tmp_path / "clean.xlsx"
    write_submission(EDITION, data_of(case.unit), clean)
    right, book = openpyxl.load_workbook(clean), openpyxl.load_workbook(BytesIO(town.returned[case.unit]))
    cell = next(
        one for one in sorted(marked(book), key=str) if book[one.sheet][one.a1].value != right[one.sheet][one.a1].value
    )
    book[cell.sheet][cell.a1].value = right[cell.sheet][cell.a1].value
    stream = BytesIO()
    book.save(stream)
    lay(town.settings, case.unit, "半改.xlsx", stream.getvalue())
    (chunk,) = claimed(town.settings, "half corrected")
    work(town.settings, [chunk])
    assert told(town.settings)["submission.returned", f"{case.unit}/v3"] == 1

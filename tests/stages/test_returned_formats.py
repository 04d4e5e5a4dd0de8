"""Whatever format a unit sent, what it gets back can be corrected in the marked cells and handed in as it is."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from final_accounts.catalog import city, edition
from final_accounts.model.finding import Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.judgement.check import Checked, check
from final_accounts.workbooks import write_returned, write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from final_accounts.workbooks.made_up import accounts

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.model.evaluation import Evaluation

RED, YELLOW = "00FFC7CE", "00FFEB9C"
UNIT: Final = "104001"
FOUND: Final = edition("hubei-wuhan", 2021)
EDITS: Final = (
    {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"},
    {"form": "T2", "row": "total", "column": "appropriation", "set": "见附件"},
    {"form": "STAFF", "row": "line:编制数", "column": "count", "clear": True},
    {"form": "TPQ", "row": "line:国内接待人次", "column": "count", "set": 99999},
)
EXPLAINED: Final = "全年只有一次接待，人数少，费用含场地"


FORMATS: Final = ("xlsx", "xls", "ods")


@dataclass(frozen=True)
class Answered:
    """A file as it was judged, what came back, what the unit made of it, and how both were judged when handed in."""

    wrong: Checked
    back: openpyxl.Workbook
    corrected: frozenset[Cell]
    asked: frozenset[str]
    untouched: Checked
    again: Checked


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same wrong submission in three formats, and the clean one."""
    folder = tmp_path_factory.mktemp("sent")
    town = city("qingshi")
    data = accounts(town, next(unit for unit in town.units if unit.code == UNIT), FOUND)
    files = {name: folder / f"{name}.xlsx" for name in ("clean", "wrong")}
    write_submission(FOUND, data, files["clean"])
    write_defective(FOUND, data, (Defect("", UNIT, "", "", EDITS, ()),), files["wrong"])
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    for suffix in FORMATS[1:]:
        subprocess.run(
            [*command, suffix, "--outdir", str(folder), str(files["wrong"])],
            check=True,
            capture_output=True,
            timeout=240,
        )
        files[suffix] = folder / f"wrong.{suffix}"
    return files | {"xlsx": files["wrong"]}


@pytest.fixture(scope="module")
def answered(sent: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answered]:
    """All formats at once, since starting the readers takes longer than reading."""
    folder = tmp_path_factory.mktemp("answered")
    should = openpyxl.load_workbook(sent["clean"])
    wrong = dict(zip(FORMATS, check([sent[suffix] for suffix in FORMATS]), strict=True))
    books, corrected, asked = {}, {}, {}
    for suffix, outcome in wrong.items():
        back = folder / f"{suffix}.xlsx"
        write_returned(FOUND, sent[suffix].read_bytes(), sent[suffix].name, outcome.parsed, outcome.findings, back)
        books[suffix], book = openpyxl.load_workbook(back), openpyxl.load_workbook(back)
        corrected[suffix] = correct(book, should)
        asked[suffix] = give_reasons(book)
        book.save(folder / f"{suffix}-again.xlsx")
    paths = [folder / f"{suffix}{which}.xlsx" for suffix in FORMATS for which in ("", "-again")]
    untouched_and_again = check(paths)
    return {
        suffix: Answered(wrong[suffix], books[suffix], corrected[suffix], asked[suffix], *pair)
        for suffix, pair in zip(FORMATS, batched(untouched_and_again), strict=True)
    }


def batched(outcomes: tuple[Checked, ...]) -> list[tuple[Checked, Checked]]:
    return list(zip(outcomes[::2], outcomes[1::2], strict=True))


def correct(book: openpyxl.Workbook, should: openpyxl.Workbook) -> frozenset[Cell]:
    """Write what is right into the cells that are marked as wrong, and nowhere else."""
    changed = set()
    for cell in marked(book, RED):
        here, right = book[cell.sheet][cell.a1], should[cell.sheet][cell.a1].value
        if here.value != right:
            here.value = right
            changed.add(cell)
    return frozenset(changed)


def give_reasons(book: openpyxl.Workbook) -> frozenset[str]:
    """Write a reason beside every finding that asks for one; the findings."""
    asked = set()
    for cell in marked(book, YELLOW):
        if cell.sheet == "核实说明":
            here = book[cell.sheet][cell.a1]
            here.value = EXPLAINED
            asked.add(str(here.offset(0, -1).value))
    return frozenset(asked)


def marked(book: openpyxl.Workbook, colour: str) -> set[Cell]:
    """Cells of the unit's sheets that the returned copy paints."""
    return {
        Cell.parse(f"{sheet.title}!{cell.coordinate}")
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == colour
    }


@pytest.mark.parametrize("suffix", FORMATS)
def test_correcting_only_the_marked_cells_and_giving_the_reasons_asked_for_is_enough(
    answered: dict[str, Answered], suffix: str
) -> None:
    one = answered[suffix]
    assert one.wrong.state is SubmissionState.RETURNED
    assert len(one.corrected) == len(EDITS) - 1
    assert one.asked == {f.key for f in one.wrong.findings if f.severity is Severity.EXPLAIN}
    assert one.asked
    assert [f.message for f in one.again.findings if f.severity is Severity.BLOCKING] == []
    assert {e.reason for e in one.again.parsed.explanations} == {EXPLAINED}
    assert one.again.state is SubmissionState.ACCEPTED


@pytest.mark.parametrize("suffix", FORMATS)
def test_handed_in_without_a_correction_it_is_returned_for_the_same_reasons(
    answered: dict[str, Answered], suffix: str
) -> None:
    one = answered[suffix]
    assert one.untouched.state is SubmissionState.RETURNED
    assert {f.rule for f in one.untouched.findings} >= {f.rule for f in one.wrong.findings} - {"IN-36"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_comes_back_holds_every_value(answered: dict[str, Answered], suffix: str) -> None:
    before, after = answered[suffix].wrong.parsed, answered[suffix].untouched.parsed
    assert {f.key: f.value for f in after.facts} == {f.key: f.value for f in before.facts}
    assert [values_of(e) for e in after.evaluations] == [values_of(e) for e in before.evaluations]
    assert after.texts == before.texts
    assert after.header == before.header


def values_of(evaluation: Evaluation) -> list[tuple[object, ...]]:
    return [
        (i.path, i.target.printed, i.actual.printed, i.weight, i.score, i.reason, i.goal, i.inputs)
        for i in evaluation.indicators
    ]


@pytest.mark.parametrize("suffix", FORMATS[1:])
def test_another_format_comes_back_as_a_book_of_ours_that_says_so(answered: dict[str, Answered], suffix: str) -> None:
    words = [str(row[0].value) for row in answered[suffix].back.worksheets[0].iter_rows(max_col=1)]
    assert any(f"wrong.{suffix}" in text and "按本年度模板重新生成" in text for text in words)

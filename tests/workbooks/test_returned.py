"""A returned workbook keeps what the unit wrote, marks what is wrong, and does nothing by itself."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from final_accounts.catalog import city, edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import Header, ParsedSubmission
from final_accounts.workbooks import write_returned, write_submission
from final_accounts.workbooks.addresses import address
from final_accounts.workbooks.made_up import accounts

INDEX = "请先改这里"
PARSED = ParsedSubmission(Header(unit_code="101001", unit_name="青石市示例办公室", fiscal_year=2021))


def finding(rule: str, severity: Severity, *cells: Cell, group: int = 0, message: str = "两数不符。") -> Finding:
    return Finding(
        rule, severity, Verdict.ERROR, message, "请核对。", cells=cells,
        value=Decimal("1.00"), expected=Decimal("2.00"),
        difference=Decimal("-1.00"), unit_of_measure="元", group=group, suspects=cells[:1],
    )  # fmt: skip


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Cell]:
    town, found = city("qingshi"), edition("hubei-wuhan", 2021)
    data = accounts(town, town.units[0], found)
    path = tmp_path_factory.mktemp("submitted") / "101001.xlsx"
    write_submission(found, data, path)
    return path.read_bytes(), address(found, data, "T1", "line:收入总计", "amount")


def values(content: bytes) -> dict[str, dict[str, object]]:
    book = load_workbook(BytesIO(content))
    return {
        sheet.title: {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in book.worksheets
    }


def test_every_value_of_the_unit_is_kept(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    path = tmp_path / "returned.xlsx"
    write_returned(content, "101001.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    after = values(path.read_bytes())
    assert {name: cells for name, cells in after.items() if name != INDEX} == values(content)


def test_the_wrong_cell_is_filled_and_says_why(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    path = tmp_path / "returned.xlsx"
    write_returned(content, "101001.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    marked = load_workbook(path)[cell.sheet][cell.a1]
    assert marked.fill.start_color.rgb == "00FFC7CE"
    assert marked.comment is not None
    assert "【必须更正】两数不符。" in marked.comment.text


def test_the_index_comes_first_and_lists_the_first_group_first(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    others = [Cell(cell.sheet, row, 2) for row in (5, 6, 7)]
    path = tmp_path / "returned.xlsx"
    wide = Finding("A", Severity.BLOCKING, Verdict.ERROR, "甲。", cells=tuple(others), suspects=tuple(others), group=2)
    write_returned(
        content, "f.xlsx", PARSED, [wide, finding("B", Severity.BLOCKING, cell, group=1, message="乙。")], path
    )
    book = load_workbook(path)
    assert book.sheetnames[0] == INDEX
    assert book.active is not None
    assert book.active.title == INDEX
    column = [str(row[3].value) for row in book[INDEX].iter_rows(min_row=1, max_col=9) if row[3].value]
    assert column.index("乙。") < column.index("甲。")


def test_formulas_that_reach_outside_become_values_and_others_stay(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 1, "=SUM(A1:A1)", '=HYPERLINK("http://example.invalid","x")'
    sheet["A4"] = "=cmd|' /C calc'!A0"
    sheet["A5"].hyperlink = "http://example.invalid/"
    buffer = BytesIO()
    book.save(buffer)
    path = tmp_path / "returned.xlsx"
    write_returned(buffer.getvalue(), "f.xlsx", PARSED, [], path)
    after = load_workbook(path)[sheet.title]
    assert after["A2"].value == "=SUM(A1:A1)"
    assert [after[name].data_type for name in ("A3", "A4")] == ["n", "n"]
    assert after["A5"].hyperlink is None


def test_texts_in_findings_never_become_formulas(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    path = tmp_path / "returned.xlsx"
    write_returned(content, "f.xlsx", PARSED, [finding("=1+1", Severity.NOTICE, cell, message="=1+1")], path)
    book = load_workbook(path)
    assert not [c for row in book[INDEX].iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 an old file", "文字".encode()])
def test_a_file_that_cannot_be_given_back_is_answered_by_a_book_of_ours(content: bytes, tmp_path: Path) -> None:
    fact = Fact("T1", "line:事业收入", "amount", ValueKind.AMOUNT, 100, Cell("表1", 7, 2), "1.00", 1, name="事业收入")
    parsed = ParsedSubmission(PARSED.header, (fact,))
    path = tmp_path / "returned.xlsx"
    write_returned(content, "=决算.xls", parsed, [finding("IN-03", Severity.BLOCKING, Cell("表1", 7, 2))], path)
    book = load_workbook(path)
    assert book["表1"]["C8"].value == "1.00"
    assert book["表1"]["B8"].value == "事业收入"
    assert any("不能原样标注" in str(row[0].value) for row in book[INDEX].iter_rows(max_col=1))


def test_libreoffice_opens_both_books_and_shows_the_same_values(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    (tmp_path / "submitted.xlsx").write_bytes(content)
    write_returned(content, "f.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], tmp_path / "returned.xlsx")
    names = ["submitted.xlsx", "returned.xlsx"]
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    saved = tmp_path / "saved"
    subprocess.run(
        [*command, "--outdir", str(saved), *(str(tmp_path / name) for name in names)], check=True, timeout=240
    )
    for name in names:
        book = load_workbook(saved / name)
        assert book[cell.sheet][cell.a1].value == load_workbook(BytesIO(content))[cell.sheet][cell.a1].value

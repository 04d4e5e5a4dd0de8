"""A returned workbook keeps what the unit wrote, marks what is wrong, and does nothing by itself."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from final_accounts.catalog import city, edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, Header, ParsedSubmission
from final_accounts.workbooks import SubmissionData, write_returned, write_submission
from final_accounts.workbooks.addresses import address
from final_accounts.workbooks.made_up import accounts
from readers.books import patched

INDEX = "请先改这里"
EDITION = edition("hubei-wuhan", 2021)
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
    write_returned(EDITION, content, "101001.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    after = values(path.read_bytes())
    assert {name: cells for name, cells in after.items() if name != INDEX} == values(content)


def test_the_same_again_gives_the_same_bytes(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        write_returned(EDITION, content, "f.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_wrong_cell_is_filled_and_says_why(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    path = tmp_path / "returned.xlsx"
    write_returned(EDITION, content, "101001.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    marked = load_workbook(path)[cell.sheet][cell.a1]
    assert marked.fill.start_color.rgb == "00FFC7CE"
    assert marked.comment is not None
    assert "【必须更正】两数不符。" in marked.comment.text


def test_what_only_stands_in_the_same_formula_is_pale(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    part = Cell(cell.sheet, cell.row - 1, cell.column)
    found = Finding("A", Severity.BLOCKING, Verdict.ERROR, "甲。", cells=(cell, part), suspects=(cell,), group=1)
    path = tmp_path / "returned.xlsx"
    write_returned(EDITION, content, "f.xlsx", PARSED, [found], path)
    sheet = load_workbook(path)[cell.sheet]
    assert [sheet[one.a1].fill.start_color.rgb for one in (cell, part)] == ["00FFC7CE", "00FFF1F2"]
    assert all(sheet[one.a1].comment for one in (cell, part))


def test_the_index_comes_first_and_lists_the_first_group_first(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    others = [Cell(cell.sheet, row, 2) for row in (5, 6, 7)]
    path = tmp_path / "returned.xlsx"
    wide = Finding("A", Severity.BLOCKING, Verdict.ERROR, "甲。", cells=tuple(others), suspects=tuple(others), group=2)
    write_returned(
        EDITION, content, "f.xlsx", PARSED, [wide, finding("B", Severity.BLOCKING, cell, group=1, message="乙。")], path
    )
    book = load_workbook(path)
    assert book.sheetnames[0] == INDEX
    assert book.active is not None
    assert book.active.title == INDEX
    lines = [[str(cell.value or "") for cell in row] for row in book[INDEX].iter_rows(max_col=9)]
    first, every = ([line[0] for line in lines].index(text) for text in ("先改这几处", "全部问题"))
    assert [line[3] for line in lines[first + 1 : every - 1]] == ["乙。请核对。", "甲。"]
    assert lines[first + 1][2] == str(cell)
    assert lines[first + 2][2] == f"{others[0]}（或 C7、C8）"
    column = [line[3] for line in lines[every:]]
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
    write_returned(EDITION, buffer.getvalue(), "f.xlsx", PARSED, [], path)
    after = load_workbook(path)[sheet.title]
    assert after["A2"].value == "=SUM(A1:A1)"
    assert [after[name].data_type for name in ("A3", "A4")] == ["n", "n"]
    assert after["A5"].hyperlink is None


def test_texts_in_findings_never_become_formulas(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    path = tmp_path / "returned.xlsx"
    write_returned(EDITION, content, "f.xlsx", PARSED, [finding("=1+1", Severity.NOTICE, cell, message="=1+1")], path)
    book = load_workbook(path)
    assert not [c for row in book[INDEX].iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 an old file", "文字".encode()])
def test_a_file_that_cannot_be_given_back_is_answered_by_our_template_with_its_values(
    content: bytes, tmp_path: Path
) -> None:
    there = Cell("收支表", 40, 7)
    fact = Fact("T1", "line:事业收入", "amount", ValueKind.AMOUNT, 100, there, "1.00", 1, name="事业收入")
    parsed = replace(PARSED, facts=(fact,), forms_present=frozenset({"COVER", "T1"}))
    path = tmp_path / "returned.xlsx"
    found = finding("IN-03", Severity.BLOCKING, there, message="IN-03 事业收入不对（收支表!H41）。")
    write_returned(EDITION, content, "=决算.xls", parsed, [found], path)
    book = load_workbook(path)
    here = address(EDITION, SubmissionData(PARSED.header), "T1", "line:事业收入", "amount")
    assert book[here.sheet][here.a1].value == 1
    assert book[here.sheet][here.a1].fill.start_color.rgb == "00FFC7CE"
    texts = [str(cell.value or "") for row in book[INDEX].iter_rows() for cell in row]
    assert any("=决算.xls" in text and "可以直接在本册更正后报送" in text for text in texts)
    assert f"IN-03 事业收入不对（{here}）。" in texts
    assert book.sheetnames == [INDEX, "封面", "填报说明", here.sheet, "核实说明", "名录"]


def test_a_file_in_which_nothing_could_be_read_is_answered_by_the_list_alone(tmp_path: Path) -> None:
    path = tmp_path / "returned.xlsx"
    write_returned(
        EDITION, b"", "空.xlsx", replace(PARSED, readable=False), [finding("IN-03", Severity.BLOCKING)], path
    )
    book = load_workbook(path)
    assert book.sheetnames == [INDEX]
    assert "不要报送本册" in str(book[INDEX]["A3"].value)


def test_each_finding_to_explain_has_a_line_for_its_reason_and_the_units_own_lines_stay(
    submitted: tuple[bytes, Cell], tmp_path: Path
) -> None:
    content, cell = submitted
    said = load_workbook(BytesIO(content))
    said["核实说明"]["A4"], said["核实说明"]["B4"] = "V-01", "上年项目已经完工"
    stream = BytesIO()
    said.save(stream)
    parsed = replace(PARSED, explanations=(Explanation("V-01", "上年项目已经完工"),), sheets={"EXPLAIN": "核实说明"})
    asked = [finding(rule, Severity.EXPLAIN, cell) for rule in ("V-01", "V-02", "V-03")]
    path = tmp_path / "returned.xlsx"
    write_returned(EDITION, stream.getvalue(), "f.xlsx", parsed, asked, path)
    sheet = load_workbook(path)["核实说明"]
    assert [[c.value for c in row[:2]] for row in sheet["A4:B7"]] == [
        ["V-01", "上年项目已经完工"],
        ["V-02", None],
        ["V-03", None],
        [None, None],
    ]
    assert sheet["B5"].fill.start_color.rgb == "00FFEB9C"
    assert not sheet["B5"].protection.locked


def test_the_package_holds_nothing_that_runs_or_reaches_outside(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    book = load_workbook(BytesIO(content))
    sheet = book[cell.sheet]
    sheet["Z1"].hyperlink = "http://example.invalid/"
    sheet["Z1"] = "网站"
    sheet["Z2"] = "='[outside.xlsx]表'!A1"
    sheet["Z3"] = '=WEBSERVICE("http://example.invalid")'
    book.defined_names["远处"] = DefinedName("远处", attr_text="[1]表!$A$1")
    sheet.add_data_validation(DataValidation("list", formula1="=[1]表!$A$1:$A$9", sqref="Z4"))
    sheet.conditional_formatting.add("Z5", Rule("expression", formula=['WEBSERVICE("http://example.invalid")=1']))
    stream = BytesIO()
    book.save(stream)
    hostile = patched(
        stream.getvalue(),
        {
            "xl/vbaProject.bin": b"Sub Auto_Open()",
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
            "xl/connections.xml": b"<connections/>",
            "customUI/customUI.xml": b"<customUI/>",
        },
    )
    path = tmp_path / "returned.xlsx"
    write_returned(EDITION, hostile, "f.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], path)
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    harmless = (
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.xml|xl/(workbook|styles|sharedStrings)\.xml|xl/theme/.*"
        r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/comments/\w+\.xml"
        r"|xl/drawings/\w+\.vml"
    )
    assert [name for name in parts if not re.fullmatch(harmless, name)] == []
    for name, part in parts.items():
        assert b'TargetMode="External"' not in part, name
        assert b"example.invalid" not in part, name
        assert b"[1]" not in part, name
        assert b"<f>" not in part, name


def test_libreoffice_opens_both_books_and_shows_the_same_values(submitted: tuple[bytes, Cell], tmp_path: Path) -> None:
    content, cell = submitted
    (tmp_path / "submitted.xlsx").write_bytes(content)
    write_returned(
        EDITION, content, "f.xlsx", PARSED, [finding("T1-05", Severity.BLOCKING, cell)], tmp_path / "returned.xlsx"
    )
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

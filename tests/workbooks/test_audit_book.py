"""核对报告工作簿: rows, filters, heads and print; nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.workbooks.audit_book import AuditBook, DocumentLine, FindingLine, UnreadLine, audit_book

LINE = FindingLine(
    1, "示例单位", "公开.html", "blocking", "必须更正", "增减率", "第3行", "收入总计增长", "37.38%", "。",
    "37.38%", "27.20%", "95.11÷349.56 = 27.20%", "37.38% 应为 27.20%", "增长27.20%", "第9行",
)  # fmt: skip
BOOK = AuditBook(
    "示例市：公开文本核对",
    "共 1 份文件",
    (LINE, replace(LINE, rank=2, severity="notice", severity_word="提示")),
    (DocumentLine(1, "示例单位", "公开.html", "2021", "国家", "发现问题", (1, 0, 1, 9, 0, 2, 0), "发现问题 2 处。"),),
    (UnreadLine("示例单位", "公开.html", "第2页第1行", "图片没有文字"),),
)


def opened(book: AuditBook) -> dict[str, Worksheet]:
    found = load_workbook(io.BytesIO(audit_book(book)), rich_text=True)
    return {sheet.title: sheet for sheet in found.worksheets}


def test_one_row_a_finding_with_its_figure_marked_in_the_sentence() -> None:
    sheet = opened(BOOK)["问题清单"]
    heads = [cell.value for cell in sheet[3]]
    row = {head: cell.value for head, cell in zip(heads, sheet[4], strict=True)}
    assert (row["级别"], row["文中数字"], row["复算结果"]) == ("必须更正", "37.38%", "27.20%")
    assert (row["位置"], row["类别"], row["建议写法"]) == ("第3行", "增减率", "增长27.20%")
    said = row["原文"]
    assert isinstance(said, CellRichText)
    assert str(said) == "收入总计增长37.38%。"
    assert [str(piece) for piece in said if isinstance(piece, TextBlock) and piece.font.b] == ["37.38%"]
    assert sheet.max_row == 5


def test_every_sheet_filters_keeps_its_head_and_prints_on_pages_as_wide_as_it_is() -> None:
    sheets = opened(BOOK)
    assert list(sheets) == ["问题清单", "文件一览", "没有读入"]
    for sheet in sheets.values():
        assert sheet.freeze_panes == "A4"
        assert str(sheet.auto_filter.ref).startswith("A3:")
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_no_text_of_a_document_becomes_a_formula_or_a_link() -> None:
    evil = '=HYPERLINK("http://x","y")'
    line = FindingLine(1, evil, "@x.html", "explain", *([evil] * 12))
    whole = replace(line, before="", mark="=1+1", after=evil)
    alone = replace(line, before="", mark="-5%", after="")
    data = audit_book(AuditBook(evil, "+1", (line, whole, alone), (), (UnreadLine(evil, evil, evil, evil),)))
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_the_same_report_gives_the_same_bytes_and_a_long_sentence_is_cut_around_its_figure() -> None:
    assert audit_book(BOOK) == audit_book(BOOK)
    long = replace(LINE, before="前" * 40_000, after="后" * 40_000)
    sheet = opened(replace(BOOK, findings=(long,)))["问题清单"]
    said = str(sheet["G4"].value)
    assert len(said) < 2_000
    assert "前37.38%后" in said


def test_no_findings_is_a_sheet_that_says_so() -> None:
    sheet = opened(replace(BOOK, findings=()))["问题清单"]
    assert "共 0 行" in str(sheet["A2"].value)

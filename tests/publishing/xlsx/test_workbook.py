"""The workbook as a reader opens it: a sheet a table, a list with links, heads, panes, paper, and nothing that runs."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from final_accounts.publishing.charts import Chart
from final_accounts.publishing.disclosure import Disclosure, Part, Picture
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView
from final_accounts.publishing.xlsx import plan, xlsx_tables
from publishing.disclosures import sichuan, wuhan
from publishing.xlsx.books import opened, with_tables

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "＝1+1", "\t=1")


def tables_of(disclosure: Disclosure) -> list[TableView]:
    return [block for _, block in disclosure.blocks() if isinstance(block, TableView)]


def words_table(*texts: str) -> TableView:
    rows = tuple(BodyRow((BodyCell("words", (Own(text),)),)) for text in texts)
    return TableView("W", "", "说明", (TablePart(("100.0",), (), rows),), look="plain")


def test_every_table_has_a_sheet_named_by_its_number_and_short_title() -> None:
    names = opened(wuhan()).sheetnames
    assert names[0] == "目录"
    assert len(names) == len(tables_of(wuhan())) + 1
    assert "表1 收入支出决算总表" in names
    assert all(len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_the_list_links_to_every_sheet_and_every_sheet_back() -> None:
    book = opened(sichuan())
    links = [cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    for sheet in book.worksheets[1:]:
        back = [cell for cell in sheet[1] if cell.hyperlink]
        assert [cell.value for cell in back] == ["返回目录"]


def test_the_first_sheet_says_whose_year_and_approval_it_is() -> None:
    disclosure = wuhan()
    found = {str(row[0].value): row[1].value for row in opened(disclosure).worksheets[0].iter_rows(min_row=2)}
    assert found["单位名称"] == disclosure.name
    assert found["年度"] == "2021"
    assert found["批复日期"] == disclosure.seal.date
    assert found["批复事件"] == disclosure.seal.hash
    assert "万元" in str(found["金额单位"])


def test_the_list_tells_tables_of_one_title_apart() -> None:
    rows = [[cell.value for cell in row[:3]] for row in opened(wuhan()).worksheets[0].iter_rows(min_row=11)]
    told = [row[2] for row in rows if row[1] in {"2021年度项目支出绩效自评表", "自评得分与复算得分"}]
    assert len(told) > 5
    assert all(told)
    nil = next(row for row in rows if row[0] == "表8")
    assert "没有政府性基金预算财政拨款收入" in str(nil[2])


def test_notices_stand_on_the_first_sheet_and_on_paper() -> None:
    notices = (("虚构示例：编造的 A&B。",), ("更正公告：第 ", Figure("2"), " 版，原因：", Own("数字有误")))
    disclosure = replace(wuhan(), cover=replace(wuhan().cover, notices=notices))
    book = opened(disclosure)
    texts = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2, max_row=3)]
    assert texts == ["虚构示例：编造的 A&B。", "更正公告：第 2 版，原因：数字有误"]
    assert all("A&&B" in str(sheet.oddHeader and sheet.oddHeader.center.text) for sheet in book.worksheets)


def test_heads_are_merged_as_the_table_has_them() -> None:
    sheet = opened(wuhan())["表2 收入决算表"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    head = next(table for table in tables_of(wuhan()) if table.id == "T2").parts[0].head
    wide = [cell for row in head for cell in row if cell.columns > 1 or cell.rows > 1]
    assert wide
    assert sheet["A3"].value == head[0][0].text
    assert {"A1:I1", "A3:B3", "C3:C4"} <= merged


def test_heads_stay_in_sight_and_are_repeated_on_paper() -> None:
    book = opened(wuhan())
    sheet = book["表2 收入决算表"]
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$1:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is not None
    assert fitting.fitToPage
    assert sheet.page_setup.fitToWidth in {None, 1}
    assert book["表1 收入支出决算总表"].page_setup.orientation != "landscape"
    assert all("&P" in str(page.oddFooter and page.oddFooter.right.text) for page in book.worksheets)


def test_texts_that_look_like_formulas_stay_texts() -> None:
    content = xlsx_tables(with_tables(words_table(*DANGEROUS)))
    sheet = opened(with_tables(words_table(*DANGEROUS))).worksheets[1]
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(DANGEROUS))]
    assert [cell.value for cell in cells] == list(DANGEROUS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not any("<f>" in archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_file_holds_no_macro_and_no_link_outwards() -> None:
    with zipfile.ZipFile(BytesIO(xlsx_tables(sichuan()))) as archive:
        names = archive.namelist()
        assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
        assert not any(b'TargetMode="External"' in archive.read(name) for name in names)


def test_the_same_disclosure_gives_the_same_bytes_stamped_with_the_day_of_approval() -> None:
    assert xlsx_tables(wuhan()) == xlsx_tables(wuhan())
    properties = opened(wuhan()).properties
    assert properties.created == datetime.fromisoformat(wuhan().sealed_on)
    assert properties.title == wuhan().title


def test_names_that_are_too_long_odd_or_alike_still_make_a_workbook() -> None:
    long = TableView("A", "附表10", "2021年度" + "很长的表名" * 9 + "[x]:*?/\\", ())
    book = opened(with_tables(long, long, replace(long, number="", title="2021年度目录"), words_table("字")))
    assert len(book.sheetnames) == 5
    assert book.sheetnames[1].endswith("…")
    assert book.sheetnames[2].endswith("…(2)")
    assert book.sheetnames[3] == "目录(2)"


def test_a_text_longer_than_a_cell_is_cut_where_it_shows() -> None:
    sheet = opened(with_tables(words_table("长" * 40_000))).worksheets[1]
    text = str(sheet.cell(2, 1).value)
    assert len(text) == 32_000
    assert text.endswith("…")


def test_parts_of_a_form_share_columns_where_these_end_at_the_same_place() -> None:
    def part(*widths: str) -> TablePart:
        cells = tuple(BodyCell("words", (width,)) for width in widths)
        return TablePart(widths, (tuple(HeadCell(width) for width in widths),), (BodyRow(cells),))

    form = TableView("F", "", "自评表", (part("25.0", "75.0"), part("25.4", "24.6", "50.0")), look="form")
    sheet = plan(with_tables(form)).sheets[1]
    assert len(sheet.widths) == 3
    spans = [(cell.column, cell.columns) for cell in sheet.cells if cell.look == "words"]
    assert spans == [(0, 1), (1, 2), (0, 1), (1, 1), (2, 1)]


def test_a_cell_that_reaches_down_pushes_the_next_row_to_the_right() -> None:
    rows = (
        BodyRow((BodyCell("head", ("一级",), rows=2), BodyCell("words", ("甲",)))),
        BodyRow((BodyCell("words", ("乙",)),)),
    )
    form = TableView("F", "", "自评表", (TablePart(("50.0", "50.0"), (), rows),), look="form")
    sheet = opened(with_tables(form)).worksheets[1]
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B3"].value) == ("一级", "甲", "乙")
    assert "A2:A3" in {str(cells) for cells in sheet.merged_cells.ranges}


def test_only_tables_become_sheets() -> None:
    chart = next(block.chart for _, block in wuhan().blocks() if isinstance(block, Picture))
    assert isinstance(chart, Chart)
    disclosure = replace(wuhan(), parts=(Part("charts", "", "图", (Picture(chart),)),))
    assert opened(disclosure).sheetnames == ["目录"]

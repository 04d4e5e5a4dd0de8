"""A table that goes on over a page keeps its measure, which stands above its beginning only."""

from __future__ import annotations

from final_accounts.model.document import DocumentKind, ReadCell, ReadDocument, ReadTable, Spot, TextLine
from final_accounts.stages.auditing.audit import audit_document

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
FIRST = [HEAD, ["合计", "", "3000.00", "3000.00", "0.00"], ["208", "社会保障和就业支出", "1000.00", "1000.00", "0.00"]]
SECOND = [["221", "住房保障支出", "2000.00", "2000.00", "0.00"]]


def table(page: int, rows: list[list[str]]) -> ReadTable:
    cells = [tuple(ReadCell(Spot(page, n), text) for text in row) for n, row in enumerate(rows, 3)]
    return ReadTable(cells[0][0].spot, tuple(cells))


def test_the_second_page_of_a_table_in_yuan_is_in_yuan() -> None:
    blocks = (
        TextLine(Spot(1, 1), "2021年度一般公共预算财政拨款支出决算表"),
        TextLine(Spot(1, 2), "单位：元"),
        table(1, FIRST),
        table(2, SECOND),
    )
    found = audit_document(ReadDocument(DocumentKind.PDF, "公开.pdf", 2, blocks)).audit
    assert [row.key for row in found.tables[0].rows] == ["total", "function:208", "function:221"]
    assert not found.findings

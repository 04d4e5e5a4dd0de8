"""PDF: printed lines with page and line, numbers whole, tables by their ruled lines, scans told."""

from __future__ import annotations

import base64

import pytest

from final_accounts.model.document import ReadTable, TextLine
from final_accounts.readers.documents import Limits, read_document
from readers.documents.made import paper

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SCAN = "#image(bytes((" + ", ".join(map(str, PIXEL)) + ')), format: "png", width: 100%)'


def lines(data: bytes) -> list[tuple[str, str]]:
    read = read_document(data, "a.pdf", tables=False)
    assert read.unread == ()
    return [(str(block.spot), block.text) for block in read.blocks if isinstance(block, TextLine)]


def test_lines_have_page_and_line_and_numbers_stay_whole() -> None:
    data = paper('#"Total 1,349.56, down -36.25%" \n\n Second 12 \n #pagebreak() Third 7')
    assert lines(data) == [
        ("第1页第1行", "Total 1,349.56, down -36.25%"),
        ("第1页第2行", "Second 12"),
        ("第2页第1行", "Third 7"),
    ]


def test_columns_are_parted_by_tabs_and_a_cell_over_rows_does_not_mix_with_the_next() -> None:
    look = "columns: 3 * (80pt,), stroke: none, align: horizon"
    table = f"#table({look}, table.cell(rowspan: 3)[60], [a], [1], [b], [2], [c], [3])"
    found = [text for _, text in lines(paper(table))]
    assert sorted(found) == ["60", "a\t1", "b\t2", "c\t3"]


def test_ruled_tables_with_spans_are_tables() -> None:
    data = paper(
        "Before \n #table(columns: 4 * (60pt,), table.cell(rowspan: 2)[Item], table.cell(colspan: 3)[Sum], [1],[2],[3],"
        "[Income], [349.56], [1,001.20], []) \n After"
    )
    first, table, last = read_document(data, "a.pdf").blocks
    assert isinstance(table, ReadTable)
    assert [[(c.text, c.columns, c.rows) for c in row] for row in table.rows] == [
        [("Item", 1, 2), ("Sum", 3, 1)],
        [("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
        [("Income", 1, 1), ("349.56", 1, 1), ("1,001.20", 1, 1), ("", 1, 1)],
    ]
    assert [b.text for b in (first, last) if isinstance(b, TextLine)] == ["Before", "After"]
    assert table.rows[2][1].spot.page == 1


def test_a_drawing_is_no_table() -> None:
    svg = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" viewBox=\\"0 0 90 90\\">'
    boxes = "".join(f'<rect x=\\"{x}\\" y=\\"5\\" width=\\"30\\" height=\\"30\\"/>' for x in (0, 30, 60))
    data = paper(f'Words \n #image(bytes("{svg}{boxes}</svg>"), format: "svg")')
    assert all(isinstance(block, TextLine) for block in read_document(data, "a.pdf").blocks)


def test_a_scanned_page_is_unread_and_the_others_are_read() -> None:
    read = read_document(paper(f"One 1 \n #pagebreak() {SCAN} \n #pagebreak() Three 3"), "a.pdf")
    assert [(str(missed.spot), "没有文字层" in missed.why) for missed in read.unread] == [("第2页第1行", True)]
    assert read.pages == 3
    assert [block.text for block in read.blocks if isinstance(block, TextLine)] == ["One 1", "Three 3"]


def test_pages_beyond_the_limit_are_told() -> None:
    read = read_document(paper("1 #pagebreak() 2 #pagebreak() 3"), "a.pdf", limits=Limits(pages=2))
    assert "第 2 页以后没有读取" in read.unread[0].why
    read = read_document(paper("1 #pagebreak() 2 #pagebreak() 3"), "a.pdf", limits=Limits(seconds=0))
    assert "秒" in read.unread[0].why


@pytest.mark.parametrize(("data", "why"), [(b"%PDF-1.7\nnothing", "损坏"), (paper("1")[:400], "损坏")])
def test_a_broken_pdf_says_so(data: bytes, why: str) -> None:
    read = read_document(data, "a.pdf")
    assert read.blocks == ()
    assert why in read.unread[0].why

"""HTML: what is seen, and only that."""

from __future__ import annotations

import pytest

from final_accounts.model.document import ReadDocument, ReadTable, TextLine
from final_accounts.readers.documents import read_document


def read(body: str, head: str = "") -> ReadDocument:
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>题 1</title>{head}</head><body>{body}</body></html>"
    )
    return read_document(page.encode(), "页.html")


def lines(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextLine)]


def test_paragraphs_headings_and_line_breaks() -> None:
    found = read("<h2>一、收入</h2><p>收入<span>34</span><b>9.56</b>\n 万元<br>支出</p><div>甲<p>乙</p>丙</div>")
    assert lines(found) == ["一、收入", "收入349.56 万元\n支出", "甲", "乙", "丙"]
    assert [block.level for block in found.blocks if isinstance(block, TextLine)] == [2, 0, 0, 0, 0]
    assert [block.spot.line for block in found.blocks] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 1</script>",
        "<style>p{margin:1px}</style>",
        "<template>1</template>",
        "<noscript>1</noscript>",
        "<p hidden>1</p>",
        "<div style='display:none'><p>1</p></div>",
        "<p style='color:red; Visibility: hidden'>1</p>",
        "<p class='x away'>1</p>",
        "<p id='gone'>1</p>",
        "<!-- 1 -->",
        "<img src='a.png' alt='1'>",
        "<svg><title>1</title><desc>1</desc><defs><text>1</text></defs></svg>",
        "<input value='1'>",
    ],
)
def test_what_is_not_seen_is_not_read(hidden: str) -> None:
    style = "<style>/* .seen{display:none} */ .away, p.b { display : none }\n#gone{visibility:hidden}"
    style += " @media print { .seen { display: none } } @import 'x'; .later{color:red}</style>"
    assert lines(read(f"<p class=seen>前</p>{hidden}<p>后</p>", style)) == ["前", "后"]


def test_words_of_a_drawing_are_seen() -> None:
    assert lines(read("<svg><text x='1'>收入 <tspan>349.56</tspan> 万元</text><text>占</text></svg>")) == [
        "收入 349.56 万元",
        "占",
    ]


def test_tables_with_spans_and_captions() -> None:
    found = read(
        "<table><caption>表1</caption><thead><tr><th rowspan=2>项目<th colspan='2'>金额</tr></thead>"
        "<tr><td>1<td>2<tr><td>收入<p>合计</p><td>349.56<td></table>"
    )
    assert lines(found) == ["表1"]
    (table,) = (block for block in found.blocks if isinstance(block, ReadTable))
    assert [[(c.text, c.columns, c.rows) for c in row] for row in table.rows] == [
        [("项目", 1, 2), ("金额", 2, 1)],
        [("1", 1, 1), ("2", 1, 1)],
        [("收入\n合计", 1, 1), ("349.56", 1, 1), ("", 1, 1)],
    ]
    assert [row[0].spot.line for row in table.rows] == [1, 2, 3]


def test_a_table_around_tables_is_layout() -> None:
    inner = "<table><tr><td>收入<td>349.56</table>"
    found = read(f"<table><tr><td>左栏<td><p>一句话</p>{inner}{inner}</table>")
    assert lines(found) == ["左栏", "一句话"]
    assert sum(isinstance(block, ReadTable) for block in found.blocks) == 2


def test_the_stated_encoding_counts() -> None:
    page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><p>决算数１</p></html>"
    assert lines(read_document(page.encode("gb18030"), "a.htm")) == ["决算数１"]
    assert lines(read_document("<html><p>决算</p></html>".encode("utf-16"), "a")) == ["决算"]


def test_a_picture_without_words_is_told() -> None:
    found = read("<p>前</p><img src='a.png'>")
    assert "图片" in found.unread[0].why


def test_a_page_as_deep_as_a_well_is_told_or_read() -> None:
    found = read("<div>" * 5000 + "底" + "</div>" * 5000)
    assert found.unread or lines(found) == ["底"]

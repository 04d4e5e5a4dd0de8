"""DOCX: real order, what is seen, headings, numbers of lists, spans; headers and notes apart."""

from __future__ import annotations

import io

import docx
import pytest

from final_accounts.model.document import ReadTable, TextLine
from final_accounts.readers.documents import read_document
from readers.documents.made import RELATIONS as _R
from readers.documents.made import packed, paragraph, row, word


def texts(data: bytes) -> list[str]:
    return [text for _, text in read_document(data, "决算.docx").texts()]


def test_paragraphs_and_tables_stand_in_their_real_order() -> None:
    body = paragraph("前") + f"<w:tbl>{row(('', '收入'), ('', '349.56'))}</w:tbl>" + paragraph("后")
    read = read_document(word(body), "决算.docx")
    assert [type(block) for block in read.blocks] == [TextLine, ReadTable, TextLine]
    assert [block.spot.line for block in read.blocks] == [1, 2, 3]
    assert read.unread == ()


def test_cells_over_columns_and_rows() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = row((start, "项目"), ('<w:gridSpan w:val="2"/>', "金额")) + row((on, ""), ("", "预算"), ("", "决算"))
    (block,) = read_document(word(f"<w:tbl>{table}</w:tbl>"), "a.docx").blocks
    assert isinstance(block, ReadTable)
    assert [[(c.text, c.columns, c.rows) for c in r] for r in block.rows] == [
        [("项目", 1, 2), ("金额", 2, 1)],
        [("预算", 1, 1), ("决算", 1, 1)],
    ]


@pytest.mark.parametrize(
    "unseen",
    [
        '<w:del w:id="1"><w:r><w:delText>1</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="1"><w:r><w:t>1</w:t></w:r></w:moveFrom>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r>",
        '<w:r><w:rPr><w:rStyle w:val="Hidden"/></w:rPr><w:t>1</w:t></w:r>',
        "<w:r><w:instrText>PAGE 1</w:instrText></w:r>",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
    ],
)
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    style = '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = f"<w:p><w:r><w:t>前</w:t></w:r>{unseen}<w:r><w:t>后</w:t></w:r></w:p>"
    assert texts(word(body, styles=style)) == ["前后"]


def test_insertions_fields_breaks_and_tabs_are_seen() -> None:
    body = (
        '<w:p><w:ins w:id="1"><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:tab/><w:t>3</w:t><w:br/>'
        '<w:noBreakHyphen/><w:t>5</w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>'
        "<w:sdt><w:sdtContent>" + paragraph("控件") + "</w:sdtContent></w:sdt>"
    )
    assert texts(word(body)) == ["增\t3\n-57", "控件"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框里 12')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><w:t>外面</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(word(body)) == ["外面", "框里 12"]


@pytest.mark.parametrize(
    ("drawing", "read", "unread"),
    [("<svg><text>收入 <tspan>349.56</tspan></text><desc>1</desc></svg>", ["收入 349.56"], 0), ("<svg><text>", [], 1)],
)
def test_words_of_a_drawing_are_read_or_told(drawing: str, read: list[str], unread: int) -> None:
    blip = f'<w:p><w:r><a:svgBlip xmlns:a="x" {_R} r:embed="rId7"/></w:r></w:p>'
    relations = '<Relationships xmlns="x"><Relationship Id="rId7" Target="media/chart1.svg"/></Relationships>'
    parts = {"word/_rels/document.xml.rels": relations, "word/media/chart1.svg": drawing}
    found = read_document(word(paragraph("前") + blip + paragraph("后"), more=parts), "a.docx")
    assert [text for _, text in found.texts()] == ["前", *read, "后"]
    assert len(found.unread) == unread


def test_headings_by_outline_by_style_and_by_name() -> None:
    styles = (
        '<w:style w:styleId="A"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="C"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    body = "".join(
        paragraph(text, properties)
        for text, properties in (
            ("甲", '<w:pStyle w:val="B"/>'),
            ("乙", '<w:pStyle w:val="C"/>'),
            ("丙", '<w:outlineLvl w:val="2"/>'),
            ("丁", ""),
        )
    )
    read = read_document(word(body, styles=styles), "a.docx")
    assert [block.level for block in read.blocks if isinstance(block, TextLine)] == [2, 1, 3, 0]


def test_numbers_that_word_prints_before_a_paragraph_are_read() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>'
    )

    def numbered(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="2"/></w:numPr>')

    body = numbered("收入", 0) + numbered("财政", 1) + numbered("其他", 1) + numbered("支出", 0) + numbered("基本", 1)
    assert texts(word(body, numbering=numbering)) == ["一、收入", "一.1 财政", "一.2 其他", "二、支出", "二.1 基本"]


def test_headers_and_notes_stand_apart() -> None:
    note = f'<w:footnote w:id="1">{paragraph("注 12")}</w:footnote>'
    read = read_document(word(paragraph("正文"), header1=paragraph("页眉 2021"), footnotes=note), "a.docx")
    assert [block.text for block in read.blocks if isinstance(block, TextLine)] == ["正文"]
    assert sorted(line.text for line in read.aside) == ["注 12", "页眉 2021"]


def test_a_document_of_the_usual_library_is_read() -> None:
    made = docx.Document()
    made.add_heading("第一部分", 1)
    made.add_paragraph("收入349.56万元。")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(1, 1).text = "1,349.56"
    out = io.BytesIO()
    made.save(out)
    read = read_document(out.getvalue(), "a.docx")
    heading, _, block = read.blocks
    assert isinstance(heading, TextLine)
    assert heading.level == 1
    assert isinstance(block, ReadTable)
    assert (block.rows[0][0].text, block.rows[0][0].columns, block.rows[1][1].text) == ("合计", 2, "1,349.56")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word/document.xml": "<w:document"}, "不是有效的 XML"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "实体"),
        ({"word/document.xml": b"<a>" + b" " * (50 << 20) + b"</a>"}, "压缩炸弹"),
        ({"readme.txt": "1"}, "压缩包"),
        ({"OFD.xml": "<a/>"}, "OFD"),
    ],
)
def test_a_file_that_is_no_document_says_why(parts: dict[str, str | bytes], why: str) -> None:
    read = read_document(packed(parts), "a.docx")
    assert read.blocks == ()
    assert why in read.unread[0].why

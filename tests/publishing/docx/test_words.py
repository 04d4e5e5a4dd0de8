"""Everything the disclosure says stands in the document, in its order, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from final_accounts.publishing.disclosure.nouns import Cover, Heading, Paragraph, Part
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.figures import amount
from final_accounts.publishing.samples import Sample
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView
from publishing.disclosures import wuhan
from publishing.docx.opening import SAMPLES, W, expected, printed, sample, text_of, tree, values


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_all_words_and_figures_stand_in_order_and_nothing_else(name: str) -> None:
    disclosure, docx = sample(name)
    assert len(list(disclosure.figures())) > 300
    assert printed(docx) == expected(disclosure)


def test_one_changed_digit_would_be_seen() -> None:
    disclosure, docx = sample("wuhan")
    digit = next(figure.text for figure in disclosure.figures() if figure.text == "349.56")
    assert expected(disclosure).replace(digit, "349.57", 1) != printed(docx)


def test_notices_of_made_up_figures_and_of_corrections_stand_on_the_cover() -> None:
    shown = Sample("made_up", "虚构示例", "虚构示例：都是编造的。")
    notices = (("虚构示例：都是编造的。",), ("更正公告：本文件为第 2 版。更正原因：", Own("表1的\n合计有误")))
    disclosure = replace(
        wuhan(),
        sample=shown,
        cover=replace(wuhan().cover, label="附件1", notices=notices),
    )
    docx = docx_document(disclosure)
    assert printed(docx) == expected(disclosure)
    cover = []
    for element in tree(docx)[0]:
        cover.append(text_of(element))
        if element.find(f"{W}pPr/{W}sectPr") is not None:
            break
    assert cover[0] == "附件1"
    assert any(text.startswith("虚构示例") for text in cover)
    assert any(text.startswith("更正公告") for text in cover)
    assert "虚构示例" in text_of(tree(docx, "word/header1.xml"))


def test_head_and_foot_carry_title_page_and_seal() -> None:
    disclosure, docx = sample("wuhan")
    assert text_of(tree(docx, "word/header1.xml")) == disclosure.title + "（演示）"
    foot = tree(docx, "word/footer1.xml")
    assert disclosure.seal.date in text_of(foot)
    assert disclosure.seal.hash in text_of(foot)
    codes = [str(code).strip() for code in values(foot, "//w:instrText/text()")]
    assert codes == ["PAGE", "NUMPAGES"]


STRANGE = "a<b>&\"c\"'d'\x00\x0b\ufffe\ud800 尾\t二\r\n三　 "


def test_whatever_a_unit_writes_the_document_parses_and_says_it() -> None:
    table = TableView(
        "odd",
        "",
        STRANGE,
        (
            TablePart(
                ("40", "30", "30"),
                ((HeadCell(STRANGE, columns=2), HeadCell("头", rows=2)), (HeadCell("左"), HeadCell("右"))),
                (
                    BodyRow((BodyCell("head", (Own(STRANGE),), rows=9), BodyCell("unheard of", ("甲",), columns=9))),
                    BodyRow((BodyCell("figure", (amount(123_456_789_012_300),)),)),
                    BodyRow(()),
                ),
            ),
            TablePart(("100",), (), ()),
        ),
        remark=STRANGE,
        strip=(STRANGE, "", "右"),
        look="form",
    )
    part = Part("p", "", STRANGE, (Heading(4, "h", STRANGE), Paragraph((Own(STRANGE),), "（1）", "item"), table))
    disclosure = replace(wuhan(), title=STRANGE, cover=Cover(STRANGE, (), "", "", ((STRANGE,),)), parts=(part,))
    assert printed(docx_document(disclosure)) == re.sub("[\x00\ufffe\ud800]", "", expected(disclosure))
    assert "123,456,789.01" in expected(disclosure)


def test_a_title_that_a_heading_has_just_said_is_said_once_but_for_tables_of_the_accounts() -> None:
    part = TablePart(("100",), (), (BodyRow((BodyCell("words", ("甲",)),)),))
    for look, times in (("plain", 2), ("official", 4)):
        table = TableView("t", "", "批复依据", (part,), look=look)  # type: ignore[arg-type] # both are looks
        blocks = (Heading(2, "h", "批复依据", "一、"), table)
        disclosure = replace(wuhan(), parts=(Part("p", "", "审核", blocks),))
        said = printed(docx_document(disclosure))
        assert said == expected(disclosure)
        assert said.count("批复依据") == times


def test_a_document_without_parts_is_a_document() -> None:
    disclosure = replace(wuhan(), parts=())
    assert printed(docx_document(disclosure)) == expected(disclosure)

"""What is read back out of the PDF: every word and every figure, whole and in order; nothing read as markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

import pytest

from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.disclosure.nouns import Cover, Heading, Paragraph, Part, Picture, words_of
from final_accounts.publishing.figures import Figure, amount
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView
from publishing.disclosures import wuhan
from publishing.pdf.reading import SAMPLES, bare, body, pages, sample

HOSTILE: Final = (
    r"""#let x = 1 $a_1^2$ \ *粗* _斜_ `码` ~ @ref <标> // 注 /* 注 */ [方] {花} = 题 + 项 - "引" '单' -- --- ... """
    '#eval("1+1") #include "/etc/passwd"'
)
LONG: Final = 60
"""Signs from which a row may run over two pages, with the head between."""

NUMBER: Final = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?%?")


def found_after(text: str, words: str, place: int, what: str) -> int:
    """Where ``words`` end in ``text`` behind ``place``."""
    at = text.find(bare(words), place)
    assert at >= 0, f"{what}: “{words[:60]}” is not read back behind …{text[max(0, place - 40) : place]}"
    return at + len(bare(words))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_and_figure_comes_back_in_the_order_of_the_document(name: str) -> None:
    disclosure, pdf = sample(name)
    text = "".join(body(disclosure, pdf))
    place = found_after(text, disclosure.cover.date, 0, "cover")
    for entry in disclosure.contents():
        place = found_after(text, entry.text, place, "contents")
    for part in disclosure.parts:
        place = found_after(text, part.shown, place, part.id)
        for block in part.blocks:
            if isinstance(block, Heading):
                place = found_after(text, block.shown, place, block.id)
            elif isinstance(block, Paragraph):
                place = found_after(text, block.text, place, part.id)
            elif isinstance(block, Picture):
                place = found_after(text, block.chart.caption, place, part.id)
            else:
                place = found_after(text, block.remark, read_table(text, block, place), block.id)


def read_table(text: str, table: TableView, place: int) -> int:
    """Row by row with nothing between its cells.

    A cell that reaches down stands with its last row, and readers of PDF mix its lines with those beside it; where
    there are such cells, every sign must be there, in any order.
    """
    rows = [row for part in table.parts for row in part.body]
    if table.look != "plain":  # the title of a list is not printed again below a heading that says the same
        place = found_after(text, table.title, place, table.id)
    if any(cell.rows > 1 for row in rows for cell in row.cells):
        wanted = Counter(bare("".join(cell.text for row in rows for cell in row.cells)))
        lacking = wanted - Counter(text[place : place + 2 * wanted.total() + 500])
        assert not lacking, f"{table.id}: {lacking}"
        return place
    for row in rows:
        standing = "".join(cell.text for cell in row.cells)
        for words in [standing] if len(standing) < LONG else [cell.text[:LONG] for cell in row.cells]:
            place = found_after(text, words, place, table.id)
    return place


@pytest.mark.parametrize("name", SAMPLES)
def test_no_figure_is_broken_over_lines(name: str) -> None:
    disclosure, pdf = sample(name)
    lines = "\n".join(pages(pdf))
    printed = Counter(NUMBER.findall(lines))
    wanted = Counter(
        figure.text
        for _, block in disclosure.blocks()
        if not isinstance(block, Picture)  # its alt text is no text of a page
        for words in words_of(block)
        for figure in words
        if isinstance(figure, Figure) and NUMBER.fullmatch(figure.text)
    )
    assert wanted.total() > 300
    assert not {text: (count, printed[text]) for text, count in wanted.items() if printed[text] < count}


def only(*blocks: Heading | Paragraph | TableView | Picture) -> Disclosure:
    """A disclosure of one part with these blocks."""
    return replace(wuhan(), parts=(Part("p", "第一部分", "试排", blocks),))


def grid(*rows: tuple[BodyCell, ...], widths: tuple[str, ...] = ("50", "50"), **more: object) -> TableView:
    """A table with two header cells or none."""
    head = ((HeadCell("项目"), HeadCell("金额")),) if len(widths) == 2 else ()
    part = TablePart(widths, head, tuple(BodyRow(row) for row in rows))
    return replace(TableView("t", "表1", "试", (part,)), **more)  # type: ignore[arg-type] # fields by name


def test_a_table_that_runs_over_pages_has_its_head_on_each() -> None:
    rows = [(BodyCell("label", (f"第{i}行",)), BodyCell("figure", (amount(i * 1_000_000),))) for i in range(1, 121)]
    disclosure = only(Paragraph(("前文。",)), grid(*rows))
    texts = body(disclosure, pdf_document(disclosure))[3:]
    assert len(texts) > 2
    assert {text.count("项目金额") for text in texts} == {1}
    assert "".join(text.replace("项目金额", "") for text in texts).endswith(
        "".join(f"第{i}行{i}.00" for i in range(1, 121))
    )


def test_a_cell_that_reaches_down_is_read_back_once_and_the_others_in_order() -> None:
    table = grid(
        (BodyCell("head", ("产出",), rows=3), BodyCell("words", ("甲",)), BodyCell("figure", (amount(100_000_000),))),
        (BodyCell("words", ("乙",)), BodyCell("figure", (amount(200_000_000),))),
        (BodyCell("words", ("丙",)), BodyCell("figure", (amount(300_000_000),))),
        (BodyCell("label", ("合计",), columns=2), BodyCell("figure", (amount(600_000_000),))),
        widths=("20", "50", "30"),
    )
    disclosure = only(table)
    text = body(disclosure, pdf_document(disclosure))[-1]
    assert text.replace("产出", "").endswith("甲100.00乙200.00丙300.00合计600.00")
    assert text.count("产出") == 1


def test_a_units_words_are_printed_and_never_read_as_markup() -> None:
    table = grid((BodyCell("words", (Own(HOSTILE),)), BodyCell("figure", (amount(1_234_567_800),))))
    hostile = only(
        Heading(2, "h", HOSTILE),
        Paragraph((Own(HOSTILE), amount(100_000_000)), mark=HOSTILE),
        replace(table, remark=HOSTILE),
    )
    hostile = replace(
        hostile,
        name=HOSTILE,
        title=HOSTILE,
        cover=Cover(HOSTILE, (HOSTILE,), HOSTILE, "2022年9月30日", notices=((Own(HOSTILE),),)),
    )
    text = bare("".join(pages(pdf_document(hostile))))
    # label, title line, unit and notice of the cover; contents, heading, mark, words, cell and remark; running heads
    running = len(pages(pdf_document(hostile))) - 1
    assert text.count(bare(HOSTILE)) == 10 + running


def test_signs_without_a_shape_are_left_out_and_do_not_turn_the_text_round() -> None:
    text = "".join(pages(pdf_document(only(Paragraph((Own("甲\u202e乙\u0007丙\ue000丁\u200e\ufeff戊\x00己"),))))))
    assert "甲乙丙丁戊己" in text


def test_lines_of_a_cell_stay_lines() -> None:
    table = grid((BodyCell("words", ("甲行\n乙行",)), BodyCell("figure", (amount(0),))))
    assert "甲行\r\n乙行" in "".join(pages(pdf_document(only(table))))

"""What else may go wrong with a number on its way into a file: gone, moved, added, broken, hidden, unreadable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from final_accounts.model.document import DocumentKind, ReadDocument, Spot, TextLine, Unread
from final_accounts.publishing.proof import Mismatch, beside_of, prove
from publishing.proof.files import FILES, VERSIONS, disclosure_of, pages_of_contents, read_back, rendered, report_of

Change = Callable[[str], str]


def changed(kind: DocumentKind, change: Change, *, name: str = "wuhan") -> tuple[Mismatch, ...]:
    """What the proof says when the first text that ``change`` changes stands changed in the file."""
    read = read_back(rendered(name, kind), kind)
    blocks = list(read.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, TextLine) and change(block.text) != block.text:
            blocks[place] = replace(block, text=change(block.text))
            break
    else:
        pytest.fail("the change changes nothing")
    return held(name, replace(read, blocks=tuple(blocks)))


def held(name: str, read: ReadDocument) -> tuple[Mismatch, ...]:
    """The proof of a document as read."""
    beside = beside_of(report_of(name), FILES, VERSIONS) if read.kind is DocumentKind.HTML else ()
    return prove(disclosure_of(name), read, beside, pages=pages_of_contents(name))


def swapping(one: str, two: str) -> Change:
    """Two numbers change places."""
    return lambda text: (
        text.replace(one, "\0").replace(two, one).replace("\0", two) if one in text and two in text else text
    )


@pytest.mark.parametrize("kind", [DocumentKind.HTML, DocumentKind.DOCX])
def test_a_dropped_figure_is_missed_by_name(kind: DocumentKind) -> None:
    (found,) = changed(kind, lambda text: text.replace("93.01万元", "万元") if "各增加" in text else text)
    assert (found.expected, found.found) == ("93.01", "")
    assert "没有印出" in found.message
    assert "第三部分" in found.message
    assert found.figure.startswith("narrative ")


@pytest.mark.parametrize("kind", [DocumentKind.HTML, DocumentKind.DOCX])
def test_a_swapped_pair_is_told_twice(kind: DocumentKind) -> None:
    found = changed(kind, swapping("238.03", "111.53"))
    assert {(m.expected, m.found) for m in found} == {("238.03", "111.53"), ("111.53", "238.03")}
    assert len({m.spot for m in found}) == 1


@pytest.mark.parametrize("kind", [DocumentKind.HTML, DocumentKind.DOCX, DocumentKind.PDF])
def test_a_number_too_many_is_told_with_its_place(kind: DocumentKind) -> None:
    (found,) = changed(kind, lambda text: text.replace("完成上级交办", "完成上级 12 次交办"))
    assert (found.expected, found.found) == ("", "12")
    assert found.message.startswith(f"{found.spot}：多出数字“12”")


@pytest.mark.parametrize(
    ("one", "other"),
    [("-59.93%", "59.93%"), ("1,829.5522", "1829.5522"), ("0.47%", "0.47"), ("92.28", "92.280"), ("92.28", "９2.28")],
)
def test_a_lost_sign_separator_or_percent_is_a_change(one: str, other: str) -> None:
    read = read_back(rendered("sichuan", DocumentKind.XLSX), DocumentKind.XLSX)
    blocks = list(read.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, TextLine):
            continue
        cells = [cell for row in block.rows for cell in row if cell.text == one]
        if cells:
            rows = tuple(tuple(replace(c, text=other) if c is cells[0] else c for c in row) for row in block.rows)
            blocks[place] = replace(block, rows=rows)
            break
    (found,) = held("sichuan", replace(read, blocks=tuple(blocks)))
    assert (found.expected, found.spot) == (one, cells[0].spot)


def test_a_figure_that_is_hidden_is_a_figure_that_is_not_there() -> None:
    page = rendered("wuhan", DocumentKind.HTML).decode()
    before, figure, after = page.partition(">349.56</td>")
    assert figure
    for hidden in (' style="display: none"', " hidden"):
        read = read_back((before + hidden + figure + after).encode(), DocumentKind.HTML)
        assert [(m.expected, m.found) for m in held("wuhan", read)] == [("349.56", "")]


def test_words_for_programs_do_not_stand_in_for_visible_ones() -> None:
    """A figure in an alternative text, a description or an attribute proves nothing."""
    page = rendered("wuhan", DocumentKind.HTML).decode()
    start = page.index("<text", page.index("</desc>"))
    end = page.index("</text>", page.index("256.55", start))
    assert held("wuhan", read_back((page[:start] + page[end + 7 :]).encode(), DocumentKind.HTML))


def test_a_number_over_two_lines_of_paper_is_one_number() -> None:
    read = read_back(rendered("wuhan", DocumentKind.PDF), DocumentKind.PDF)
    for first, rest in (("93.", "01万元"), ("9", "3.01万元"), ("93.0", "1万元")):
        assert held("wuhan", broken(read, "93.01万元", first, rest)) == ()
    assert [(m.expected, m.found) for m in held("wuhan", broken(read, "93.01万元", "93.", "07万元"))][:1] == [
        ("93.01", "93")
    ]
    assert held("wuhan", broken(read, "36.25%，", "36.25", "%，")) == ()


def broken(read: ReadDocument, whole: str, first: str, rest: str) -> ReadDocument:
    """The document with a line end inside the first ``whole``."""
    blocks = list(read.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, TextLine) and whole in block.text:
            before, _, after = block.text.partition(whole)
            below = replace(block.spot, line=block.spot.line + 1)
            blocks[place : place + 1] = [replace(block, text=before + first), TextLine(below, rest + after)]
            return replace(read, blocks=tuple(blocks))
    return pytest.fail(f"{whole} stands on no line")


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("中心2021年度部门决算公开\t演示", "中心2020年度部门决算公开\t演示"),
        ("第 3 页　共", "第 4 页　共"),
        ("批复日期：2022年9月30日", "批复日期：2022年9月20日"),
    ],
)
def test_head_and_foot_of_a_page_are_no_loophole(words: str, instead: str) -> None:
    def change(text: str) -> str:
        return text.replace(words, instead)

    found = changed(DocumentKind.PDF, change)
    assert found
    assert found[0].spot is not None
    page = found[0].spot.page
    assert {m.spot.page for m in found if m.spot} <= {page, page + 1}


def test_the_contents_lead_to_the_page_that_holds_what_they_name() -> None:
    def change(text: str) -> str:
        return text[:-1] + "9" if ". . ." in text and not text.endswith("9") and text[-2] == " " else text

    (found,) = changed(DocumentKind.PDF, change)
    assert found.found == "9"
    assert found.spot is not None
    assert found.spot.page == 2
    assert "页码是 9" in found.message


def test_head_and_foot_of_a_word_document_say_title_seal_and_pages() -> None:
    read = read_back(rendered("wuhan", DocumentKind.DOCX), DocumentKind.DOCX)
    for old, new in (("2021年度", "2020年度"), ("9月30日", "9月3日"), ("共 1 页", "共 1 页 349.56")):
        aside = tuple(replace(line, text=line.text.replace(old, new)) for line in read.aside)
        assert held("wuhan", replace(read, aside=aside))


def test_what_cannot_be_read_back_cannot_be_proved() -> None:
    read = read_back(rendered("wuhan", DocumentKind.PDF), DocumentKind.PDF)
    (found,) = held("wuhan", replace(read, unread=(Unread(Spot(7, 1), "这一页没有文字层。"),)))
    assert found.spot == Spot(7, 1)
    empty = ReadDocument(DocumentKind.PDF, "空.pdf", 0, ())
    assert len(held("wuhan", empty)) > 1000

"""Annotated copies: the figures marked with a note at each, everything else as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from final_accounts.annotating import Note, annotate
from final_accounts.annotating.web import without_notes
from final_accounts.model.document import ReadDocument, Spot, TextLine
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.auditing.audit_rows import notes_of
from publishing.disclosures import wuhan_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAID = "2021年度收入总计349.56万元，增长37.38%。"
WRONG = ("复算：95.11÷254.45 = 37.38%",)


def note(number: int, line: int, mark: str, text: str = SAID) -> Note:
    return Note(number, Spot(line=line), text, mark, "blocking", "必须更正：增减率", WRONG)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>决算</title>{head}</head><body>{body}</body></html>".encode()


def marked_in(html: str) -> list[str]:
    tree = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    return ["".join(map(str, mark.itertext())) for mark in tree.iter("mark")]


def word(*paragraphs: tuple[str, ...]) -> bytes:
    """A document of Word's own kind; each paragraph of several runs, every second one bold."""
    made = Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for number, text in enumerate(runs):
            paragraph.add_run(text).bold = bool(number % 2) or None
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def highlighted(data: bytes) -> list[str]:
    runs = [run for paragraph in Document(io.BytesIO(data)).paragraphs for run in paragraph.runs]
    return [run.text for run in runs if run.font.highlight_color is not None]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_in_a_page_the_figure_is_marked_and_every_other_byte_is_as_it_was() -> None:
    data = page(f"<h1>说明</h1>\n<p>{SAID}</p><p>{SAID}</p>")
    copy = annotate(data, read_document(data, "公开.html"), [note(1, 3, "37.38%")])
    text = copy.data.decode()
    assert (copy.suffix, copy.placed) == (".html", 1)
    assert marked_in(text) == ["37.38%"]
    assert text.index("<mark") > text.index("</p>"), "the second of two equal sentences"
    assert without_notes(text) == data.decode()
    assert "复算：95.11÷254.45".encode("ascii", "xmlcharrefreplace").decode() in text


def test_a_figure_that_tags_and_references_tear_is_marked_piece_by_piece() -> None:
    data = page("<p>2021年度收入总计349.56万元，增长<b>37</b>.&#51;8&nbsp;%。</p>")
    copy = annotate(data, read_document(data, "公开.html"), [note(1, 1, "37.38%")]).data.decode()
    assert "".join(marked_in(copy)).replace("\xa0", "") == "37.38%"
    assert without_notes(copy) == data.decode()


def test_two_notes_at_one_figure_share_its_mark() -> None:
    data = page(f"<p>{SAID}</p>")
    copy = annotate(data, read_document(data, "公开.html"), [note(1, 1, "37.38%"), note(2, 1, "37.38%")]).data.decode()
    assert marked_in(copy) == ["37.38%"]
    assert copy.count('class="kb-ref"') == 2


def test_a_page_keeps_its_own_encoding() -> None:
    data = page(f"<p>{SAID}</p>", '<meta charset="gb2312">').decode().encode("gb2312")
    copy = annotate(data, read_document(data, "公开.html"), [note(1, 1, "37.38%")]).data
    assert without_notes(copy.decode("gb2312")).encode("gb2312") == data


def test_a_copy_of_a_page_runs_and_fetches_nothing() -> None:
    data = page(f'<script>alert(1)</script><p onclick="x()">{SAID}</p>')
    copy = annotate(data, read_document(data, "公开.html"), [note(1, 1, "<img src=x>")]).data.decode()
    assert copy.index("Content-Security-Policy") < copy.index("<script>")
    assert "default-src 'none'" in copy
    hostile = Note(1, Spot(line=1), SAID, "37.38%", "blocking", "<script>", ("<img onerror=x>",))
    copy = annotate(data, read_document(data, "公开.html"), [hostile]).data.decode()
    assert copy.count("<script>") == 1
    assert "<img onerror" not in copy


def test_in_word_the_figure_has_its_own_highlighted_run_and_a_real_comment() -> None:
    data = word(("2021年度收入总计", "349.56", "万元，增长37.", "38", "%。"), ("其他",))
    copy = annotate(data, read_document(data, "公开.docx"), [note(1, 1, "37.38%"), note(2, 1, "349.56万元")])
    assert (copy.suffix, copy.placed) == (".docx", 2)
    assert highlighted(copy.data) == ["349.56", "万元", "37.", "38", "%"]
    before, after = Document(io.BytesIO(data)), Document(io.BytesIO(copy.data))
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    bold = ["".join(r.text for r in d.paragraphs[0].runs if r.bold) for d in (before, after)]
    assert bold[0] == bold[1] == "349.5638"
    comments = list(after.comments)
    assert [c.author for c in comments] == ["公开文本核对"] * 2
    assert comments[0].text == "\n".join(("必须更正：增减率", *WRONG))


def test_in_word_the_comments_that_were_there_stay() -> None:
    made = Document()
    paragraph = made.add_paragraph(SAID)
    made.add_comment(paragraph.runs, text="原有批注", author="甲", initials="甲")
    target = io.BytesIO()
    made.save(target)
    data = target.getvalue()
    copy = annotate(data, read_document(data, "公开.docx"), [note(1, 1, "37.38%")]).data
    assert [c.text.split("\n")[0] for c in Document(io.BytesIO(copy)).comments] == ["原有批注", "必须更正：增减率"]


def test_in_word_all_other_parts_are_as_they_were() -> None:
    data = word((SAID,))
    copy = annotate(data, read_document(data, "公开.docx"), [note(1, 1, "37.38%")]).data
    before, after = members(data), members(copy)
    changed = {name for name in after if after[name] != before.get(name)}
    rest = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"}
    assert changed <= rest
    assert list(after)[: len(before)] == list(before)


def test_text_and_paper_are_shown_line_by_line_with_the_notes_below() -> None:
    lines = (TextLine(Spot(3, 1), "一、说明"), TextLine(Spot(3, 2), SAID))
    document = ReadDocument(read_document(b"a", "a.txt").kind, "公开.txt", 3, lines)
    told = Note(1, Spot(3, 2), SAID, "37.38%", "blocking", "必须更正：增减率", WRONG)
    copy = annotate(SAID.encode(), document, [told])
    text = copy.data.decode()
    assert marked_in(text) == ["37.38%"]
    assert text.index("第 3 页") < text.index("<mark") < text.index("95.11÷254.45")


def test_a_torn_word_file_is_shown_line_by_line() -> None:
    data = word((SAID,))
    document = read_document(data, "公开.docx")
    copy = annotate(data[:-200], document, [note(1, 1, "37.38%")])
    assert copy.suffix == ".html"
    assert marked_in(copy.data.decode()) == ["37.38%"]


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_every_finding_of_a_whole_document_stands_at_its_figure(kind: str, tmp_path: Path) -> None:
    report = wuhan_report()
    disclosure = compose(report)
    data = docx_document(disclosure) if kind == "docx" else unit_page(disclosure, report, (), ()).encode()
    outcome = audit_document(read_document(data, f"公开.{kind}"))
    notes = notes_of(outcome)
    copy = annotate(data, outcome.document, notes)
    assert len(notes) > 20
    assert (copy.placed, copy.suffix) == (len(notes), f".{kind}")
    assert annotate(data, outcome.document, notes) == copy, "same input, same bytes"
    again = audit_document(read_document(copy.data, f"公开.{kind}"))
    assert not [c for c in again.audit.unread if c not in outcome.audit.unread and "读" in c.why]
    if kind == "html":
        assert without_notes(copy.data.decode()) == data.decode()
        return
    path = tmp_path / "批注.docx"
    path.write_bytes(copy.data)
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert found.is_valid, [str(error) for error in found.errors[:5]]

"""The PDF as a file: tagged, embedded, addressed, the same on every run; its pages hold together."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.disclosure.nouns import Cover, Heading, Paragraph, Part
from final_accounts.publishing.documents import Documents, documents_root
from final_accounts.publishing.figures import amount
from final_accounts.publishing.pdf import pages_of, pdf_document
from final_accounts.publishing.samples import Sample
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView
from publishing.disclosures import hubei, wuhan
from publishing.pdf.reading import SAMPLES, bare, body, pages, sample

MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize("name", SAMPLES)
def test_the_outline_has_every_entry_of_the_contents_on_its_page(name: str) -> None:
    disclosure, pdf = sample(name)
    numbers = pages_of(pdf)
    outline = [
        (bare(mark.get_title()), target.get_index() + 1)
        for mark in pypdfium2.PdfDocument(pdf).get_toc()
        if (target := mark.get_dest()) is not None
    ]
    entries = [(bare(entry.text), numbers[entry.id]) for entry in disclosure.contents()]
    assert len(entries) > 30
    remaining = iter(outline)
    assert [entry for entry in entries if entry not in remaining] == []
    assert [page for _, page in outline] == sorted(page for _, page in outline)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_contents_tell_the_true_page_of_every_entry(name: str) -> None:
    disclosure, pdf = sample(name)
    numbers, texts = pages_of(pdf), body(disclosure, pdf)
    first = numbers[disclosure.parts[0].id]
    contents = re.sub(r"\.+", "…", "".join(texts[1 : first - 1]))
    for entry in disclosure.contents():
        assert f"{bare(entry.text)}…{numbers[entry.id]}" in contents
        assert bare(entry.text) in texts[numbers[entry.id] - 1]


def test_the_same_disclosure_gives_the_same_bytes_and_the_day_of_approval_is_its_only_time() -> None:
    assert pdf_document(hubei()) == pdf_document(hubei())
    metadata = pypdfium2.PdfDocument(sample("hubei")[1]).get_metadata_dict()
    assert metadata["CreationDate"].startswith("D:20220930000000")
    assert metadata["Title"] == hubei().title
    assert metadata["Author"] == hubei().name


def test_it_is_tagged_chinese_and_declares_universal_accessibility() -> None:
    pdf = sample("wuhan")[1]
    document = pypdfium2.PdfDocument(pdf)
    assert raw.FPDFCatalog_IsTagged(document)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert re.search(rb"/Lang\s*\(zh-CN\)", pdf)


def test_every_font_is_embedded_and_chinese() -> None:
    names = set()
    for page in pypdfium2.PdfDocument(sample("wuhan")[1]):
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
            font = raw.FPDFTextObj_GetFont(item)
            assert raw.FPDFFont_GetIsEmbedded(font) == 1
            names.add(_name_of(font))
    assert {re.sub(r"^[A-Z]{6}\+|-Identity.*", "", name) for name in names} == {
        "NotoSerifCJKsc-Regular",
        "NotoSerifCJKsc-Bold",
        "NotoSansCJKsc-Regular",
        "NotoSansCJKsc-Bold",
    }


def _name_of(font: object) -> str:
    room = raw.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(room)
    raw.FPDFFont_GetBaseFontName(font, name, room)
    return name.value.decode()


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_stands_in_the_margins(name: str) -> None:
    for page in pypdfium2.PdfDocument(sample(name)[1]):
        width, _ = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        assert boxes
        assert min(left for left, *_ in boxes) > 19 * MILLIMETRE
        assert max(right for _, _, right, _ in boxes) < width - 19 * MILLIMETRE


def test_endless_words_break_inside_their_cell_and_their_paragraph() -> None:
    endless = Own("https://example.invalid/" + "a" * 400)
    row = BodyRow((BodyCell("words", (endless, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫")), BodyCell("figure", (amount(12_345_678_900),))))
    table = TableView("t", "", "表", (TablePart(("25", "75"), ((HeadCell("项"), HeadCell("数")),), (row,)),))
    pdf = pdf_document(replace(wuhan(), parts=(Part("p", "第一部分", "试排", (Paragraph((endless,)), table)),)))
    paragraph, cell = pypdfium2.PdfDocument(pdf)[2], pypdfium2.PdfDocument(pdf)[3]
    assert bare(endless) in bare(paragraph.get_textpage().get_text_range())
    assert bare(endless) in bare(cell.get_textpage().get_text_range())
    assert max(right for _, right in _reach(paragraph, "a")) < paragraph.get_width() - 71
    assert max(right for _, right in _reach(cell, "a①②③④⑤⑥⑦⑧⑨⑩⑪⑫")) < 72 + (cell.get_width() - 144) / 4


def _reach(page: pypdfium2.PdfPage, signs: str) -> list[tuple[float, float]]:
    """From where to where every one of these signs reaches, above the foot."""
    text = page.get_textpage()
    boxes = [(text.get_charbox(number), text.get_text_range(number, 1)) for number in range(text.count_chars())]
    found = [(left, right) for (left, bottom, right, _), sign in boxes if sign in signs and sign and bottom > 70]
    assert len(found) > 300
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_parts_and_wide_tables_begin_a_page_and_no_heading_ends_one(name: str) -> None:
    disclosure, pdf = sample(name)
    numbers, texts = pages_of(pdf), body(disclosure, pdf)
    document = pypdfium2.PdfDocument(pdf)
    for part in disclosure.parts:
        assert texts[numbers[part.id] - 1].startswith(bare(part.shown))
        for block in part.blocks:
            if isinstance(block, Heading):
                assert not texts[numbers[block.id] - 1].endswith(bare(block.shown))
            elif isinstance(block, TableView) and block.own_page and block.look == "official":
                wide, high = document[numbers[block.id] - 1].get_size()
                assert (wide > high) == block.wide
                assert texts[numbers[block.id] - 1].startswith(bare(f"{block.number}{block.title}"))


def test_a_heading_goes_to_the_page_of_the_lying_table_below_it() -> None:
    row = BodyRow((BodyCell("label", ("甲",)), BodyCell("figure", (amount(0),))))
    table = TableView("t", "", "宽表", (TablePart(("50", "50"), ((HeadCell("项"), HeadCell("数")),), (row,)),))
    blocks = (
        Paragraph(("前文。",)),
        Heading(2, "h", "宽表说明"),
        replace(table, wide=True, look="form", own_page=False),
        Paragraph(("表下注。",), look="note"),
        Paragraph(("后文。",)),
    )
    disclosure = replace(wuhan(), parts=(Part("p", "第一部分", "试排", blocks),))
    pdf = pdf_document(disclosure)
    assert body(disclosure, pdf)[2:] == ["第一部分试排前文。", "宽表说明宽表项数甲0.00表下注。", "后文。"]
    assert [page.get_width() > page.get_height() for page in pypdfium2.PdfDocument(pdf)][2:] == [False, True, False]


def test_the_cover_says_when_it_is_a_correction_and_every_page_when_it_is_made_up() -> None:
    notices = (("虚构示例：为演示而编造。",), ("更正公告：替代第 ", amount(10_000), " 版。更正原因：", Own("漏填一项")))
    cover = Cover("附件1", ("2022年度", "示例单位", "单位决算公开"), "示例单位", "2022年9月30日", notices)
    pdf = pdf_document(replace(hubei(), cover=cover, sample=Sample("made_up", "虚构示例")))
    first, *others = pages(pdf)
    assert bare(first) == (
        "附件12022年度示例单位单位决算公开虚构示例：为演示而编造。更正公告：替代第0.01版。更正原因：漏填一项示例单位2022年9月30日"
    )
    assert all("虚构示例" in text for text in others)


def test_a_region_may_lay_its_own_template_over_the_national_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    national = Documents.of()
    root = tmp_path / "include" / "documents"
    shutil.copytree(documents_root(), root)
    own = root / "sichuan" / "disclosure.typ"
    own.write_text(
        '#import "/national/disclosure.typ" as base\n#base.document(cover: [四川的封面 #base.data.cover.unit])\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    first, *others = pages(pdf_document(hubei(), replace(national, folders=(own.parent, root / "national"))))
    assert bare(first) == bare(f"四川的封面{hubei().cover.unit}")
    assert others == pages(sample("hubei")[1])[1:]


def test_a_broken_template_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    national = Documents.of()
    folder = tmp_path / "include" / "documents" / "national"
    folder.mkdir(parents=True)
    (folder / "disclosure.typ").write_text("#unheard-of()", encoding="utf-8")
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    with pytest.raises(PublishingError, match=r"没有生成.*模板 disclosure\.typ.*unheard-of"):
        pdf_document(hubei(), replace(national, folders=(folder,)))


def test_a_process_forked_after_typesetting_is_refused_instead_of_waiting_for_ever() -> None:
    program = (
        "import os\n"
        "from final_accounts.model.errors import PublishingError\n"
        "from final_accounts.publishing.pdf.process import same_process\n"
        "same_process()\n"
        "same_process()\n"
        "if not os.fork():\n"
        "    try:\n"
        "        same_process()\n"
        "    except PublishingError as error:\n"
        "        print(error, flush=True)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.startswith("不能在这个进程里排版")

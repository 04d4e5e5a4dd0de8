"""How the document stands: contents that lead somewhere, headings with levels, tables as official ones are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.disclosure.nouns import Picture
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.table_view import TableView, plain
from publishing.disclosures import wuhan
from publishing.docx.opening import SAMPLES, W, bare, found, members, sample, style_of, text_of, tree, values

every_sample = pytest.mark.parametrize("name", sorted(SAMPLES))


def tables_of(name: str) -> list[tuple[TableView, int, etree._Element]]:
    """Every part of every table with its grid in the document."""
    disclosure, docx = sample(name)
    views = [
        (block, n) for _, block in disclosure.blocks() if isinstance(block, TableView) for n in range(len(block.parts))
    ]
    grids = list(tree(docx).iter(f"{W}tbl"))
    assert len(views) == len(grids) > 8
    return [(view, number, grid) for (view, number), grid in zip(views, grids, strict=True)]


@every_sample
def test_each_line_of_the_contents_leads_to_the_paragraph_that_it_names(name: str) -> None:
    disclosure, docx = sample(name)
    document = tree(docx)
    lines = found(document, "//w:hyperlink")
    entries = list(disclosure.contents())
    assert len(lines) == len(entries) > 30
    for entry, line in zip(entries, lines, strict=True):
        anchor = line.get(f"{W}anchor")
        (target,) = found(document, f"//w:bookmarkStart[@w:name='{anchor}']/..")
        assert bare(text_of(target)) == bare(entry.text)
        assert f"PAGEREF {anchor} \\h" in "".join(values(line, ".//w:instrText/text()"))
        assert values(line, "../w:pPr/w:pStyle/@w:val") == [f"TOC{entry.level}"]
        wanted = {1: {"Heading1"}, 2: {"Heading2", "TableTitle"}, 3: {"Heading3"}}[entry.level]
        assert style_of(target) in wanted


def test_bringing_the_contents_up_to_date_finds_what_stands_in_them() -> None:
    docx = sample("wuhan")[1]
    (code,) = [text for text in values(tree(docx), "//w:instrText/text()") if "TOC" in text and "PAGEREF" not in text]
    title = values(tree(docx, "word/styles.xml"), "//w:style[@w:styleId='TableTitle']/w:name/@w:val")[0]
    assert code == f' TOC \\o "1-3" \\h \\z \\t "{title},2" '
    assert values(tree(docx), "//w:sdt/w:sdtPr/w:docPartObj/w:docPartGallery/@w:val")


def test_pages_of_another_count_are_taken_as_given() -> None:
    disclosure = wuhan()
    pages = {entry.id: 100 + number for number, entry in enumerate(disclosure.contents())}
    lines = found(tree(docx_document(disclosure, pages=pages)), "//w:hyperlink")
    assert [int(text_of(line[-2])) for line in lines] == list(pages.values())


@every_sample
def test_headings_have_the_names_and_levels_by_which_word_navigates(name: str) -> None:
    styles = tree(sample(name)[1], "word/styles.xml")
    for level in (1, 2, 3, 4):
        (style,) = found(styles, f"//w:style[@w:styleId='Heading{level}']")
        assert values(style, "w:name/@w:val") == [f"heading {level}"]
        assert values(style, "w:pPr/w:outlineLvl/@w:val") == [str(level - 1)]


def test_body_text_is_indented_by_two_signs_in_the_face_of_official_papers() -> None:
    styles = tree(sample("wuhan")[1], "word/styles.xml")
    (body,) = found(styles, "//w:style[@w:styleId='BodyText']")
    assert values(body, "w:pPr/w:ind/@w:firstLineChars") == ["200"]
    faces = set(values(styles, "//@w:eastAsia")) - {"zh-CN"}
    assert faces == {"仿宋", "宋体", "黑体", "楷体"}
    fonts = tree(sample("wuhan")[1], "word/fontTable.xml")
    assert faces <= set(values(fonts, "//w:font[w:altName]/@w:name"))


@every_sample
def test_heads_of_tables_are_repeated_and_rows_stay_whole(name: str) -> None:
    whole = 0
    for view, number, grid in tables_of(name):
        rows = list(grid.iter(f"{W}tr"))
        part = view.parts[number]
        assert len(rows) == len(part.head) + len(part.body)
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [True] * len(part.head) + [False] * len(part.body)
        whole += sum(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert whole > 200


@every_sample
def test_figures_stand_right_and_totals_are_bold(name: str) -> None:
    figures = totals = 0
    for view, number, grid in tables_of(name):
        part = view.parts[number]
        rows = list(grid.iter(f"{W}tr"))[len(part.head) :]
        for line, row in zip(part.body, rows, strict=True):
            cells = [cell for cell in row.iter(f"{W}tc") if not found(cell, "w:tcPr/w:vMerge[not(@w:val)]")]
            for own, cell in zip(line.cells, cells, strict=False):
                assert bare(text_of(cell)) == bare(own.text)
                if own.look.startswith("figure"):
                    figures += 1
                    assert style_of(cell[-1]).startswith("CellFigure")
                if line.total and own.text:
                    totals += 1
                    assert cell.find(f"{W}p/{W}r/{W}rPr/{W}b") is not None
    assert figures > 300
    assert totals > 5
    styles = tree(sample(name)[1], "word/styles.xml")
    sides = values(styles, "//w:style[starts-with(@w:styleId, 'CellFigure')]/w:pPr/w:jc/@w:val")
    assert set(sides) == {"right"}


@every_sample
def test_wide_tables_lie_on_landscape_paper_and_the_others_do_not(name: str) -> None:
    document = tree(sample(name)[1])
    lying: list[bool | None] = []
    for element in document[0]:
        if element.tag == f"{W}tbl":
            lying.append(None)
        for size in found(element, "self::w:sectPr/w:pgSz | w:pPr/w:sectPr/w:pgSz"):
            orient = size.get(f"{W}orient") == "landscape"
            lying = [orient if one is None else one for one in lying]
    assert lying == [view.wide for view, _, _ in tables_of(name)]


@every_sample
def test_a_table_of_its_own_page_begins_one(name: str) -> None:
    begun = 0
    leading = {"TableStrip", "TableTitle", "TableCaption", "Lead", "Heading1", "Heading2", "Heading3", "Heading4"}
    for view, number, grid in tables_of(name):
        if view.own_page and not number:
            for element in grid.itersiblings(preceding=True):
                if _begins_page(element):
                    break
                assert style_of(element) in leading
            begun += 1
    assert begun > 8


def _begins_page(paragraph: etree._Element) -> bool:
    return bool(found(paragraph, "w:pPr/w:pageBreakBefore | w:pPr/w:sectPr"))


@every_sample
def test_every_picture_is_told_in_words_and_there_as_drawing_and_as_dots(name: str) -> None:
    disclosure, docx = sample(name)
    charts = [block.chart for _, block in disclosure.blocks() if isinstance(block, Picture)]
    told = values(tree(docx), "//wp:docPr/@descr")
    assert [bare(str(text)) for text in told] == [bare(plain(chart.said)) for chart in charts]
    parts = members(docx)
    for number in range(1, len(charts) + 1):
        assert parts[f"word/media/chart{number}.png"].startswith(b"\x89PNG")
        drawing = etree.fromstring(parts[f"word/media/chart{number}.svg"])
        assert not [one for one in drawing.iter() if etree.QName(one).localname in {"pattern", "tspan", "defs"}]
        assert "url(#" not in parts[f"word/media/chart{number}.svg"].decode()
        assert drawing.get("width", "").replace(".", "").isdigit()
    captions = [text_of(one) for one in tree(docx).iter(f"{W}p") if style_of(one) == "Caption"]
    assert captions == [chart.caption for chart in charts]


def test_a_region_lays_its_own_look_over_the_national_one() -> None:
    national = Documents.of()
    styles = {**national.words["docx_styles"], "BodyText": {"name": "Body Text", "indent": 4}}
    own = replace(national, words={**national.words, "docx_styles": styles})
    indents = values(tree(docx_document(wuhan(), own), "word/styles.xml"), "//@w:firstLineChars")
    assert "400" in indents


def test_a_broken_look_says_which_file_to_mend() -> None:
    national = Documents.of()
    broken = replace(national, words={**national.words, "docx_page": {}})
    with pytest.raises(PublishingError, match=r"docx\.toml"):
        docx_document(wuhan(), broken)


def test_without_a_chinese_font_pictures_show_their_bars_alone() -> None:
    national = Documents.of()
    fonts = {**national.words["pdf_fonts"], "folders": ["no-such-folder"]}
    bare_machine = replace(national, words={**national.words, "pdf_fonts": fonts})
    made, usual = members(docx_document(wuhan(), bare_machine)), members(sample("wuhan")[1])
    assert len(made["word/media/chart1.png"]) < len(usual["word/media/chart1.png"]) / 2
    assert made["word/media/chart1.svg"] == usual["word/media/chart1.svg"]
    assert made["word/document.xml"] == usual["word/document.xml"]

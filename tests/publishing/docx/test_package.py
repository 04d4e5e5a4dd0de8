"""The package as Word demands it: parts, relationships, ids, time stamps; the same on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from final_accounts.publishing.docx import docx_document
from publishing.docx.opening import SAMPLES, W, members, related, sample, tree, values

MILLIMETRE = 36000
"""In English metric units."""
every_sample = pytest.mark.parametrize("name", sorted(SAMPLES))


@every_sample
def test_every_part_parses_and_has_a_kind_of_content(name: str) -> None:
    parts = members(sample(name)[1])
    types = etree.fromstring(parts["[Content_Types].xml"])
    known = {str(one.get("PartName") or one.get("Extension")) for one in types}
    assert len(parts) > 10
    for part, data in parts.items():
        ending = part.rpartition(".")[2]
        assert f"/{part}" in known or ending in known, part
        if ending in {"xml", "rels", "svg"}:
            etree.fromstring(data)


@every_sample
def test_every_relationship_leads_to_a_part_and_every_part_is_led_to(name: str) -> None:
    docx = sample(name)[1]
    parts = set(members(docx))
    targets = {target for _, _, target in related(docx)}
    assert targets <= parts
    assert parts - targets == {part for part in parts if part.endswith(".rels")} | {"[Content_Types].xml"}


@every_sample
def test_every_id_in_the_document_is_one_of_its_relationships(name: str) -> None:
    docx = sample(name)[1]
    ids = [one for source, one, _ in related(docx) if source == "word/_rels/document.xml.rels"]
    used = set(values(tree(docx), "//@r:id | //@r:embed"))
    assert used
    assert used <= set(ids)
    assert len(ids) == len(set(ids))


@every_sample
def test_ids_of_bookmarks_and_pictures_are_given_once(name: str) -> None:
    document = tree(sample(name)[1])
    for path in ("//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//wp:docPr/@id"):
        counted = Counter(values(document, path))
        assert counted
        assert set(counted.values()) == {1}, path
    starts = values(document, "//w:bookmarkStart/@w:id")
    assert values(document, "//w:bookmarkEnd/@w:id") == starts


@every_sample
def test_fields_are_opened_and_closed_in_turn(name: str) -> None:
    docx = sample(name)[1]
    for part in ("word/document.xml", "word/footer1.xml"):
        depth = 0
        marks = values(tree(docx, part), "//w:fldChar/@w:fldCharType")
        assert marks
        for mark in marks:
            depth += {"begin": 1, "separate": 0, "end": -1}[str(mark)]
            assert depth >= 0
        assert depth == 0


@every_sample
def test_every_style_that_is_used_is_there_and_none_is_there_twice(name: str) -> None:
    docx = sample(name)[1]
    styles = values(tree(docx, "word/styles.xml"), "//w:style/@w:styleId")
    assert len(styles) == len(set(styles))
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        used = set(values(tree(docx, part), "//w:pStyle/@w:val | //w:tblStyle/@w:val"))
        assert used
        assert used <= set(styles)
    based = values(tree(docx, "word/styles.xml"), "//w:basedOn/@w:val | //w:next/@w:val")
    assert set(based) <= set(styles)


@every_sample
def test_the_same_disclosure_gives_the_same_bytes(name: str) -> None:
    disclosure, docx = sample(name)
    assert docx_document(disclosure) == docx


def test_every_member_is_stamped_with_the_day_of_approval() -> None:
    disclosure, docx = sample("wuhan")
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        stamps = {"-".join(f"{number:02d}" for number in one.date_time[:3]) for one in archive.infolist()}
    assert stamps == {disclosure.sealed_on}


@every_sample
def test_another_reader_of_word_documents_opens_it(name: str) -> None:
    disclosure, docx = sample(name)
    opened = Document(io.BytesIO(docx))
    core = opened.core_properties
    assert (core.title, core.author, core.language) == (disclosure.title, disclosure.publisher, "zh-CN")
    assert core.created == core.modified == datetime.fromisoformat(disclosure.sealed_on).replace(tzinfo=UTC)
    assert [opened.styles[key].name for key in ("Heading 1", "Heading 2", "Heading 3", "Heading 4")]
    papers = {(s.page_width or 0, s.page_height or 0) for s in opened.sections}
    assert {tuple(round(side / MILLIMETRE) for side in paper) for paper in papers} == {(210, 297), (297, 210)}


def test_word_is_not_made_to_ask_about_fields() -> None:
    docx = sample("wuhan")[1]
    assert not list(tree(docx, "word/settings.xml").iter(f"{W}updateFields"))
    assert not values(tree(docx), "//@w:dirty")


@every_sample
def test_the_document_keeps_to_the_schema_of_word(name: str, tmp_path: Path) -> None:
    path = tmp_path / "决算公开.docx"
    path.write_bytes(sample(name)[1])
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert result.is_valid, [str(error) for error in result.errors[:5]]


def test_the_schema_refuses_properties_in_another_order(tmp_path: Path) -> None:
    path = tmp_path / "乱序.docx"
    parts = members(sample("wuhan")[1])
    document = parts["word/document.xml"].decode()
    first = re.search(r"<w:pPr>(<w:pStyle [^>]*/>)(.*?)</w:pPr>", document)
    assert first is not None
    assert first[2]
    swapped = document.replace(first[0], f"<w:pPr>{first[2]}{first[1]}</w:pPr>", 1)
    with zipfile.ZipFile(path, "w") as package:
        for part, data in {**parts, "word/document.xml": swapped.encode()}.items():
            package.writestr(part, data)
    assert not OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).is_valid

"""The package as Word demands it: parts, relationships, ids, time stamps; the same on every run."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime

import pytest
from docx import Document
from lxml import etree

from final_accounts.publishing.docx import docx_document
from publishing.docx.opening import NAMES, SAMPLES, W, members, related, sample, tree

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
    used = set(tree(docx).xpath("//@r:id | //@r:embed", namespaces=NAMES))
    assert used
    assert used <= set(ids)
    assert len(ids) == len(set(ids))


@every_sample
def test_ids_of_bookmarks_and_pictures_are_given_once(name: str) -> None:
    document = tree(sample(name)[1])
    for path in ("//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//wp:docPr/@id"):
        found = Counter(document.xpath(path, namespaces=NAMES))
        assert found
        assert set(found.values()) == {1}, path
    starts = document.xpath("//w:bookmarkStart/@w:id", namespaces=NAMES)
    assert document.xpath("//w:bookmarkEnd/@w:id", namespaces=NAMES) == starts


@every_sample
def test_fields_are_opened_and_closed_in_turn(name: str) -> None:
    docx = sample(name)[1]
    for part in ("word/document.xml", "word/footer1.xml"):
        depth = 0
        marks = tree(docx, part).xpath("//w:fldChar/@w:fldCharType", namespaces=NAMES)
        assert marks
        for mark in marks:
            depth += {"begin": 1, "separate": 0, "end": -1}[str(mark)]
            assert depth >= 0
        assert depth == 0


@every_sample
def test_every_style_that_is_used_is_there_and_none_is_there_twice(name: str) -> None:
    docx = sample(name)[1]
    styles = tree(docx, "word/styles.xml").xpath("//w:style/@w:styleId", namespaces=NAMES)
    assert len(styles) == len(set(styles))
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        used = set(tree(docx, part).xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val", namespaces=NAMES))
        assert used
        assert used <= set(styles)
    based = tree(docx, "word/styles.xml").xpath("//w:basedOn/@w:val | //w:next/@w:val", namespaces=NAMES)
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
    papers = {(section.page_width.mm > section.page_height.mm) for section in opened.sections}
    assert papers == {True, False}
    assert all({round(s.page_width.mm), round(s.page_height.mm)} == {210, 297} for s in opened.sections)


def test_word_is_not_made_to_ask_about_fields() -> None:
    docx = sample("wuhan")[1]
    assert not list(tree(docx, "word/settings.xml").iter(f"{W}updateFields"))
    assert not tree(docx).xpath("//@w:dirty", namespaces=NAMES)

"""A Word document taken apart: its parts as trees, and everything a reader meets in document.xml, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from posixpath import dirname, join, normpath
from typing import cast

from lxml import etree

from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.disclosure.nouns import Heading, Picture, words_of
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.table_view import TableView, plain
from publishing.disclosures import hubei, sichuan, wuhan

SAMPLES: dict[str, Callable[[], Disclosure]] = {"wuhan": wuhan, "sichuan": sichuan, "hubei": hubei}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = {"w": W[1:-1], "wp": WP[1:-1], "r": R[1:-1], "a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


@cache
def sample(name: str) -> tuple[Disclosure, bytes]:
    """One of the sample disclosures and its Word document."""
    disclosure = SAMPLES[name]()
    return disclosure, docx_document(disclosure)


def members(docx: bytes) -> dict[str, bytes]:
    """The files of the package."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(docx: bytes, part: str = "word/document.xml") -> etree._Element:
    """A part as a tree."""
    return etree.fromstring(members(docx)[part])


def found(inside: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath names."""
    return cast("list[etree._Element]", inside.xpath(path, namespaces=NAMES))


def values(inside: etree._Element, path: str) -> list[str]:
    """The attributes or texts that an XPath names."""
    return [str(one) for one in cast("list[str]", inside.xpath(path, namespaces=NAMES))]


def related(docx: bytes) -> Iterator[tuple[str, str, str]]:
    """Every relationship: the part it stands in, its id, the part it leads to."""
    for name, data in members(docx).items():
        if name.endswith(".rels"):
            source = normpath(join(dirname(name), ".."))
            for one in etree.fromstring(data):
                yield name, str(one.get("Id")), normpath(join(source, str(one.get("Target"))))


def printed(docx: bytes) -> str:
    """All text in order without white: runs, and the alt text of a picture where it stands; page numbers left out."""
    out: list[str] = []
    depth: list[bool] = []
    for element in tree(docx).iter(f"{W}t", f"{W}fldChar", f"{W}instrText", f"{WP}docPr"):
        if element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                depth.append(False)
            elif kind == "end":
                depth.pop()
        elif element.tag == f"{W}instrText":
            depth[-1] = "PAGEREF" in (element.text or "")
        elif element.tag == f"{WP}docPr":
            out.append(str(element.get("descr")))
        elif not any(depth):
            out.append(element.text or "")
    return bare("".join(out))


def expected(disclosure: Disclosure) -> str:
    """What must be printed, from the nouns alone."""
    cover = disclosure.cover
    out = [cover.label, *cover.title, *map(plain, cover.notices), cover.unit, cover.date, disclosure.contents_title]
    out += [entry.text for entry in disclosure.contents()]
    for part in disclosure.parts:
        out.append(part.shown)
        above: object = None
        for block in part.blocks:
            words = [plain(words) for words in words_of(block)]
            if isinstance(block, TableView):
                said = block.look != "official" and isinstance(above, Heading) and above.text == block.title
                strip = [text for text in block.strip if text != block.number]
                words = [*([] if said else [block.number, block.title]), *strip, *words[1 + len(block.strip) :]]
            elif isinstance(block, Picture):
                words = [plain(block.chart.said), block.chart.caption]
            out += words
            above = block
    return bare("".join(out))


def bare(text: str) -> str:
    """Text without white."""
    return "".join(text.split())


def text_of(element: etree._Element) -> str:
    """The text of a paragraph or cell."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))

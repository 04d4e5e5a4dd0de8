"""DOCX: highlighted runs and real comments; every part but the body, its comments and their entries stays as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Final

from lxml import etree

from final_accounts.annotating.notes import Note, Place, places
from final_accounts.annotating.word_comments import with_comments
from final_accounts.model.document import ReadDocument

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY: Final = "word/document.xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_UNSEEN: Final = frozenset({"del", "moveFrom", "Fallback", "rt"})
_COLOURS: Final = {"blocking": "yellow", "explain": "yellow", "notice": "cyan"}
_BEHIND: Final = (
    *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
    *("specVanish", "oMath", "rPrChange"),
)
"""What stands behind w:highlight in the properties of a run."""
_Member = tuple[zipfile.ZipInfo, bytes]


def annotate_word(data: bytes, document: ReadDocument, notes: Sequence[Note]) -> tuple[bytes, int] | None:
    """The document with its notes, and how many stand at their figure.

    None where the file is no DOCX of the common kind (the strict kind has other names for everything).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [(info, archive.read(info)) for info in archive.infolist()]
        return _annotated(members, document, notes)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError):
        return None


def _annotated(members: Sequence[_Member], document: ReadDocument, notes: Sequence[Note]) -> tuple[bytes, int] | None:
    parts = {info.filename: content for info, content in members}
    body = _parsed(parts[BODY])
    if body.tag != W + "document":
        return None
    signs = list(_signs(body))
    found = places(document, "".join(sign for sign, _, _ in signs), notes)
    placed = [note for note in notes if note.number in found]
    first, changed = with_comments(parts, placed)
    _mark(signs, placed, found, first)
    changed[BODY] = etree.tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _packed(members, changed), len(found)


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _packed(members: Sequence[_Member], changed: dict[str, bytes]) -> bytes:
    """The members in their order with their dates; new ones behind."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in members:
            archive.writestr(_named(info.filename, info.date_time), changed.pop(info.filename, content))
        for name, content in changed.items():
            archive.writestr(_named(name, (1980, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def _named(name: str, date: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


_Sign = tuple[str, etree._Element, int]  # noqa: SLF001 - lxml has no other name for it
"""A visible sign, the w:t it stands in, and its place there."""


def _signs(body: etree._Element) -> Iterator[_Sign]:
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name in _UNSEEN:
            walk.skip_subtree()
        elif element.tag == W + "t":
            yield from ((c, element, n) for n, c in enumerate(element.text or "") if not c.isspace())


def _mark(signs: Sequence[_Sign], notes: Sequence[Note], found: dict[int, Place], first_id: int) -> None:
    """Cut the runs at the ends of marks, colour what is marked, and put each comment around its figure."""
    colours: dict[etree._Element, dict[int, str]] = {}
    for note in notes:
        place = found[note.number]
        for _, text, index in signs[place.start : place.end]:
            colours.setdefault(text, {}).setdefault(index, _COLOURS[note.severity])
    made = {text: _cut(text, marked) for text, marked in colours.items()}
    for number, note in enumerate(notes, start=first_id):
        place, named = found[note.number], {W + "id": str(number)}
        first, last = signs[place.start], signs[place.end - 1]
        before = made[first[1]][first[2]]
        behind = made[last[1]][last[2]]
        before.addprevious(etree.Element(W + "commentRangeStart", named))
        reference = etree.Element(W + "r")
        etree.SubElement(reference, W + "commentReference", named)
        behind.addnext(reference)
        behind.addnext(etree.Element(W + "commentRangeEnd", named))


def _cut(text: etree._Element, marked: dict[int, str]) -> dict[int, etree._Element]:
    """Give marked signs of a w:t runs of their own; index of a marked sign → its run."""
    run = _alone(text)
    if run is None:
        return dict.fromkeys(marked, text)
    said = text.text or ""
    made: dict[int, etree._Element] = {}
    piece = run
    for number, (start, end) in enumerate(_stretches(said, marked)):
        if number:
            piece.addnext(fresh := _run(run.find(W + "rPr")))
            piece = fresh
            inner = etree.SubElement(piece, W + "t")
        else:
            inner = text
        inner.text = said[start:end]
        inner.set(_SPACE, "preserve")
        if start in marked:
            made.update(dict.fromkeys(range(start, end), piece))
    for each in dict.fromkeys(made.values()):
        _coloured(each, marked[next(index for index, piece in made.items() if piece is each)])
    return made


def _stretches(said: str, marked: dict[int, str]) -> Iterator[tuple[int, int]]:
    """The text cut where the colour changes; a blank between marked signs of one colour is marked with them."""
    colours: list[str] = [marked.get(index, "") for index in range(len(said))]
    for index, sign in enumerate(said):
        if sign.isspace() and index and colours[index - 1] and colours[index - 1] in colours[index + 1 :][:1]:
            colours[index] = marked[index] = colours[index - 1]
    start = 0
    for index in range(1, len(said) + 1):
        if index == len(said) or colours[index] != colours[start]:
            yield start, index
            start = index


def _alone(text: etree._Element) -> etree._Element | None:
    """The run that holds the w:t and nothing else, split off where it held more; None where no run holds it."""
    run = text.getparent()
    if run is None or run.tag != W + "r":
        return None
    properties = run.find(W + "rPr")
    behind = list(text.itersiblings())
    if behind:
        rest = _run(properties)
        rest.extend(behind)
        run.addnext(rest)
    if any(each.tag != W + "rPr" for each in text.itersiblings(preceding=True)):
        own = _run(properties)
        own.append(text)
        run.addnext(own)
        return own
    return run


def _run(properties: etree._Element | None) -> etree._Element:
    made = etree.Element(W + "r")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _coloured(run: etree._Element, colour: str) -> None:
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for old in properties.findall(W + "highlight"):
        properties.remove(old)
    highlight = etree.Element(W + "highlight", {W + "val": colour})
    follower = next((each for each in properties if etree.QName(each).localname in _BEHIND), None)
    if follower is None:
        properties.append(highlight)
    else:
        follower.addprevious(highlight)

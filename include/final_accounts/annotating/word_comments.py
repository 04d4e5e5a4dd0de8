"""The comments part of a DOCX, its entry among the content types and its relationship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from final_accounts.annotating.notes import Note
from final_accounts.model.safe_text import legal

COMMENTS: Final = "word/comments.xml"
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_W_NAME: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{_W_NAME}}}"
_TYPE_NAME: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_NAME: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR: Final = "公开文本核对"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def with_comments(parts: Mapping[str, bytes], notes: Sequence[Note]) -> tuple[int, dict[str, bytes]]:
    """The id of the first note's comment (they are numbered on), and the parts that change.

    Comments that the document already holds stay, and are numbered before ours.
    """
    name, known = _known(parts)
    root = _parsed(parts[name]) if name in parts else etree.Element(W + "comments", nsmap={"w": _W_NAME})
    used = [int(value) for each in root.iter(W + "comment") if (value := each.get(W + "id", "")).isdecimal()]
    first = max(used, default=-1) + 1
    for number, note in enumerate(notes, start=first):
        root.append(_comment(number, note))
    changed = {name: _bytes(root)}
    if not known:
        changed |= _announced(parts)
    return first, changed


def _comment(number: int, note: Note) -> etree._Element:
    made = etree.Element(W + "comment", {W + "id": str(number), W + "author": _AUTHOR, W + "initials": "核"})
    for place, line in enumerate((note.title, *note.lines)):
        run = etree.SubElement(etree.SubElement(made, W + "p"), W + "r")
        if place == 0:
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "b")
        text = etree.SubElement(run, W + "t", {_SPACE: "preserve"})
        text.text = legal(line)
    return made


def _known(parts: Mapping[str, bytes]) -> tuple[str, bool]:
    """Where the comments of the body stand, and whether the document says so already."""
    if _RELATIONS in parts:
        for each in _parsed(parts[_RELATIONS]):
            if each.get("Type") == _KIND:
                target = each.get("Target", "")
                return (target.lstrip("/") if target.startswith("/") else f"word/{target}"), True
    return COMMENTS, False


def _announced(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    types = _parsed(parts[_TYPES])
    wanted = {"PartName": f"/{COMMENTS}", "ContentType": _CONTENT}
    if not any(each.get("PartName") == wanted["PartName"] for each in types):
        etree.SubElement(types, f"{{{_TYPE_NAME}}}Override", wanted)
    if _RELATIONS in parts:
        relations = _parsed(parts[_RELATIONS])
    else:
        relations = etree.fromstring(f'<Relationships xmlns="{_RELATION_NAME}"/>')
    taken = {each.get("Id") for each in relations}
    fresh = next(name for n in range(1, len(taken) + 2) if (name := f"rIdComments{n}") not in taken)
    said = {"Id": fresh, "Type": _KIND, "Target": "comments.xml"}
    etree.SubElement(relations, f"{{{_RELATION_NAME}}}Relationship", said)
    return {_TYPES: _bytes(types), _RELATIONS: _bytes(relations)}


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

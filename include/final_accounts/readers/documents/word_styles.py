"""Which styles of a DOCX are headings, and which hide their text."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BODY: Final = 9
"""The outline level Word gives to what is no heading."""
_DEEP: Final = 20


class Styles:
    """Looks up ``word/styles.xml``; without one nothing is a heading."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, int] = {}
        self._lists: dict[str, tuple[str, int] | None] = {}
        self._by_id = {} if root is None else {s.get(_W + "styleId", ""): s for s in root.iter(_W + "style")}

    def level(self, paragraph: etree._Element) -> int:
        """1 to 9 for a heading, else 0."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return 0
        own = _outline(properties)
        if own is not None:
            return own
        style = _named(properties)
        if style not in self._levels:
            self._levels[style] = self._level_of(style)
        return self._levels[style]

    def numbering(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Id of the list and level of a numbered paragraph, its own or its style's."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return None
        if properties.find(_W + "numPr") is not None:
            return _numbered(properties)
        style = _named(properties)
        if style not in self._lists:
            inner = (s.find(_W + "pPr") for s in self._chain(style))
            own = (p for p in inner if p is not None and p.find(_W + "numPr") is not None)
            self._lists[style] = next((_numbered(p) for p in own), None)
        return self._lists[style]

    def _level_of(self, style_id: str) -> int:
        for style in self._chain(style_id):
            inner = style.find(_W + "pPr")
            found = None if inner is None else _outline(inner)
            if found is not None:
                return found
            name = style.find(_W + "name")
            named = _HEADING.fullmatch("" if name is None else name.get(_W + "val", ""))
            if named:
                return int(named[1])
        return 0

    def hides(self, run: etree._Element) -> bool:
        """Whether a run is hidden, by itself or by its character style."""
        properties = run.find(_W + "rPr")
        if properties is None:
            return False
        own = _switch(properties)
        if own is not None:
            return own
        reference = properties.find(_W + "rStyle")
        for style in self._chain("" if reference is None else reference.get(_W + "val", "")):
            inner = style.find(_W + "rPr")
            found = None if inner is None else _switch(inner)
            if found is not None:
                return found
        return False

    def _chain(self, style_id: str) -> list[etree._Element]:
        """A style and those it is based on."""
        found: list[etree._Element] = []
        while style_id in self._by_id and len(found) < _DEEP:
            style = self._by_id[style_id]
            found.append(style)
            based = style.find(_W + "basedOn")
            style_id = "" if based is None else based.get(_W + "val", "")
        return found


def _named(properties: etree._Element) -> str:
    style = properties.find(_W + "pStyle")
    return "" if style is None else style.get(_W + "val", "")


def _outline(properties: etree._Element) -> int | None:
    said = properties.find(_W + "outlineLvl")
    value = "" if said is None else said.get(_W + "val", "")
    if not (value.isascii() and value.isdigit()):
        return None
    return int(value) + 1 if int(value) < _BODY else 0


def _numbered(properties: etree._Element) -> tuple[str, int] | None:
    found = properties.find(_W + "numPr")
    number = None if found is None else found.find(_W + "numId")
    level = None if found is None else found.find(_W + "ilvl")
    if number is None or number.get(_W + "val", "0") == "0":
        return None
    said = "0" if level is None else level.get(_W + "val", "0")
    return number.get(_W + "val", ""), int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0


def _switch(properties: etree._Element) -> bool | None:
    said = properties.find(_W + "vanish")
    return None if said is None else said.get(_W + "val", "true") not in {"0", "false", "off"}

"""Numbers that Word prints before paragraphs of a list: 一、 （一） 1. They stand in no text of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from final_accounts.model.ordinals import chinese

if TYPE_CHECKING:
    from final_accounts.readers.documents.word_styles import Styles

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE: Final = re.compile(r"%([1-9])")
_CHINESE: Final = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional"),
    )
)
_LEVELS: Final = 9
_CIRCLED: Final = 20


class _Level:
    def __init__(self, element: etree._Element) -> None:
        self.start = _whole(_value(element, "start"), 1)
        self.form = _value(element, "numFmt") or "decimal"
        self.text = _value(element, "lvlText")


class Lists:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        for found in () if root is None else root.iter(_W + "abstractNum"):
            levels = {_whole(e.get(_W + "ilvl", "0"), 0): _Level(e) for e in found.iter(_W + "lvl")}
            self._levels[found.get(_W + "abstractNumId", "")] = levels
        for found in () if root is None else root.iter(_W + "num"):
            self._abstract[found.get(_W + "numId", "")] = _value(found, "abstractNumId")

    def mark(self, paragraph: etree._Element, styles: Styles) -> str:
        """What is printed before this paragraph, "" for bullets and paragraphs of no list."""
        numbered = styles.numbering(paragraph)
        if numbered is None:
            return ""
        abstract = self._abstract.get(numbered[0], "")
        levels = self._levels.get(abstract, {})
        level = levels.get(numbered[1])
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        before = counts[numbered[1]]
        counts[numbered[1]] = level.start if before is None else before + 1
        counts[numbered[1] + 1 :] = [None] * (_LEVELS - numbered[1] - 1)
        if level.form in {"bullet", "none"}:
            return ""

        def shown(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            of = levels.get(index)
            number = counts[index]
            return "" if of is None else _number(of.start if number is None else number, of.form)

        return _PLACE.sub(shown, level.text)


def _number(number: int, form: str) -> str:
    if form in _CHINESE and number > 0:
        return chinese(number)
    if form == "decimalFullWidth":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= _CIRCLED:
        return chr(0x2460 + number - 1)
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def _value(element: etree._Element, name: str) -> str:
    found = element.find(_W + name)
    return "" if found is None else found.get(_W + "val", "")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise  # noqa: PLR2004

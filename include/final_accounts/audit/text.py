"""Text as the grammar reads it: one form for every sign, no blanks, and the way back to what was printed.

A *passage* is what a reader takes for one paragraph: printed lines that a page break or a line end has torn apart are
joined again. Every character of the normalised text knows the place it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from final_accounts.model.document import Spot, TextLine

_FORMS: Final = str.maketrans(
    {"(": "（", ")": "）", ":": "：", ";": "；", "︰": "：", "﹪": "%", "％": "%", "．": ".", "﹒": "."}
    | {"－": "-", "−": "-", "–": "-", "【": "（", "】": "）", "“": "“", "”": "”", "＂": '"', "〈": "<", "〉": ">"}
    | {"＝": "=", "＊": "*", "×": "×", "∕": "/", "／": "/", "￥": "¥"}
    | {chr(0xFF10 + n): str(n) for n in range(10)}
)
_BLANK: Final = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]")
_ENDS: Final = "。；：！？;:!?"
_HEADING: Final = re.compile(
    r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]{1,2}[.、．](?![0-9])|（[0-9]{1,2}）"
    r"|[①-⑳]|附[件表]?[一二三四五六七八九十0-9：:]|图[0-9]|（图|表[0-9]|目标[0-9]|[-*#《])"
)
_LEADING: Final = re.compile(r"(?:^|[^0-9.])[0-9]{1,3}$|[,，][0-9]{3}$")
_GROUPS: Final = re.compile(r"[0-9]{3}(?:[,，][0-9]{3})*(?![0-9])\s*(?P<rest>.?)")
_MEASURED: Final = re.compile(r"[0-9][0-9.]*(?:[万亿]?元|%)")
_LONG: Final = 18  # a shorter line that does not end a sentence is a heading or a cell, not torn prose


@dataclass(frozen=True, slots=True)
class Passage:
    """Normalised ``text`` with the printed lines it came from; ``origin[i]`` is (line index, column) of character i."""

    text: str
    lines: tuple[TextLine, ...]
    origin: tuple[tuple[int, int], ...]

    def spot(self, start: int) -> Spot:
        """Where the character stands."""
        if not self.origin:
            return self.lines[0].spot
        return self.lines[self.origin[min(start, len(self.origin) - 1)][0]].spot

    def printed(self, start: int, end: int) -> str:
        """The text as printed, blanks of torn lines left out."""
        if start >= end:
            return ""
        (first, low), (last, high) = self.origin[start], self.origin[end - 1]
        if first == last:
            return self.lines[first].text[low : high + 1]
        middle = [line.text for line in self.lines[first + 1 : last]]
        return "".join([self.lines[first].text[low:], *middle, self.lines[last].text[: high + 1]])

    def between(self, start: int, end: int) -> Passage:
        """The characters from ``start`` to ``end`` as a passage of their own, with the lines they stand in."""
        first, last = self.origin[start][0], self.origin[end - 1][0]
        origin = tuple((line - first, column) for line, column in self.origin[start:end])
        return Passage(self.text[start:end], self.lines[first : last + 1], origin)


@lru_cache(maxsize=20_000)
def normalised(text: str) -> str:
    """One form for every sign, without blanks.

    >>> normalised("增长 37.38 ％ ,占（类) １,２３４.５")
    '增长37.38%，占（类）1234.5'
    """
    return one_comma("".join(char for char, _ in _characters(text)))


def _characters(text: str) -> list[tuple[str, int]]:
    """Characters that remain, each with its column in ``text``."""
    folded: list[tuple[str, int]] = []
    for column, char in enumerate(text):
        if char in "①②③④⑤⑥⑦⑧⑨⑩":
            folded.append((char, column))
            continue
        plain = char.translate(_FORMS)
        if "\uff21" <= char <= "\uff5a":
            plain = unicodedata.normalize("NFKC", char)
        folded.append((plain, column))
    return [item for place, item in enumerate(folded) if _kept(folded, place)]


def _kept(chars: Sequence[tuple[str, int]], place: int) -> bool:
    char = chars[place][0]
    if _BLANK.match(char):
        return False
    if char in ",，":
        return not _groups_thousands(chars, place)
    return True


def _groups_thousands(chars: Sequence[tuple[str, int]], place: int) -> bool:
    """A comma between digits with groups of exactly three digits behind it and at most three before.

    A full-width comma groups only inside a figure that goes on with decimals or a measure: 1，234.56万元.
    """
    before = "".join(char for char, _ in chars[max(place - 8, 0) : place])
    if not _LEADING.search(before):
        return False
    behind = "".join(char for char, _ in chars[place + 1 : place + 24])
    found = _GROUPS.match(behind)
    if found is None:
        return False
    return chars[place][0] == "," or found["rest"] in {".", "万", "元", "亿"}


def one_comma(text: str) -> str:
    """What is left of ASCII commas separates clauses."""
    return text.replace(",", "，")


def passage(lines: Sequence[TextLine]) -> Passage:
    """Lines of one paragraph as one passage."""
    chars: list[str] = []
    origin: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        for char, column in _characters(line.text):
            chars.append(char)
            origin.append((index, column))
    return Passage(one_comma("".join(chars)), tuple(lines), tuple(origin))


def passages(lines: Iterable[TextLine], full: int = 0) -> list[Passage]:
    """Paragraphs: a line that ends in the middle of a sentence goes on in the next one that is no heading.

    On printed pages a line of at least ``full`` columns goes on whatever it ends with.
    """
    found: list[Passage] = []
    open_lines: list[TextLine] = []
    for line in lines:
        plain = normalised(line.text)
        if not plain:
            continue
        if open_lines and not _goes_on(open_lines[-1], plain, line, full):
            found.append(passage(open_lines))
            open_lines = []
        open_lines.append(line)
    if open_lines:
        found.append(passage(open_lines))
    return found


def _goes_on(last: TextLine, after: str, line: TextLine, full: int) -> bool:
    if line.level or line.text.startswith("\t") or _HEADING.match(after):
        return False
    before = normalised(last.text)
    if full:
        if "\t" in line.text.strip() or "\t" in last.text.strip() or re.search(r"(?:[.…·] ?){4,}", last.text):
            return False
        torn = len(before) >= _LONG and before[-1] not in _ENDS and _MEASURED.match(after)  # a figure too long for it
        if columns(last.text) >= full or torn:
            return True
    if len(before) < _LONG or before[-1] in _ENDS:
        return False
    if before.count("（") > before.count("）"):
        return True
    return before[-1] in "，、的" or (before[-1] not in "）”》" and after[0] not in "“《（" and len(before) > _LONG * 2)


def columns(text: str) -> int:
    """Columns a text takes in print: two for a Chinese character, one for a digit."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text.strip())


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, the full stop included; a full stop inside a bracket does not end one.

    >>> [("甲。乙；丙。")[a:b] for a, b in sentences("甲。乙；丙。")]
    ['甲。', '乙；丙。']
    """
    found: list[tuple[int, int]] = []
    start = depth = 0
    for place, char in enumerate(text):
        depth += (char == "（") - (char == "）" and depth > 0)
        if char in "。！？" and depth == 0:
            found.append((start, place + 1))
            start = place + 1
    if start < len(text):
        found.append((start, len(text)))
    return found

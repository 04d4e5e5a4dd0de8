"""The parts and sections of a document, recognised by their headings, whatever the region.

A heading is a short line with a number before it or a title the lexicon knows. Lines of the contents list are told
apart from the headings they announce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from final_accounts.audit.lengths import stretches
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.paper import full_width, masked, running_lines
from final_accounts.audit.sheet_pages import laid_out
from final_accounts.audit.text import Passage, normalised, passages
from final_accounts.model.document import ReadDocument, ReadTable, Spot, TextLine, Unread

_PART: Final = re.compile(r"^[-#*]*第([一二三四五六七八九十]+)部分(?P<title>.*)$")
_NUMBERED: Final = (
    ("chinese", re.compile(r"^[-#*]*(?P<n>[一二三四五六七八九十]+)、(?P<title>.+)$")),
    ("bracketed", re.compile(r"^[-#*]*（(?P<n>[一二三四五六七八九十]+)）(?P<title>.+)$")),
    ("arabic", re.compile(r"^[-#*]*(?P<n>[0-9]{1,2})[、.．](?![0-9])(?P<title>.+)$")),
    ("small", re.compile(r"^[-#*]*（(?P<n>[0-9]{1,2})）(?P<title>.+)$")),
)
_CONTENTS: Final = re.compile("^目录(?:关闭)?$")  # a page has a button beside it
_TABLE: Final = re.compile(r"^[-#*]*附?表(?P<n>[0-9]{1,2})[：、.]?(?P<title>(?:20[0-9]{2}年|[\u4e00-\u9fff]).*)$")
_LEADER: Final = re.compile(r"(HYPERLINK.*)?PAGEREF.*$|[.…·。]{3,}[0-9]*$|[0-9]{1,3}$")
_SMALL_SECTION: Final = re.compile(r"(情况|说明|结果|支出)$")  # what a small number announces may be a mere item
QUOTED: Final = "quoted"
"""The part that repeats what a review found: its figures are those of findings."""
_TITLE_LENGTH: Final = 45
_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


def chinese_number(text: str) -> int:
    """Number of a Chinese ordinal up to 99.

    >>> [chinese_number(t) for t in ("三", "十", "十三", "二十六")]
    [3, 10, 13, 26]
    """
    tens, has_ten, ones = text.rpartition("十")
    if not has_ten:
        return _DIGITS.get(text, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def chinese_numeral(number: int) -> str:
    """Inverse of :func:`chinese_number`.

    >>> [chinese_numeral(n) for n in (3, 10, 13, 26)]
    ['三', '十', '十三', '二十六']
    """
    tens, ones = divmod(number, 10)
    numerals = {n: c for c, n in _DIGITS.items()}
    return (numerals.get(tens, "") if tens > 1 else "") + ("十" if tens else "") + (numerals[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its style of numbering, its number (0 when unnumbered), its title; 表6 only in contents lists."""

    spot: Spot
    style: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage or a table with where it stands: ``part`` and ``section`` are ids of the lexicon or ""."""

    item: Passage | ReadTable
    part: str
    section: str
    heading: Heading | None = None
    before: tuple[Passage, ...] = ()  # for a table: the passages right above it, nearest first


@dataclass(frozen=True, slots=True)
class Outline:
    """The document in reading order, its headings, and the lines of its contents list; ``unread`` was left out."""

    placed: tuple[Placed, ...]
    headings: tuple[Heading, ...] = ()
    contents: tuple[Heading, ...] = ()
    parts: dict[str, Spot] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()

    def prose(self) -> Iterator[tuple[Passage, Placed]]:
        """Passages outside the contents list; what repeats figures of a review is no statement of the document."""
        for placed in self.placed:
            if isinstance(placed.item, Passage) and placed.part != QUOTED:
                yield placed.item, placed

    def tables(self) -> Iterator[tuple[ReadTable, Placed]]:
        """Tables in order."""
        for placed in self.placed:
            if isinstance(placed.item, ReadTable):
                yield placed.item, placed


def outline(document: ReadDocument, lexicon: Lexicon) -> Outline:
    """Recognise the headings of a document and place everything below them."""
    all_items = list(_items(document))
    items = [item for item in all_items if not isinstance(item, Unread)]
    first, last = _contents_range(items)
    contents = tuple(h for h in (_contents_line(item, lexicon) for item in items[first:last]) if h is not None)
    placed: list[Placed] = []
    headings: list[Heading] = []
    parts: dict[str, Spot] = {}
    where = _Where()
    for item in [*items[:first], *items[last:]]:
        if isinstance(item, ReadTable):
            placed.append(Placed(item, where.part, where.section, before=_above(placed)))
            continue
        heading = heading_of(item, lexicon)
        if heading is not None and heading.style == "part" and not heading.title:
            heading = replace(heading, title=_next_text(items, item))
        where.quote(item, lexicon)
        if heading is not None:
            headings.append(heading)
            where.enter(heading, lexicon)
        if where.part == QUOTED or (heading is not None and heading.style == "part"):
            parts.setdefault(where.part, item.lines[0].spot)
        placed.append(Placed(item, where.part, where.section, heading))
    unread = tuple(item for item in all_items if isinstance(item, Unread))
    return Outline(tuple(placed), tuple(headings), contents, parts, unread)


@dataclass
class _Where:
    """The part and the section that the last headings opened; ``opened`` is the small heading a section began with."""

    part: str = ""
    section: str = ""
    outer: str = ""
    opened: tuple[str, int] = ("", 0)

    def quote(self, item: Passage, lexicon: Lexicon) -> None:
        """What repeats a review's figures begins with a heading of its own and ends with the next marked one."""
        if lexicon.quoting.fullmatch(item.text):
            self.part, self.section, self.outer = QUOTED, "", ""
        elif self.part == QUOTED and item.lines[0].level:
            self.part = ""

    def enter(self, heading: Heading, lexicon: Lexicon) -> None:
        """What a heading opens or ends."""
        if heading.style == "part":
            self.part, self.section = next((n for n, p in lexicon.parts if p.search(heading.title)), ""), ""
            return
        found = lexicon.section_of(heading.title)
        small = heading.style in ("arabic", "small")
        if found and not (small and not _SMALL_SECTION.search(heading.title)):
            self.outer = self.outer if small else found
            self.section, self.opened = found, (heading.style if small else "", heading.number)
        elif heading.style == "chinese":
            self.section = self.outer = ""
        elif self.opened == (heading.style, heading.number - 1):
            self.section = self.outer


def _next_text(items: list[Passage | ReadTable], item: Passage) -> str:
    """The line below a heading that is only 第二部分."""
    place = next(n for n, each in enumerate(items) if each is item) + 1
    below = items[place] if place < len(items) else None
    return below.text if isinstance(below, Passage) and len(below.text) <= _TITLE_LENGTH else ""


def heading_of(item: Passage, lexicon: Lexicon) -> Heading | None:
    """The heading a passage is, or None."""
    text = item.text
    spot = item.lines[0].spot
    found = _PART.match(text)
    if found and len(text) <= _TITLE_LENGTH * 2:
        return Heading(spot, "part", chinese_number(found[1]), found["title"])
    for style, pattern in _NUMBERED:
        found = pattern.match(text)
        if found is None:
            continue
        title = found["title"]
        if len(title) > _TITLE_LENGTH or re.search(r"[；]|，.*。|[0-9]+(\.[0-9]+)?(万元|元|%)", title):
            title = re.split(r"[。：；，]", title)[0]
        number = found["n"]
        return Heading(spot, style, int(number) if number.isdigit() else chinese_number(number), title.rstrip("。：."))
    known = (
        len(text) <= _TITLE_LENGTH and not text.endswith(("。", "；", "，")) and not text.startswith(("（", "《", "图"))
    )
    if known and text.endswith(("情况说明", "情况", "说明")) and lexicon.section_of(text):
        return Heading(spot, "unnumbered", 0, text)
    return None


def _items(document: ReadDocument) -> Iterator[Passage | ReadTable | Unread]:
    """Passages and tables in order; lines between two tables are joined among themselves only."""
    running = running_lines(document) if document.pages else frozenset()
    full = full_width(document, running) if document.pages else 0
    run: list[TextLine] = []
    blocks = (part for b in document.blocks for part in (laid_out(b) if isinstance(b, ReadTable) else (b,)))
    for block in blocks:
        if isinstance(block, TextLine):
            if masked(block.text) not in running:
                run.append(block)
            continue
        yield from _read_at_once(run, full)
        run = []
        yield block
    yield from _read_at_once(run, full)


def _read_at_once(run: list[TextLine], full: int) -> Iterator[Passage | Unread]:
    for each in passages(run, full):
        yield from stretches(each)


def _contents_range(items: list[Passage | ReadTable]) -> tuple[int, int]:
    """[first, last) of the contents list: from 目录 to the first heading it has already announced."""
    first = next((n for n, i in enumerate(items) if isinstance(i, Passage) and _CONTENTS.match(i.text)), -1)
    if first < 0:
        return 0, 0
    seen: set[str] = set()
    for place in range(first + 1, len(items)):
        item = items[place]
        if isinstance(item, ReadTable):
            continue
        plain = _bare(item.text)
        found = _PART.match(plain)
        if found is None:
            continue
        if found[1] in seen:
            return first, place
        seen.add(found[1])
    return first, first + 1


def _bare(text: str) -> str:
    return _LEADER.sub("", text.lstrip("-#*"))


def _contents_line(item: Passage | ReadTable, lexicon: Lexicon) -> Heading | None:
    if isinstance(item, ReadTable):
        return None
    plain = _bare(item.text)
    found = _PART.match(plain)
    if found:
        return Heading(item.lines[0].spot, "part", chinese_number(found[1]), found["title"])
    if (found := _TABLE.match(plain)) is not None:
        return Heading(item.lines[0].spot, "table", int(found["n"]), found["title"])
    return heading_of(Passage(plain, item.lines, item.origin), lexicon)


def _above(placed: list[Placed]) -> tuple[Passage, ...]:
    """Up to six passages right above, nearest first, back to the last table."""
    found: list[Passage] = []
    for each in reversed(placed):
        if isinstance(each.item, ReadTable) or len(found) >= 6:
            break
        found.append(each.item)
    return tuple(found)


def title_key(text: str) -> str:
    """A title without what differs between contents and text: year, number, brackets, blanks, quotes.

    >>> title_key("五、2021 年度一般公共预算财政拨款支出决算表(表 5)")
    '一般公共预算财政拨款支出决算表'
    """
    plain = normalised(text)
    plain = re.sub(r"^附?表[0-9]{1,2}(?=20[0-9]{2}年|[\u4e00-\u9fff])", "", plain)
    plain = re.sub(r"（(?:财决|公开|附|表|[0-9一二三四五六七八九十-])+）$", "", plain)
    plain = re.sub(r"（表[0-9]+）|^[-#*]*[一二三四五六七八九十0-9]+[、.]|20[0-9]{2}年度?", "", plain)
    return re.sub(r"[“”\"《》\s]", "", plain)

"""Contents against parts present, numbering, labels of annexes; a document's year, its unit and unknown sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.outline import Heading, Outline, Placed, chinese_numeral, title_key
from final_accounts.audit.tables import table_id
from final_accounts.audit.text import Passage, normalised
from final_accounts.audit.writing import finding
from final_accounts.model.document import ReadTable, Unread
from final_accounts.model.finding import Severity

_TABLE: Final = re.compile(r"（?表(?P<n>[0-9]{1,2})）?$")
_SHORT: Final = 80  # a sentence that says there is none
_BEGINNING: Final = 5  # characters by which a heading is known again
_ALIKE: Final = 0.7  # of two titles that mean one table
_STYLES: Final = ("part", "chinese", "bracketed", "arabic", "small")
_PRINTED: Final = {"part": "第{}部分", "chinese": "{}、", "bracketed": "（{}）"}
_STOPS: Final = ("。", "；", "，", "：", "！", "？")
_TITLE: Final = 45
_NUMBERED: Final = re.compile(r"（?[0-9①-⑳]")
Announced = frozenset[tuple[str, int]]
"""Style and number of the headings a contents list announces."""
_ANNEX: Final = re.compile(r"^附件(?P<n>[0-9]{1,2})：?$")


def contents(outline: Outline, book: Book) -> tuple[list[Claim], list[Unread]]:
    """Tables the contents list announces and the document does not hold.

    A document that holds none of its tables has them elsewhere (an attachment): that is said once as unread, and is no
    error of the document.
    """
    present = set(book.facts.tables_by_id)
    tables_part = next((s for p, s in outline.parts.items() if p == "tables"), None)
    listed = [(h, entry) for h in outline.contents if (entry := table_id(title_key(h.title), book.lexicon)) is not None]
    if not listed:
        listed = [(h, e) for h in outline.headings if (e := table_id(title_key(h.title), book.lexicon)) is not None]
    absent = [(h, e) for h, e in listed if e["id"] not in present]
    if not listed or not absent:
        return [], []
    if not present:
        why = f"列出 {len(listed)} 张决算表，文中没有表格内容，表内、表间和文表关系没有核对"
        return [], [Unread(tables_part or listed[0][0].spot, why)]
    nil = {e["id"] for h, e in absent if _nil_told(outline, e["id"])}
    found = [
        finding(
            h.spot,
            h.title,
            "contents",
            f"目录列出“{_bare(h.title)}”，正文没有这张表"
            + ("；没有发生额的表也应列出空表并说明" if e["id"] in nil else ""),
            stated=f"表{h.number}" if h.style == "table" else _number(h.title),
            severity=Severity.BLOCKING,
            proposed="补列该表；没有数据的列空表并加说明",
        )
        for h, e in absent
    ]
    return found, []


def tables_unknown(outline: Outline, book: Book) -> Iterator[Claim]:
    """Lines of the contents that announce a table no official layout knows and no title of the document has.

    Told only of a document that holds its tables: where they are attached, so may this one be.
    """
    if not book.facts.tables_by_id:
        return
    titles = set(_titles(outline))
    for heading in outline.contents:
        key = title_key(heading.title)
        if heading.style != "table" or len(key) < _BEGINNING or table_id(key, book.lexicon) is not None:
            continue
        if not any(key in title or _alike(key, title) for title in titles):
            yield finding(
                heading.spot,
                heading.title,
                "contents",
                f"目录列出表{heading.number}“{heading.title}”，正文没有这样的表名",
                stated=heading.title,
                severity=Severity.EXPLAIN,
                proposed="改正目录中的表名，或补列该表",
            )


def _titles(outline: Outline) -> Iterator[str]:
    """What may be the title of a table: short passages, the first rows of tables, names of sheets."""
    for placed in outline.placed:
        if isinstance(placed.item, Passage):
            if len(placed.item.text) <= _SHORT:
                yield title_key(placed.item.text)
            continue
        yield title_key(placed.item.spot.sheet)
        yield from (title_key(cell.text) for row in placed.item.rows[:3] for cell in row)


def _alike(key: str, title: str) -> bool:
    """Whether two titles are one in other words: 部门整体支出绩效自评表 and 整体绩效自评表."""
    return len(title) >= _BEGINNING and SequenceMatcher(None, key, title, autojunk=False).ratio() >= _ALIKE


def parts_absent(outline: Outline, lexicon: Lexicon) -> Iterator[Claim]:
    """Parts and sections the contents announce and no heading has, whatever their exact wording."""
    titles = {title_key(h.title) for h in outline.headings}
    sections = {lexicon.section_of(h.title) for h in outline.headings} - {""}
    numbers = {h.number for h in outline.headings if h.style == "part"}
    if not outline.headings:
        return
    for heading in outline.contents:
        if heading.style == "part":
            present = heading.number in numbers
        elif heading.style == "chinese" and table_id(title_key(heading.title), lexicon) is None:
            key, section = title_key(heading.title), lexicon.section_of(heading.title)
            begins = any(t[:_BEGINNING] == key[:_BEGINNING] or t[1:] == key for t in titles)
            present = begins or section in sections
        else:
            continue
        if not present:
            yield finding(
                heading.spot,
                heading.title,
                "contents",
                f"目录列出“{heading.title}”，正文没有这一部分",
                stated=heading.title,
                severity=Severity.BLOCKING,
                proposed="补写该部分，或改正目录",
            )


def _bare(title: str) -> str:
    return _TABLE.sub("", normalised(title))


def _number(title: str) -> str:
    found = _TABLE.search(normalised(title))
    return f"表{found['n']}" if found else ""


def _nil_told(outline: Outline, form: str) -> bool:
    words = {"T7": "三公", "T8": "政府性基金", "T9": "国有资本经营"}.get(form, "")
    return bool(words) and any(
        words in p.text and re.search(r"(?:没有|无|未)", p.text) and len(p.text) < _SHORT for p, _ in outline.prose()
    )


def numbering(outline: Outline, book: Book) -> Iterator[Claim]:
    """A number twice or left out in one run of numbered paragraphs; a heading without a number may fill a gap.

    A run ends at a heading of a higher style; one of arabic numbers at a table too. A number one begins a new run.
    """
    last: dict[str, tuple[int, Heading]] = {}
    announced = frozenset((h.style, h.number) for h in outline.contents)
    for place, item in enumerate(outline.placed):
        if isinstance(item.item, ReadTable):
            last.pop("arabic", None)
            last.pop("small", None)
            continue
        heading = item.heading
        if heading is None or heading.style not in _STYLES or heading.spot in book.form_spots:
            continue
        if heading.style in last and item.part != "tables":
            at, before = last[heading.style]
            run = outline.placed[at : place + 1]
            why = _twice(before, heading, run) or _left_out(before, heading, run, announced)
            if why:
                yield finding(
                    heading.spot,
                    item.item.printed(0, len(item.item.text)),
                    "numbering",
                    why,
                    stated=str(heading.number),
                    severity=Severity.NOTICE,
                    spots=(before.spot,),
                    proposed="重新编号" if before.number == heading.number else "核对编号，或补写缺少的部分",
                )
        for style in _STYLES[_STYLES.index(heading.style) + 1 :]:
            last.pop(style, None)
        last[heading.style] = (place, heading)
    yield from _annexes(outline)


def _twice(before: Heading, heading: Heading, run: Sequence[Placed]) -> str:
    """Two ones in neighbouring lines are one list that forgot to count; two ones further apart begin two lists."""
    if before.number != heading.number:
        return ""
    if heading.number > 1:
        return f"编号与{before.spot}重复"
    neighbours = heading.number == 1 and not any(isinstance(p.item, Passage) for p in run[1:-1])
    return f"编号 1 与{before.spot}重复，以下编号顺延有误" if neighbours else ""


def _left_out(before: Heading, heading: Heading, run: Sequence[Placed], announced: Announced) -> str:
    """Numbers that a run jumps over. A short line without a full stop may be a heading whose number was lost.

    What the contents announce is missed there (tables too). A number inside a paragraph is there, though it heads none.
    """
    printed = _PRINTED.get(heading.style)
    skipped = range(before.number + 1, heading.number)
    if printed is None or before.number < 1 or any((heading.style, n) in announced for n in skipped):
        return ""
    missing = [printed.format(chinese_numeral(n)) for n in skipped]
    texts = [p.item.text for p in run if isinstance(p.item, Passage)]
    if any(number in text for number in missing for text in texts) or any(_unnumbered(p) for p in run[1:-1]):
        return ""
    first, after = (printed.format(chinese_numeral(n)) for n in (before.number, heading.number))
    return f"编号从“{first}”（{before.spot}）跳到“{after}”，缺“{'”“'.join(missing)}”" if missing else ""


def _unnumbered(placed: Placed) -> bool:
    """Whether a paragraph is or may be a heading without a number."""
    if not isinstance(placed.item, Passage):
        return False
    if placed.heading is not None:
        return placed.heading.style == "unnumbered"
    text = placed.item.text
    return len(text) <= _TITLE and not text.endswith(_STOPS) and not _NUMBERED.match(text)


def _annexes(outline: Outline) -> Iterator[Claim]:
    """附件3 without 附件1 and 附件2 before it in the same part; a label inside a cover does not count."""
    seen: dict[str, set[int]] = {}
    for passage, placed in outline.prose():
        found = _ANNEX.match(passage.text)
        if found is None or placed.part != "annex":
            continue
        numbers = seen.setdefault(placed.part, set())
        number = int(found["n"])
        if number > 1 and number - 1 not in numbers and not numbers:
            yield finding(
                passage.lines[0].spot,
                passage.text,
                "numbering",
                f"标为附件{number}，前面没有附件{number - 1}",
                stated=f"附件{number}",
                severity=Severity.NOTICE,
                proposed="核对附件编号",
            )
        numbers.add(number)


def fiscal_year(outline: Outline) -> int:
    """The year a document is about: the one named most often with 年度."""
    counted: Counter[int] = Counter()
    for place, (passage, _) in enumerate(outline.prose()):
        for year in re.findall(r"(20[0-9]{2})年度", passage.text):
            counted[int(year)] += 3 if place < 40 else 1
    return counted.most_common(1)[0][0] if counted else 0


def unit_name(outline: Outline) -> str:
    """The unit: from the title of the first part, the cover, or the line above a table."""
    patterns = (
        r"(?:部门|单位)：(?P<name>[^：，。]{4,40}?)(?:金额)?单位：",
        r"^(?:部门|单位|编制单位|公开部门|公开单位|预算单位名称|部门（单位）名称|单位名称)(?:（盖章）|名称)?：(?P<name>[^：，。]{4,40}?)(?:预算单位编码|填报日期|自评|$)",
        r"^第一部分(?P<name>[^0-9]{4,40}?)概况$",
        r"^20[0-9]{2}年度(?P<name>[^，。：；]{4,40}?)(?:部门|单位)决算(?:公开)?(?:说明)?$",
        r"^(?P<name>[^，。：；]{4,40}?)20[0-9]{2}年度?(?:部门|单位)?决算(?:公开)?(?:说明)?$",
    )
    for pattern in patterns:
        for passage, _ in outline.prose():
            found = re.search(pattern, passage.text)
            if found and found["name"] not in ("部门", "单位"):
                return found["name"]
    cover = [p.text for p, _ in outline.prose()][:12]
    place = next((n for n, t in enumerate(cover) if re.fullmatch(r"(?:部门|单位)决算(?:公开)?", t)), 0)
    return cover[place - 1] if place else ""


def unknown_sections(outline: Outline, lexicon: Lexicon) -> Sequence[Heading]:
    """Headings of numbered sections in the narrative that the lexicon does not know."""
    headings = [p.heading for p in outline.placed if p.heading is not None and p.part == "narrative"]
    return [h for h in headings if h.style == "chinese" and not lexicon.section_of(h.title)]

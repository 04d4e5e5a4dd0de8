"""Names of subjects: the glossary against the subjects used, parents, and the level of treasury it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.names import Path, bare_name, bracketed, paths, same_name
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity

_LEVEL = re.compile(r"(?P<level>中央|省|市|区|县|乡|镇)级财政(?!政策)")
_UNIT_LEVEL = (
    ("区级", re.compile(r"市[^省市]{2,5}区|区人民政府直属|区财政局")),
    ("县级", re.compile(r"[^市省]{2,5}县|县人民政府")),
)
_ITEM = 7
_DEPTH = {"类": 3, "款": 5, "项": 7}

_CODED = re.compile(r"(?P<name>[^（）：；，。、]{2,30})（(?:(?:功能)?(?:分类)?科目)?(?:编码|代码|编号)?：?2[0-9]{6}）")
_OF_FUNDS = re.compile("安排的支出$")


def glossary(book: Book) -> Iterator[Claim]:
    """Subjects explained that are not used, used ones that are not explained, and other parents than in the text."""
    used = _used(book)
    told_only = not any(len(c) == _ITEM for c in book.names.used)  # prose tells the items of the general budget only
    explained: set[str] = set()
    seen = False
    last: Told | None = None
    for told in book.told:
        if told.placed.part != "glossary":
            continue
        for path in paths(told.passage.text):
            if path.last[0] != "项":
                continue
            seen, last = True, told
            name = same_name(path.last[1])
            explained.add(name)
            if used and name not in used and not (told_only and _OF_FUNDS.search(path.names[-2:][0][1])):
                yield finding(
                    told.passage.spot(path.start),
                    told.sentence_at(path.start),
                    "glossary",
                    f"名词解释列出“{path.last[1]}”，本年各表和正文都没有使用这个科目",
                    stated=path.last[1],
                    severity=Severity.EXPLAIN,
                    proposed="删去该条",
                )
            else:
                yield from _parents(book, told, path, used)
    missing = [n for key, n in used.items() if key not in explained]
    if seen and last is not None and missing:
        yield finding(
            last.passage.lines[0].spot,
            "名词解释",
            "glossary",
            f"使用了但没有解释的科目：{'、'.join(missing)}",
            severity=Severity.NOTICE,
            proposed="补充解释",
        )


def _used(book: Book) -> dict[str, str]:
    """项 of the tables, else those the sentences tell: plain name → name."""
    codes = {c for c in book.names.used if len(c) == _ITEM and c.startswith("2")}
    if codes:
        return {same_name(book.names.used[c]): book.names.used[c] for c in codes}
    found: dict[str, str] = {}
    for told in book.told:
        if told.placed.part == "narrative":
            for path in paths(told.passage.text):
                if path.last[0] == "项":
                    found[same_name(path.last[1])] = path.last[1]
            for coded in _CODED.finditer(told.passage.text):
                name = bare_name(coded["name"])
                found[same_name(name)] = name
    return found


def _parents(book: Book, told: Told, path: Path, used: dict[str, str]) -> Iterator[Claim]:
    """The 类 and 款 above must be those of the tables, else those the text gives."""
    above = dict(path.names[:-1])
    for level, right in _right_parents(book, path).items():
        name = above.get(level)
        if name and right and same_name(name) != same_name(right):
            start = told.passage.text.find(name, path.start)
            yield finding(
                told.passage.spot(max(start, path.start)),
                told.sentence_at(path.start),
                "parentage",
                f"“{used[same_name(path.last[1])]}”的{level}为“{right}”，此处写“{name}”",
                stated=name,
                severity=Severity.BLOCKING,
                right=right,
                proposed=f"{right}（{level}）",
            )


def _right_parents(book: Book, path: Path) -> dict[str, str]:
    """The parents a subject has in the tables, else in the text; none where those printed are among several."""
    name = same_name(path.last[1])
    codes = [c for c, n in book.names.used.items() if len(c) == _ITEM and same_name(n) == name and c.startswith("2")]
    known = [{lv: book.names.used.get(c[:size], "") for lv, size in _DEPTH.items() if size < _ITEM} for c in codes]
    if not known:
        narrated = (p for t in book.told if t.placed.part == "narrative" for p in paths(t.passage.text))
        known = [
            dict(p.names[:-1]) for p in narrated if same_name(p.last[1]) == name and len(p.names) == len(path.names)
        ]
    printed = {level: same_name(parent) for level, parent in path.names[:-1]}
    if any(all(same_name(k.get(lv) or parent) == parent for lv, parent in printed.items()) for k in known):
        return {}
    return known[0] if known else {}


def _of_classes(book: Book, told: Told) -> list[Path]:
    """社会保障和就业支出（抚恤、死亡抚恤）: names in brackets behind what is a 类."""
    found = bracketed(told.passage.text)
    return [p for p in found if any(c.startswith("2") for c in book.names.codes(p.names[0][1], _DEPTH["类"]))]


def parentage(book: Book) -> Iterator[Claim]:
    """类款项 told in the narrative against the tables' codes, else against the register."""
    for told in book.told:
        if told.placed.part != "narrative":
            continue
        for path in (*paths(told.passage.text), *_of_classes(book, told)):
            level, name = path.last
            if len(path.names) < 2 or book.names.resolve(path):
                continue
            candidates = book.names.codes(name, _DEPTH[level])
            if not candidates:
                continue
            above_level, above = path.names[-2]
            right = {book.names.name(c[: _DEPTH[above_level]]) for c in candidates}
            told_by_tables = all(c in book.names.used for c in candidates)
            if any(same_name(above) == same_name(r) for r in right) or not (len(right) == 1 or told_by_tables):
                continue
            proper = "”或“".join(sorted(right))
            yield finding(
                told.passage.spot(path.start),
                told.sentence_at(path.start),
                "parentage",
                f"“{name}”（{level}）属于“{proper}”（{above_level}），此处写“{above}”",
                stated=above,
                severity=Severity.BLOCKING,
                right=proper,
                proposed=f"{proper}（{above_level}）{name}（{level}）",
            )


def treasury(book: Book, unit: str) -> Iterator[Claim]:
    """市级财政 in the glossary of a district's unit."""
    text = unit + "".join(t.passage.text for t in book.told if t.placed.part in ("overview", "annex"))[:20000]
    own = next((level for level, pattern in _UNIT_LEVEL if pattern.search(unit)), "")
    own = own or next((level for level, pattern in _UNIT_LEVEL if pattern.search(text)), "") if "区" in unit else own
    if not own:
        return
    for told in book.told:
        if told.placed.part != "glossary":
            continue
        found = _LEVEL.search(told.passage.text)
        if found and f"{found['level']}级" != own:
            stated = f"{found['level']}级"
            yield finding(
                told.passage.spot(found.start()),
                told.sentence_at(found.start()),
                "treasury",
                f"本单位由{own}财政拨款，名词解释写“{stated}财政”",
                stated=stated,
                severity=Severity.BLOCKING,
                right=own,
                proposed=told.sentence_at(found.start()).replace(stated, own),
            )

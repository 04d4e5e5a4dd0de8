"""The clause grammar: what each figure of a sentence says, of what, against what.

A figure's *lead* is the text between it and the figure before; the words right before it tell its role (value, change,
growth, share, completion, budget, final, prior, rate), the rest names its subject. The subject of 较上年 is the subject
named in its own clause, else the nearest total, never just the last number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names, Path, paths, same_name
from final_accounts.audit.numbers import Kind, Quantity, Token, tokens
from final_accounts.audit.outline import Placed
from final_accounts.audit.text import Passage, sentences
from final_accounts.model.document import Spot


class Role(StrEnum):
    """What a figure is in its sentence."""

    VALUE = "value"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    COMPLETION = "completion"
    BUDGET = "budget"
    FINAL = "final"
    PRIOR = "prior"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure with its role. ``parent`` is the index of the figure whose 其中 list it stands in, -1 for none.

    ``label`` is what the sentence calls it, ``whole`` what a share or a completion is of; ``direction`` +1, -1 or 0;
    ``base`` "prior", "budget" or ""; ``context`` the sentence up to the figure; ``chunk`` numbers the parts between semicolons and full stops.
    """

    token: Token
    role: Role
    label: str
    key: str
    lead: str
    section: str
    part: str
    passage: int
    sentence: int
    chunk: int
    whole: str = ""
    direction: int = 0
    base: str = ""
    year: int = 0
    parent: int = -1
    path: Path | None = None
    context: str = ""

    @property
    def quantity(self) -> Quantity:
        """The figure."""
        return self.token.quantity


@dataclass(frozen=True, slots=True)
class Told:
    """A passage with everything its figures say."""

    index: int
    passage: Passage
    placed: Placed
    statements: tuple[Statement, ...]

    def spot(self, statement: Statement) -> Spot:
        """Where a statement stands."""
        return self.passage.spot(statement.token.start)

    def sentence_at(self, start: int) -> str:
        """The printed sentence around a place."""
        for low, high in sentences(self.passage.text):
            if low <= start < high:
                return self.passage.printed(low, high).strip()
        return self.passage.printed(0, len(self.passage.text)).strip()


_CUT: Final = re.compile(
    r"[，；：。]|（(?!.）)|(?<!（.)）"
)  # a bracket around one character belongs to the word: 维修（护）费
_CONTEXT: Final = re.compile(r"[；。]")
_TOTALS: Final = frozenset({Role.VALUE, Role.FINAL, Role.BUDGET, Role.PRIOR})  # what a 其中 can divide


def told(index: int, passage: Passage, placed: Placed, lexicon: Lexicon, names: Names, year: int) -> Told:
    """Read one passage."""
    found: list[Statement] = []
    figures = tokens(passage.text)
    previous = 0
    parents: dict[tuple[int, Kind], int] = {}
    outer: dict[tuple[int, Kind], int] = {}
    spans = sentences(passage.text)
    at_paths = paths(passage.text)
    for number, token in enumerate(figures):
        lead = passage.text[previous : token.start]
        previous = token.end
        sentence = next((n for n, (a, b) in enumerate(spans) if a <= token.start < b), 0)
        if number and _passed(lead, "。"):
            parents.clear()
            outer.clear()
        _lists(lead, token, found, parents, outer, lexicon)
        statement = _statement(token, lead, passage, placed, lexicon, year)
        chunk = len(_CONTEXT.findall(passage.text[: token.start]))
        path = _path_before(at_paths, passage.text, token)
        statement = replace(statement, passage=index, sentence=sentence, chunk=chunk, path=path)
        statement = replace(statement, key=_key(statement, lexicon, names))
        if statement.role in (Role.VALUE, Role.FINAL, Role.RATE):
            parent = parents.get((token.depth, token.kind), -1)
            key = lexicon.child_key(found[parent].key, statement.label, statement.key) if parent >= 0 else statement.key
            statement = replace(statement, parent=parent, key=key)
        found.append(statement)
    return Told(index, passage, placed, tuple(found))


def _passed(lead: str, sign: str) -> bool:
    return sign in lead


def _lists(
    lead: str,
    token: Token,
    found: Sequence[Statement],
    parents: dict[tuple[int, Kind], int],
    outer: dict[tuple[int, Kind], int],
    lexicon: Lexicon,
) -> None:
    """A 其中 or a bracket opens a list below the last value before it; a closed bracket ends the list inside it.

    A semicolon ends a list inside a list: its items belong to the ``outer`` one again.
    """
    if "）" in lead:
        for place in [place for place in parents if place[0] > token.depth]:
            del parents[place]
    if "；" in lead and token.depth == 0:
        parents.update(outer)
    values = [n for n, s in enumerate(found) if s.role in _TOTALS and s.token.depth <= token.depth]
    if not values:
        return
    deeper = token.depth > found[-1].token.depth
    if not deeper and not lexicon.verbs["opener"].search(lead):
        return
    for kind in (Kind.AMOUNT, Kind.COUNT):
        of_kind = [n for n in values if found[n].token.kind is kind]
        if of_kind and not (deeper and found[of_kind[-1]].token.depth == token.depth):
            parents[token.depth, kind] = of_kind[-1]
            outer.setdefault((token.depth, kind), of_kind[-1])


def _statement(token: Token, lead: str, passage: Passage, placed: Placed, lexicon: Lexicon, year: int) -> Statement:
    pieces = [piece for piece in _CUT.split(lead)]
    clause = pieces[-1].lstrip("、")
    if not clause and lead.endswith("）"):  # 支出（一般公共预算）380.23
        clause = _before_bracket(lead)
    elif not clause and lead.endswith("："):  # 卫生健康支出：11.21
        clause = pieces[-2].lstrip("、") if len(pieces) > 1 else ""
    verbs = lexicon.verbs
    context = _sentence_so_far(passage.text, token.start)
    role, direction, whole, label, stated_year = Role.VALUE, 0, "", clause, 0
    if token.kind is Kind.PERCENT:
        if found := verbs["share"].search(clause):
            role, whole, label = Role.SHARE, found["whole"], clause[: found.start()]
        elif found := verbs["completion"].search(clause):
            role, whole, label = Role.COMPLETION, found["whole"] or found["rate"], clause[: found.start()]
        elif found := verbs["growth"].search(clause):
            role, direction, label = Role.GROWTH, _direction(found["verb"], verbs), clause[: found.start()]
        else:
            role = Role.RATE
    elif token.kind in (Kind.AMOUNT, Kind.COUNT):
        if found := verbs["change"].search(clause):
            role, direction, label = Role.CHANGE, _direction(found["verb"], verbs), clause[: found.start()]
        elif token.kind is Kind.AMOUNT and (found := verbs["budget"].search(clause)):
            role, whole, label = Role.BUDGET, found["which"] or "", clause[: found.start()]
        elif token.kind is Kind.AMOUNT and (found := verbs["final"].search(clause)):
            role, label = Role.FINAL, clause[: found.start()]
        elif (found := verbs["prior"].match(clause)) and not verbs["comparison"].search(clause):
            stated_year = int(found["year"]) if found["year"] else year - 1
            role = Role.PRIOR if stated_year == year - 1 and year else Role.VALUE
    base = ""
    if role in (Role.CHANGE, Role.GROWTH):
        base = _base(label, context, verbs)
        label = _subject_of_comparison(label, verbs)
    label = _clean(label, verbs)
    if label in ("", "支出") and role in (Role.FINAL, Role.BUDGET):
        label = _subject_before(context, clause, verbs)
    return Statement(
        token=token,
        role=role,
        label=label,
        key="",
        lead=clause,
        section=placed.section,
        part=placed.part,
        passage=0,
        sentence=0,
        chunk=0,
        whole=whole,
        direction=direction,
        base=base,
        year=stated_year,
        context=context,
    )


def _before_bracket(lead: str) -> str:
    depth = 0
    for place in range(len(lead) - 1, -1, -1):
        depth += (lead[place] == "）") - (lead[place] == "（")
        if depth == 0:
            return _CUT.split(lead[:place])[-1].lstrip("、") + lead[place:]
    return ""


def _sentence_so_far(text: str, end: int) -> str:
    return text[text.rfind("。", 0, end) + 1 : end]


def _direction(verb: str, verbs: dict[str, re.Pattern[str]]) -> int:
    if verbs["up"].search(verb):
        return 1
    return -1 if verbs["down"].search(verb) else 0


def _base(label: str, context: str, verbs: dict[str, re.Pattern[str]]) -> str:
    """What the change is against: its own clause first, then the sentence before it."""
    for text in (label, context):
        found = list(verbs["comparison"].finditer(text))
        if found:
            words = found[-1]["base"] or found[-1]["base2"] or "上年"
            return "budget" if "预算" in words and "上年" not in words else "prior"
    return "prior"


def _subject_of_comparison(label: str, verbs: dict[str, re.Pattern[str]]) -> str:
    """Words before 较上年 or 比2020年; what stands behind them belongs to the base."""
    found = verbs["comparison"].search(label)
    return label[: found.start()] if found else label


def _clean(label: str, verbs: dict[str, re.Pattern[str]]) -> str:
    """A label without years, units' own names for themselves and words that only lead up to the figure."""
    before = None
    while label != before:
        before = label
        label = verbs["noise"].sub("", label)
        label = verbs["tail"].sub("", label)
    return label


def _subject_before(context: str, clause: str, verbs: dict[str, re.Pattern[str]]) -> str:
    """The subject a sentence starts with, when 决算为 or 预算为 names none: the words before its first figure."""
    head = context[: len(context) - len(clause)] if clause and context.endswith(clause) else context
    first = re.split(r"[：，。]", head.strip("，：。"))[0] if head else ""
    bare = _clean(re.sub(r"[0-9.]+(?:万元|元|亿元).*$", "", first), verbs)
    found = verbs["budget"].search(bare)
    return bare[: found.start()] if found else bare


def _path_before(found: Sequence[Path], text: str, token: Token) -> Path | None:
    """The 类款项 a figure belongs to: the last one named before it in the same sentence or numbered item."""
    best: Path | None = None
    for path in found:
        if path.end <= token.start:
            between = text[path.end : token.start]
            best = path if between.count("。") <= 1 and "；" not in between else None
    return best


def _key(statement: Statement, lexicon: Lexicon, names: Names) -> str:
    if statement.role in (Role.GROWTH, Role.SHARE, Role.COMPLETION):
        return ""
    path = statement.path
    direct = path is not None and statement.role in (Role.VALUE, Role.FINAL) and _belongs(path, statement)
    if direct and path is not None:
        code = names.resolve(path)
        return f"{_form(statement.section)} function:{code} total" if code else ""
    if statement.role is Role.BUDGET:
        return ""
    if path is not None and statement.label in _COLUMNS and (code := names.resolve(path)):
        return f"{_form(statement.section)} function:{code} {_COLUMNS[statement.label]}"
    kind = {Kind.AMOUNT: "amount", Kind.COUNT: "count", Kind.PERCENT: "percent"}.get(statement.token.kind, "")
    key = lexicon.key_of(statement.label, statement.section, kind)
    if key or kind != "amount":
        return key
    return _subject_name(statement, names)


_COLUMNS: Final = {"项目": "project", "项目支出": "project", "项目经费": "project"}


def _belongs(path: Path, statement: Statement) -> bool:
    """A figure is a 类款项's own when nothing but its name, 支出 or 决算 stands between."""
    level, name = path.last
    label = re.sub(r"决算|数|：|为", "", statement.label)
    return (
        label in ("", "支出")
        or label.endswith((f"（{level}）", f"（{level}）支出"))
        or same_name(label) == same_name(name)
    )


def _form(section: str) -> str:
    return {"income": "T2", "expenditure": "T3"}.get(section, "T5")


def _subject_name(statement: Statement, names: Names) -> str:
    """Plain names: economic ones in the section on basic expenditure, functional ones in the others.

    A name of several codes is taken for those the document uses, then for the highest level; two of one level are none.
    """
    section = statement.section
    if section not in ("basic", "income", "expenditure", "general", "structure", "completion"):
        return ""
    economic = section == "basic"
    column = "project" if re.search("项目支出(?:主要)?用于", statement.context) else "total"
    codes = [c for c in names.codes(statement.label) if c.startswith("3") is economic]
    codes = [c for c in codes if c in names.used] or codes
    shallow = [c for c in codes if len(c) == min(len(c) for c in codes)]
    if len(shallow) != 1:
        return ""
    return f"T6 economic:{shallow[0]} amount" if economic else f"{_form(section)} function:{shallow[0]} {column}"

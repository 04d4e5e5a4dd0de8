"""The role of a figure in its sentence, told by the words right before it, and the words that name its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.numbers import Kind

Verbs = dict[str, re.Pattern[str]]

_CUT: Final = re.compile(r"[，；：。]|（(?!.）)|(?<!（.)）")
"""Signs that part clauses; a bracket around one character belongs to the word: 维修（护）费."""


_BUDGETED: Final = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算")  # the others are names of funds
_BEFORE_THIS: Final = r"(?:上年度?|去年|上年同期|上一年度?|(?P<year>20[0-9]{2})年度?)"
_BASE: Final = re.compile(
    rf"(?P<subject>[^，；。与较比同和]{{0,16}})(?:相较于?|与|较|对比|比|同|和|从|由){_BEFORE_THIS}的?(?P<label>[^，；。]*)$"
)
_OTHER_YEAR: Final = re.compile(
    rf"(?:与|较|对比|比|同|和)?{_BEFORE_THIS}的?(?:收入|支出)?决算数?(?:为|是)?|(?:为|相当于|是|达到?|占)(?:上年度?|去年|上年同期)的?(?:决算数?)?"
)
_BASE_IN_BRACKETS: Final = re.compile(
    rf"(?:相较于?|与|较|对比|比|同|和){_BEFORE_THIS}的?(?:收入|支出|执行|决算|实际|同期)*(?:总计|合计|总额)?数?（(?:均|各|分别)?(?:为|即)?$"
)


_YEAR_BEHIND: Final = re.compile(r"(?P<label>[^，；。]*[^0-9年较比与同至])（?(?P<year>20[0-9]{2})年度?）?")
_WAY: Final = "增加|减少|增长|下降|上升|降低"
_CHOICE: Final = re.compile(rf"(?P<one>{_WAY})(?:（(?:或)?(?:{_WAY})）|[/、或](?:{_WAY}))")


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
class Said:
    """What the words before a figure say: its role, its subject's label, and what belongs to the role."""

    role: Role
    label: str
    clause: str
    whole: str = ""
    direction: int = 0
    base: str = ""
    year: int = 0


def said(kind: Kind, lead: str, context: str, lexicon: Lexicon, year: int) -> Said:
    """Read the words before a figure. ``lead`` reaches back to the figure before, ``context`` to the full stop."""
    clause = clause_of(lead)
    if chosen := _CHOICE.search(clause):  # a template's choice that nobody made tells no direction
        made = said(kind, lead.replace(chosen[0], chosen["one"]), context, lexicon, year)
        return replace(made, direction=0)
    verbs = lexicon.verbs
    if kind is Kind.PERCENT:
        found = _of_percent(clause, verbs)
    elif kind is Kind.AMOUNT:
        beside = _last_year(_OTHER_YEAR.fullmatch(clause), clause, year)
        of_year = _of_year(clause, verbs, year)
        found = beside or _of_amount(clause, verbs) or _of_base(clause, context, year) or of_year
        if found.role is Role.FINAL and of_year.role is Role.PRIOR:  # 2020年度“三公”经费决算36万元
            found = of_year
    elif kind is Kind.COUNT:
        found = _change(clause, verbs) or _of_year(clause, verbs, year)
    else:
        found = Said(Role.VALUE, clause, clause)
    found = _with_year_behind(found, year)
    label, base = found.label, ""
    if found.role in (Role.CHANGE, Role.GROWTH):
        base = _base(label, context, verbs)
        label = _subject_of_comparison(label, verbs)
    label = _clean(label, verbs)
    if label in ("", "支出") and found.role in (Role.FINAL, Role.BUDGET):
        label = _subject_before(context, clause, verbs)
    return Said(found.role, label, clause, found.whole, found.direction, base, found.year)


def _with_year_behind(found: Said, year: int) -> Said:
    """“三公”经费支出2021年决算3万元，2020年决算4万元: the year behind the name tells whose figure it is."""
    behind = _YEAR_BEHIND.fullmatch(found.label)
    if behind is None or found.role not in (Role.VALUE, Role.FINAL) or int(behind["year"]) not in (year, year - 1):
        return found
    role = found.role if int(behind["year"]) == year else Role.PRIOR
    return replace(found, role=role, label=behind["label"], year=int(behind["year"]))


def clause_of(lead: str) -> str:
    """The words a figure stands in: behind the last sign that parts clauses.

    >>> clause_of("，其中：基本支出"), clause_of("基本支出（一般公共预算）"), clause_of("卫生健康支出：")
    ('基本支出', '基本支出（一般公共预算）', '卫生健康支出')
    """
    pieces = _CUT.split(lead)
    clause = pieces[-1].lstrip("、")
    if not clause and lead.endswith("）"):
        return _before_bracket(lead)
    if not clause and lead.endswith("："):
        return pieces[-2].lstrip("、") if len(pieces) > 1 else ""
    return clause


def _of_percent(clause: str, verbs: Verbs) -> Said:
    done = verbs["completion"].search(clause)
    if done and done["whole"]:  # 占年初预算的90%
        return Said(Role.COMPLETION, clause[: done.start()], clause, whole=done["whole"])
    if found := verbs["share"].search(clause):
        return Said(Role.SHARE, clause[: found.start()], clause, whole=found["whole"])
    if done:
        return Said(Role.COMPLETION, clause[: done.start()], clause, whole=done["rate"])
    if found := verbs["growth"].search(clause):
        return Said(Role.GROWTH, clause[: found.start()], clause, direction=_direction(found["verb"], verbs))
    return Said(Role.RATE, clause, clause)


def _of_amount(clause: str, verbs: Verbs) -> Said | None:
    if changed := _change(clause, verbs):
        return changed
    if found := verbs["beyond"].search(clause):
        return Said(Role.CHANGE, clause, clause, direction=_direction(found["verb"], verbs))
    if verbs["approved"].search(clause):
        return Said(Role.BUDGET, clause, clause, whole="年初")
    if found := verbs["budget"].search(clause):
        return Said(Role.BUDGET, clause[: found.start()], clause, whole=found["which"] or found["changed"] or "")
    if found := verbs["final"].search(clause):
        return Said(Role.FINAL, clause[: found.start()], clause)
    return None


def _change(clause: str, verbs: Verbs) -> Said | None:
    found = verbs["change"].search(clause)
    if found is None:
        return None
    return Said(Role.CHANGE, clause[: found.start()], clause, direction=_direction(found["verb"], verbs))


def _of_base(clause: str, context: str, year: int) -> Said | None:
    """Last year's figure inside a comparison: 较2020年的6113万元增加, 与2020年（1521.58万元）相比."""
    bracketed = _BASE_IN_BRACKETS.search(context) if clause in ("", "为", "均为", "即", "是") else None
    return _last_year(_BASE.match(clause) or bracketed, clause, year)


def _last_year(found: re.Match[str] | None, clause: str, year: int) -> Said | None:
    stated = int(found["year"] or year - 1) if found else 0
    if found is None or not year or stated != year - 1:
        return None
    named = found.groupdict()
    return Said(Role.PRIOR, named.get("label") or named.get("subject") or "", clause, year=stated)


def _of_year(clause: str, verbs: Verbs, year: int) -> Said:
    found = verbs["prior"].match(clause)
    if found is None or verbs["comparison"].search(clause):
        return Said(Role.VALUE, clause, clause)
    stated = int(found["year"]) if found["year"] else year - 1
    return Said(Role.PRIOR if year and stated == year - 1 else Role.VALUE, clause, clause, year=stated)


def _before_bracket(lead: str) -> str:
    depth = 0
    for place in range(len(lead) - 1, -1, -1):
        depth += (lead[place] == "）") - (lead[place] == "（")
        if depth == 0:
            return _CUT.split(lead[:place])[-1].lstrip("、") + lead[place:]
    return ""


def _direction(verb: str, verbs: Verbs) -> int:
    """+1 or -1; 0 for a word that tells none, or both (增减率)."""
    up, down = (bool(verbs[way].search(verb)) for way in ("up", "down"))
    return up - down


def _base(label: str, context: str, verbs: Verbs) -> str:
    """What the change is against: its own clause first, then the sentence before it."""
    if verbs["beyond"].search(label):
        return "budget"
    for text in (label, context):
        found = list(verbs["comparison"].finditer(text))
        if found:
            words = found[-1]["base"] or found[-1]["base2"] or "上年"
            return "budget" if _BUDGETED.search(words) and "上年" not in words else "prior"
    return "prior"


def _subject_of_comparison(label: str, verbs: Verbs) -> str:
    """Words before 较上年 or 比2020年; what stands behind them belongs to the base."""
    found = verbs["comparison"].search(label)
    return label[: found.start()] if found else label


def _clean(label: str, verbs: Verbs) -> str:
    """A label without years, units' own names for themselves and words that only lead up to the figure."""
    before = None
    while label != before:
        before = label
        label = verbs["noise"].sub("", label)
        label = verbs["tail"].sub("", label)
    return label


def _subject_before(context: str, clause: str, verbs: Verbs) -> str:
    """The subject a sentence starts with, when 决算为 or 预算为 names none: the words before its first figure."""
    head = context[: len(context) - len(clause)] if clause and context.endswith(clause) else context
    first = re.split(r"[：，。]", head.strip("，：。"))[0] if head else ""
    bare = _clean(re.sub(r"[0-9.]+(?:万元|元|亿元).*$", "", first), verbs)
    found = verbs["budget"].search(bare)
    return bare[: found.start()] if found else bare

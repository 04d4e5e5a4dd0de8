"""Shares: part ÷ the whole that is named, else the total whose list the part stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import OF, Role, Statement, Told
from final_accounts.audit.envelope import DISPLAY, FORCED, HUNDRED, corners, holds, judge, share
from final_accounts.audit.keys import BARE
from final_accounts.audit.kind_shares import kind_share
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_share
from final_accounts.model.finding import Verdict

_OWN_WORDS = re.compile(r"^(?:20[0-9]{2}年度?|全部|本单位|本部门|当年)")
_ALL = re.compile(r"^(?:本年度?|当年|全年)?全部(?P<what>收入|支出)$")
_TOTAL = re.compile(r"总(?P<what>收入|支出)(?:决算)?$")
_GENERIC = re.compile("(?:全部|本年|当年)?支出(?:决算)?(?:总额|合计|总计|总数)|(?:全部|总)支出")
_AMONG = re.compile("(?:^|，)在?(?P<whole>[^，；。]{2,24}?)(?:之)?中，")
_ITS_AMOUNT = re.compile(r"，(?:金额|数额|支出|共|计|即)?(?:为|是|达)?")
_BARE = ("收入", "支出")  # 占收入的3%: of all income
EVALUATED = "EVALUATED amount"
_ONE_POINT = Fraction(1, 10)  # a forced share is at most that far off, in percentage points


def shares(book: Book, told: Told) -> Iterator[Claim]:
    """Every share of a passage; one share of a list that is forced so that all sum to 100 is rounding."""
    found = [_Judged(s, n, _share(book, told, n)) for n, s in enumerate(told.statements) if s.role is Role.SHARE]
    settled = [one.claim for one in found]
    parts = {one.place: _part_behind(told, one.place) or _part(told, one.place) for one in found}
    for n, one in enumerate(found):
        claimed, quantity = one.claim, one.statement.quantity
        if claimed.verdict is Verdict.OK or claimed.rounding == DISPLAY or not claimed.recomputed:
            continue
        exact = _exact(claimed)
        if exact is None or abs(quantity.value - exact) > _ONE_POINT + quantity.step / 2:
            continue
        group = [other for other in found if _together(parts, one, other)]
        others = sum((other.statement.quantity.value for other in group if other is not one), Fraction(0))
        if len(group) > 1 and quantity.value == HUNDRED - others:
            why = f"其余各项之和为 {shown(others, Kind.PERCENT, quantity.step)}，本项凑足 100%"
            settled[n] = replace(
                claimed, verdict=Verdict.ROUNDING, rounding=FORCED, explanation=why, wrong="", proposed=""
            )
    yield from settled


@dataclass(frozen=True, slots=True)
class _Judged:
    """A share, its place in the passage and what is said of it."""

    statement: Statement
    place: int
    claim: Claim


def _exact(claimed: Claim) -> Fraction | None:
    if len(claimed.inputs) != 2:
        return None
    return share(claimed.inputs[0].quantity.value, claimed.inputs[1].quantity.value)


def _together(parts: Mapping[int, Statement | None], one: _Judged, other: _Judged) -> bool:
    """Whether two shares are of one list."""
    part, beside = parts[one.place], parts[other.place]
    if part is None or beside is None or part.parent != beside.parent:
        return False
    return one.statement.whole == other.statement.whole and one.statement.token.depth == other.statement.token.depth


def _part(told: Told, place: int) -> Statement | None:
    """The amount right before a share, at the same depth, in the same clause or list item; for a run the one of it."""
    statement = told.statements[place]
    if statement.run > 1:
        return _part_of_run(told, place)
    for n in range(place - 1, -1, -1):
        each = told.statements[n]
        if each.sentence != statement.sentence:
            return None
        if each.token.kind is not Kind.AMOUNT or each.role not in OWN:
            continue
        between = told.passage.text[each.token.end : statement.token.start]
        bracketed = between.startswith("（") and "）" not in between  # 8419.40万元（占100%）
        if each.token.depth == statement.token.depth - bracketed:
            return each
    return None


def _part_of_run(told: Told, place: int) -> Statement | None:
    """…600万元、400万元，分别占60%、40%: as many amounts right before as there are shares."""
    statement = told.statements[place]
    first = place - statement.nth
    amounts = [s for s in told.statements[:first] if s.token.kind is Kind.AMOUNT and s.role in OWN]
    if amounts and BARE.fullmatch(amounts[-1].lead):
        amounts = amounts[:-1]  # …共计1000万元，占比分别为
    parts = amounts[-statement.run :]
    if len(parts) < statement.run or parts[0].sentence != statement.sentence or len({p.parent for p in parts}) > 1:
        return None
    return parts[statement.nth]


def _part_behind(told: Told, place: int) -> Statement | None:
    """其他收入占0.90%，为146.95万元: the amount told right behind the share of a subject named before it."""
    statement, *behind = told.statements[place : place + 2]
    if not statement.label or not behind or behind[0].role not in OWN or behind[0].token.kind is not Kind.AMOUNT:
        return None
    between = told.passage.text[statement.token.end : behind[0].token.start]
    return behind[0] if _ITS_AMOUNT.fullmatch(between) else None


def _share(book: Book, told: Told, place: int) -> Claim:
    statement = told.statements[place]
    if statement.lead == OF and place > 1:
        told_whole, part_told = told.statements[place - 1], told.statements[place - 2]
        if part_told.role in OWN and part_told.token.kind is Kind.AMOUNT:
            return judged(book, told, statement, book.operand(told, part_told), book.operand(told, told_whole))
    behind = _part_behind(told, place)
    part_statement = behind or _part(told, place)
    if statement.label and behind is None and re.search(r"金额|支出|收入|经费|合同", statement.label):
        key = book.lexicon.key_of(statement.label, statement.section)
        if part_statement is None or key != part_statement.key:
            return _of_named_part(book, told, statement, key)
    if part_statement is None:
        return not_checkable(told, statement, "share", "没有找到所占的是哪个数")
    whole = whole_of(book, told, statement, part_statement)
    if whole is None:
        return not_checkable(told, statement, "share", f"没有找到“{statement.whole or '合计'}”的数")
    part = book.operand(told, part_statement)
    found = judged(book, told, statement, part, whole)
    outer = book.lexicon.main_of(statement.section)
    nested = part_statement.parent >= 0 and told.statements[part_statement.parent].key not in ("", outer)
    if found.verdict is Verdict.ERROR and not statement.whole and nested and (main := book.figure(outer, told.index)):
        other = judged(book, told, statement, part, main)
        return (
            found if other.verdict is Verdict.ERROR else other
        )  # 其中小微企业40万元，占40%: of all, as the item above
    return found


def whole_of(book: Book, told: Told, statement: Statement, part: Statement) -> Operand | None:
    """The whole a share is of."""
    known = _divided(book, told, statement, part) or _within(book, told, statement, part)
    return known or _named_whole(book, told, statement, part)


def _named_whole(book: Book, told: Told, statement: Statement, part: Statement) -> Operand | None:
    if statement.whole:
        whole = _OWN_WORDS.sub("", _ALL.sub(r"\g<what>合计", statement.whole))
        if (total := _TOTAL.search(whole)) is not None:
            said = _said_in_section(book, statement, whole)
            if said is not None:
                return said
            whole = whole[: total.start()] + total["what"] + ("" if total.start() else "合计")
        key = book.lexicon.key_of(whole, statement.section)
        found = book.figure(key, told.index) if key else None
        if found is not None:
            return found
        named = [
            s
            for s in told.statements
            if s.role in OWN and s.token.start < statement.token.start and s.label and s.label.endswith(statement.whole)
        ]
        if named and statement.whole not in _BARE:
            return book.operand(told, named[-1])
        if len(statement.whole) > 2 and not _TOTAL.fullmatch(statement.whole):
            return None
    if part.parent >= 0 and part.key != EVALUATED:
        return book.operand(told, told.statements[part.parent])
    main = "T5 total project" if part.key == EVALUATED else book.lexicon.main_of(statement.section)
    return book.figure(main, told.index) if main and main != part.key else None


def _divided(book: Book, told: Told, statement: Statement, part: Statement) -> Operand | None:
    """一般公共预算支出900万元的投向为：教育支出450万元，占支出总额的50%: of what the list divides."""
    above = told.statements[part.parent] if part.parent >= 0 else None
    if above is None or not _GENERIC.fullmatch(statement.whole):
        return None
    main = book.lexicon.main_of(statement.section)
    return book.operand(told, above) if above.key == main == "T5 total total" else None


def _within(book: Book, told: Told, statement: Statement, part: Statement) -> Operand | None:
    """在全部采购支出中，授予中小企业300万元，占比30%: the whole is named at the beginning."""
    if statement.whole:
        return None
    named = list(_AMONG.finditer(re.split("[；。]", statement.context)[-1]))
    whole = _OWN_WORDS.sub("", named[-1]["whole"]) if named else ""
    key = book.lexicon.key_of(_OWN_WORDS.sub("", whole), statement.section)
    return book.figure(key, told.index) if key and key != part.key else None


def _said_in_section(book: Book, statement: Statement, whole: str) -> Operand | None:
    """What a sentence of the same section before the share calls by that very name."""
    before = [t for t in book.told if t.index <= statement.passage]
    found = [
        (t, s)
        for t in before
        for s in t.statements
        if s.section == statement.section and s.role in OWN and s.label == whole
    ]
    return book.operand(*found[-1]) if found else None


def judged(book: Book, told: Told, statement: Statement, part: Operand, whole: Operand) -> Claim:
    """The verdict on a share with known part and whole."""
    central, low, high = corners(share, (part.quantity, whole.quantity))
    shape = f"{part.quantity.printed}÷{whole.quantity.printed}"
    if central is None:
        if statement.quantity.value == 0 and part.quantity.value == 0:
            return claim(told, statement, "share", Verdict.OK, formula=shape, inputs=(part, whole))
        why = f"{whole.name}为零，没有占比"
        return claim(told, statement, "zero-base", Verdict.ERROR, formula=shape, inputs=(part, whole), explanation=why)
    verdict, rounding = judge(statement.quantity, central, low, high)
    wrong, why = "", ""
    if verdict is Verdict.ERROR:
        wholes = [o for o in book.wholes(told) if o.quantity.value != whole.quantity.value]
        beside = [
            book.operand(told, s, _name_of_share(told, n))
            for n, s in enumerate(told.statements)
            if s.role is Role.SHARE and s is not statement and s.quantity.value != statement.quantity.value
        ]
        wrong = of_share(statement.quantity, part, wholes, central, beside)
        why = f"{statement.quantity.printed} 应为 {shown(central, Kind.PERCENT, statement.quantity.step)}"
        why += f"；{wrong}" if wrong else ""
    return claim(
        told,
        statement,
        "share",
        verdict,
        formula=f"{shape} = {shown(central, Kind.PERCENT, statement.quantity.step)}（占{whole.name}）",
        inputs=(part, whole),
        right=central,
        rounding=rounding,
        wrong=wrong,
        explanation=why,
        again=partial(holds, share),
    )


def _name_of_share(told: Told, place: int) -> str:
    """“项目支出”的占比: by what it is a share of, else another share."""
    part = _part_behind(told, place) or _part(told, place)
    label = told.statements[place].label or ("" if part is None else part.label)
    return f"“{label}”的占比" if label else "另一项占比"


def _of_named_part(book: Book, told: Told, statement: Statement, key: str) -> Claim:
    """A share whose part is named, but not printed right before it."""
    of_kind = kind_share(book, told, statement)
    if of_kind is not None:
        return of_kind
    part = book.figure(key, told.index) if key else None
    whole = whole_of(book, told, statement, statement) if part is not None else None
    if part is None or whole is None:
        return not_checkable(told, statement, "share", f"没有印出“{statement.label}”的数")
    return judged(book, told, statement, part, whole)

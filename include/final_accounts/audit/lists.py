"""Lists: the items of 其中, 包括 and brackets against their total, and totals told in one section of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, adds_up, total
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim
from final_accounts.model.finding import Verdict

_EACH = re.compile("人均|车均|平均|单价|均价|标准|限额|每")  # no part of a total
_JOINED = ("、", "和", "及", "以及", "与")
_ALIKE = ({"辆", "台"}, {"人", "名", "位"}, {"个", "项"}, {"批", "批次", "个批次"}, {"台（套）", "台套", "台", "套"})
"""Counters that count the same things."""
_MANY = 3  # a list of that many items is meant to be complete
_VEHICLE = "用车"
_BESIDE = re.compile("另|此外|还有|同时|主要|包括|其中|即")
_REST = re.compile("剩余|结余|结转|追加|其他项目|未执行")


def lists(book: Book, told: Told) -> Iterator[Claim]:
    """Every 其中 list of a passage."""
    for index, parent in enumerate(told.statements):
        items = [s for s in told.statements if s.parent == index and s.token.kind is parent.token.kind]
        items = [s for s in items if not _EACH.search(s.label)]
        for listed in _sides(book, parent, items):
            if not parent.quantity.about and not any(s.quantity.about for s in listed):
                yield from _list(book, told, parent, listed)


def _sides(book: Book, parent: Statement, items: Sequence[Statement]) -> list[list[Statement]]:
    """The lists below one total: 收、支总计 is divided once by income and once by spending."""
    sums = [set(parts) for of, parts in book.lexicon.sums if of == parent.key]
    by_sum = [[s for s in items if s.key in parts] for parts in sums]
    if sum(map(bool, by_sum)) > 1 and sum(map(len, by_sum)) == len(items):
        return [listed for listed in by_sum if listed]
    return [[s for s in items if s.side == side] for side in sorted({s.side for s in items})]


def _list(book: Book, told: Told, parent: Statement, items: Sequence[Statement]) -> Iterator[Claim]:
    level = _own_level(parent, _one_level(parent, items))
    if not level:
        return
    inputs = [book.operand(told, s) for s in level]
    text = "＋".join(s.quantity.printed for s in level)
    for count in range(len(level), 1, -1):  # words may follow a list; its first items must then add up
        if count < len(level) and (
            told.passage.text.startswith(_JOINED, level[count - 1].token.end) or _like(level[count - 1], level[count])
        ):
            continue
        verdict, rounding = total(parent.quantity, [s.quantity for s in level[:count]])
        if verdict is not Verdict.ERROR:
            yield claim(
                told,
                parent,
                "sum",
                verdict,
                formula=text,
                inputs=inputs[:count],
                right=_sum(level[:count]),
                rounding=rounding,
            )
            return
    greatest = max(level, key=lambda s: s.quantity.value)
    if greatest.quantity.value - greatest.quantity.step > parent.quantity.value + parent.quantity.step:
        why = f"其中数 {greatest.quantity.printed} 大于总数 {parent.quantity.printed}"
        yield claim(told, greatest, "sum", Verdict.ERROR, inputs=(book.operand(told, parent), *inputs), explanation=why)
        return
    if len(level) == 1:
        return
    if not _complete(book, told, parent, level):
        yield claim(
            told,
            parent,
            "sum",
            Verdict.NOT_CHECKABLE,
            formula=text,
            inputs=inputs,
            explanation="列出的各项可能不全，合计没有核对",
        )
        return
    difference = _sum(level) - parent.quantity.value
    gap = shown(abs(difference), parent.token.kind, parent.quantity.step, parent.quantity.measure)
    side = "多" if difference > 0 else "少"
    why = f"各项之和与总数 {parent.quantity.printed} 不符，{side} {gap}"
    yield claim(
        told,
        parent,
        "sum",
        Verdict.ERROR,
        formula=f"{text} = {_shown(level, parent)}",
        inputs=inputs,
        right=_sum(level),
        explanation=why,
        proposed=f"总数改为 {_shown(level, parent)}，或改正其中一项",
        again=adds_up,
    )


def _like(one: Statement, other: Statement) -> bool:
    """机要通信用车1辆，执法执勤用车3辆: vehicles are of one list to its end."""
    alike = one.label.endswith(_VEHICLE) and other.label.endswith(_VEHICLE)
    return alike and one.token.kind is Kind.COUNT and one.chunk == other.chunk and not _BESIDE.search(other.lead)


def _own_level(parent: Statement, items: list[Statement]) -> list[Statement]:
    """支出25万元，其中基本支出5万元，项目支出20万元，年末结转5万元: what is carried is no part of what was spent."""
    own = list(takewhile(lambda s: not _REST.search(s.label), items))
    return own if len(own) > 1 and "总计" not in parent.label and parent.section != "carry" else items


def _shown(items: Sequence[Statement], parent: Statement) -> str:
    return shown(_sum(items), parent.token.kind, parent.quantity.step, parent.quantity.measure)


def _sum(items: Sequence[Statement]) -> Fraction:
    return sum((s.quantity.value for s in items), Fraction(0))


def _one_level(parent: Statement, items: Sequence[Statement]) -> list[Statement]:
    """Items of one level: where some are 类, the 款 and 项 told below them are not added again; one measure only."""
    alike = next((m for m in _ALIKE if parent.quantity.measure in m), {parent.quantity.measure})
    measured = [s for s in items if s.quantity.measure in alike or s.token.kind is Kind.AMOUNT]
    classes = [s for s in measured if re.search(r"function:[0-9]{3} ", s.key)]
    if classes and any(re.search(r"function:[0-9]{5,7} ", s.key) for s in measured):
        return classes
    return measured


def _complete(book: Book, told: Told, parent: Statement, items: Sequence[Statement]) -> bool:
    """Whether a list that does not add up was meant to."""
    keys = {s.key for s in items}
    own = parent.key or (book.lexicon.main_of(parent.section) if parent.label in ("收入", "支出") else "")
    if any(set(parts) >= keys and of == own and _rest_is_nothing(book, parts, keys) for of, parts in book.lexicon.sums):
        return True
    if any(_REST.search(s.label + s.lead) for s in (parent, *items)) and parent.section != "carry":
        return False
    labels = {s.label for s in items}
    if any(labels == set(each) for each in book.lexicon.data["complements"]["sets"]):
        return True
    shares = [_share_after(told, s) for s in items]
    if all(s is not None for s in shares):
        together = sum((s.quantity.value for s in shares if s is not None), Fraction(0))
        step = max((s.quantity.step for s in shares if s is not None), default=Fraction(1))
        return abs(together - HUNDRED) <= step * (len(shares) + 1) / 2 + Fraction(1, 2)
    if parent.section in ("basic", "assets", "staff", "carry", "three_public"):
        return len(items) > 1
    return len(items) >= _MANY and parent.section != "operating" and _sum(items) > parent.quantity.value / 2


def _rest_is_nothing(book: Book, parts: Sequence[str], told: set[str]) -> bool:
    """Whether the parts a list leaves out are nothing: all of a short list are told, or the tables show no amount."""
    missing = [key for key in parts if key not in told]
    if len(parts) <= 3:
        return True
    cells = [book.table(key) for key in missing]
    return any(c is not None for c in cells) and all(c is None or not c.quantity.value for c in cells)


def _share_after(told: Told, statement: Statement) -> Statement | None:
    place = told.statements.index(statement)
    after = told.statements[place + 1 : place + 2]
    return after[0] if after and after[0].role is Role.SHARE else None


def sections(book: Book) -> Iterator[Claim]:
    """Figures of one list told over several paragraphs: total and parts by their keys, when every part is told.

    Classes of expenditure must add up to the total when their shares say that they are all there; the items of a class
    must add up to it when the section tells at least one of each class.
    """
    for of, parts in book.lexicon.sums:
        if len(parts) > 3:
            continue
        pairs = [book.by_key.get(key, ()) for key in (of, *parts)]
        if not all(pairs):
            continue
        sections_of = [{s.section for _, s in p} for p in pairs]
        for section in sorted(set.intersection(*sections_of)):
            chosen = [next((t, s) for t, s in p if s.section == section) for p in pairs]
            if all(t.index == chosen[0][0].index and s.parent >= 0 for t, s in chosen[1:]):
                continue  # judged as a list
            yield _of_section(book, chosen)
    yield from _classes(book)


def _of_section(book: Book, chosen: Sequence[tuple[Told, Statement]]) -> Claim:
    (told, parent), items = chosen[0], [s for _, s in chosen[1:]]
    inputs = [book.operand(t, s) for t, s in chosen[1:]]
    verdict, rounding = total(parent.quantity, [s.quantity for s in items])
    text = "＋".join(s.quantity.printed for s in items)
    why = "" if verdict is not Verdict.ERROR else f"各项之和为 {_shown(items, parent)}"
    return claim(
        told,
        parent,
        "sum",
        verdict,
        formula=f"{text} = {_shown(items, parent)}",
        inputs=inputs,
        right=_sum(items),
        rounding=rounding,
        explanation=why,
        again=adds_up,
    )


def _classes(book: Book) -> Iterator[Claim]:
    """By 类 and by 项 in the sections on general-budget expenditure."""
    for digits, section in ((3, "structure"), (7, "completion"), (3, "completion")):
        found: dict[str, tuple[Told, Statement]] = {}
        for key, pairs in book.by_key.items():
            match = re.fullmatch(r"T5 function:([0-9]+) total", key)
            if match and len(match[1]) == digits:
                of_section = [p for p in pairs if p[1].section == section and p[1].role in OWN]
                found.update((match[1], p) for p in of_section)
        whole = next((p for p in book.by_key.get("T5 total total", ()) if p[1].section == section), None)
        if whole is None or len(found) < 2 or _unresolved(book, section, digits):
            continue
        items = [s for _, s in found.values()]
        told, parent = whole
        listed = [s for s in items if s.parent >= 0 and told.index == s.passage]
        if len(listed) == len(items):
            continue
        verdict, rounding = total(parent.quantity, [s.quantity for s in items])
        complete = _sum(items) > parent.quantity.value or all(_share_after(t, s) is not None for t, s in found.values())
        if verdict is Verdict.ERROR and not complete and digits != 7:
            continue
        inputs = [book.operand(t, s) for t, s in found.values()]
        text = "＋".join(s.quantity.printed for s in items)
        why = (
            f"各项之和为 {_shown(items, parent)}，与 {parent.quantity.printed} 不符" if verdict is Verdict.ERROR else ""
        )
        yield claim(
            told,
            parent,
            "sum",
            verdict,
            formula=f"{text} = {_shown(items, parent)}",
            inputs=inputs,
            right=_sum(items),
            rounding=rounding,
            explanation=why,
            again=adds_up,
        )


def _unresolved(book: Book, section: str, digits: int) -> bool:
    """Whether the section tells an item whose code is not known: its sum would lack that item."""
    level = {3: "类", 5: "款", 7: "项"}[digits]
    own = (f"（{level}）", f"（{level}）支出")
    return any(
        s.path is not None
        and not s.key
        and s.path.last[0] == level
        and (s.role is Role.FINAL or (s.role in OWN and (s.label in ("", "支出") or s.label.endswith(own))))
        for t in book.told
        for s in t.statements
        if s.section == section
    )


def balances(book: Book, told: Told) -> Iterator[Claim]:
    """年初 + 收入 - 支出 = 年末 where one paragraph tells all four."""
    for entry in book.lexicon.data["balances"]:
        found = {s.key: s for s in told.statements if s.role in OWN}
        keys = [entry["closing"], *entry["plus"], *entry["minus"]]
        if not all(key in found for key in keys):
            continue
        closing = found[entry["closing"]]
        plus, minus = ([found[k] for k in entry[side]] for side in ("plus", "minus"))
        right = _sum(plus) - _sum(minus)
        steps = sum((found[k].quantity.step for k in keys), Fraction(0))
        gap = abs(closing.quantity.value - right)
        verdict = Verdict.OK if not gap else Verdict.ROUNDING if gap <= steps / 2 else Verdict.ERROR
        text = "＋".join(s.quantity.printed for s in plus) + "".join(f"－{s.quantity.printed}" for s in minus)
        yield claim(
            told,
            closing,
            "sum",
            verdict,
            formula=text,
            inputs=[book.operand(told, s) for s in (*plus, *minus)],
            right=right,
            rounding="display" if verdict is Verdict.ROUNDING else "",
            explanation="年初加收入减支出不等于年末" if verdict is Verdict.ERROR else "",
        )

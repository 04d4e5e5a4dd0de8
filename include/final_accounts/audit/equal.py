"""Statements that two figures are equal 持平, against the figures, the change or the completion told beside them.

Judged only where the sentence leaves one figure to be meant; where any it may be held against agrees, it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, bounds
from final_accounts.audit.envelope import equal as judge_equal
from final_accounts.audit.numbers import Kind
from final_accounts.audit.writing import finding_in
from final_accounts.model.finding import Severity, Verdict

_AGAINST: Final = re.compile(r"[与较和同比]")
_NAMELESS: Final = re.compile(r"(?:本年|当年|全年)?(?:支出|收入)?(?:决算)?(?:支出|收入)?数?(?:均|都|总额)?")
_BUDGET: Final = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算")
_ENDS: Final = re.compile(r"[，。；）]|的主要原因|$")
_SMALL: Final = Fraction(10)  # percent that 基本持平 may cover


@dataclass(frozen=True, slots=True)
class Said:
    """One 持平: its place, the figures told before it in its chunk, what it is held against."""

    start: int
    end: int
    before: tuple[Statement, ...]
    prior: bool
    budget: bool
    about: bool
    which: str


Why = tuple[str, Operand | None, Severity]


def equal(book: Book) -> Iterator[Claim]:
    """Every 持平 of the narrative whose two figures are known."""
    for told in book.told:
        if told.placed.part not in ("narrative", "") or book.inside_form(told):
            continue
        for said in _said(book, told):
            why = _against_prior(book, told, said) if said.prior else None
            why = why or (_against_budget(book, told, said) if said.budget else None)
            if why is not None:
                yield _finding(told, said, why)
        yield from _denied_behind(book, told)


def _finding(told: Told, said: Said, why: Why) -> Claim:
    text, other, severity = why
    return finding_in(
        told,
        said.start,
        said.end,
        "equal",
        text,
        severity=Severity.EXPLAIN if said.about else severity,
        spots=[other.spot] if other is not None else [],
        proposed="按实际数写明增加或减少",
        kind=Book.kind(said.before[-1]),
    )


def _denied_behind(book: Book, told: Told) -> Iterator[Claim]:
    """与2021年度相比，支出与上年持平，增长6.13%: the change told right behind is no equality."""
    words, text = book.lexicon.equal, told.passage.text
    for found in words["said"].finditer(text):
        start = max(text.rfind(sign, 0, found.start()) for sign in "，；。：（") + 1
        clause = text[start : found.start()]
        prior, against = words["prior"].search(clause), _AGAINST.search(clause)
        behind = next((s for s in told.statements if s.token.start >= found.end()), None)
        if behind is None or prior is None or against is None or clause.endswith("不") or _BUDGET.search(clause):
            continue
        if prior["year"] and int(prior["year"]) != book.year - 1:
            continue
        named = clause[: against.start()]
        known = _NAMELESS.fullmatch(named) or book.lexicon.key_of(named, told.placed.section)
        between = text[found.end() : behind.token.start]
        if not known or not words["goes_on"].fullmatch(between) or not _moves(behind):
            continue
        if not _ENDS.match(text, behind.token.end):
            continue
        about = words["about"].search(clause) is not None
        if about and (behind.role is not Role.GROWTH or behind.quantity.value <= _SMALL):
            continue
        said = Said(found.start(), found.end(), (behind,), prior=True, budget=False, about=about, which="")
        why = f"后面写的是与上年相比变动 {behind.quantity.printed}，不是持平"
        yield _finding(told, said, (why, book.operand(told, behind), Severity.BLOCKING))


def _moves(statement: Statement) -> bool:
    """A change or a growth of money that is not nil, told of nothing but what was named before."""
    moved = statement.role in (Role.CHANGE, Role.GROWTH) and statement.token.kind is not Kind.COUNT
    return moved and not statement.why and statement.direction != 0 and statement.quantity.value > 0


def _said(book: Book, told: Told) -> Iterator[Said]:
    words, text = book.lexicon.equal, told.passage.text
    for found in words["said"].finditer(text):
        start = max(text.rfind(sign, 0, found.start()) for sign in "，；。：（") + 1
        chunk = max(text.rfind(sign, 0, found.start()) for sign in "；。") + 1
        clause = text[start : found.start()]
        before = tuple(s for s in told.statements if chunk <= s.token.start and s.token.end <= found.start())
        amounts = [s for s in before if s.token.kind is Kind.AMOUNT]
        if not amounts or clause.endswith("不") or not _ENDS.match(text, found.end()) or before[-1].why:
            continue
        against = _AGAINST.search(clause)
        named = clause[: against.start()] if against else words["about"].sub("", clause)
        if not _NAMELESS.fullmatch(named) and named not in {s.label for s in amounts}:
            continue
        prior = words["prior"].search(clause)
        if prior is not None and prior["year"] and int(prior["year"]) != book.year - 1:
            continue
        budget = _BUDGET.search(clause) is not None
        bare = prior is None and not budget
        if bare and against is not None:
            continue  # 支出总计与收入总计一致
        about = words["about"].search(clause) is not None
        which = next((w for w in ("年初", "调整", "全年") if w in clause), "")
        yield Said(found.start(), found.end(), before, prior is not None or bare, budget or bare, about, which)


def _own(said: Said) -> Statement | None:
    """The one figure of this year the sentence has told."""
    own = [s for s in said.before if s.role in OWN and s.token.kind is Kind.AMOUNT and s.token.depth == 0]
    return own[0] if len(own) == 1 else None


def _against_prior(book: Book, told: Told, said: Said) -> Why | None:
    last = said.before[-1]
    moved = last.role in (Role.CHANGE, Role.GROWTH) and last.base == "prior" and last.token.kind is not Kind.COUNT
    limit = _SMALL if said.about else Fraction(0)
    if moved and last.direction and last.quantity.value > (limit if last.role is Role.GROWTH else 0):
        if said.about and last.role is Role.CHANGE:
            return None
        other = book.operand(told, last)
        return f"前面写的是与上年相比变动 {last.quantity.printed}，不是持平", other, Severity.BLOCKING
    priors = [s for s in said.before if s.role is Role.PRIOR and s.token.kind is Kind.AMOUNT]
    return _differs(book, told, said, priors, "上年数")


def _against_budget(book: Book, told: Told, said: Said) -> Why | None:
    done = [s for s in said.before if s.role is Role.COMPLETION and s.token.kind is Kind.PERCENT]
    own = _own(said)
    budgets = [s for s in said.before if s.role is Role.BUDGET and s.token.kind is Kind.AMOUNT]
    named = [s for s in budgets if said.which in s.whole] if said.which else budgets
    if own is not None and budgets:
        return _differs(book, told, said, named or budgets, "预算数")
    if len(done) == 1 and own is not None:
        low, high = bounds(done[0].quantity)
        slack = _SMALL if said.about else Fraction(0)
        if high < HUNDRED - slack or low > HUNDRED + slack:
            other = book.operand(told, done[0])
            return f"完成预算的 {done[0].quantity.printed}，决算数与预算数不相等", other, Severity.BLOCKING
    return _against_table(book, told, said, own)


def _against_table(book: Book, told: Told, said: Said, own: Statement | None) -> Why | None:
    """The table of the three public expenses has the adjusted budget: a doubt, since 预算 may mean another."""
    if own is None or said.which == "年初" or said.about or not own.key.startswith("T7 line:决算数"):
        return None
    if not _BUDGET.search(told.passage.text[said.start - 12 if said.start > 12 else 0 : said.start]):
        return None
    cell = book.table_cell(own.key.replace("决算数", "预算数"))
    if cell is None or judge_equal(own.quantity, cell.quantity)[0] is not Verdict.ERROR:
        return None
    return f"表中预算数为 {cell.quantity.printed}，决算数为 {own.quantity.printed}", cell, Severity.EXPLAIN


def _differs(book: Book, told: Told, said: Said, others: Sequence[Statement], name: str) -> Why | None:
    """Whether this year's figure agrees with none of those it may be held against."""
    own = _own(said)
    if own is None or not others or own.quantity.about:
        return None
    if any(_agree(own, other, _SMALL if said.about else Fraction(0)) for other in others):
        return None
    other = others[-1]
    why = f"{name}为 {other.quantity.printed}，本年为 {own.quantity.printed}，不相等"
    return why, book.operand(told, other), Severity.BLOCKING


def _agree(own: Statement, other: Statement, slack: Fraction) -> bool:
    one, two = own.quantity, other.quantity
    if two.about or judge_equal(one, two)[0] is not Verdict.ERROR:
        return True
    return HUNDRED * abs(one.value - two.value) <= slack * max(one.value, two.value)

"""Last year's figures and budgets that parts and their total imply: what the parts had must be what the total had.

Both are known to a range only. Judged where every part of a short list says what it had; nothing is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.budgets import budgets_of, final_of
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.envelope import bounds as range_of
from final_accounts.audit.item_budgets import implied
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import finding_in
from final_accounts.model.finding import Severity

_SHORT: Final = 3  # parts: of a longer list one may be left out
_PUBLIC: Final = "T7 line:决算数 "


@dataclass(frozen=True, slots=True)
class Had:
    """What one figure had before: the statement that tells, and the range it leaves, in fen."""

    told: Told
    by: Statement
    low: Fraction
    high: Fraction

    @property
    def middle(self) -> Fraction:
        """The likeliest value."""
        return (self.low + self.high) / 2


def parts_before(book: Book) -> Iterator[Claim]:
    """Short sums whose total and parts tell their change, and budgets of the three public expenses."""
    before = dict(_before(book))
    for whole, parts in book.lexicon.sums:
        if len(parts) <= _SHORT and whole in before and all(p in before for p in parts):
            yield from _against(before[whole], [before[p] for p in parts], "上年数", "按增减额或增减率倒算")
    budgets = _budgets(book)
    for whole, parts in book.lexicon.sums:
        if not whole.startswith(_PUBLIC):
            continue
        for word in dict.fromkeys(word for key, word in budgets if key == whole):
            known = [budgets[p, word] for p in parts if (p, word) in budgets]
            if len(known) == len(parts):
                yield from _against(budgets[whole, word], known, f"{word}预算数", "按印出的预算数或完成率倒算")


def _against(whole: Had, parts: Sequence[Had], what: str, how: str) -> Iterator[Claim]:
    low, high = sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0))
    if low <= whole.high and high >= whole.low:
        return
    quantity = next(s.quantity for s in whole.told.statements if s.token.kind is Kind.AMOUNT)
    step = max(quantity.step, Fraction(10_000))
    each = [shown(p.middle, Kind.AMOUNT, step, quantity.measure) for p in parts]
    together = shown(sum((p.middle for p in parts), Fraction(0)), Kind.AMOUNT, step, quantity.measure)
    total = shown(whole.middle, Kind.AMOUNT, step, quantity.measure)
    yield finding_in(
        whole.told,
        whole.by.token.start,
        whole.by.token.end,
        "bounds",
        f"{how}，总额的{what}为 {total}，各项之和为 {together}，总额和各项的增减或完成不能同时成立",
        severity=Severity.BLOCKING,
        spots=[p.told.spot(p.by) for p in parts],
        formula=f"{'＋'.join(each)} = {together}",
        kind=Book.kind(whole.by),
    )


def _before(book: Book) -> Iterator[tuple[str, Had]]:
    """Last year's figure of each key, the first place that tells it."""
    found: dict[str, Had] = {}
    for told in book.told:
        if told.placed.part not in ("narrative", "") or book.inside_form(told):
            continue
        for place, own in enumerate(told.statements):
            if own.key in found or not own.key or own.role not in OWN or own.why or own.quantity.about:
                continue
            if own.token.kind is Kind.AMOUNT and (had := _had(book, told, place)) is not None:
                found[own.key] = had
    yield from found.items()


def _had(book: Book, told: Told, place: int) -> Had | None:
    """What the change or the rate right behind a figure, or one that names it, says it was."""
    own = told.statements[place]
    if not own.quantity.value and _unchanged(book, told, own):
        return Had(told, own, Fraction(0), Fraction(0))
    moved = _moved(told, place)
    if moved is None:
        return None
    ends = [v for a in range_of(own.quantity) for b in range_of(moved.quantity) for v in _undone(a, b, moved)]
    return Had(told, moved, min(ends), max(ends)) if ends else None


def _undone(value: Fraction, change: Fraction, moved: Statement) -> Iterator[Fraction]:
    """A figure before its change: a difference in fen, or a rate in percent."""
    if moved.role is Role.CHANGE:
        yield value - moved.direction * change
    elif value and (factor := 1 + moved.direction * change / HUNDRED) > 0:
        yield value / factor


def _moved(told: Told, place: int) -> Statement | None:
    """The change or rate that is certainly of a figure: it names it, or no other figure stands between."""
    own = told.statements[place]
    for each in told.statements[place + 1 :]:
        named = each.key == own.key
        if each.role in (*OWN, Role.PRIOR) and each.token.kind is Kind.AMOUNT and not named:
            return None
        if each.role not in (Role.CHANGE, Role.GROWTH) or each.base != "prior" or each.token.kind is Kind.COUNT:
            continue
        near = each.chunk == own.chunk and not each.label
        doubtful = each.why or each.quantity.about or not each.direction
        return each if (named or near) and not doubtful else None
    return None


def _unchanged(book: Book, told: Told, own: Statement) -> bool:
    """因公出国（境）费0万元，与上年持平: there was none before either."""
    clause = re.split(r"[；。]", told.passage.text[own.token.end :])[0]
    words = book.lexicon.equal
    return words["prior"].search(clause) is not None and words["said"].search(clause) is not None


def _budgets(book: Book) -> Mapping[tuple[str, str], Had]:
    """Budgets of the three public expenses by key and by the word for the budget, printed or implied."""
    found: dict[tuple[str, str], Had] = {}
    for told in book.told:
        for place, rate in enumerate(told.statements):
            final = final_of(told, place) if rate.role is Role.COMPLETION and rate.section == "three_public" else None
            if final is None or not final.key.startswith(_PUBLIC) or rate.quantity.about:
                continue
            word = next((w for w in ("年初", "调整", "全年") if w in rate.whole), "")
            printed = budgets_of(told, place)
            if printed:
                found.setdefault((final.key, word), Had(told, rate, *range_of(printed[0].quantity)))
            elif (budget := implied(book, told, place)) is not None:
                found.setdefault((final.key, word), Had(told, rate, budget.low, budget.high))
    return found

"""Totals told behind their parts: 货物60万元、工程20万元、服务20万元，合计100万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import adds_up, total
from final_accounts.audit.keys import BARE
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim
from final_accounts.model.finding import Verdict

_FEWEST: Final = 2
_BETWEEN: Final = frozenset({Role.SHARE, Role.GROWTH, Role.COMPLETION, Role.RATE})


def totals_behind(book: Book, told: Told) -> Iterator[Claim]:
    """Every total of a passage that stands behind its parts."""
    for place, statement in enumerate(told.statements):
        bare = BARE.fullmatch(statement.lead) is not None
        if statement.role not in OWN or statement.quantity.about or (statement.parent >= 0 and not bare):
            continue
        items = _parts(told, place)
        parts = next((set(parts) for of, parts in book.lexicon.sums if of == statement.key), set())
        if not bare and not all(s.key in parts for s in items):
            continue
        if len(items) >= _FEWEST:
            yield _judged(book, told, statement, items)


def _parts(told: Told, place: int) -> list[Statement]:
    """The figures right before a total, of its kind and in its sentence."""
    own = told.statements[place]
    found: list[Statement] = []
    for each in reversed(told.statements[:place]):
        if each.sentence != own.sentence or each.token.depth != own.token.depth:
            break
        if each.role in _BETWEEN and each.token.kind is Kind.PERCENT:
            continue
        same = each.token.kind is own.token.kind and (
            own.token.kind is Kind.AMOUNT or each.quantity.measure == own.quantity.measure
        )
        if not same or each.role not in OWN:
            break
        found.insert(0, each)
    return found


def _judged(book: Book, told: Told, statement: Statement, items: Sequence[Statement]) -> Claim:
    """The last two or more of the parts add up to the total; else all of them should."""
    for first in range(len(items) - 1):
        parts = items[first:]
        verdict, rounding = total(statement.quantity, [s.quantity for s in parts])
        if verdict is not Verdict.ERROR:
            inputs = [book.operand(told, s) for s in parts]
            return claim(told, statement, "sum", verdict, inputs=inputs, rounding=rounding, right=_sum(parts))
    right = shown(_sum(items), statement.token.kind, statement.quantity.step, statement.quantity.measure)
    return claim(
        told,
        statement,
        "sum",
        Verdict.ERROR,
        formula=f"{'＋'.join(s.quantity.printed for s in items)} = {right}",
        inputs=[book.operand(told, s) for s in items],
        right=_sum(items),
        explanation=f"前面各项之和为 {right}",
        proposed=f"总数改为 {right}，或改正其中一项",
        again=adds_up,
    )


def _sum(items: Sequence[Statement]) -> Fraction:
    return sum((s.quantity.value for s in items), Fraction(0))

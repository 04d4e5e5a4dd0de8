"""Differences: this year against the last one, the final account against its budget: by how much, which way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import ARRIVED, Role, Statement, Told
from final_accounts.audit.envelope import total as judge_total
from final_accounts.audit.numbers import Kind
from final_accounts.audit.writing import claim
from final_accounts.model.finding import Verdict

Pair = tuple[Statement, Statement]
"""This year's figure and last year's."""


def two_years(told: Told, place: int) -> list[Pair]:
    """This year's and last year's figure told before a difference or a rate, the likeliest pair first.

    Last year's figure is one; this year's may be the last item of a list or what the list divides.
    """
    rate = told.statements[place]
    before = [s for s in told.statements[:place] if s.sentence == rate.sentence and s.token.kind is Kind.AMOUNT]
    prior = next((s for s in reversed(before) if s.role is Role.PRIOR), None)
    if prior is None:
        return []
    own = [s for s in reversed(before) if s.role in OWN]
    if own and own[0].parent >= 0 and own[0].token.start > prior.token.start:
        return []  # 支出100万元，较上年90万元增长11.11%，其中：基本支出60万元，增长5%: of the item no last year is told
    if not own:
        own = [s for s in told.statements[place:] if s.sentence == rate.sentence and ARRIVED.fullmatch(s.lead)][:1]
    if not own:
        above = [s for s in told.statements[:place] if s.role in OWN and s.token.kind is Kind.AMOUNT and s.parent < 0]
        own = [s for s in reversed(above) if _is_called(s, prior)][:1]
    divided = [told.statements[s.parent] for s in own[:1] if s.parent >= 0]
    return [(s, prior) for s in [*own[:1], *divided]]


def _is_called(own: Statement, prior: Statement) -> bool:
    """Whether last year's figure is one of this: by its key, or by the beginning of its name (收入 of 收入总计)."""
    return own.key == prior.key if prior.key else bool(prior.label) and own.label.startswith(prior.label)


def _bracketed(told: Told, place: int) -> list[Pair]:
    """同比增加4万元（上年16万元）: last year's figure in brackets behind the change."""
    behind = told.statements[place + 1 : place + 2]
    own = [s for s in told.statements[:place] if s.role in OWN and s.token.kind is Kind.AMOUNT]
    if not behind or not own or behind[0].role is not Role.PRIOR or behind[0].token.depth == 0:
        return []
    return [(own[-1], behind[0])] if own[-1].sentence == behind[0].sentence else []


def gaps(book: Book, told: Told) -> Iterator[Claim]:
    """年初预算3万元，…较预算增加1万元: the difference from the budget told in the same passage, and its direction."""
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.CHANGE or statement.token.kind is not Kind.AMOUNT or statement.base != "budget":
            continue
        pair = _budget_and_final(told, place)
        if pair is None or statement.quantity.about or not statement.direction:
            continue
        budget, final = (book.operand(told, s) for s in pair)
        high, low = (final, budget) if statement.direction > 0 else (budget, final)
        verdict, rounding = judge_total(high.quantity, (low.quantity, statement.quantity))
        turned, _ = judge_total(low.quantity, (high.quantity, statement.quantity))
        if verdict is Verdict.ERROR and turned is Verdict.ERROR and statement.sentence != pair[1].sentence:
            continue
        why = "与预算数和决算数不符" if turned is Verdict.ERROR else "方向与预算数和决算数相反"
        yield claim(
            told,
            statement,
            "change" if turned is Verdict.ERROR else "direction",
            verdict,
            formula=f"{high.quantity.printed}－{low.quantity.printed}",
            inputs=(budget, final),
            right=abs(high.quantity.value - low.quantity.value),
            rounding=rounding,
            explanation=why if verdict is Verdict.ERROR else "",
        )


def _budget_and_final(told: Told, place: int) -> tuple[Statement, Statement] | None:
    """The only budget told before a difference, and the figure beside it."""
    amounts = [s for s in told.statements[:place] if s.token.kind is Kind.AMOUNT and s.token.depth == 0]
    budgets = [n for n, s in enumerate(amounts) if s.role is Role.BUDGET]
    if len(budgets) != 1:
        return None
    behind = [s for s in amounts[budgets[0] + 1 :][:1] if s.role in OWN]
    final = next((s for s in [*behind, *reversed(amounts[: budgets[0]])] if s.role in OWN), None)
    return (amounts[budgets[0]], final) if final is not None else None


def changes(book: Book, told: Told) -> Iterator[Claim]:
    """A change between two printed years: change = |this year − last year|."""
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.CHANGE or statement.token.kind is not Kind.AMOUNT or statement.quantity.about:
            continue
        pairs = two_years(told, place) or _bracketed(told, place)
        if not pairs or statement.base != "prior" or _of_another(statement, pairs):
            continue
        judged = [_change(book, told, statement, pair) for pair in pairs]
        yield next((c for c in judged if c.verdict is not Verdict.ERROR), judged[-1])


def _of_another(statement: Statement, pairs: Sequence[Pair]) -> bool:
    """支出100万元，比上年120万元减支20万元，其中基本支出减支5万元: of the item no last year is told."""
    return bool(statement.key) and all(own.key not in ("", statement.key) for own, _ in pairs)


def _change(book: Book, told: Told, statement: Statement, pair: Pair) -> Claim:
    current, prior = (book.operand(told, s) for s in pair)
    high, low = (current, prior) if statement.direction >= 0 else (prior, current)
    verdict, rounding = judge_total(high.quantity, (low.quantity, statement.quantity))
    return claim(
        told,
        statement,
        "change",
        verdict,
        formula=f"{high.quantity.printed}－{low.quantity.printed}",
        inputs=(current, prior),
        right=high.quantity.value - low.quantity.value,
        rounding=rounding,
        explanation="与两年的数不符" if verdict is Verdict.ERROR else "",
    )

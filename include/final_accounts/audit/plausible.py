"""What no single equation settles: last year's balances, social insurance by two classifications, rests too large."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.item_budgets import Implied, implied_budgets
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim, finding
from final_accounts.model.finding import Severity, Verdict

_PAIRS: Final = (
    ("T6 economic:30108 amount", "T5 function:2080505 basic", "机关事业单位基本养老保险缴费"),
    ("T6 economic:30109 amount", "T5 function:2080506 basic", "职业年金缴费"),
    ("T6 economic:30113 amount", "T5 function:2210201 basic", "住房公积金"),
)
_REST: Final = (("T6 economic:30299 amount", "T6 line:公用经费合计 amount"),)
_LARGE: Final = Fraction(30)  # percent of its 类 from which a rest item asks for a reason


def plausible(book: Book) -> Iterator[Claim]:
    """Findings that ask for an explanation."""
    yield from _carried(book)
    yield from _pairs(book)
    yield from _rests(book)
    yield from _nothing_budgeted(book)


def _carried(book: Book) -> Iterator[Claim]:
    """Last year's total less last year's spending is last year's closing balance; this year's opening must agree."""
    total = _change(book, "T4 line:收入总计 amount")
    spent = _change(book, "T5 total total")
    opening = book.table("T4 line:年初财政拨款结转和结余 amount")
    if total is None or spent is None or opening is None:
        return
    (_, total_change), (told, spent_change) = total, spent
    now, used = book.figure("T4 line:收入总计 amount"), book.figure("T5 total total")
    if now is None or used is None:
        return
    before = now.quantity.value - total_change.direction * total_change.quantity.value
    before_spent = used.quantity.value - spent_change.direction * spent_change.quantity.value
    left = before - before_spent
    steps = [q.step for q in (now.quantity, used.quantity, total_change.quantity, spent_change.quantity)]
    slack = sum(steps, opening.quantity.step) / 2
    fund = book.table_cell("T1 line:政府性基金预算财政拨款收入 amount") or book.text("T8 total total")
    if opening.quantity.value or left <= slack or (fund is not None and fund.quantity.value):
        return
    money = [shown(v, Kind.AMOUNT, steps[0], now.quantity.measure) for v in (before, before_spent, left)]
    why = (
        f"按增减额倒算，上年财政拨款总计 {money[0]}、上年支出 {money[1]}，上年末应结转 {money[2]}，"
        f"本年年初结转为 {opening.quantity.printed or '0'}"
    )
    yield finding(
        told.spot(spent_change),
        told.sentence_at(spent_change.token.start),
        "carried",
        why,
        stated=spent_change.quantity.printed,
        spots=(opening.spot,),
        formula=f"{money[0]}－{money[1]} = {money[2]}",
        proposed="说明上年末结转的去向，或改正增减额",
    )


def _change(book: Book, key: str) -> tuple[Told, Statement] | None:
    return next(
        (
            (told, s)
            for told in book.told
            for s in told.statements
            if s.role is Role.CHANGE and s.key == key and s.base == "prior"
        ),
        None,
    )


def _pairs(book: Book) -> Iterator[Claim]:
    for economic, functional, name in _PAIRS:
        one, other = book.facts.get(economic), book.facts.get(functional)
        if one is None or other is None or one.quantity.value == other.quantity.value or not other.quantity.value:
            continue
        gap = shown(
            abs(one.quantity.value - other.quantity.value), Kind.AMOUNT, one.quantity.step, one.quantity.measure
        )
        why = f"{one.name} {one.quantity.printed}，{other.name} {other.quantity.printed}，相差 {gap}"
        yield finding(
            one.spot,
            f"{name}的两个口径",
            "plausible",
            why,
            stated=one.quantity.printed,
            spots=(other.spot,),
            severity=Severity.EXPLAIN,
            proposed="说明差额列在哪个科目",
        )


def _rests(book: Book) -> Iterator[Claim]:
    for part_key, whole_key in _REST:
        part, whole = book.figure(part_key), book.figure(whole_key)
        if part is None or whole is None or not whole.quantity.value:
            continue
        share = HUNDRED * part.quantity.value / whole.quantity.value
        if share > _LARGE:
            text = shown(share, Kind.PERCENT, Fraction(1, 10))
            yield finding(
                part.spot,
                f"{part.name} {part.quantity.printed}",
                "plausible",
                f"“{part.name}”占{whole.name}的 {text}，超过三成，应细化或说明",
                stated=part.quantity.printed,
                spots=(whole.spot,),
                severity=Severity.EXPLAIN,
            )


def _nothing_budgeted(book: Book) -> Iterator[Claim]:
    """A completion of 0.0 % where the other items' budgets leave nothing: no budget, no rate."""
    found = {i.key: i for i in implied_budgets(book)}
    total = found.get("T7 line:决算数 total")
    kinds = ("abroad", "vehicles", "reception")
    others = [i for k in kinds if (i := found.get(f"T7 line:决算数 {k}")) is not None]
    if total is None or len(others) != len(kinds) - 1:
        return
    for told in book.told:
        for statement in told.statements:
            if (
                statement.role is Role.COMPLETION
                and statement.section == "three_public"
                and not statement.quantity.value
            ):
                yield from _without_budget(told, statement, total, others)


def _without_budget(told: Told, statement: Statement, total: Implied, others: list[Implied]) -> Iterator[Claim]:
    low = total.low - sum((i.high for i in others), Fraction(0))
    if low > 0:
        return
    inputs: list[Operand] = [total.final, *(i.final for i in others)]
    budgets = "－".join(_about(i) for i in (total, *others))
    yield claim(
        told,
        statement,
        "zero-base",
        Verdict.ERROR,
        inputs=inputs,
        formula=f"{budgets} ≈ 0",
        explanation="由其他各项的完成率倒算，本项没有预算；预算为零时没有完成率",
        proposed="没有安排预算，也没有支出",
    )


def _about(implied: Implied) -> str:
    quantity = implied.final.quantity
    return shown((implied.low + implied.high) / 2, Kind.AMOUNT, quantity.step, quantity.measure)

"""Completion of budgets: final ÷ the budget that is named; the relation words; item budgets against the total's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import OF, Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, bounds, corners, holds, judge, share
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_copy, of_ratio
from final_accounts.model.finding import Verdict

_NAMELY = re.compile("，(?:其中|即)[^，。；：0-9]{0,12}")
_RELATION = re.compile(r"决算数?(?P<word>小于|低于|等于|大于|高于|超过)(?:年初|全年|调整)?预算")


@dataclass(frozen=True, slots=True)
class Implied:
    """A completion without its budget: what it says the budget was."""

    told: Told
    rate: Statement
    final: Operand
    key: str
    low: Fraction
    high: Fraction


def completions(book: Book, told: Told) -> Iterator[Claim]:
    """Every completion of a passage that prints its budget, and every relation word."""
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.COMPLETION:
            continue
        yield from _relation(told, statement)
        final = final_of(told, place)
        budgets = _budgets(told, place) or _funds(book, told, place)
        if not budgets and (behind := _behind(told, place)):
            final, budgets = behind
        if not budgets and (beside := _beside(told, place)):
            budgets = [beside]
        if final is None:
            yield not_checkable(told, statement, "completion", "没有找到完成的是哪个数")
        elif budgets:
            yield _judged(book, told, statement, final, budgets)
        elif not _implied(book, told, place):
            yield not_checkable(told, statement, "completion", "没有印出预算数")


def final_of(told: Told, place: int) -> Statement | None:
    """The figure that completes: the final account nearest before, else the value."""
    before = [s for s in told.statements[:place] if s.token.kind is Kind.AMOUNT and s.token.depth == 0]
    near = [s for s in before if s.sentence == told.statements[place].sentence]
    if told.statements[place].lead == OF:
        return next((s for s in reversed(near) if s.role in OWN), None)
    finals = [s for s in near if s.role is Role.FINAL] or [s for s in near if s.role is Role.VALUE and s.parent < 0]
    own = finals[-1] if finals else next((s for s in reversed(near) if s.role in OWN), None)
    return own or _final_above(before, near)


def _final_above(before: Sequence[Statement], near: Sequence[Statement]) -> Statement | None:
    """…（项）：406万元。比年初预算数318万元增加: the figure of the sentence before, when this one names no other."""
    if not near or near[0].role is not Role.BUDGET or near[0].label:
        return None
    return next((s for s in reversed(before) if s.role in OWN and s.parent < 0), None)


def _budgets(told: Told, place: int) -> list[Statement]:
    """Budgets before the rate in its sentence, the one the rate names first."""
    rate = told.statements[place]
    if rate.lead == OF:
        return [told.statements[place - 1]]
    before = [s for s in told.statements[:place] if s.role is Role.BUDGET and s.sentence == rate.sentence]
    word = next((w for w in ("年初", "全年", "调整", "本年", "年度") if w in rate.whole), "")
    named = [s for s in before if word and (word in s.whole or word in s.lead)]
    return named[::-1] or before[::-1]


def _funds(book: Book, told: Told, place: int) -> list[Statement]:
    """项目资金安排100万元，实际支出94万元，执行率94%: in evaluations what was given stands for the budget."""
    rate = told.statements[place]
    if rate.section != "performance":
        return []
    before = [s for s in told.statements[:place] if s.sentence == rate.sentence and s.token.kind is Kind.AMOUNT]
    given = [s for s in before if s.role is Role.VALUE and book.lexicon.verbs["funds"].search(s.lead)]
    return [s for s in reversed(given) if s.parent < 0] or given[::-1]


def _behind(told: Told, place: int) -> tuple[Statement, list[Statement]] | None:
    """预算执行率94%（预算100万元，执行94万元）: both figures right behind the rate, in brackets."""
    rate, *behind = told.statements[place : place + 3]
    if len(behind) < 2 or any(s.token.kind is not Kind.AMOUNT for s in behind):
        return None
    deeper = all(s.token.depth > rate.token.depth for s in behind)
    if not deeper and not _NAMELY.fullmatch(told.passage.text[rate.token.end : behind[0].token.start]):
        return None
    budgets = [s for s in behind if s.role is Role.BUDGET]
    finals = [s for s in behind if s.role in OWN]
    return (finals[0], budgets) if budgets and finals else None


def _beside(told: Told, place: int) -> Statement | None:
    """支出90万元，执行率90%（调整预算100万元）: the budget alone in brackets behind the rate."""
    behind = next(iter(told.statements[place + 1 : place + 2]), None)
    bracketed = behind is not None and behind.token.depth > told.statements[place].token.depth
    return behind if bracketed and behind is not None and behind.role is Role.BUDGET else None


def _judged(book: Book, told: Told, rate: Statement, final: Statement, budgets: Sequence[Statement]) -> Claim:
    done = book.operand(told, final, "执行数" if "执行" in final.lead else "决算数")
    results: list[tuple[Claim, Fraction | None]] = []
    for budget in budgets:
        whole = book.operand(told, budget, (budget.whole or "") + "预算数")
        central, low, high = corners(share, (done.quantity, whole.quantity))
        shape = f"{done.quantity.printed}÷{whole.quantity.printed}"
        if central is None:
            zero = rate.quantity.value == 0 and done.quantity.value == 0
            why = "" if zero else "预算数为零，没有完成率"
            verdict = Verdict.OK if zero else Verdict.ERROR
            family = "completion" if zero else "zero-base"
            results.append(
                (claim(told, rate, family, verdict, formula=shape, inputs=(done, whole), explanation=why), None)
            )
            continue
        verdict, rounding = judge(rate.quantity, central, low, high)
        text = f"{shape} = {shown(central, Kind.PERCENT, rate.quantity.step)}"
        wrong = why = ""
        if verdict is Verdict.ERROR:
            others = [o for o in book.wholes(told) if o.quantity.value != whole.quantity.value]
            wrong = of_ratio(rate.quantity, done, others, central) or of_copy(rate.quantity, central, ())
            why = f"{rate.quantity.printed} 应为 {shown(central, Kind.PERCENT, rate.quantity.step)}"
            why += f"；{wrong}" if wrong else ""
        results.append(
            (
                claim(
                    told,
                    rate,
                    "completion",
                    verdict,
                    formula=text,
                    inputs=(done, whole),
                    right=central,
                    rounding=rounding,
                    wrong=wrong,
                    explanation=why,
                    again=partial(holds, share),
                ),
                central,
            )
        )
    fitting = [c for c, _ in results if c.verdict is not Verdict.ERROR]
    return fitting[0] if fitting else results[0][0]


def _relation(told: Told, rate: Statement) -> Iterator[Claim]:
    """小于 below 100 %, 等于 at 100 %, 大于 above; told behind the rate, or between the final account and the rate."""
    text = told.passage.text[rate.token.end : rate.token.end + 40]
    before = told.statements[told.statements.index(rate) - 1].token.end if told.statements[0] is not rate else 0
    lead = told.passage.text[before : rate.token.start].rpartition("。")[2]
    found = _RELATION.search(text.split("。")[0] + "。") or _RELATION.search(lead)
    if found is None:
        return
    low, high = bounds(rate.quantity)
    word = found["word"]
    fits = {"小于": low < HUNDRED, "低于": low < HUNDRED, "等于": low <= HUNDRED <= high}.get(word, high > HUNDRED)
    if not fits:
        why = f"完成 {rate.quantity.printed}，决算数不会“{word}”预算数"
        yield claim(told, rate, "relation", Verdict.ERROR, explanation=why)


def _implied(book: Book, told: Told, place: int) -> Implied | None:
    """What a completion without its budget says the budget was."""
    rate = told.statements[place]
    final = final_of(told, place)
    if final is None or not final.key or rate.quantity.value <= 0:
        return None
    low, high = bounds(rate.quantity)
    done_low, done_high = bounds(final.quantity)
    word = _RELATION.search(told.passage.text[rate.token.end : rate.token.end + 40])
    if word is not None and word["word"] == "等于":
        return Implied(told, rate, book.operand(told, final), final.key, done_low, done_high)
    low_budget = max(HUNDRED * done_low / high, Fraction(0))
    return Implied(told, rate, book.operand(told, final), final.key, low_budget, HUNDRED * done_high / low)


def implied_budgets(book: Book) -> list[Implied]:
    """Every completion of the document that prints no budget."""
    return [
        implied
        for told in book.told
        for place, s in enumerate(told.statements)
        if s.role is Role.COMPLETION and not _budgets(told, place) and (implied := _implied(book, told, place))
    ]


def totals_of_items(book: Book, family: Sequence[tuple[str, str]]) -> Iterator[Claim]:
    """The budgets that the items' completions imply must add up to the total's.

    ``family``: (key of the total, prefix of its items' keys). Only where the items' finals add up to the total's, so
    that no item is missing.
    """
    found = implied_budgets(book)
    for total_key, prefix in family:
        total = next((i for i in found if i.key == total_key), None)
        items = [i for i in found if i.key.startswith(prefix) and len(i.key.split(":")[-1].split(" ")[0]) == 7]
        if total is None:
            continue
        finals = sum((i.final.quantity.value for i in items), Fraction(0))
        slack = (total.final.quantity.step + sum((i.final.quantity.step for i in items), Fraction(0))) / 2
        if not items or abs(finals - total.final.quantity.value) > slack:
            yield not_checkable(total.told, total.rate, "completion", "没有印出预算数")
            continue
        yield _against_items(book, total, items)


def _against_items(book: Book, total: Implied, items: Sequence[Implied]) -> Claim:
    low, high = sum((i.low for i in items), Fraction(0)), sum((i.high for i in items), Fraction(0))
    done_low, done_high = bounds(total.final.quantity)
    rate_low, rate_high = HUNDRED * done_low / high, HUNDRED * done_high / low
    middle = HUNDRED * total.final.quantity.value * 2 / (low + high)
    half = total.rate.quantity.step / 2
    inputs = (total.final, *(i.final for i in items))
    printed = total.rate.quantity
    if rate_low - half <= printed.value <= rate_high + half:
        return claim(total.told, total.rate, "completion", Verdict.OK, inputs=inputs)
    budget = shown((low + high) / 2, Kind.AMOUNT, total.final.quantity.step, total.final.quantity.measure)
    wrong = of_ratio(printed, total.final, book.wholes(total.told), None)
    right = shown(middle, Kind.PERCENT, printed.step)
    why = f"各项决算数÷各自完成率得出的预算之和约 {budget}，完成率应约为 {right}，不是 {printed.printed}"
    return claim(
        total.told,
        total.rate,
        "completion",
        Verdict.ERROR,
        formula=f"{total.final.quantity.printed}÷约{budget} ≈ {right}",
        inputs=inputs,
        right=middle,
        wrong=wrong,
        explanation=f"{why}；{wrong}" if wrong else why,
    )

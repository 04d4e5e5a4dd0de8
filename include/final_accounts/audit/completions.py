"""Completion of budgets: final ÷ the budget that is named; the relation words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.budgets import RELATION, budgets_of, final_of
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, bounds, corners, holds, judge, share
from final_accounts.audit.item_budgets import implied
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_completion, of_copy
from final_accounts.model.finding import Verdict

_NAMELY = re.compile("，(?:其中|即)[^，。；：0-9]{0,12}")


def completions(book: Book, told: Told) -> Iterator[Claim]:
    """Every completion of a passage that prints its budget, and every relation word."""
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.COMPLETION:
            continue
        yield from _relation(told, statement)
        final = final_of(told, place)
        budgets = budgets_of(told, place) or _funds(book, told, place)
        if not budgets and (behind := _behind(told, place)):
            final, budgets = behind
        if not budgets and (beside := _beside(told, place)):
            budgets = [beside]
        if final is None:
            yield not_checkable(told, statement, "completion", "没有找到完成的是哪个数")
        elif budgets:
            yield _judged(book, told, statement, final, budgets)
        elif not implied(book, told, place):
            yield not_checkable(told, statement, "completion", "没有印出预算数")


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
            wrong = of_completion(rate.quantity, done, others, central) or of_copy(rate.quantity, central, ())
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
    found = RELATION.search(text.split("。")[0] + "。") or RELATION.search(lead)
    if found is None:
        return
    low, high = bounds(rate.quantity)
    word = found["word"]
    fits = {"小于": low < HUNDRED, "低于": low < HUNDRED, "等于": low <= HUNDRED <= high}.get(word, high > HUNDRED)
    if not fits:
        why = f"完成 {rate.quantity.printed}，决算数不会“{word}”预算数"
        yield claim(told, rate, "relation", Verdict.ERROR, explanation=why)

"""Items told with their completion alone: the budgets they imply against the total's, implied or printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.budgets import RELATION, budgets_of, final_of
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, bounds
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_completion
from final_accounts.model.finding import Verdict


@dataclass(frozen=True, slots=True)
class Implied:
    """A completion without its budget: what it says the budget was (fen), and its word on which of them is larger."""

    told: Told
    rate: Statement
    final: Operand
    key: str
    low: Fraction
    high: Fraction
    word: str = ""

    def may_have(self, low: Fraction, high: Fraction) -> bool:
        """Whether its budget may lie in a range, by its word on whether the final account is below the budget."""
        done_low, done_high = bounds(self.final.quantity)
        if self.word in ("小于", "低于"):
            return high > done_low
        if self.word in ("大于", "高于", "超过"):
            return high > 0 and low < done_high
        return low <= done_high and high >= done_low if self.word else high > 0


def implied(book: Book, told: Told, place: int) -> Implied | None:
    """What a completion without its budget says the budget was."""
    rate = told.statements[place]
    final = final_of(told, place)
    if final is None or not final.key or rate.quantity.value <= 0:
        return None
    low, high = bounds(rate.quantity)
    done_low, done_high = bounds(final.quantity)
    word = RELATION.search(told.passage.text[rate.token.end : rate.token.end + 40])
    says = "" if word is None else word["word"]
    if says == "等于":
        return Implied(told, rate, book.operand(told, final), final.key, done_low, done_high, says)
    low_budget = max(HUNDRED * done_low / high, Fraction(0))
    return Implied(told, rate, book.operand(told, final), final.key, low_budget, HUNDRED * done_high / low, says)


def implied_budgets(book: Book) -> list[Implied]:
    """Every completion of the document that prints no budget."""
    return [
        found
        for told in book.told
        for place, s in enumerate(told.statements)
        if s.role is Role.COMPLETION and not budgets_of(told, place) and (found := implied(book, told, place))
    ]


def totals_of_items(book: Book, family: Sequence[tuple[str, str]]) -> Iterator[Claim]:
    """The budgets that the items' completions imply must add up to the total's, implied or printed.

    ``family``: (key of the total, prefix of its items' keys). Only where the items' finals add up to the total's, so
    that no item is missing.
    """
    found = implied_budgets(book)
    for total_key, prefix in family:
        total = next((i for i in found if i.key == total_key), None)
        items = [i for i in found if i.key.startswith(prefix) and len(i.key.split(":")[-1].split(" ")[0]) == 7]
        if total is not None:
            if items and _complete(book, total_key, items, total.final):
                yield _against_items(book, total, items)
            else:
                yield not_checkable(total.told, total.rate, "completion", "没有印出预算数")
            continue
        printed = _printed_budget(book, total_key, items)
        if printed is not None:
            yield from _against_printed(printed, items)


def _complete(book: Book, key: str, items: Sequence[Implied], final: Operand) -> bool:
    """Whether no item is missing: by the total of the sentence, else (it may be the wrong figure) by the table's."""
    cell = book.table_cell(key)
    return _all_told(items, final) or (cell is not None and _all_told(items, cell))


def _all_told(items: Sequence[Implied], final: Operand) -> bool:
    """Whether the items' finals are the whole of the total's."""
    finals = sum((i.final.quantity.value for i in items), Fraction(0))
    slack = (final.quantity.step + sum((i.final.quantity.step for i in items), Fraction(0))) / 2
    return abs(finals - final.quantity.value) <= slack


def _printed_budget(book: Book, key: str, items: Sequence[Implied]) -> Operand | None:
    """The budget printed beside the total's completion, where it is the budget that the items' rates name too."""
    names = {i.rate.whole for i in items}
    for told in book.told:
        for place, rate in enumerate(told.statements):
            final = final_of(told, place) if rate.role is Role.COMPLETION and {rate.whole} == names else None
            budgets = budgets_of(told, place) if final is not None and final.key == key else []
            if final is not None and budgets and _complete(book, key, items, book.operand(told, final)):
                return book.operand(told, budgets[0], f"{budgets[0].whole}预算数")
    return None


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
    wrong = of_completion(printed, total.final, book.wholes(total.told), None)
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


def _against_printed(budget: Operand, items: Sequence[Implied]) -> Iterator[Claim]:
    """The items' budgets against the printed one: where they disagree, the items whose other rate would heal it."""
    low, high = sum((i.low for i in items), Fraction(0)), sum((i.high for i in items), Fraction(0))
    least, most = bounds(budget.quantity)
    if low <= most and least <= high:
        for each in items:
            shape = f"各项决算数÷各自完成率之和 ≈ {budget.quantity.printed}"
            yield claim(each.told, each.rate, "completion", Verdict.OK, formula=shape, inputs=(each.final, budget))
        return
    left = [(i, least - (high - i.high), most - (low - i.low)) for i in items]
    doubted = [(i, lo, hi) for i, lo, hi in left if i.may_have(lo, hi)] or left
    first, low_left, high_left = doubted[0]
    quantity, done = first.rate.quantity, first.final.quantity
    middle = (max(low_left, Fraction(0)) + high_left) / 2
    right = HUNDRED * done.value / middle if len(doubted) == 1 and middle > 0 else None
    total = shown((low + high) / 2, Kind.AMOUNT, budget.quantity.step, budget.quantity.measure)
    why = f"各项决算数÷各自完成率得出的预算之和约 {total}，{budget.name}为 {budget.quantity.printed}"
    if right is not None:
        why += f"；其余各项无误时，{quantity.printed} 应约为 {shown(right, Kind.PERCENT, quantity.step)}"
    elif len(doubted) > 1:
        why += f"；也可能错在其他 {len(doubted) - 1} 项的完成率（见所列位置）"
    found = claim(
        first.told,
        first.rate,
        "completion",
        Verdict.ERROR,
        formula=f"Σ（各项决算数÷完成率）≈ {total}",
        inputs=(budget, *(i.final for i in items)),
        right=right,
        explanation=why,
    )
    yield replace(found, spots=(*(i.told.spot(i.rate) for i, _, _ in doubted[1:]), budget.spot))
    for each in items:
        if each is not first:
            yield not_checkable(each.told, each.rate, "completion", "各项完成率合起来与预算总数对不上，见该处")

"""Changes and growth rates: rate = change ÷ base, base = current ∓ change; zero base has no rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.differences import two_years
from final_accounts.audit.envelope import corners, growth, holds, judge, moved
from final_accounts.audit.numbers import Kind, Quantity, shown
from final_accounts.audit.twins import twins
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_copy, of_growth
from final_accounts.model.finding import Verdict

_BEHIND = re.compile("[，（、]?[^，。；0-9]{0,14}")  # between a rate and the change told behind it


def growths(book: Book, told: Told) -> Iterator[Claim]:
    """Every growth rate of a passage."""
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.GROWTH or statement.quantity.about:
            continue
        change = _change(told, place)
        if statement.why and statement.label and not (change is not None and change.why):
            yield not_checkable(told, statement, "growth", "原因里的增减率，没有印出增减额")
            continue
        if (twin := twins(told, place)) is not None:
            yield _of_twins(book, told, statement, *twin)
            continue
        if change is not None:
            yield from _with_change(book, told, statement, change)
            continue
        if pairs := two_years(told, place):
            judged = [_of_two_years(book, told, statement, *pair) for pair in pairs]
            yield next((c for c in judged if c.verdict is not Verdict.ERROR), judged[-1])
        else:
            yield not_checkable(told, statement, "growth", "没有印出增减额，也没有上年数")


def _change(told: Told, place: int) -> Statement | None:
    """The change a rate belongs to: the one right before it, in the same sentence."""
    rate = told.statements[place]
    for statement in reversed(told.statements[:place]):
        if statement.sentence != rate.sentence:
            break
        if statement.role is Role.CHANGE and statement.token.kind is Kind.AMOUNT:
            return None if statement.run > 1 else statement
        if statement.role in (Role.GROWTH, *OWN):
            break
    return _change_behind(told, place)


def _change_behind(told: Told, place: int) -> Statement | None:
    """同比增长6.24%，增加100.50万元: the change told right behind its rate, with no rate of its own."""
    rate, *behind = told.statements[place : place + 3]
    if not behind or behind[0].role is not Role.CHANGE or behind[0].token.kind is not Kind.AMOUNT:
        return None
    between = told.passage.text[rate.token.end : behind[0].token.start]
    own = len(behind) > 1 and behind[1].role is Role.GROWTH and behind[1].sentence == rate.sentence
    return None if own or not _BEHIND.fullmatch(between) else behind[0]


def subject_of(book: Book, told: Told, change: Statement) -> tuple[list[Operand], bool]:
    """Candidates for what has changed, best first, and whether the sentence names it.

    The subject is what the clause of the change names; a clause without a name means the value of its own list item,
    else the total the passage is about.
    """
    own = [s for s in told.statements if s.role in OWN and s.token.kind is Kind.AMOUNT]
    before = [s for s in own if not s.lead.startswith("占")]
    earlier = [s for s in before if s.token.start < change.token.start]
    if change.key:
        same = [s for s in earlier if s.key == change.key] or [s for s in before if s.key == change.key]
        if same:
            return [book.operand(told, same[-1])], True
        found = book.figure(change.key, told.index)
        if found is not None:
            return [found], True
    if change.label:
        same = [s for s in earlier if s.label and (s.label.endswith(change.label) or change.label.endswith(s.label))]
        if same:
            return [book.operand(told, same[-1])], True
    if (own_share := _with_its_share(told, earlier, change)) is not None:
        return [book.operand(told, own_share)], True
    item = [s for s in earlier if s.chunk == change.chunk and s.token.depth <= change.token.depth]
    main = [s for s in earlier if s.token.depth == 0 and s.parent < 0]
    order = [*reversed(item), *main, *reversed(earlier)]
    compared = book.lexicon.verbs["comparison"].search(change.context + change.lead)
    if (
        not order
        and compared
        and (key := book.lexicon.main_of(change.section))
        and (found := book.figure(key, told.index))
    ):
        return [found], False
    return [book.operand(told, s) for s in dict.fromkeys(order)], False


def _with_its_share(told: Told, earlier: Sequence[Statement], change: Statement) -> Statement | None:
    """其中：财政拨款900万元，占90%，较上年增长…: an item that tells its share goes on to tell its change."""
    beside = [s for s in earlier if s.token.depth <= change.token.depth and s.chunk == change.chunk]
    if not beside or beside[-1].parent < 0:
        return None
    behind = told.statements[told.statements.index(beside[-1]) + 1]
    return beside[-1] if behind.role is Role.SHARE and behind.token.start < change.token.start else None


def _with_change(book: Book, told: Told, rate: Statement, change: Statement) -> Iterator[Claim]:
    if change.quantity.about:
        yield not_checkable(told, rate, "growth", "增减额是约数")
        return
    moved_by = book.operand(told, change, "增减额")
    direction = change.direction or rate.direction
    ways = (direction,) if direction else (1, -1)  # 变动200万元，变动率20%
    candidates, named = subject_of(book, told, change)
    if rate.direction and change.direction and rate.direction != change.direction:
        moved, fitting, against = ("增加", "增长", "下降") if change.direction > 0 else ("减少", "下降", "增长")
        printed = rate.quantity.printed
        yield claim(
            told,
            rate,
            "direction",
            Verdict.ERROR,
            formula=f"{moved}{change.quantity.printed}，却{against}{printed}",
            explanation="增减额与增减率的方向不一致",
            inputs=(moved_by,),
            proposed=f"{fitting}{printed}（或改正增减额的方向）",
        )
    if not candidates:
        yield not_checkable(told, rate, "growth", "没有找到增减的是哪个数")
        return
    results = [_judged(told, rate, current, moved_by, way) for current in candidates for way in ways]
    best = next((r for r in results if r.verdict is not Verdict.ERROR), None)
    if (named and direction) or best is None:
        best = results[0]
    if best.verdict is Verdict.ERROR and not best.wrong:
        others = (
            book.operand(t, s)
            for t in book.told
            for s in t.statements
            if s.role is Role.GROWTH and s is not rate and s.quantity.value == rate.quantity.value
        )
        copied = of_copy(rate.quantity, _growth_of(candidates[0], moved_by, direction) or Fraction(0), others)
        yield _again(best, copied)
    else:
        yield best


def _of_twins(book: Book, told: Told, rate: Statement, current: Statement, change: Statement) -> Claim:
    operands = book.operand(told, current), book.operand(told, change, "增减额")
    return _judged(told, rate, *operands, rate.direction or change.direction)


def _again(found: Claim, wrong: str) -> Claim:
    return replace(found, wrong=wrong, explanation=f"{found.explanation}；{wrong}" if wrong else found.explanation)


def _growth_of(current: Operand, change: Operand, direction: int) -> Fraction | None:
    return growth(current.quantity.value, change.quantity.value, direction)


def _judged(told: Told, rate: Statement, current: Operand, change: Operand, direction: int) -> Claim:
    def formula(now: Fraction, by: Fraction) -> Fraction | None:
        return growth(now, by, direction)

    central, low, high = corners(formula, (current.quantity, change.quantity))
    sign = "－" if direction > 0 else "＋"
    shape = f"{change.quantity.printed}÷（{current.quantity.printed}{sign}{change.quantity.printed}）"
    if central is None:
        base = current.quantity.value - direction * change.quantity.value
        if base == 0 and change.quantity.value == 0 and rate.quantity.value == 0:
            return claim(told, rate, "growth", Verdict.OK, inputs=(current, change), formula=shape)
        why = "上年数为零，没有增减率" if base == 0 else "减少额大于上年数，数字之间矛盾"
        family = "zero-base" if base == 0 else "growth"
        return claim(
            told,
            rate,
            family,
            Verdict.ERROR,
            formula=shape,
            inputs=(current, change),
            explanation=why,
            again=partial(holds, partial(growth, direction=direction)),
        )
    verdict, rounding = judge(_size(rate, direction), central, low, high)
    wrong = of_growth(rate.quantity, current, change, direction) if verdict is Verdict.ERROR else ""
    base_text = shown(
        current.quantity.value - direction * change.quantity.value,
        Kind.AMOUNT,
        current.quantity.step,
        current.quantity.measure,
    )
    return claim(
        told,
        rate,
        "growth",
        verdict,
        formula=f"{shape} = {shown(central, Kind.PERCENT, rate.quantity.step)}（上年数 {base_text}）",
        inputs=(current, change),
        right=central,
        rounding=rounding,
        wrong=wrong,
        explanation=_why(rate, central, wrong) if verdict is Verdict.ERROR else "",
        again=partial(holds, partial(growth, direction=direction)),
    )


def _size(rate: Statement, direction: int) -> Quantity:
    """变动率为-18.80%: the size of a rate whose sign tells the same direction as the change."""
    signed = rate.quantity.value < 0 and direction < 0
    return replace(rate.quantity, value=-rate.quantity.value) if signed else rate.quantity


def _why(rate: Statement, central: Fraction, wrong: str) -> str:
    text = f"{rate.quantity.printed} 应为 {shown(central, Kind.PERCENT, rate.quantity.step)}"
    return f"{text}；{wrong}" if wrong else text


def _of_two_years(book: Book, told: Told, rate: Statement, current: Statement, prior: Statement) -> Claim:
    inputs = (book.operand(told, current, "本年"), book.operand(told, prior, "上年"))
    central, low, high = corners(moved, [o.quantity for o in inputs])
    shape = f"（{current.quantity.printed}－{prior.quantity.printed}）÷{prior.quantity.printed}"
    if central is None:
        if current.quantity.value == 0 and rate.quantity.value == 0:
            return claim(told, rate, "growth", Verdict.OK, inputs=inputs, formula=shape)
        return claim(
            told, rate, "zero-base", Verdict.ERROR, inputs=inputs, formula=shape, explanation="上年数为零，没有增减率"
        )
    signed = rate.direction or 1
    verdict, rounding = judge(rate.quantity, signed * central, *sorted((signed * low, signed * high)))
    return claim(
        told,
        rate,
        "growth",
        verdict,
        formula=f"{shape} = {shown(central, Kind.PERCENT, rate.quantity.step)}",
        inputs=inputs,
        right=abs(central),
        rounding=rounding,
        explanation=_why(rate, abs(central), "") if verdict is Verdict.ERROR else "",
    )

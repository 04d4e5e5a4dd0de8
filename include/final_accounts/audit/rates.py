"""Rates told by name (控制率, 结转结余率 …), sentences that call two things equal, and arithmetic written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED, corners, judge, moved, share
from final_accounts.audit.lexicon import Rate
from final_accounts.audit.numbers import NUMBER, Kind, Quantity, plain_step, shown
from final_accounts.audit.writing import claim
from final_accounts.audit.wrong import of_copy, of_ratio
from final_accounts.model.finding import Severity, Verdict

_SUM = re.compile(
    rf"(?<![0-9])(?P<a>{NUMBER})(?:人|名|个|万元|元|辆|%){{0,4}}[（(]?(?P<op>[*×/÷])(?P<b>{NUMBER})(?P<b_percent>%)?"
    rf"[^0-9=，。；]{{0,40}}?(?P<hundred>[*×]100%)?=(?P<r>{NUMBER})(?P<unit>%|分|万元|元)?"
)


def rates(book: Book, told: Told) -> Iterator[Claim]:
    """Every rate of a passage that is told by name together with its two figures."""
    for place, statement in enumerate(told.statements):
        if statement.role not in (Role.RATE, Role.COMPLETION) or statement.token.kind is not Kind.PERCENT:
            continue
        name = re.sub(r"(?:计算|为|达到?|约|：|=)+$", "", statement.lead)
        rate = next((r for r in book.lexicon.rates if r.name.search(name)), None)
        if rate is None or (statement.role is Role.COMPLETION and _has_budget(told, place)):
            continue
        claimed = _of_rate(book, told, place, rate)
        if claimed is not None:
            yield claimed


def _has_budget(told: Told, place: int) -> bool:
    """A completion whose budget is printed is judged as one."""
    rate = told.statements[place]
    return any(s.role is Role.BUDGET and s.sentence == rate.sentence for s in told.statements[:place])


def _of_rate(book: Book, told: Told, place: int, rate: Rate) -> Claim | None:
    statement = told.statements[place]
    near = [
        s
        for s in told.statements[:place]
        if s.sentence == statement.sentence and s.token.kind in (Kind.AMOUNT, Kind.COUNT)
    ]
    below = next((s for s in reversed(near) if rate.b.search(_words(told, s))), None)
    above = next((s for s in reversed(near) if s is not below and rate.a.search(_words(told, s))), None)
    if above is None or below is None:
        return None
    a, b = book.operand(told, above, above.label or "分子"), book.operand(told, below, below.label or "分母")
    formulas = {
        "ratio": (share, f"{a.quantity.printed}÷{b.quantity.printed}"),
        "change": (moved, f"（{a.quantity.printed}－{b.quantity.printed}）÷{b.quantity.printed}"),
        "saving": (_saved, f"（{b.quantity.printed}－{a.quantity.printed}）÷{b.quantity.printed}"),
    }
    formula, shape = formulas[rate.formula]
    central, low, high = corners(formula, (a.quantity, b.quantity))
    if central is None:
        return claim(
            told, statement, "zero-base", Verdict.ERROR, formula=shape, inputs=(a, b), explanation="分母为零，没有比率"
        )
    verdict, rounding = judge(statement.quantity, central, low, high)
    wrong = why = ""
    if verdict is Verdict.ERROR:
        wrong = of_ratio(statement.quantity, a, book.wholes(told), central) or of_copy(statement.quantity, central, ())
        why = f"{statement.quantity.printed} 应为 {shown(central, Kind.PERCENT, statement.quantity.step)}"
        why += f"；{wrong}" if wrong else ""
    return claim(
        told,
        statement,
        "rate",
        verdict,
        formula=f"{shape} = {shown(central, Kind.PERCENT, statement.quantity.step)}",
        inputs=(a, b),
        right=central,
        rounding=rounding,
        wrong=wrong,
        explanation=why,
    )


def _words(told: Told, statement: Statement) -> str:
    """The clause before a figure, its own words included."""
    text = told.passage.text
    start = max(text.rfind(sign, 0, statement.token.start) for sign in "，；。：（") + 1
    return text[start : statement.token.start]


def _saved(actual: Fraction, planned: Fraction) -> Fraction | None:
    return None if planned == 0 else HUNDRED * (planned - actual) / planned


def equalities(book: Book, told: Told) -> Iterator[Claim]:
    """计划成本与实际成本一致，成本节约率100%: what is equal has a saving of nothing."""
    for equality in book.lexicon.equalities:
        found = equality.says.search(told.passage.text)
        if found is None or found["rate"] == equality.right:
            continue
        statement = next((s for s in told.statements if s.token.start == found.start("rate")), None)
        if statement is None:
            continue
        severe = equality.verdict == "error"
        yield claim(
            told,
            statement,
            "rate",
            Verdict.ERROR,
            formula=f"{equality.formula} = {equality.right}",
            right=Fraction(0),
            explanation=f"两者一致，按公式应为 {equality.right}，不是 {found['rate']}",
            severity=Severity.BLOCKING if severe else Severity.EXPLAIN,
        )


def arithmetic(book: Book, told: Told) -> Iterator[Claim]:
    """Arithmetic written out in a sentence: 2168/2113.24*100%=102.59%."""
    del book  # a sum stands by itself
    for found in _SUM.finditer(told.passage.text):
        a, b = (_plain(found[name]) for name in ("a", "b"))
        printed = _result(found)
        formula = _times if found["op"] in "*×" else _over
        factor = Fraction(1, 100) if found["b_percent"] and formula is _times else Fraction(1)
        scale = HUNDRED if printed.kind is Kind.PERCENT and formula is _over else Fraction(1)

        def compute(
            x: Fraction, y: Fraction, formula: object = formula, by: Fraction = factor * scale
        ) -> Fraction | None:
            value = _times(x, y) if formula is _times else _over(x, y)
            return None if value is None else value * by

        central, low, high = corners(compute, (a, b))
        statement = next((s for s in told.statements if s.token.start <= found.start("r") < s.token.end), None)
        if central is None or statement is None:
            continue
        verdict, rounding = judge(printed, central, low, high)
        inputs = tuple(Operand("", q, told.passage.spot(found.start())) for q in (a, b))
        right = shown(central, printed.kind, printed.step, printed.measure)
        yield claim(
            told,
            statement,
            "arithmetic",
            verdict,
            formula=f"{found['a']}{found['op']}{found['b']} = {right}",
            inputs=inputs,
            right=central if printed.kind is statement.token.kind else None,
            rounding=rounding,
            explanation=f"算式得 {right}" if verdict is Verdict.ERROR else "",
        )


def _plain(text: str) -> Quantity:
    return Quantity(Kind.PLAIN, Fraction(Decimal(text)), Fraction(0), text)


def _result(found: re.Match[str]) -> Quantity:
    kind = {"%": Kind.PERCENT, "分": Kind.POINTS}.get(found["unit"] or "", Kind.PLAIN)
    return Quantity(kind, Fraction(Decimal(found["r"])), plain_step(found["r"]), found["r"], found["unit"] or "")


def _times(x: Fraction, y: Fraction) -> Fraction | None:
    return x * y


def _over(x: Fraction, y: Fraction) -> Fraction | None:
    return None if y == 0 else x / y

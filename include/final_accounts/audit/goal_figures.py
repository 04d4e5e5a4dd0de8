"""The execution block of goal sheets 目标完成情况表: balances, rates, changes against last year, sums of funds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import HUNDRED, corners, moved, share, total
from final_accounts.audit.form_claims import judged, of_form
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import Kind, shown
from final_accounts.model.finding import Verdict

_FUNDS = ("general", "fund", "capital", "social")


def goal_figures(book: Book, form: Form) -> Iterator[Claim]:
    """Rows and funds of the execution block of a goal sheet."""
    figures = form.figures
    for row in ("total", "basic", "project", "appropriation", "other", *(f"structure/{f}" for f in ("total", *_FUNDS))):
        budget, executed, carry = (figures.get(f"{row}/{c}") for c in ("budget", "executed", "carry"))
        if carry is None or budget is None or executed is None:
            continue
        verdict, rounding = total(budget.quantity, (executed.quantity, carry.quantity))
        right = budget.quantity.value - executed.quantity.value
        yield of_form(
            carry,
            "balance",
            verdict,
            formula=f"{budget.quantity.printed}－{executed.quantity.printed}",
            inputs=(budget, executed),
            right=right,
            rounding=rounding,
            step=min(q.quantity.step for q in (budget, executed, carry)),
            explanation="预算额减执行额不等于当年结转结余额，三个数口径不一" if verdict is Verdict.ERROR else "",
        )
        rate = figures.get(f"{row}/carry_rate")
        if rate is not None and budget.quantity.value:
            central, low, high = corners(share, (carry.quantity, budget.quantity))
            others = [
                f
                for k, f in figures.items()
                if k.endswith("carry_rate") and f is not rate and not k.endswith("/total/carry_rate")
            ]
            if central is not None:
                shape = f"{carry.quantity.printed}÷{budget.quantity.printed}"
                yield judged(rate, "rate", shape, (carry, budget), values=(central, low, high), others=others)
        yield from _change(book, form, row, carry)
    yield from _sums(form)


def _change(book: Book, form: Form, row: str, carry: Operand) -> Iterator[Claim]:
    """Change of the carry-over against last year's, where the text tells it; what is impossible where it does not."""
    rate = form.figures.get(f"{row}/carry_change")
    if rate is None or not form.whole:
        return
    if rate.quantity.value == -HUNDRED and carry.quantity.value > 0:
        why = f"本年结转 {carry.quantity.printed} 不为零，不可能下降 100%；上年为零时没有变动率"
        yield of_form(rate, "zero-base", Verdict.ERROR, inputs=(carry,), explanation=why)
        return
    before = _prior(book, row)
    limit = book.text("CARRY line:上年末结转和结余 total")
    others = [f for k, f in form.figures.items() if k.endswith("carry_change") and f is not rate]
    if before is not None:
        central, low, high = corners(moved, (carry.quantity, before.quantity))
        if central is not None:
            shape = f"（{carry.quantity.printed}－{before.quantity.printed}）÷{before.quantity.printed}"
            yield judged(rate, "rate", shape, (carry, before), values=(central, low, high), others=others)
    elif limit is not None and carry.quantity.value:
        least = moved(carry.quantity.value, limit.quantity.value)
        if least is not None and rate.quantity.value < least - rate.quantity.step:
            wrong = HUNDRED * (carry.quantity.value - limit.quantity.value) / carry.quantity.value
            base = f"；以本年数为分母：（{carry.quantity.printed}－{limit.quantity.printed}）÷{carry.quantity.printed}"
            same = abs(wrong - rate.quantity.value) <= rate.quantity.step
            shape = f"（{carry.quantity.printed}－{limit.quantity.printed}）÷{limit.quantity.printed}"
            right = shown(least, Kind.PERCENT, rate.quantity.step)
            yield of_form(
                rate,
                "rate",
                Verdict.ERROR,
                formula=f"{shape} = {right}",
                inputs=(carry, limit),
                right=least,
                explanation=f"上年全部结转只有 {limit.quantity.printed}，变动率不会低于 {right}"
                + (base if same else ""),
                wrong=base.lstrip("；") if same else "",
            )


def _prior(book: Book, row: str) -> Operand | None:
    """Last year's carry-over of a row: the total, or the items of the list below it."""
    if row in ("total", "structure/total"):
        return book.text("CARRY line:上年末结转和结余 total")
    words = {"basic": "基本支出", "project": "项目支出"}
    if row not in words:
        return None
    for told in book.told:
        for index, parent in enumerate(told.statements):
            if parent.key == "CARRY line:上年末结转和结余 total":
                for each in told.statements:
                    if each.parent == index and each.label.startswith(words[row]):
                        return book.operand(told, each, f"上年末{words[row]}结转")
    return None


def _sums(form: Form) -> Iterator[Claim]:
    for column in ("budget", "executed", "carry"):
        whole = form.figures.get(f"structure/total/{column}")
        funds = [f for k in _FUNDS if (f := form.figures.get(f"structure/{k}/{column}")) is not None]
        for stated, parts in ((whole, funds), (form.figures.get(f"total/{column}"), _parts(form, column))):
            if stated is None or not parts:
                continue
            verdict, rounding = total(stated.quantity, [p.quantity for p in parts])
            right = sum((p.quantity.value for p in parts), Fraction(0))
            yield of_form(
                stated,
                "sum",
                verdict,
                formula="＋".join(p.quantity.printed for p in parts),
                inputs=parts,
                right=right,
                rounding=rounding,
                explanation="合计与各项之和不符" if verdict is Verdict.ERROR else "",
            )


def _parts(form: Form, column: str) -> list[Operand]:
    for keys in (("basic", "project"), ("appropriation", "other")):
        found = [f for k in keys if (f := form.figures.get(f"{k}/{column}")) is not None]
        if found:
            return found
    return []

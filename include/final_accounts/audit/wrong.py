"""Known wrong formulas: when a printed figure is wrong, which mistake gives exactly what is printed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.claims import Operand
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.numbers import Quantity, round_half_up

Guess = tuple[str, Fraction]
_TEN_THOUSAND: Final = 10_000
_LONG: Final = 2
"""Digits of a figure in which one may be lost and the others still tell which figure was meant."""


def reproduces(printed: Quantity, value: Fraction) -> bool:
    """Whether a value prints as the figure does."""
    return round_half_up(value, printed.step) == printed.value


def of_growth(printed: Quantity, current: Operand, change: Operand, direction: int) -> str:
    """Mistakes of a growth rate: the current year as base, the base's sign, a completion, a slip of the point."""
    now, moved = current.quantity.value, change.quantity.value
    base = now - direction * moved
    guesses: list[Guess] = []
    if now > 0:
        guesses.append(
            (
                f"以本年数 {current.quantity.printed} 为基数：{change.quantity.printed}÷{current.quantity.printed}",
                HUNDRED * moved / now,
            )
        )
    if now + direction * moved > 0:
        guesses.append(("增减方向用反，基数取错", HUNDRED * moved / (now + direction * moved)))
    if base > 0:
        right = HUNDRED * moved / base
        guesses += [("把完成程度当作增减率：本年÷上年", HUNDRED * now / base), *slips(right)]
    return first(printed, guesses)


def of_share(
    printed: Quantity, part: Operand, wholes: Iterable[Operand], right: Fraction | None, others: Sequence[Operand] = ()
) -> str:
    """Mistakes of a share: exchanged with another one, another whole, the rest instead of the part, a slip.

    ``others`` are the shares told beside it: two that are exchanged also are each other's remainder when there are no
    more than two, so the exchange is asked first.
    """
    exchanged = next((o for o in others if right is not None and _exchanged(printed, right, o)), None)
    if exchanged is not None:
        return f"与{exchanged.name} {exchanged.quantity.printed} 写反了"
    return of_ratio(printed, part, wholes, right, rest="写成了其余部分的占比：100%－占比") or (
        "" if right is None else of_copy(printed, right, others)
    )


def _exchanged(printed: Quantity, right: Fraction, other: Operand) -> bool:
    """Whether another share prints what this one should be, and is not what this one prints."""
    return reproduces(other.quantity, right) and other.quantity.value != printed.value


def of_completion(printed: Quantity, done: Operand, budgets: Iterable[Operand], right: Fraction | None) -> str:
    """Mistakes of a completion: another budget, the shortfall instead of the completion, a slip."""
    return of_ratio(printed, done, budgets, right, rest="把差额比例当作完成率：100%－完成率")


def of_ratio(
    printed: Quantity,
    part: Operand,
    wholes: Iterable[Operand],
    right: Fraction | None,
    rest: str = "写成了与 100% 的差：100%－比率",
) -> str:
    """Mistakes of any rate of a part and a whole; ``rest`` says what it means to print the difference from 100 %."""
    guesses: list[Guess] = []
    for whole in wholes:
        if whole.quantity.value > 0:
            text = f"分母用了{whole.name} {whole.quantity.printed}：{part.quantity.printed}÷{whole.quantity.printed}"
            guesses.append((text, HUNDRED * part.quantity.value / whole.quantity.value))
    if right is not None:
        guesses += [(rest, HUNDRED - right), *slips(right)]
        if right > 0:
            guesses.append(("分子分母颠倒", HUNDRED * HUNDRED / right))
    return first(printed, guesses)


def of_amount(printed: Quantity, right: Fraction) -> str:
    """Mistakes of an amount that is copied: the wrong measure behind it, the point moved, a digit lost or exchanged."""
    guesses: list[Guess] = []
    if printed.measure == "元":
        guesses.append(("万元写成了元", right / _TEN_THOUSAND))
    if printed.measure == "万元":
        guesses.append(("元写成了万元", right * _TEN_THOUSAND))
    return first(printed, [*guesses, *slips(right)]) or of_copy(printed, right, ())


def slips(right: Fraction) -> list[Guess]:
    """The point moved."""
    return [
        ("小数点错位，放大 100 倍", right * 100),
        ("小数点错位，缩小 100 倍", right / 100),
        ("小数点错位，放大 10 倍", right * 10),
        ("小数点错位，缩小 10 倍", right / 10),
    ]


def first(printed: Quantity, guesses: Sequence[Guess]) -> str:
    """The first mistake that gives the printed figure; "" when none does."""
    if printed.value == 0:
        return ""
    return next((text for text, value in guesses if reproduces(printed, value)), "")


def of_copy(printed: Quantity, right: Fraction, others: Iterable[Operand]) -> str:
    """A slip of the keyboard: a dropped, doubled or swapped digit, else a figure copied from elsewhere."""
    should, wrong = _digits(right, printed.step), _digits(printed.value, printed.step)
    if should != wrong and len(should) > _LONG:
        if any(should[:n] + should[n + 1 :] == wrong for n in range(len(should))):
            return "漏写一位数字"
        if any(wrong[:n] + wrong[n + 1 :] == should for n in range(len(wrong))):
            return "多写一位数字"
        if sorted(should) == sorted(wrong) and sum(a != b for a, b in zip(should, wrong, strict=True)) == 2:
            return "两位数字颠倒"
    for other in others:
        if other.quantity.value == printed.value and other.quantity.step <= printed.step:
            return f"照抄了{other.name}的 {other.quantity.printed}（{other.spot}）"
    return ""


def _digits(value: Fraction, step: Fraction) -> str:
    """The digits of a value down to a step, without point and sign; a count has no step and is whole.

    >>> _digits(Fraction("1245.67"), Fraction(1, 100)), _digits(Fraction(300), Fraction(0))
    ('124567', '300')
    """
    step = step or Fraction(1)
    return str(int(abs(round_half_up(value, step)) / step))

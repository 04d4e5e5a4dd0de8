"""Known wrong formulas: when a printed rate is wrong, which mistake gives exactly what is printed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from final_accounts.audit.claims import Operand
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.numbers import Quantity, round_half_up

Guess = tuple[str, Fraction]


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


def of_ratio(printed: Quantity, part: Operand, wholes: Iterable[Operand], right: Fraction | None) -> str:
    """Mistakes of a share or a completion: another whole, the remainder, a slip of the point."""
    guesses: list[Guess] = []
    for whole in wholes:
        if whole.quantity.value > 0:
            text = f"分母用了{whole.name} {whole.quantity.printed}：{part.quantity.printed}÷{whole.quantity.printed}"
            guesses.append((text, HUNDRED * part.quantity.value / whole.quantity.value))
    if right is not None:
        guesses += [("把差额比例当作完成率：100%－完成率", HUNDRED - right), *slips(right)]
        if right > 0:
            guesses.append(("分子分母颠倒", HUNDRED * HUNDRED / right))
    return first(printed, guesses)


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
    wrong = "".join(c for c in printed.printed if c.isdigit())
    scale = printed.step
    should = str(round_half_up(right, scale) / scale).lstrip("-")
    if should != wrong and len(should) > 2 and should.isdigit():
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

"""How a seeded error changes what is printed: slips of clerks, each as a function of the match and of chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

Change = Callable[[re.Match[str], random.Random], str]


def number(text: str) -> Decimal:
    """A printed number."""
    return Decimal(text.replace(",", ""))


def far(before: str, after: str) -> bool:
    """Whether a change is more than rounding: half a step in the last digits proves nothing."""
    if not (before[:1].isdigit() and after[:1].isdigit()):
        return True
    one, other = number(before), number(after)
    if "." not in before and "." not in after:
        return abs(one - other) >= max(Decimal(1), abs(one) / 50)
    return abs(one - other) >= max(abs(one) / 50, Decimal("0.06"))


def like(value: Decimal, printed: str) -> str:
    decimals = len(printed.partition(".")[2])
    return f"{value:.{decimals}f}"


def rate(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    other = value + chance.choice([Decimal("1.3"), Decimal("-0.9"), Decimal("7.2"), Decimal(11)])
    return like(abs(other) + (Decimal(3) if abs(other) == value else 0), match["n"])


def rate_within(match: re.Match[str], chance: random.Random) -> str:
    """Another rate of not more than 100 %: full points for more than everything prove nothing."""
    other = rate(match, chance)
    return other if number(other) <= 100 else like(2 * number(match["n"]) - number(other), match["n"])


def slip(match: re.Match[str], chance: random.Random) -> str:
    return like(number(match["n"]) * chance.choice([Decimal(10), Decimal(100), Decimal("0.1")]), match["n"])


def complement(match: re.Match[str], _: random.Random) -> str:
    return like(abs(100 - number(match["n"])), match["n"])


def amount(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    return like(value + chance.choice([Decimal("1.5"), Decimal(9), Decimal("0.9"), Decimal(30)]), match["n"])


def swapped(match: re.Match[str], _: random.Random) -> str:
    digits = match["n"]
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one.isdigit() and other.isdigit() and one != other and not (place == 0 and other == "0"):
            return digits[:place] + other + one + digits[place + 2 :]
    return ""


def dropped(match: re.Match[str], _: random.Random) -> str:
    whole, point, decimals = match["n"].partition(".")
    return whole[0] + whole[2:] + point + decimals if len(whole) > 2 and whole[1] != "0" else ""


def doubled(match: re.Match[str], _: random.Random) -> str:
    whole = match["n"]
    return whole[0] + whole if whole[:2] != "0." else ""


def said(*pairs: tuple[str, str]) -> Change:
    words = dict(pairs)
    return lambda match, _: words.get(match["n"], "")


def always(word: str) -> Change:
    return lambda _m, _c: word


def more(*steps: int) -> Change:
    return lambda match, chance: str(int(match["n"]) + chance.choice(steps))


def higher(match: re.Match[str], chance: random.Random) -> str:
    """A target or a result of an indicator: a little more or less, never over 100 % where it was below."""
    value = number(match["n"])
    step = Decimal(chance.choice([3, 4, 5])) if value > 20 else Decimal(2)
    return like(value - step if value + step > 100 and value <= 100 else value + step, match["n"])


def score(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    return format((value - Decimal(chance.choice(["0.3", "0.7", "1.2"]))).normalize(), "f") if value > 2 else ""


def before(match: re.Match[str], _: random.Random) -> str:
    return str(int(match["n"]) - 1)


def cell_amount(match: re.Match[str], chance: random.Random) -> str:
    """Another amount of a table's cell."""
    return like(number(match["n"]) + chance.choice([Decimal(9), Decimal("1.8"), Decimal(27)]), "0.00")

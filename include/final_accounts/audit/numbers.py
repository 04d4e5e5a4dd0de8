"""Figures of a normalised text: amounts, percentages, counts, with what they mean, their step and their place.

Amounts are fen, percentages are points (12.2% is 12.2), counts are what they are; every one is an exact Fraction, its
``step`` the smallest change its printed form can show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from final_accounts.model.money import MEASURES


class Kind(StrEnum):
    """What a figure measures."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"  # 分 of a self-evaluation
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed figure: ``measure`` as printed (万元, %, 人次); ``about`` for 约, 近, 余: never compared exactly.

    A count has step 0: it is what it is.
    """

    kind: Kind
    value: Fraction
    step: Fraction
    printed: str
    measure: str = ""
    about: bool = False

    @property
    def decimals(self) -> int:
        """Decimals as printed."""
        plain = re.sub(r"[^0-9.]", "", self.printed)
        return len(plain.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Token:
    """A figure in a text: ``start``/``end`` in the normalised text, ``depth`` of brackets around it."""

    quantity: Quantity
    start: int
    end: int
    depth: int = 0
    unsigned_percent: bool = False  # 增长13.95。: the sign is missing

    @property
    def kind(self) -> Kind:
        """What it measures."""
        return self.quantity.kind


NUMBER: Final = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
"""A figure as people write one; the bounds keep patterns that may begin anywhere from trying a run of digits over."""
_NUMBER: Final = r"-?[0-9]+(?:\.[0-9]+)?"
_LONGEST: Final = 32  # characters of a figure; a longer run of digits is no figure
_BEFORE: Final = 24  # characters before a figure that can change what it is
_BEHIND: Final = 48  # and behind it
_COUNTERS: Final = (
    "人次|人|名|位|个批次|批次|批|辆次|辆|台（套）|台套|台|套|个|家|户|项|次|"
    "张|件|场|处|所|间|座|期|条|份|吨|床|天|团组"
)
_FIGURE: Final = re.compile(
    rf"(?P<yi>[0-9]+(?:\.[0-9]+)?)亿(?P<rest>[0-9]+(?:\.[0-9]+)?)万元?"
    rf"|(?P<amount>{_NUMBER})(?P<measure>亿元|万元|元|亿|万(?!余?[人名辆个台套户家次件张亩吨平公以头只]))"
    rf"|(?P<percent>{_NUMBER})%"
    rf"|(?P<points>{_NUMBER})分(?![之别为析项类管配])"
    rf"|(?P<count>{_NUMBER})(?P<about>余|多)?(?P<counter>{_COUNTERS})(?!百分点|月|年|工作日|季度|环节|方面)"
    rf"|(?P<plain>{_NUMBER})"
)
_STRICT_ABOUT: Final = re.compile(
    r"((?<!节)约|近|超过|逾|突破|不足|不少于|不低于|不超过|不高于|不大于|不小于|至少|[<>≥≤])=?$"
)
_AFTER_ABOUT: Final = re.compile(r"^(以上|以下|左右|上下|余|多|以内)")
_RATE_CUE: Final = re.compile(r"(增长|下降|上升|降低|增幅为?|降幅为?)$")
_SHARED: Final = re.compile(rf"^[，,、](?:{_NUMBER})(?P<measure>亿元|万元|元|%)")
_SHARING: Final = re.compile(r"(各|分别)[^0-9，,、。；]{0,6}$")
_DATE_AFTER: Final = re.compile(r"^(年|月|日|号|时|-[0-9]+(名|人|周岁|岁))")


def amount(number: str, measure: str) -> tuple[Fraction, Fraction]:
    """Value and step in fen.

    >>> amount("349.56", "万元")
    (Fraction(349560000, 1), Fraction(10000, 1))
    >>> amount("526.511936", "万元")[1]
    Fraction(1, 1)
    """
    fen = MEASURES[{"万": "万元", "亿": "亿元"}.get(measure, measure)]
    decimals = len(number.partition(".")[2])
    return Fraction(Decimal(number)) * fen, Fraction(fen, 10**decimals)


def plain_step(number: str) -> Fraction:
    """Step of a bare number: one unit of its last decimal."""
    return Fraction(1, 10 ** len(number.partition(".")[2]))


def read_quantity(found: re.Match[str]) -> Quantity:
    """The quantity of one match."""
    printed = found[0]
    if found["yi"]:
        value, _ = amount(found["yi"], "亿元")
        rest, step = amount(found["rest"], "万元")
        return Quantity(Kind.AMOUNT, value + rest, step, printed, "亿元")
    if found["amount"]:
        value, step = amount(found["amount"], found["measure"])
        measure = {"万": "万元", "亿": "亿元"}.get(found["measure"], found["measure"])
        return Quantity(Kind.AMOUNT, value, step, printed, measure)
    for kind, name, measure in ((Kind.PERCENT, "percent", "%"), (Kind.POINTS, "points", "分")):
        if found[name]:
            return Quantity(kind, Fraction(Decimal(found[name])), plain_step(found[name]), printed, measure)
    if found["count"]:
        value = Fraction(Decimal(found["count"]))
        return Quantity(Kind.COUNT, value, Fraction(0), printed, found["counter"], bool(found["about"]))
    return Quantity(Kind.PLAIN, Fraction(Decimal(found["plain"])), plain_step(found["plain"]), printed)


def tokens(text: str) -> list[Token]:
    """Every figure that can take part in a statement; years, dates, numbers of documents and of headings are none.

    >>> found = tokens("2021年支出1.2亿元，增长3.5%，共3辆，财〔2021〕36号")
    >>> [(t.quantity.printed, t.quantity.kind.value) for t in found]
    [('1.2亿元', 'amount'), ('3.5%', 'percent'), ('3辆', 'count')]
    """
    found: list[Token] = []
    depths = _depths(text)
    for match in _FIGURE.finditer(text):
        before = text[max(match.start() - _BEFORE, 0) : match.start()]
        after = text[match.end() : match.end() + _BEHIND]
        if len(match[0]) > _LONGEST or (before[-1:].isascii() and before[-1:].isalpha()):
            continue
        quantity = _shared(read_quantity(match), before, after)
        if quantity.printed.startswith("-") and re.search(r"[0-9%）年月日]$", before):
            continue  # a range, not a sign
        if quantity.kind is Kind.AMOUNT and (after.startswith(("/", "以上通用", "以上专用", "（含）以上"))):
            continue
        unsigned = False
        if quantity.kind is Kind.PLAIN:
            if not (_RATE_CUE.search(before) and "." in quantity.printed and re.match(r"^[。；，]|$", after)):
                continue
            quantity = Quantity(Kind.PERCENT, quantity.value, quantity.step, quantity.printed, "%")
            unsigned = True
        if quantity.kind is Kind.COUNT and _DATE_AFTER.match(after):
            continue
        if quantity.kind is Kind.PERCENT and before.endswith(("×", "*")):
            continue  # ×100% of a formula
        about = quantity.about or bool(_STRICT_ABOUT.search(before)) or bool(_AFTER_ABOUT.match(after))
        if about and not quantity.about:
            quantity = Quantity(
                quantity.kind, quantity.value, quantity.step, quantity.printed, quantity.measure, about=True
            )
        found.append(Token(quantity, match.start(), match.end(), depths[match.start()], unsigned))
    return found


def _shared(quantity: Quantity, before: str, after: str) -> Quantity:
    """A bare number with the measure of the number it is said together with: 各是4.1，4.2万元."""
    shared = _SHARED.match(after) if quantity.kind is Kind.PLAIN and _SHARING.search(before) else None
    measured = _FIGURE.fullmatch(quantity.printed + shared["measure"]) if shared else None
    return replace(read_quantity(measured), printed=quantity.printed) if measured else quantity


def _depths(text: str) -> list[int]:
    depths: list[int] = []
    depth = 0
    for char in text:
        if char == "）" and depth:
            depth -= 1
        depths.append(depth)
        if char == "（":
            depth += 1
    return depths


def shown(value: Fraction, kind: Kind, step: Fraction, measure: str = "") -> str:
    """A value as the document would print it: same measure, same decimals, rounded half up.

    >>> shown(Fraction(349560000), Kind.AMOUNT, Fraction(10000), "万元")
    '349.56万元'
    >>> shown(Fraction(1, 3), Kind.PERCENT, Fraction(1, 10))
    '0.3%'
    """
    scale = Fraction(MEASURES[measure]) if kind is Kind.AMOUNT else Fraction(1)
    size = step / scale or Fraction(1)
    decimals = 0
    while size * 10**decimals < 1 and decimals < 8:
        decimals += 1
    number = round_half_up(value / scale, Fraction(1, 10**decimals))
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):.{decimals}f}"
    return text + {Kind.AMOUNT: measure, Kind.PERCENT: "%", Kind.POINTS: "分"}.get(kind, measure)


def round_half_up(value: Fraction, step: Fraction) -> Fraction:
    """Rounded to a multiple of ``step``, half away from zero.

    >>> round_half_up(Fraction("12.345"), Fraction(1, 100)), round_half_up(Fraction("-0.5"), Fraction(1))
    (Fraction(247, 20), Fraction(-1, 1))
    """
    steps = abs(value) / step
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return (whole if value >= 0 else -whole) * step


_FEW = 10  # one amount in ten with decimals does not make 1868 an exact figure


def common_step(figures: Iterable[Quantity]) -> Fraction:
    """The step most amounts of a block are printed with; 0 when all or nearly all are whole.

    Trailing zeros are often left out: 1868 beside 1717.46 is 1868.00. A figure printed finer keeps its own step.
    """
    amounts = [q for q in figures if q.kind is Kind.AMOUNT and q.value]
    counted = Counter(q.step for q in amounts if q.decimals)
    return counted.most_common(1)[0][0] if counted.total() * _FEW > len(amounts) else Fraction(0)


def refined(token: Token, step: Fraction) -> Token:
    """The token with the block's step where it is printed coarser."""
    quantity = token.quantity
    if quantity.kind is not Kind.AMOUNT or not step or quantity.step <= step:
        return token
    return replace(token, quantity=replace(quantity, step=step))

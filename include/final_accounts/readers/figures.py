"""Figures as people write them, read without guessing 数字的识别.

Everything accepted besides a plain number is noted, so that the unit learns what was understood; everything else is
refused with a reason. Binary doubles are read by their shortest decimal; the dust that additions leave behind
(0.1 + 0.2) is no third decimal, a typed third decimal is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from final_accounts.model.money import MEASURES
from final_accounts.readers.wording import has_marks

_DASHES: Final = frozenset({"-", "--", "---"})
_DASH_SIGNS: Final = str.maketrans(dict.fromkeys("—–‒―‐‑−﹣－ー─", "-"))
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_PLAIN: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_CURRENCY: Final = ("¥", "人民币", "RMB", "CNY")
_MOST: Final = Decimal(10) ** 15
_DUST: Final = Decimal("0.0001")  # of a fen
_ULPS: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """``number`` is None when ``blank`` or when ``problem`` says why it is no number.

    ``notes`` say what was understood beyond the plain digits; ``unit`` is a printed measure such as 万元; ``exact``
    is False for binary doubles; ``percent`` marks a printed %.
    """

    printed: str
    number: Decimal | None = None
    blank: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""
    unit: str = ""
    exact: bool = True
    percent: bool = False


def read_figure(value: object) -> Figure:
    """A cell's value as a figure.

    >>> read_figure("（1,234.50）").number, read_figure("—").blank, read_figure("12.5%").percent
    (Decimal('-1234.50'), True, True)
    >>> read_figure("1.2E3").problem, read_figure("②460000").problem
    ('科学计数法', '上标、带圈等符号不是数字')
    """
    if value is None or isinstance(value, str):
        return _from_text(value or "")
    if isinstance(value, bool):
        return Figure("TRUE" if value else "FALSE", problem="逻辑值")
    if isinstance(value, int):
        return Figure(str(value), Decimal(value))
    if isinstance(value, float):
        return _from_double(value)
    if isinstance(value, datetime | date | time | timedelta):
        return Figure(str(value), problem="日期或时间")
    return Figure(str(value), problem="无法识别的内容")


def _from_double(value: float) -> Figure:
    if math.isnan(value) or math.isinf(value):
        return Figure(str(value), problem="不是有限的数")
    number = Decimal(repr(value))
    if number == number.to_integral_value() and abs(number) < 10**17:
        number = number.quantize(Decimal(1))
    return Figure(format(number, "f"), number + 0, exact=False)


def _from_text(text: str) -> Figure:
    rest = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASH_SIGNS).strip()
    if not rest:
        return Figure("", blank=True)
    if rest in _DASHES:
        return Figure(text.strip(), blank=True, notes=("横线按空白",))
    if has_marks(text):  # normalised, 9⁹ would be 99 and ②4 would be 24
        return Figure(text.strip(), problem="上标、带圈等符号不是数字")
    notes = ["文本数字"]
    if any(ord(c) > 0xFF00 for c in text):  # noqa: PLR2004 - the block of full-width forms
        notes.append("全角字符")
    rest, currency = _without_currency(rest)
    rest, unit = _without_unit(rest)
    sign, rest = _sign(rest, notes)
    rest, inner = _without_currency(rest)
    percent = rest.endswith("%")
    rest = rest.removesuffix("%")
    if currency or inner:
        notes.append("货币符号")
    if unit:
        notes.append("计量单位")
    if _GROUPED.fullmatch(rest):
        notes.append("千分位")
        rest = rest.replace(",", "")
    if not (_PLAIN.fullmatch(rest) and rest.isascii()):
        return Figure(text.strip(), problem=_why_not(rest))
    return Figure(text.strip(), sign * Decimal(rest), notes=tuple(notes), unit=unit, percent=percent)


def _without_currency(text: str) -> tuple[str, bool]:
    for mark in _CURRENCY:
        if text.upper().startswith(mark):
            return text[len(mark) :].lstrip(), True
    return text, False


def _without_unit(text: str) -> tuple[str, str]:
    for unit in ("亿元", "万元", "元"):
        if text.endswith(unit):
            return text[: -len(unit)].rstrip(), unit
    return text, ""


def _sign(text: str, notes: list[str]) -> tuple[int, str]:
    if text.startswith("(") and text.endswith(")"):
        notes.append("括号负数")
        return -1, text[1:-1].strip()
    if text.startswith("-"):
        return -1, text[1:].lstrip()
    return 1, text.removeprefix("+")


def _why_not(rest: str) -> str:
    if re.fullmatch(r"\d+(?:\.\d+)?[eE][+-]?\d+", rest):
        return "科学计数法"
    if re.fullmatch(r"[0-9,.]+", rest):
        return "分隔符位置不对"
    if re.search(r"\d", rest):
        return "夹有文字或空格"
    return "文字"


def to_fen(figure: Figure, measure: str) -> tuple[int, str]:
    """Fen of ``figure`` in ``measure``; the word is "" or "decimals" (finer than a fen) or "digits" (15 and more).

    A double may be off a whole fen by 0.0001 fen or 4 units in its last place, which is what sums of doubles leave
    behind; whatever is written as text is taken as written.

    >>> to_fen(read_figure(0.1 + 0.2), "元"), to_fen(read_figure(12.345), "元"), to_fen(read_figure("0.005"), "元")
    ((30, ''), (1235, 'decimals'), (1, 'decimals'))
    """
    if figure.number is None:
        return 0, ""
    exact = figure.number * MEASURES[measure]
    if abs(exact) >= _MOST:
        return 0, "digits"
    fen = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    dust = Decimal(0)
    if not figure.exact:
        dust = max(_DUST, Decimal(math.ulp(float(figure.number))) * MEASURES[measure] * _ULPS)
        if dust > Decimal("0.05"):  # the double cannot tell a typed digit from dust
            return int(fen), "digits"
    return int(fen), "" if abs(exact - fen) <= dust else "decimals"


def decimals_of(figure: Figure, fen: int, measure: str) -> int:
    """Decimals printed of an amount, dust apart.

    >>> decimals_of(read_figure(349.56), 349560000, "万元"), decimals_of(read_figure("12.60"), 12600000, "万元")
    (2, 2)
    """
    if figure.exact and figure.number is not None:
        exponent = figure.number.as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0
    shown = (Decimal(fen) / MEASURES[measure]).normalize().as_tuple().exponent
    return max(-shown, 0) if isinstance(shown, int) else 0

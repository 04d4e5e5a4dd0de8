"""Ordinals 序号 in Chinese, as headings, lines, annexes and lists count."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_HUNDRED: Final = 100
_SPELT: Final = 1000


def chinese(number: int) -> str:
    """A positive number in Chinese; from a thousand on digit by digit. ValueError below one.

    >>> chinese(3), chinese(10), chinese(13), chinese(20), chinese(99)
    ('三', '十', '十三', '二十', '九十九')
    >>> chinese(100), chinese(103), chinese(110), chinese(218), chinese(2021)
    ('一百', '一百零三', '一百一十', '二百一十八', '二零二一')
    """
    if number < 1:
        raise ValueError(f"no ordinal: {number}")
    if number >= _SPELT:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    hundreds, rest = divmod(number, _HUNDRED)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if head and rest and not tens:
        head += _DIGITS[0]
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")

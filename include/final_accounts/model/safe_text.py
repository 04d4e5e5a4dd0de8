"""Texts that no spreadsheet program takes for a formula 防公式注入, and what a cell cannot hold."""

from __future__ import annotations

import re
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a program may take for the beginning of a formula; East Asian editions take the full-width signs as well."""

MARK: Final = "'"
"""What stands before a defused text."""

_DEFUSED_STARTS: Final = (*FORMULA_STARTS, MARK)
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal(text: str) -> str:
    r"""The text without the control characters that neither XML nor a CSV reader can hold.

    >>> legal("收\x00入"), legal("两\t格")
    ('收入', '两\t格')
    """
    return _ILLEGAL.sub("", text)


def one_line(text: str) -> str:
    r"""The text with a blank for whatever begins a line, commands a terminal or turns the direction of reading.

    >>> one_line("理由\n2022-03-01  某人批复\x1b[2K\u202e")
    '理由 2022-03-01  某人批复 [2K '
    """
    return _BREAKS.sub(" ", text)


def like_formula(text: str) -> bool:
    """Whether a program may take the text for a formula.

    >>> like_formula("=1+1"), like_formula("收入"), like_formula("-12.5")
    (True, False, True)
    """
    return text.startswith(FORMULA_STARTS)


def defused(text: str) -> str:
    """A text with an apostrophe before it where a program may take it for a formula, or where it begins with one.

    :func:`restored` is the exact inverse.

    >>> defused("=1+1"), defused("收入"), defused("'quoted'")
    ("'=1+1", '收入', "''quoted'")
    """
    return MARK + text if text.startswith(_DEFUSED_STARTS) else text


def restored(text: str) -> str:
    """The text as it was before :func:`defused`.

    >>> restored(defused("=1+1")), restored(defused("'quoted'")), restored(defused("收入"))
    ('=1+1', "'quoted'", '收入')
    """
    return text.removeprefix(MARK)

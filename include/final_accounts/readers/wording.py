"""Printed words compared as people read them: width, spaces, quotes, numbering and year do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟＂″「」『』《》〈〉‘’‚‛'`´＇", '"'))
_INVISIBLE: Final = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.)](?!\d)|其中:|减:|加:)+"
)
_NOTES: Final = ("注:", "备注:", "说明:", "填表说明", "填报说明")
_YEAR: Final = re.compile(r"^\(?(?:19|20)\d\d年?度?\)?")
_TABLE_NUMBER: Final = re.compile(r"^(?:附?表|公开|财决)\d+(?:-\d+)?(?:表)?[:.、]?")
_TABLE_NUMBER_BEHIND: Final = re.compile(r"\((?:附?表|公开|财决)\d+(?:-\d+)?(?:表)?\)$")


@lru_cache(maxsize=20_000)
def label_key(text: str) -> str:
    """``text`` without differences that carry no meaning.

    >>> label_key(" 一、“三公” 经费（元）：") == label_key("一、｢三公｣经费(元)")
    True
    """
    key = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_QUOTES)))
    return unicodedata.normalize("NFKC", key).translate(_QUOTES).rstrip(":")


@lru_cache(maxsize=20_000)
def code_key(text: str) -> str:
    """``label_key`` of a code: superscripts and circled digits are marks beside a code, never digits of it.

    >>> code_key(" ２０１０６０４ "), code_key("201060④"), label_key("201060④")
    ('2010604', '201060④', '2010604')
    """
    if not has_marks(text):
        return label_key(text)
    return "".join(c if has_marks(c) else label_key(c) for c in text)


def has_marks(text: str) -> bool:
    """Whether a text holds numerals that are no digits: superscripts, circled numbers, fractions (category No).

    >>> has_marks("9610801.9⁹"), has_marks("９６１"), has_marks("十")
    (True, False, False)
    """
    return any(unicodedata.category(c) == "No" for c in text)


@lru_cache(maxsize=20_000)
def bare_key(text: str) -> str:
    """``label_key`` without the numbering in front, used when the printed numbering has changed.

    >>> bare_key("（一）基本支出"), bare_key("其中：政府性基金"), bare_key("2080505")
    ('基本支出', '政府性基金', '2080505')
    """
    key = label_key(text)
    return _NUMBERING.sub("", key) or key


@lru_cache(maxsize=20_000)
def title_key(text: str) -> str:
    """``label_key`` of a title or sheet name without year and table number.

    >>> title_key("2021年度收入支出决算总表（表1）"), title_key("附表5 财政拨款支出决算明细表")
    ('收入支出决算总表', '财政拨款支出决算明细表')
    """
    key = label_key(text)
    bare = _TABLE_NUMBER_BEHIND.sub("", _TABLE_NUMBER.sub("", _YEAR.sub("", _TABLE_NUMBER.sub("", key))))
    return bare or key


def is_note(text: str) -> bool:
    """Whether a text opens the notes below a table.

    >>> is_note("注：本表反映……"), is_note("备注："), is_note("注册资本")
    (True, True, False)
    """
    return label_key(text + "。").startswith(_NOTES)

"""Texts and formulas that are safe in a workbook we hand out 防公式注入."""

from __future__ import annotations

import re
from typing import Final

from final_accounts.model.safe_text import MARK, legal, like_formula

LONGEST: Final = 32_000
_HARMLESS: Final = re.compile(r"=[\s0-9A-Za-z_$.,:()+*/^%<>=&\"'!\-\u4e00-\u9fff“”（）、]*")
_CALLS: Final = re.compile(r"([A-Za-z][A-Za-z0-9_.]*)\s*\(")
_KNOWN_CALLS: Final = frozenset(
    {"SUM", "ROUND", "ROUNDUP", "ROUNDDOWN", "ABS", "MIN", "MAX", "IF", "AVERAGE", "COUNT", "COUNTA", "SUBTOTAL"}
    | {"SUMIF", "SUMIFS", "VLOOKUP", "INDEX", "MATCH", "IFERROR", "AND", "OR", "NOT", "N", "INT"}
)


def escaped(text: str) -> str:
    """A text that no program takes for a formula, without characters a workbook cannot hold.

    >>> escaped("=1+1"), escaped("收入"), escaped("-12.5")
    ("'=1+1", '收入', "'-12.5")
    """
    clean = legal(text)[:LONGEST]
    return MARK + clean if like_formula(clean) else clean


def harmless(formula: str) -> bool:
    """Whether a unit's own formula only calculates inside its workbook: no links, no programs, no web.

    >>> harmless("=SUM(B2:B5)"), harmless("='表1 收支总表'!C5-C6")
    (True, True)
    >>> harmless("=HYPERLINK('x')"), harmless("=cmd|' /C calc'!A0"), harmless("=[1]Sheet1!A1")
    (False, False, False)
    """
    if not _HARMLESS.fullmatch(formula) or "//" in formula:
        return False
    return all(call.upper() in _KNOWN_CALLS for call in _CALLS.findall(formula))

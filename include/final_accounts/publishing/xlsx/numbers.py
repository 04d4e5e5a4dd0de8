"""A printed figure as a number with the format that prints it again."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from final_accounts.model.safe_text import legal
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell
from final_accounts.publishing.xlsx.nouns import Content, Number

_PRINTED: Final = re.compile(r"(?P<sign>[-+−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<percent>%?)")
_SAFE_DIGITS: Final = 15
"""Significant digits that a spreadsheet keeps."""
_THOUSAND: Final = 1000


def content_of(cell: BodyCell) -> Content:
    """What stands in a body cell: nothing, a number where the cell is one figure, else its text."""
    figure = cell.figure
    return number_of(figure) if figure is not None else legal(cell.text) or None


def number_of(figure: Figure) -> Content:
    """The figure as it is printed; a blank zero stays blank, what is not known or too long for a number stays text.

    >>> number_of(Figure("1,349.56", fen=1349560000))
    Number(value=1349.56, format='#,##0.00', shown='1,349.56')
    >>> number_of(Figure("97.6%", value=Decimal("0.97605")))
    Number(value=0.976, format='0.0%', shown='97.6%')
    >>> number_of(Figure("−0.5", value=Decimal("-0.5")))
    Number(value=-0.5, format='+0.0;−0.0;0', shown='−0.5')
    >>> number_of(Figure("", fen=0)), number_of(Figure("—"))
    (None, '—')
    """
    return _number(figure.text, figure.fen is not None)


@lru_cache(maxsize=8192)
def _number(text: str, amount: bool) -> Content:  # noqa: FBT001 - private
    found = _PRINTED.fullmatch(text)
    if found is None:
        return legal(text) or None
    digits = found["whole"].replace(",", "") + (found["part"] or "")
    size = Decimal(digits)
    if len(size.as_tuple().digits) > _SAFE_DIGITS or (found["sign"] == "-" and not size):
        return text
    decimals = "." + "0" * (len(found["part"]) - 1) if found["part"] else ""
    parted = "," in found["whole"] or (amount and size < _THOUSAND)
    pattern = ("#,##0" if parted else "0") + decimals + found["percent"]
    if found["sign"] in {"+", "−"}:
        pattern = f"+{pattern};−{pattern};0"
    value = -size if found["sign"] in {"-", "−"} else size
    return Number(float(value / 100 if found["percent"] else value), pattern, text)

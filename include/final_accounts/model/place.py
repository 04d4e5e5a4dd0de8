"""Where a figure stands 单元格: a number knows the cell it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_A1: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of a submission: sheet name as in the file, 0-based row and column.

    >>> str(Cell("表1", 32, 2))
    '表1!C33'
    """

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """Address inside the sheet, such as ``C33``."""
        return f"{column_letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        """Address with its sheet, the form messages and the JSON contract use."""
        return f"{self.sheet}!{self.a1}"

    @classmethod
    def parse(cls, text: str) -> Cell:
        """Inverse of ``str``; ValueError when the text is no address.

        >>> Cell.parse("表1!C33") == Cell("表1", 32, 2)
        True
        """
        sheet, _, a1 = text.rpartition("!")
        match = _A1.fullmatch(a1)
        if not sheet or match is None:
            message = f"not a cell address: {text!r}"
            raise ValueError(message)
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return cls(sheet, int(match[2]) - 1, column - 1)


def column_letters(index: int) -> str:
    """0-based column index to letters.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

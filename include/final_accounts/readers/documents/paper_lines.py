"""Characters of a PDF page as printed lines, in the order they were written into the page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

_SAME: Final = 0.5
"""Baselines that differ by less than this share of the letter size stand on one line."""
_CLOSE: Final = 0.6
"""A narrower gap beside a Chinese sign is typography (the space between 度 and 349.56), not a space."""
_WIDE: Final = 1.4
"""A wider gap parts columns."""
_HYPHENS: Final = {"\x02": "-", "\ufffe": "-", "\xad": ""}
"""What the library makes of a hyphen at the end of a line."""
_FIRST_WIDE: Final = 0x2E80
"""From here on signs are Chinese, or punctuation of Chinese."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without a gap. Places in points from the lower left corner of the page.

    ``after`` is what the gap before it stands for: a space, or a tab where columns part.
    """

    after: str
    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Printed:
    """Pieces on one baseline that follow each other. ``line`` counts baselines from the top of the page, from 1."""

    line: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Pieces with what their gaps stand for."""
        return "".join((piece.after if place else "") + piece.text for place, piece in enumerate(self.pieces))


def printed_lines(text: pypdfium2.PdfTextPage) -> list[Printed]:
    """Lines in the order of the page's content; a baseline that comes back later is another Printed of that line."""
    pieces = list(_pieces(text))
    numbers = _numbered(pieces)
    lines: list[Printed] = []
    for piece, number in zip(pieces, numbers, strict=True):
        last = lines[-1] if lines else None
        if last is not None and last.line == number and piece.left >= last.pieces[-1].left:
            lines[-1] = Printed(number, (*last.pieces, piece))
        else:
            lines.append(Printed(number, (piece,)))
    return lines


def _numbered(pieces: list[Piece]) -> list[int]:
    """The line of each piece."""
    order = sorted(range(len(pieces)), key=lambda i: -pieces[i].base)
    numbers = [0] * len(pieces)
    line, top = 0, float("inf")
    for index in order:
        piece = pieces[index]
        if not line or top - piece.base > _SAME * piece.size:
            line += 1
            top = piece.base
        numbers[index] = line
    return numbers


class _Chars:
    """Characters of a page with their places, asked from the library only where a decision needs them."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._raw = text.raw
        self.count = text.count_chars()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()

    def sign(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self._raw, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - Unicode

    def generated(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self._raw, index) == 1)

    def base(self, index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        return self._y.value

    def sides(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, self._box)
        return self._box.left, self._box.right

    def size(self, index: int) -> float:
        return abs(pdfium.FPDFText_GetFontSize(self._raw, index)) or 1.0

    def height(self, index: int) -> float:
        """The size of the letter on the page; the font's own size knows nothing of a scaled drawing."""
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, self._box)
        return abs(self._box.top - self._box.bottom) or self.size(index)


def _pieces(text: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    chars = _Chars(text)
    signs: list[str] = []
    first = last = -1
    after, pending = "\t", False
    for index in range(chars.count):
        sign = _HYPHENS.get(found := chars.sign(index), found)
        if sign == " " and chars.generated(index):
            pending = bool(signs)
            continue
        if sign in {"", "\r"}:
            continue
        gap = _gap(chars, signs[-1], last, index) if pending and sign != "\n" else ""
        pending = False
        if signs and (gap or sign == "\n"):
            yield _piece(chars, (first, last), after, signs)
            signs, after = [], gap or "\t"
        if sign == "\n":
            continue
        if not signs:
            first = index
        signs.append(sign)
        last = index
    if signs:
        yield _piece(chars, (first, last), after, signs)


def _gap(chars: _Chars, sign: str, before: int, after: int) -> str:
    """What a gap stands for that the library found between two characters of a line."""
    gap = (chars.sides(after)[0] - chars.sides(before)[1]) / max(chars.height(after), 0.1)
    if gap > _WIDE:
        return "\t"
    return "" if gap <= _CLOSE and (_wide(sign) or _wide(chars.sign(after))) else " "


def _piece(chars: _Chars, ends: tuple[int, int], after: str, signs: list[str]) -> Piece:
    first, last = ends
    left, right = chars.sides(first)[0], chars.sides(last)[1]
    return Piece(after, "".join(signs), left, right, chars.base(first), max(chars.height(first), 0.1))


def _wide(sign: str) -> bool:
    return sign != "" and ord(sign[-1]) >= _FIRST_WIDE

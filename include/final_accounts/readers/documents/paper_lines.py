"""Characters of a PDF page as printed lines, in the order they were written into the page.

The library sorts what stands on one line from left to right; a cell over several rows would then stand in the midst of
another row. So characters are taken object by object, as the page's content has them.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pypdfium2

_SAME: Final = 0.5
"""Baselines that differ by less than this share of the letter size stand on one line."""
_TIGHT: Final = 0.15
"""Between letters and digits a wider gap, in letters, is a space."""
_CLOSE: Final = 0.6
"""Beside a Chinese sign a narrower gap is typography: the space between 度 and 349.56."""
_WIDE: Final = 1.4
"""A wider gap parts columns."""
_BACK: Final = -0.5
"""What begins further left than the last sign ended begins anew."""
_HYPHENS: Final = {"\x02": "-", "\ufffe": "-", "\xad": ""}
"""What the library makes of a hyphen at the end of a line."""
_FIRST_WIDE: Final = 0x2E80
"""From here on signs are Chinese, or punctuation of Chinese."""
_DEPTH: Final = 15


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was written in one go. Places in points from the lower left corner of the page.

    ``after`` is what the gap before it stands for: nothing, a space, or a tab where columns part.
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


class _Run(NamedTuple):
    text: str
    first: int
    last: int


def printed_lines(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> list[Printed]:
    """Lines in the order of the page's content; a baseline that comes back later is another Printed of that line."""
    chars = _Chars(text)
    pieces: list[Piece] = []
    for run in _runs(chars, _order(page)):
        pieces.append(_piece(chars, run, pieces[-1] if pieces else None))
    lines: list[list[Piece]] = []
    numbers: list[int] = []
    for piece, number in zip(pieces, _numbered(pieces), strict=True):
        if not lines or piece.after == "\n" or numbers[-1] != number:
            lines.append([piece])
            numbers.append(number)
        else:
            lines[-1].append(piece)
    return [Printed(number, tuple(line)) for number, line in zip(numbers, lines, strict=True)]


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


def _order(page: pypdfium2.PdfPage) -> dict[int, int]:
    """The place of every text object in the page's content."""
    found: dict[int, int] = {}
    pending = [(pdfium.FPDFPage_GetObject(page.raw, n), 0) for n in range(pdfium.FPDFPage_CountObjects(page.raw))][::-1]
    while pending:
        handle, depth = pending.pop()
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found[_address(handle)] = len(found)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = range(pdfium.FPDFFormObj_CountObjects(handle))
            pending += [(pdfium.FPDFFormObj_GetObject(handle, n), depth + 1) for n in inner][::-1]
    return found


def _address(handle: Any) -> int:  # noqa: ANN401 - a handle of the library
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _same(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - of the library
    """A function of the library that gives and takes addresses instead of handles, which cost more than the call."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type] # a function has an address


_UNICODE: Final = _same(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_WRITTEN_BY: Final = _same(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class _Chars:
    """Characters of a page with their places, asked from the library only where a decision needs them."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._raw = text.raw
        self._at = _address(text.raw)
        self.count = int(text.count_chars())
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()

    def sign(self, index: int) -> str:
        code = _UNICODE(self._at, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - Unicode

    def added(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self._raw, index) == 1)

    def written_by(self, index: int) -> int:
        return _WRITTEN_BY(self._at, index) or 0

    def base(self, index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        return self._y.value

    def box(self, index: int) -> tuple[float, float, float]:
        """Left, right and height of the letter as it stands on the page."""
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, self._box)
        return self._box.left, self._box.right, max(abs(self._box.top - self._box.bottom), 0.1)


def _runs(chars: _Chars, order: dict[int, int]) -> Iterator[_Run]:
    """What each object wrote, in the order of the content; parts of an object that a gap divides are runs of their own.

    Line ends and spaces that the library adds belong to no object.
    """
    written: dict[int, list[tuple[int, str]]] = {}
    for index in range(chars.count):
        owner = chars.written_by(index)
        if owner:
            written.setdefault(owner, []).append((index, chars.sign(index)))
    for owner in sorted(written, key=lambda o: order.get(o, len(order))):
        signs: list[str] = []
        first = last = -1
        for index, raw in written[owner]:
            sign = _HYPHENS.get(raw, raw)
            if sign in {"", "\r", "\n"} or (sign == " " and chars.added(index)):
                continue
            if signs and index != last + 1:
                yield _Run("".join(signs), first, last)
                signs = []
            if not signs:
                first = index
            signs.append(sign)
            last = index
        if signs:
            yield _Run("".join(signs), first, last)


def _piece(chars: _Chars, run: _Run, before: Piece | None) -> Piece:
    left, right, size = chars.box(run.first)
    if run.last != run.first:
        right = chars.box(run.last)[1]
    base = chars.base(run.first)
    return Piece(_after(before, run.text, left, base, size), run.text, left, right, base, size)


def _after(before: Piece | None, text: str, left: float, base: float, size: float) -> str:
    """What lies between two pieces that follow each other: a line end, a tab, a space or nothing."""
    if before is None or abs(before.base - base) > _SAME * max(size, before.size):
        return "\n"
    gap = (left - before.right) / size
    if gap < _BACK:
        return "\n"
    if gap > _WIDE:
        return "\t"
    least = _CLOSE if ord(before.text[-1]) >= _FIRST_WIDE or ord(text[0]) >= _FIRST_WIDE else _TIGHT
    return " " if gap > least else ""

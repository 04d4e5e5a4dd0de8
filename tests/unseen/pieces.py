"""What a document is built from: paragraphs and tables of plain text and slots; a slot is one labelled statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["ok", "rounding", "error", "not provable"]


@dataclass
class Slot:
    """A printed figure, year or word that says something: a numeric statement with its true verdict.

    ``key`` is the quantity (``total``), ``aspect`` what of it (``""`` the amount, ``d`` the change, ``p`` its rate…),
    ``family`` the kind of the planted error, ``was`` what stood there.
    """

    text: str
    key: str
    aspect: str = ""
    verdict: Verdict = "not provable"
    family: str = ""
    was: str = ""


Piece = str | Slot


@dataclass
class Para:
    """A paragraph; ``level`` 0 is the title, 1 a part, 2 a section, 3 a point, None running text."""

    pieces: list[Piece]
    level: int | None = None
    section: str = ""

    @property
    def text(self) -> str:
        """The paragraph as printed."""
        return "".join(p if isinstance(p, str) else p.text for p in self.pieces)

    def spans(self) -> Iterator[tuple[int, Slot]]:
        """Each slot with the place of its first sign in the text."""
        at = 0
        for piece in self.pieces:
            if isinstance(piece, Slot):
                yield at, piece
            at += len(piece if isinstance(piece, str) else piece.text)


@dataclass
class Grid:
    """A table: title, line of the unit of money, rows of cells. Numeric cells are slots, too."""

    name: str
    title: str
    unit: str
    head: list[list[str]]
    rows: list[list[Piece]]
    section: str = ""


@dataclass
class Paper:
    """A whole document with what its labels need: blocks in reading order, family labels that have no figure."""

    name: str
    year: int
    suffix: str
    blocks: list[Para | Grid]
    missing: list[str] = field(default_factory=list)

    def paragraphs(self) -> list[Para]:
        """The running text and the headings."""
        return [b for b in self.blocks if isinstance(b, Para)]

    def slots(self) -> Iterator[tuple[Para, Slot]]:
        """Every statement of the text."""
        for paragraph in self.paragraphs():
            for _, slot in paragraph.spans():
                yield paragraph, slot

    def cells(self) -> Iterator[tuple[Grid, list[Piece], Slot]]:
        """Every numeric cell of the tables."""
        for block in self.blocks:
            if isinstance(block, Grid):
                for row in block.rows:
                    for cell in row:
                        if isinstance(cell, Slot):
                            yield block, row, cell

"""A workbook before it is written: sheets and their cells, every value and every format final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a cell, and the format under which a program shows it as ``shown``: as the document prints it."""

    value: float
    format: str
    shown: str


Content = str | Number | None
"""A text, a number, or nothing; an empty cell still has its looks."""


class PlacedCell(NamedTuple):
    """A cell over ``rows`` × ``columns`` of a sheet, 0-based.

    ``look``: title, notice, strip left, strip, strip right, remark, back, head, ordinal, label, name, code, number,
    words, figure, entry, link. ``link`` is the name of the sheet that a click leads to.
    """

    row: int
    column: int
    content: Content
    look: str
    rows: int = 1
    columns: int = 1
    indent: int = 0
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a sheet is printed. ``repeated`` is the last of the head rows that stand on every page, -1 for none.

    ``breaks`` are rows that begin a page, ``last`` the row and column that end the printed area; ``one_page`` prints
    all of it a little smaller instead of leaving a few rows to a second page.
    """

    landscape: bool
    last: tuple[int, int]
    repeated: int = -1
    breaks: tuple[int, ...] = ()
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet. ``table`` is the id of the table it holds, "" for the list of contents.

    ``widths`` in characters, ``heights`` in points by row, ``frozen`` the first row and column that scroll.
    """

    name: str
    table: str
    cells: tuple[PlacedCell, ...]
    widths: tuple[float, ...]
    paper: Paper
    frozen: tuple[int, int] = (0, 0)
    heights: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookPlan:
    """The workbook. ``header`` and ``footer`` are on paper only; ``day`` (ISO) is its one time stamp."""

    title: str
    subject: str
    author: str
    comments: str
    day: str
    header: str
    footer: str
    sheets: tuple[SheetPlan, ...]

"""How wide columns and how high rows must be so that nothing is cut off. Pure. Characters wide, points high."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from final_accounts.publishing.charts import measure
from final_accounts.publishing.xlsx.nouns import Number, PlacedCell

PORTRAIT: Final = 104.0
LANDSCAPE: Final = 150.0
"""Characters beside each other on a page of A4, upright and across, a tenth smaller than on the screen."""

EM: Final = 1.9
"""Characters of a column that a full-width sign takes at the size of a table's text."""

PADDING: Final = 1.0
INDENT: Final = 1.3
"""Characters that a step of indentation takes; every text is set in by one."""

LEAST: Final = 4.0
LINE: Final = 14.5
ROW: Final = 19.0
TALLEST: Final = 400.0
"""A little less than a spreadsheet allows a row to be high."""

PAGE: Final = (516.0, 734.0)
PAGE_WIDE: Final = (763.0, 487.0)
"""What A4 leaves between the margins, across and down, in points."""

CHARACTER: Final = 5.25
"""Points across that a character of a column takes."""

SQUEEZED: Final = 1.3
"""How much more than a page is printed on one, a little smaller, rather than leave a few rows to a second."""

_CENTRED: Final = frozenset({"head", "ordinal", "number"})
_ON_ONE_LINE: Final = frozenset({"title", "strip", "strip left", "strip right", "back"})
"""Looks whose height is given, not measured."""


def column_widths(shares: Sequence[float], cells: Iterable[PlacedCell], *, wide: bool) -> tuple[float, ...]:
    """Every column's share of the page, and more where a number or a code needs it: these never wrap."""
    page = LANDSCAPE if wide else PORTRAIT
    whole = sum(shares) or 1.0
    widths = [max(page * share / whole, LEAST) for share in shares]
    for cell in cells:
        if cell.columns == 1 and (isinstance(cell.content, Number) or cell.look in {"code", "number"}):
            widths[cell.column] = max(widths[cell.column], EM * _width(_shown(cell)) + PADDING + INDENT)
    return tuple(round(width, 2) for width in widths)


def row_heights(cells: Sequence[PlacedCell], widths: Sequence[float]) -> Mapping[int, float]:
    """The height of every row; a cell over several rows raises the last of them where they are too low together."""
    heights: dict[int, float] = {}
    for cell in cells:
        if cell.rows == 1 and cell.look not in _ON_ONE_LINE:
            heights[cell.row] = max(heights.get(cell.row, ROW), needed(cell, widths))
    for cell in cells:
        if cell.rows > 1:
            last = cell.row + cell.rows - 1
            lacking = needed(cell, widths) - sum(heights.get(row, ROW) for row in range(cell.row, last + 1))
            if lacking > 0:
                heights[last] = min(heights.get(last, ROW) + lacking, TALLEST)
    return heights


def needed(cell: PlacedCell, widths: Sequence[float]) -> float:
    """The height at which the whole text of a cell is seen."""
    if not isinstance(cell.content, str):
        return ROW
    indents = INDENT * (cell.indent + (cell.look not in _CENTRED))
    room = (sum(widths[cell.column : cell.column + cell.columns]) - PADDING - indents) / EM
    return min(max(ROW, LINE * _lines(cell.content, room) + 4.5), TALLEST)


def room_down(widths: Sequence[float], *, wide: bool) -> float:
    """How many points of rows a page holds, when the table is as wide as the page."""
    across, down = PAGE_WIDE if wide else PAGE
    return down / min(1.0, across / (CHARACTER * sum(widths)))


def together(heights: Mapping[int, float], first: int, last: int) -> float:
    """The height of the rows from ``first`` to ``last``, both counted."""
    return sum(heights.get(row, ROW) for row in range(first, last + 1))


def _shown(cell: PlacedCell) -> str:
    return cell.content.shown if isinstance(cell.content, Number) else cell.content or ""


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    return measure.width(text)


@lru_cache(maxsize=4096)
def _lines(text: str, room: float) -> int:
    return sum(1 if _width(line) <= room else len(measure.lines(line, max(room, 1.0))) for line in text.split("\n"))

"""Looks of cells 格式: quiet grey lines, a tinted head, figures flush right. The fonts every office has."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from final_accounts.model.safe_text import like_formula
from final_accounts.publishing.xlsx.nouns import Number, PlacedCell

SONG: Final = "宋体"
HEI: Final = "黑体"
LINE: Final = "#9AA9B5"
HEAD: Final = "#E3ECF3"
TOTAL: Final = "#F3F6EC"
INK: Final = "#1F3A4D"
MUTED: Final = "#5F7383"
WARNING: Final = "#9A3412"
WARNING_FILL: Final = "#FFF4E6"
LINK: Final = "#0B5CAD"

_GRID: Final = {"border": 1, "border_color": LINE}
_LABEL: Final = {**_GRID, "align": "left", "text_wrap": True, "indent": 1}

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font_name": HEI, "font_size": 16, "align": "center", "text_wrap": True, "font_color": INK},
    "notice": {"font_color": WARNING, "bg_color": WARNING_FILL, "align": "left", "text_wrap": True, "indent": 1},
    "strip left": {"align": "left"},
    "strip": {"align": "center"},
    "strip right": {"align": "right"},
    "remark": {"align": "left", "text_wrap": True},
    "back": {"font_color": LINK, "underline": 1, "align": "left", "indent": 1},
    "gap": {},
    "head": {**_GRID, "bold": True, "align": "center", "text_wrap": True, "bg_color": HEAD},
    "ordinal": {**_GRID, "align": "center", "text_wrap": True, "font_size": 9, "font_color": MUTED, "bg_color": HEAD},
    "label": _LABEL,
    "name": _LABEL,
    "words": _LABEL,
    "code": {**_GRID, "align": "left", "num_format": "@", "indent": 1},
    "number": {**_GRID, "align": "center", "num_format": "@"},
    "figure": {**_GRID, "align": "right", "indent": 1},
    "link": {**_LABEL, "font_color": LINK, "underline": 1},
    "fact label": {"font_color": MUTED, "align": "left", "indent": 1},
    "fact": {"align": "left", "text_wrap": True},
}
"""Properties by look; a look that is not named here is set like words."""


class Looks:
    """Formats of one workbook, made on first use and shared by equal looks."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, int, bool, str, bool], Format] = {}

    def of(self, cell: PlacedCell) -> Format:
        """The format of a cell. A text that looks like a formula is marked as text, so that editing leaves it one."""
        number = cell.content.format if isinstance(cell.content, Number) else ""
        quoted = isinstance(cell.content, str) and like_formula(cell.content)
        key = (cell.look, cell.indent, cell.bold, number, quoted)
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(cell, number, quoted=quoted))
        return self._made[key]


def _properties(cell: PlacedCell, number: str, *, quoted: bool) -> dict[str, Any]:
    looks = {"font_name": SONG, "font_size": 10, "valign": "vcenter", **LOOKS.get(cell.look, LOOKS["words"])}
    if cell.indent:
        looks["indent"] = cell.indent + 1
    if cell.bold:
        looks |= {"bold": True, "bg_color": TOTAL}
    if number:
        looks |= {"num_format": number, "align": "right", "indent": 1}
    if quoted:
        looks["quote_prefix"] = True
    return looks

"""Looks 格式: one set of cell formats for every book, so that all sheets look like one hand made them."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from final_accounts.model.facts import ValueKind

SONG: Final = "宋体"
HEI: Final = "黑体"
HEAD_FILL: Final = "#E3ECF3"
LABEL_FILL: Final = "#F4F7FA"
TOTAL_FILL: Final = "#EEF3E8"
LINE: Final = "#8FA3B3"
MUTED: Final = "#5F7383"

NUMBER_FORMATS: Final = {
    ValueKind.AMOUNT: "#,##0.00",
    ValueKind.COUNT: "#,##0",
    ValueKind.RATIO: "0.00%",
    ValueKind.POINTS: "0.00",
    ValueKind.DATE: "yyyy-mm-dd",
    ValueKind.TEXT: "@",
}


class Styles:
    """Formats of one workbook, made on first use and shared by equal looks."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **looks: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own property types
        """The format with these properties over the house's defaults."""
        merged = {"font_name": SONG, "font_size": 10.5, "valign": "vcenter", **looks}
        key = tuple(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(merged)
        return self._made[key]

    @property
    def title(self) -> Format:
        """Row 1."""
        return self.of(font_name=HEI, font_size=16, align="center")

    def caption(self, align: str = "left") -> Format:
        """Row 2: unit, measure."""
        return self.of(font_size=10, font_color="#33414D", align=align)

    @property
    def heading(self) -> Format:
        """Heading of a block that stands below another."""
        return self.of(font_name=HEI, font_size=11, align="left", font_color="#1F3A4D")

    def head(self, *, open_top: bool = False, open_bottom: bool = False, small: bool = False) -> Format:
        """Header cells; ``open`` sides let two rows look like one merged cell without merging."""
        return self.of(
            bold=not small,
            align="center",
            text_wrap=True,
            bg_color=HEAD_FILL,
            font_size=9 if small else 10.5,
            left=1,
            right=1,
            top=0 if open_top else 1,
            bottom=0 if open_bottom else 1,
            border_color=LINE,
        )

    def label(self, *, bold: bool = False, indent: int = 0, align: str = "left") -> Format:
        """Printed labels, locked."""
        return self.of(
            border=1, border_color=LINE, bg_color=TOTAL_FILL if bold else LABEL_FILL, bold=bold, indent=indent,
            align=align, text_wrap=True,
        )  # fmt: skip

    def value(self, kind: ValueKind, *, bold: bool = False, open_: bool = True, decimals: int = 2) -> Format:
        """Cells the unit fills in: unlocked, right-aligned figures, wrapped texts."""
        pattern = NUMBER_FORMATS[kind]
        if kind is ValueKind.AMOUNT and decimals > len("00"):
            pattern += "#" * (decimals - 2)
        textual = kind in (ValueKind.TEXT, ValueKind.DATE)
        return self.of(
            border=1,
            border_color=LINE,
            num_format=pattern,
            align="left" if textual else "right",
            indent=0 if textual else 1,
            text_wrap=kind is ValueKind.TEXT,
            bold=bold,
            locked=not open_,
            bg_color=TOTAL_FILL if bold else ("#FFFFFF" if open_ else LABEL_FILL),
        )

    def code(self, *, bold: bool = False, indent: int = 0) -> Format:
        """Codes and names of open rows: text, unlocked."""
        return self.of(
            border=1, border_color=LINE, num_format="@", align="left", locked=False, bold=bold, indent=indent,
            text_wrap=True,
        )  # fmt: skip

    @property
    def year(self) -> Format:
        """A year is a number without separators."""
        return self.of(border=1, border_color=LINE, num_format="0", align="left", locked=False)

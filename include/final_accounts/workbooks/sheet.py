"""One form onto one sheet 报表填写: printed parts locked, cells for the unit open, values where they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import BlockKind, Column, FormKind, Line
from final_accounts.workbooks.cell_shapes import (
    as_number,
    column_widths,
    groups,
    is_open,
    label_column,
    level,
    nil_column,
)
from final_accounts.workbooks.placement import TOTAL, BlockPlace, FormPlace
from final_accounts.workbooks.styles import Styles
from final_accounts.workbooks.submission_data import FormRows, Value
from final_accounts.workbooks.widths import row_height

PORTRAIT_WIDTH: Final = 95.0
NARROW: Final = 14.0
NIL_LABEL: Final = "是否空表："
ONE_PAGE_ROWS: Final = 60


@dataclass(frozen=True)
class Page:
    """What a sheet needs besides its layout: the unit, how amounts are declared, values, names of codes."""

    unit_name: str
    measure: str
    rows: FormRows
    nil: bool
    name_of: Callable[[str], str]
    source_of: Callable[[tuple[str, ...]], str]


class SheetWriter:
    """Writes one placed form."""

    def __init__(self, sheet: Worksheet, styles: Styles, place: FormPlace, page: Page) -> None:
        self._sheet, self._styles, self._place, self._page = sheet, styles, place, page
        self._widths = column_widths(place, page.name_of)
        if place.layout.may_be_nil:  # the measure stands right of the nil mark also on the narrowest table
            self._widths += [NARROW] * (nil_column(place.right) + 3 - len(self._widths))
        self._heights: dict[int, list[tuple[str, float]]] = {}

    def write(self) -> None:
        """Everything, top to bottom."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        self._top()
        for block in self._place.blocks:
            self._head(block)
            self._body(block)
        for row, texts in self._heights.items():
            self._sheet.set_row(row, row_height(texts))
        self._print_setup()

    def _top(self) -> None:
        layout, right = self._place.layout, len(self._widths) - 1
        self._sheet.merge_range(0, 0, 0, right, layout.title, self._styles.title)
        self._sheet.set_row(0, 30)
        self._sheet.set_row(1, 20)
        caption = self._styles.caption()
        self._sheet.write_string(1, 0, f"编制单位：{self._page.unit_name}", caption)
        if layout.may_be_nil:
            middle = nil_column(self._place.right)
            self._sheet.write_string(1, middle, NIL_LABEL, self._styles.caption("right"))
            answer = self._styles.of(border=1, border_color="#8FA3B3", align="center", locked=False)
            self._sheet.write_string(1, middle + 1, "是" if self._page.nil else "否", answer)
            self._choose(1, middle + 1, 1, middle + 1, ("yes_no",), strict=True)
        if any(c.kind is ValueKind.AMOUNT for b in self._place.blocks for c in b.block.values):
            self._sheet.write_string(1, right, f"单位：{self._page.measure}", self._styles.caption("right"))

    def _head(self, place: BlockPlace) -> None:
        if place.heading_row is not None and place.left == 0:
            self._sheet.write_string(place.heading_row, 0, place.block.heading, self._styles.heading)
            self._sheet.set_row(place.heading_row, 22)
        for across, column in enumerate(place.columns):
            at = place.left + across
            if place.group_row is not None and not column.group:
                self._sheet.write_blank(place.group_row, at, None, self._styles.head(open_bottom=True))
            under = place.group_row is not None and not column.group
            self._text(place.header_row, at, column.header, self._styles.head(open_top=under))
            if place.number_row is not None:
                words = column.number or ("栏次" if self._is_words(column, place) else "")
                self._text(place.number_row, at, words, self._styles.head(small=True))
        if place.group_row is not None:
            for group, first, last in groups(place.columns):
                row, left, right = place.group_row, place.left + first, place.left + last
                wide = sum(self._widths[left : right + 1])
                self._heights.setdefault(row, []).append((group, wide))
                if last > first:
                    self._sheet.merge_range(row, left, row, right, group, self._styles.head())
                else:
                    self._sheet.write_string(row, left, group, self._styles.head())

    @staticmethod
    def _is_words(column: Column, place: BlockPlace) -> bool:
        """Whether the 栏次 row says 栏次 under this column: the last one of words before the figures."""
        words = [c for c in place.columns if c.role in ("label", "name")]
        return bool(words) and column is words[-1]

    def _body(self, place: BlockPlace) -> None:
        for down, key in enumerate(place.rows):
            row = place.first_row + down
            fixed = place.block.kind is BlockKind.FIXED
            line = place.block.lines[down] if fixed else None
            for across, column in enumerate(place.columns):
                if line is not None:
                    self._fixed_cell(row, place.left + across, column, line)
                else:
                    self._open_cell(row, place.left + across, column, key, place)
        if place.block.kind is not BlockKind.FIXED:
            self._drop_downs(place)

    def _fixed_cell(self, row: int, at: int, column: Column, line: Line) -> None:
        styles = self._styles
        if column.role == "label":
            centred = "center" if line.bold else "left"
            self._text(row, at, line.label, styles.label(bold=line.bold, indent=line.indent, align=centred))
        elif column.role == "number":
            self._text(row, at, str(line.number or ""), styles.label(bold=line.bold, align="center"))
        elif column.role in ("code", "name"):
            code = line.key.partition(":")[2]
            text = code if column.role == "code" else line.label
            self._text(row, at, text if line.key else "", styles.label(bold=line.bold, indent=line.indent))
        else:
            key = column.row or line.key
            usable = bool(key) and (not line.columns or column.key in line.columns)
            kind = line.kind or column.kind
            value = self._page.rows.get(key, {}).get(column.key) if usable else None
            self._value(row, at, value, kind, bold=line.bold, open_=usable)
            if usable:
                choices = line.choices or column.choices
                if choices:
                    self._choose(row, at, row, at, choices)
                elif line.help or column.help:
                    self._hint(row, at, line.help or column.help)

    def _open_cell(self, row: int, at: int, column: Column, key: str, place: BlockPlace) -> None:
        cells = self._page.rows.get(key, {}) if key else {}
        total = key == TOTAL
        if total and column is label_column(place):
            self._text(row, at, place.block.total, self._styles.label(bold=True, align="center"))
        elif total and column.role != "value":
            self._sheet.write_blank(row, at, None, self._styles.label(bold=True))
        elif column.role == "code":
            kind, _, code = key.partition(":")
            text = str(cells.get(column.key, code if kind in ("function", "economic") else ""))
            self._text(row, at, text, self._styles.code(bold=level(key) == 0))
        elif column.role in ("name", "label"):
            name = cells.get(column.key) or (self._page.name_of(key) if key else "")
            looks = self._styles.code(bold=level(key) == 0, indent=max(level(key), 0))
            self._text(row, at, str(name), looks)
        elif column.role == "number":
            self._text(row, at, key.partition(":")[2], self._styles.label(align="center"))
        else:
            self._value(row, at, cells.get(column.key), column.kind, bold=total, open_=True)

    def _value(self, row: int, at: int, value: Value | None, kind: ValueKind, *, bold: bool, open_: bool) -> None:
        looks = self._styles.value(kind, bold=bold, open_=open_)
        if value is None or value == "":
            self._sheet.write_blank(row, at, None, looks)
            return
        if isinstance(value, date):
            self._sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), looks)  # noqa: DTZ001 - a day
            return
        number = as_number(value, kind, self._page.measure)
        if number is None:
            self._text(row, at, str(value), self._styles.value(ValueKind.TEXT, bold=bold, open_=open_))
        else:
            decimals = max(-int(number.as_tuple().exponent), 0) if number.is_finite() else 0
            looks = self._styles.value(kind, bold=bold, open_=open_, decimals=decimals)
            if kind is ValueKind.COUNT and self._place.layout.kind is FormKind.COVER:
                looks = self._styles.year
            self._sheet.write_number(row, at, float(number), looks)

    def _text(self, row: int, at: int, text: str, looks: Format) -> None:
        """A text is a text: never a formula, never a link, whatever it starts with."""
        self._heights.setdefault(row, []).append((text, self._widths[at]))
        if text:
            self._sheet.write_string(row, at, text, looks)
        else:
            self._sheet.write_blank(row, at, None, looks)

    def _drop_downs(self, place: BlockPlace) -> None:
        first = place.first_row + (1 if place.rows[:1] == (TOTAL,) else 0)
        last = place.last_row
        if last < first:
            return
        for across, column in enumerate(place.columns):
            at = place.left + across
            if column.role == "code" and place.block.rows in ("function", "economic"):
                self._choose(first, at, last, at, (place.block.rows,))
            elif column.choices:
                self._choose(first, at, last, at, column.choices)

    def _choose(
        self, top: int, left: int, bottom: int, right: int, choices: tuple[str, ...], *, strict: bool = False
    ) -> None:
        self._sheet.data_validation(
            top, left, bottom, right,
            {
                "validate": "list",
                "source": self._page.source_of(choices),
                "error_type": "stop" if strict else "warning",
                "error_title": "不在名录中",
                "error_message": "所填内容不在下拉名录中，请核对；确有依据的可以保留。",
            },
        )  # fmt: skip

    def _hint(self, row: int, at: int, text: str) -> None:
        self._sheet.data_validation(
            row, at, row, at,
            {"validate": "any", "input_title": "填报提示", "input_message": text[:250]},
        )  # fmt: skip

    def _print_setup(self) -> None:
        sheet, layout = self._sheet, self._place.layout
        wide = layout.landscape or sum(self._widths) > PORTRAIT_WIDTH
        if wide:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        one_page = all(not is_open(place) for place in self._place.blocks) and self._place.last_row < ONE_PAGE_ROWS
        sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.center_horizontally()
        sheet.print_area(0, 0, self._place.last_row, len(self._widths) - 1)
        sheet.set_footer(f"&L&9{layout.sheet}&R&9第 &P 页 共 &N 页")
        band = [place for place in self._place.blocks if place.heading_row is None]
        if band and layout.kind in (FormKind.TABLE, FormKind.ANNEX, FormKind.EXPLANATIONS):
            below = band[0].first_row
            freeze = sum(1 for c in band[0].columns if c.role in ("code", "name")) if is_open(band[0]) else 0
            sheet.freeze_panes(below, freeze)
            sheet.repeat_rows(0, below - 1)
        sheet.hide_gridlines(2)

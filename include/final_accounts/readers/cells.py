"""One cell into one typed value: fact or finding, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import MEASURES
from final_accounts.readers.figures import Figure, decimals_of, read_figure, to_fen
from final_accounts.readers.grid import as_text
from final_accounts.readers.intake import (
    DECIMALS,
    DIGITS,
    ERROR_VALUE,
    MERGED_FIGURES,
    NOT_A_NUMBER,
    NOT_WHOLE,
    UNCACHED,
    finding,
)

if TYPE_CHECKING:
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NUMBERS: Final = frozenset({ValueKind.AMOUNT, ValueKind.COUNT, ValueKind.RATIO, ValueKind.POINTS})
_WORDS: Final = {
    ValueKind.AMOUNT: "金额",
    ValueKind.COUNT: "数量",
    ValueKind.RATIO: "比率",
    ValueKind.POINTS: "分数",
    ValueKind.DATE: "日期",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its key in the edition and its names for messages."""

    form: str
    row: str
    column: str
    name: str = ""
    heading: str = ""

    @property
    def id(self) -> str:
        """Stable name of the instance for finding keys."""
        return f"{self.form}/{self.row}/{self.column}"


class CellReader:
    """Reads typed cells of one sheet. ``decimals`` collects the printed decimals of amounts for the block's step."""

    def __init__(self, grid: Grid, measure: str, notebook: Notebook) -> None:
        self.grid = grid
        self.measure = measure if measure in MEASURES else "元"
        self.notebook = notebook
        self.decimals: list[int] = []

    def read(self, row: int, column: int, kind: ValueKind, place: Place) -> Fact | None:
        """The fact at this cell; None when it holds nothing usable (then a finding says why, or it is blank text)."""
        grid, position = self.grid, (row, column)
        cell = grid.cell(row, column)
        if position in grid.errors:
            message = f"{cell} 是错误值 {grid.errors[position]}，不能作为{_WORDS.get(kind, '内容')}。"
            hint = "请检查公式引用，改正后保存；或直接填写数值。"
            self.notebook.add(finding(ERROR_VALUE, message, hint, cells=[cell], row=place.id))
            return None
        if position in grid.uncached:
            message = f"{cell} 只有公式，没有保存计算结果，读不到数。"
            hint = "请用 Excel 或 WPS 打开文件，重新计算（F9）并保存后再报送；或改填数值。"
            self.notebook.add(finding(UNCACHED, message, hint, cells=[cell], row=place.id))
            return None
        if kind in _NUMBERS:
            return self._number(row, column, kind, place)
        if kind is ValueKind.DATE:
            return self._date(row, column, place)
        text = grid.text(row, column)
        if not text:
            return None
        return Fact(place.form, place.row, place.column, kind, text, cell, printed=text, name=place.name)

    def _number(self, row: int, column: int, kind: ValueKind, place: Place) -> Fact | None:
        grid = self.grid
        cell = grid.cell(row, column)
        figure = read_figure(grid.value(row, column))
        if figure.blank:
            return self._blank(row, column, kind, place, figure)
        problem = figure.problem or self._misfit(figure, kind)
        if problem:
            word = _WORDS[kind]
            message = f"{cell}{_said(place)}填的是“{figure.printed}”（{problem}），应填{word}。"
            unit = self.measure if kind is ValueKind.AMOUNT else "见表头"
            hint = f"请在该格只填数字（{word}，单位：{unit}），没有则留空。"
            self.notebook.add(finding(NOT_A_NUMBER, message, hint, cells=[cell], row=place.id))
            return None
        self.notebook.understood(cell, figure.notes)
        number = figure.number if figure.number is not None else Decimal(0)
        if kind is ValueKind.AMOUNT:
            return self._amount(figure, cell_at=(row, column), place=place)
        value: int | Decimal = number
        if kind is ValueKind.COUNT:
            if number != number.to_integral_value():
                message = f"{cell}{_said(place)}填的是 {figure.printed}，应为整数。"
                hint = "人数、辆数、批次等按整数填写。"
                self.notebook.add(finding(NOT_WHOLE, message, hint, cells=[cell], row=place.id, value=number))
                return None
            value = int(number)
        elif figure.percent:
            value = number / 100
        return Fact(place.form, place.row, place.column, kind, value, cell, printed=figure.printed, name=place.name)

    def _misfit(self, figure: Figure, kind: ValueKind) -> str:
        if figure.percent and kind is not ValueKind.RATIO:
            return "百分数"
        if figure.unit and (kind is not ValueKind.AMOUNT or figure.unit != self.measure):
            return f"带有计量单位“{figure.unit}”"
        return ""

    def _blank(self, row: int, column: int, kind: ValueKind, place: Place, figure: Figure) -> Fact | None:
        grid = self.grid
        cell = grid.cell(row, column)
        anchor = grid.anchor(row, column)
        if anchor != (row, column) and not grid.blank(*anchor):
            message = f"{cell}{_said(place)}与 {grid.cell(*anchor)} 合并成了一格，无法知道数属于哪一格。"
            hint = "请取消合并，每格分别填数。"
            self.notebook.add(finding(MERGED_FIGURES, message, hint, cells=[cell, grid.cell(*anchor)], row=place.id))
            return None
        self.notebook.understood(cell, figure.notes)
        if kind not in {ValueKind.AMOUNT, ValueKind.COUNT}:
            return None
        step = 1 if kind is ValueKind.AMOUNT else 0
        return Fact(
            place.form, place.row, place.column, kind, 0, cell, figure.printed, step, blank=True, name=place.name
        )

    def _amount(self, figure: Figure, cell_at: tuple[int, int], place: Place) -> Fact | None:
        cell = self.grid.cell(*cell_at)
        fen, problem = to_fen(figure, self.measure)
        if problem == "digits":
            message = f"{cell}{_said(place)}的 {figure.printed} 超过 15 位有效数字，电子表格无法准确保存到分。"
            hint = "请核对金额和计量单位是否填错。"
            found = finding(
                DIGITS, message, hint, cells=[cell], row=place.id, value=figure.number, measure=self.measure
            )
            self.notebook.add(found)
            return None
        if problem == "decimals":
            message = f"{cell}{_said(place)}的 {figure.printed} {self.measure}精确到了分以下。"
            hint = "金额最多保留到分（两位小数的元），请按账面数填写，不要直接引用未取整的公式。"
            found = finding(
                DECIMALS, message, hint, cells=[cell], row=place.id, value=figure.number, measure=self.measure
            )
            self.notebook.add(found)
        self.decimals.append(decimals_of(figure, fen, self.measure))
        return Fact(
            place.form, place.row, place.column, ValueKind.AMOUNT, fen, cell, figure.printed, 1, name=place.name
        )

    def _date(self, row: int, column: int, place: Place) -> Fact | None:
        value = self.grid.value(row, column)
        cell = self.grid.cell(row, column)
        text = as_text(value)
        if not text:
            return None
        day = read_date(value)
        if day is None:
            message = f"{cell}{_said(place)}填的是“{text}”，应填日期，例如 2021-12-31。"
            self.notebook.add(finding(NOT_A_NUMBER, message, "请按年-月-日填写。", cells=[cell], row=place.id))
            return None
        return Fact(place.form, place.row, place.column, ValueKind.DATE, day, cell, printed=text, name=place.name)


def read_date(value: object) -> date | None:
    """A date cell or a written date.

    >>> read_date("2022年4月11日")
    datetime.date(2022, 4, 11)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(as_text(value).replace(" ", ""))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _said(place: Place) -> str:
    words = "、".join(w for w in (place.name, place.heading) if w)
    return f"（{words}）" if words else ""

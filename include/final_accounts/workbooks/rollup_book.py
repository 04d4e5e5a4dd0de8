"""部门汇总工作簿: a sheet a table, units as columns, then sum, elimination and what the department reports. In yuan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey, ValueKind
from final_accounts.model.layout import FormLayout
from final_accounts.model.money import in_measure
from final_accounts.model.rollup import TOTALS, LastYear, OpenItem, Rollup, RollupCell
from final_accounts.workbooks.safe_text import escaped
from final_accounts.workbooks.styles import HEI, Styles
from final_accounts.workbooks.widths import row_height

ALWAYS: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same roll-up gives the same bytes, whenever it is written
_HEAD: Final = 3
_LABELS: Final = (("编码", 10.0), ("项目", 34.0), ("栏目", 22.0))
_SUMS: Final = ("各单位之和", "抵销", "部门汇总")
_AMOUNT: Final = 18.0

_Value = str | int
_Row = Sequence[_Value]


def rollup_book(edition: Edition, made: Rollup, states: dict[str, str]) -> bytes:
    """The workbook; the same roll-up gives the same bytes. ``states`` are words for states of the season."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as book:
        book.set_properties({"title": escaped(f"{made.name} {made.fiscal_year} 年度部门汇总"), "created": ALWAYS})
        styles = Styles(book)
        _plain(book, styles, made, "单位与版本", _UNITS, _units(made, states))
        _plain(book, styles, made, "系统内往来", _TRANSFERS, _transfers(made))
        if made.last_year is not None:
            _plain(book, styles, made, "与上年衔接", _YEARS, _years(made, made.last_year))
        for form in dict.fromkeys(cell.key.form for cell in made.cells):
            cells = [cell for cell in made.cells if cell.key.form == form]
            _table(book, styles, made, edition, edition.forms[form], cells)
    return target.getvalue()


_UNITS: Final = (("单位代码", 12), ("单位名称", 40), ("是否列入", 12), ("版本", 8), ("说明", 44), ("文件", 68))
_TRANSFERS: Final = (
    ("序号", 10), ("付款或填报单位", 16), ("收款或往来单位", 16), ("往来性质", 24), ("金额（元）", 18), ("处理", 40),
    ("单元格", 24),
)  # fmt: skip

_YEARS: Final = (
    ("项目", 40), ("本年（元）", 20), ("上年（本年口径，元）", 22), ("上年（当时口径，元）", 22), ("说明", 80),
)  # fmt: skip


def _years(made: Rollup, before: LastYear) -> Iterator[_Row]:
    """Totals beside last year's, then openings of units that came of others."""
    for label, key in TOTALS.items():
        figures = (made.amount(key), before.restated.get(label), before.reported.get(label))
        yield label, *("—" if fen is None else fen for fen in figures), before.basis
    for check in made.openings:
        units = "、".join(code for code, _ in check.now)
        opened, closed = ("—" if fen is None else fen for fen in (check.opened, check.closed))
        told = "有单位还没有数，尚不能核对" if check.difference is None else "与上年年末衔接"
        yield (
            f"{check.change or '沿革'}：{units} 年初结转和结余",
            opened,
            closed,
            "",
            check.question if check.difference else told,
        )


def _units(made: Rollup, states: dict[str, str]) -> Iterator[_Row]:
    for version in made.versions:
        yield version.unit, version.name, "列入", f"第{version.version}版", "", version.sha256
    for unit in made.left_out:
        told = "：".join(part for part in (states.get(unit.state, unit.state), unit.why) if part)
        yield unit.unit, unit.name, "未列入" if unit.owed else "不须列入", "", told, ""


def _transfers(made: Rollup) -> Iterator[_Row]:
    for number, pair in enumerate(made.pairs, 1):
        yield str(number), pair.payer, pair.receiver, pair.kind, pair.amount, "双方一致，已抵销", ""
    for place, item in enumerate(made.unmatched, 1):
        yield _open(f"待说明{place}", item, f"未抵销：{item.why}")
    for item in made.outside:
        yield _open("", item, "往来单位在其他部门，本级不抵销")


def _open(number: str, item: OpenItem, told: str) -> _Row:
    return number, item.unit, item.counterparty, item.kind, item.amount, told, item.cell


def _table(  # noqa: PLR0917 - a sheet needs its book, its looks and what it shows
    book: Workbook, styles: Styles, made: Rollup, edition: Edition, form: FormLayout, cells: Sequence[RollupCell]
) -> None:
    """Rows are (line, column) of the table; a line with several columns repeats its name."""
    units = [version.unit for version in made.versions]
    heads = [(f"{version.unit}\n{version.name}", _AMOUNT) for version in made.versions]
    columns = (*_LABELS, *heads, *((word, _AMOUNT) for word in _SUMS))
    title = form.title.replace("{year}", str(made.fiscal_year))
    rows: list[_Row] = [
        (*_label(edition, form, cell), *(dict(cell.parts).get(unit, 0) for unit in units), cell.total, cell.eliminated,
         cell.amount)
        for cell in cells
    ]  # fmt: skip
    sheet = _sheet(book, styles, made, form.sheet, title, columns)
    for number, row in enumerate(rows):
        bold = row[0] == "" and ("合计" in str(row[1]) or "总计" in str(row[1]))
        _write(sheet, styles, _HEAD + number, row, columns, bold=bold)
    sheet.freeze_panes(_HEAD, len(_LABELS))


def _plain(  # noqa: PLR0917 - a sheet needs its book, its looks and what it shows
    book: Workbook, styles: Styles, made: Rollup, name: str, columns: Sequence[tuple[str, float]], rows: Iterator[_Row]
) -> None:
    sheet = _sheet(book, styles, made, name, name, columns)
    for number, row in enumerate(rows):
        _write(sheet, styles, _HEAD + number, row, columns)
    sheet.freeze_panes(_HEAD, 0)


def _sheet(  # noqa: PLR0917 - a sheet needs its book, its looks and what it shows
    book: Workbook, styles: Styles, made: Rollup, name: str, title: str, columns: Sequence[tuple[str, float]]
) -> Worksheet:
    sheet = book.add_worksheet(name)
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, escaped(title), styles.of(font_name=HEI, font_size=16))
    about = f"主管部门：{made.department} {made.name}　{made.fiscal_year} 年度　汇总编号：{made.hash}　金额单位：元"
    sheet.set_row(1, 20)
    sheet.write_string(1, 0, escaped(about), styles.caption())
    sheet.set_row(_HEAD - 1, row_height([(word, width) for word, width in columns], least=22))
    for column, (word, _) in enumerate(columns):
        sheet.write_string(_HEAD - 1, column, escaped(word), styles.head())
    sheet.repeat_rows(_HEAD - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet


def _write(
    sheet: Worksheet,
    styles: Styles,
    number: int,
    row: _Row,
    columns: Sequence[tuple[str, float]],
    *,
    bold: bool = False,
) -> None:
    texts = [(value, columns[place][1]) for place, value in enumerate(row) if isinstance(value, str)]
    sheet.set_row(number, row_height(texts))
    label: Format = styles.label(bold=bold)
    figure = styles.value(ValueKind.AMOUNT, bold=bold, open_=False)
    for place, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(number, place, float(in_measure(value)), figure)
        else:
            sheet.write_string(number, place, escaped(value), label)


def _label(edition: Edition, form: FormLayout, cell: RollupCell) -> tuple[str, str, str]:
    """Code, name and column of a row, as the table prints them."""
    kind, _, rest = cell.key.row.partition(":")
    lines = {line.key: line.label for block in form.blocks for line in block.lines}
    if kind in {"function", "economic"}:
        register = edition.functional if kind == "function" else edition.economic
        name = register.name(rest, edition.fiscal_year) or cell.name or lines.get(cell.key.row, rest)
        return rest, name, _column(form, cell.key)
    total = next((block.total for block in form.blocks if block.total), "合计")
    name = lines.get(cell.key.row) or (total if cell.key.row == "total" else rest)
    return "", name, _column(form, cell.key)


def _column(form: FormLayout, key: FactKey) -> str:
    for block in form.blocks:
        for column in block.values:
            if column.key == key.column and column.row in {"", key.row}:
                return column.header.replace("\n", "")
    return key.column

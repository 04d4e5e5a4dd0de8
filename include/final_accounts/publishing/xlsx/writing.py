"""Bytes of a planned workbook. The only module of this folder that knows the library."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from final_accounts.publishing.xlsx.looks import Looks
from final_accounts.publishing.xlsx.nouns import BookPlan, Number, PlacedCell, SheetPlan

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
A4: Final = 9
LONGEST: Final = 32_000
"""Signs of a text that a cell takes with a margin; the whole of a longer one stands in the document."""

MARGINS: Final = {"left": 0.55, "right": 0.55, "top": 0.75, "bottom": 0.75}
"""Inches."""


def write(book_plan: BookPlan) -> bytes:
    """The workbook; the same plan gives the same bytes."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties(
            {
                "title": book_plan.title,
                "subject": book_plan.subject,
                "author": book_plan.author,
                "comments": book_plan.comments,
                "created": datetime.combine(datetime.fromisoformat(book_plan.day).date(), time()),
            }
        )
        looks = Looks(book)
        for sheet_plan in book_plan.sheets:
            sheet = book.add_worksheet(sheet_plan.name)
            _shape(sheet, sheet_plan, book_plan)
            for cell in sheet_plan.cells:
                _write(sheet, cell, looks)
    return buffer.getvalue()


def _shape(sheet: Worksheet, plan: SheetPlan, book_plan: BookPlan) -> None:
    """Columns, rows, panes and paper."""
    for column, width in enumerate(plan.widths):
        sheet.set_column(column, column, width)
    sheet.set_column(len(plan.widths), len(plan.widths), 12)
    for row, height in sorted(plan.heights.items()):
        sheet.set_row(row, round(height, 2))
    if any(plan.frozen):
        sheet.freeze_panes(*plan.frozen)
    last_row, last_column = plan.paper.last
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, max(last_row, 0), max(last_column, 0))})
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if plan.paper.landscape:
        sheet.set_landscape()
    sheet.center_horizontally()
    sheet.fit_to_pages(1, int(plan.paper.one_page))
    sheet.print_area(0, 0, last_row, last_column)
    if plan.paper.repeated >= 0:
        sheet.repeat_rows(0, plan.paper.repeated)
    if plan.paper.breaks:
        sheet.set_h_pagebreaks(list(plan.paper.breaks))
    if book_plan.header:
        sheet.set_header(f"&C&8{_plain(book_plan.header)}")
    sheet.set_footer(f"&L&8{_plain(book_plan.subject)}&R&8{book_plan.footer}")


def _plain(text: str) -> str:
    """A text in a header or footer, where an ampersand begins a code and only so much is allowed."""
    return text[:100].replace("&", "&&")


def _write(sheet: Worksheet, cell: PlacedCell, looks: Looks) -> None:
    form = looks.of(cell)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, None, form)
    if isinstance(cell.content, Number):
        sheet.write_number(cell.row, cell.column, cell.content.value, form)
    elif cell.content is None:
        sheet.write_blank(cell.row, cell.column, None, form)
    elif cell.link:
        target = cell.link.replace("'", "''")
        sheet.write_url(cell.row, cell.column, f"internal:'{target}'!A1", form, cell.content)
    else:
        text = cell.content if len(cell.content) <= LONGEST else f"{cell.content[: LONGEST - 1]}…"
        sheet.write_string(cell.row, cell.column, text, form)

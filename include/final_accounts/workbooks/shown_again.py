"""What was read from a file we cannot give back as it was: the same sheets, every figure at its own address."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font

from final_accounts.model.submission import ParsedSubmission
from final_accounts.workbooks.safe_text import escaped


def show_again(book: Workbook, parsed: ParsedSubmission) -> None:
    """One sheet for each sheet read; figures as printed, the row's name left of the first of them."""
    sheets = dict.fromkeys(fact.cell.sheet for fact in parsed.facts)
    made = {name: book.create_sheet(name[:31]) for name in sheets}
    leftmost: dict[tuple[str, int], tuple[int, str]] = {}
    for fact in parsed.facts:
        sheet = made[fact.cell.sheet]
        cell = sheet.cell(fact.cell.row + 1, fact.cell.column + 1)
        if not fact.blank:
            cell.value = escaped(fact.printed or str(fact.value))
        place = (fact.cell.sheet, fact.cell.row)
        if fact.name and (place not in leftmost or fact.cell.column < leftmost[place][0]):
            leftmost[place] = (fact.cell.column, fact.name)
    for (sheet_name, row), (column, text) in leftmost.items():
        if column:
            label = made[sheet_name].cell(row + 1, column)
            if label.value is None:
                label.value = escaped(text)
                label.font = Font(color="5F7383")
    for sheet in made.values():
        for letter in "ABCDEFGHIJ":
            sheet.column_dimensions[letter].width = 22

"""Where a value of a submission will stand in its workbook: form, row and column to sheet and cell, before writing."""

from __future__ import annotations

from final_accounts.model.edition import Edition
from final_accounts.model.place import Cell
from final_accounts.workbooks.book import filled_place, planned
from final_accounts.workbooks.submission import SPARE_ROWS
from final_accounts.workbooks.submission_data import SubmissionData


def address(edition: Edition, data: SubmissionData, form: str, row: str, column: str) -> Cell:
    """The cell of one value; KeyError naming the place when the written book has no such cell."""
    for sheet in planned(edition, data, 0):
        if sheet.form == form:
            found = filled_place(sheet, edition, data, SPARE_ROWS).find(row, column)
            if found is not None:
                return Cell(sheet.name, *found)
    raise KeyError(f"no cell for {form} {row} {column}")


def sheet_of(edition: Edition, data: SubmissionData, form: str) -> str:
    """Name of a form's sheet."""
    return next(sheet.name for sheet in planned(edition, data, 0) if sheet.form == form)

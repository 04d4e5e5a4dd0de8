"""The sheet 核实说明 of a returned workbook: a line for each finding to be explained, its reason left open and marked.

The unit writes its reason beside the number of the finding and hands the book in as it is. A line whose reason stays
blank says nothing, so that whoever corrects the figure instead may leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.layout import Column, FormKind, FormLayout
from final_accounts.model.submission import Explanation, ParsedSubmission
from final_accounts.workbooks.safe_text import escaped

ASKED: Final = PatternFill("solid", start_color="FFEB9C")
_FIRST_ROWS: Final = 20


def ask_for_reasons(
    book: Workbook,
    edition: Edition,
    parsed: ParsedSubmission,
    standing: Sequence[Finding],
    proposed: Iterable[Explanation] = (),
) -> None:
    """Add the lines that are missing for the ``standing`` findings; the unit's own lines stay as they are.

    ``proposed`` fills what is still blank.
    """
    asked = [finding.key for finding in standing if finding.severity is Severity.EXPLAIN]
    layout = next((form for form in edition.forms.values() if form.kind is FormKind.EXPLANATIONS), None)
    if not asked or layout is None:
        return
    name = parsed.sheets.get(layout.id, layout.sheet)
    sheet = book[name] if name in book.sheetnames else _new(book, name, layout, edition.fiscal_year)
    if (head := _head(sheet, layout)) is not None:
        row, columns = head
        _fill(sheet, row + 1, columns, dict.fromkeys(asked))
        _propose(sheet, row + 1, columns, [one for one in proposed if one.finding in asked])


def _columns(layout: FormLayout) -> tuple[Column, ...]:
    return layout.blocks[0].values


def _new(book: Workbook, name: str, layout: FormLayout, fiscal_year: int) -> Worksheet:
    """An empty sheet of explanations for a book that came without one."""
    sheet: Worksheet = book.create_sheet(name)
    sheet["A1"] = layout.title.replace("{year}", str(fiscal_year))
    sheet["A1"].font = Font(name="黑体", size=16)
    for at, column in enumerate(_columns(layout), 1):
        cell = sheet.cell(3, at, column.header)
        cell.font = Font(name="宋体", size=10.5, bold=True)
        sheet.column_dimensions[cell.column_letter].width = column.width
    return sheet


def _head(sheet: Worksheet, layout: FormLayout) -> tuple[int, dict[str, int]] | None:
    """The header's row and the column of each key; None when the unit's sheet has no such header."""
    wanted = {column.header: column.key for column in _columns(layout)}
    for at, row in enumerate(sheet.iter_rows(max_row=_FIRST_ROWS, values_only=True), 1):
        texts = [str(value or "").strip() for value in row]
        found = {wanted[text]: across for across, text in enumerate(texts, 1) if text in wanted}
        if {"finding", "reason"} <= found.keys():
            return at, found
    return None


def _fill(sheet: Worksheet, row: int, columns: Mapping[str, int], asked: Iterable[str]) -> None:
    written = {str(sheet.cell(at, columns["finding"]).value or "").strip(): at for at in range(row, sheet.max_row + 1)}
    for key in asked:
        at = written.get(key)
        if at is None:
            while any(sheet.cell(row, column).value is not None for column in columns.values()):
                row += 1
            at = row
            sheet.cell(at, columns["finding"]).value = escaped(key)
        for name in {"reason", "evidence"} & columns.keys():
            sheet.cell(at, columns[name]).protection = Protection(locked=False)
        reason = sheet.cell(at, columns["reason"])
        reason.fill = ASKED
        reason.alignment = Alignment(wrap_text=True, vertical="center")


def _propose(sheet: Worksheet, row: int, columns: Mapping[str, int], proposed: Iterable[Explanation]) -> None:
    """What the unit may say again, in its line, unless it has written something itself."""
    texts = {one.finding: one for one in proposed}
    for at in range(row, sheet.max_row + 1):
        one = texts.get(str(sheet.cell(at, columns["finding"]).value or "").strip())
        if one is None or sheet.cell(at, columns["reason"]).value is not None:
            continue
        sheet.cell(at, columns["reason"]).value = escaped(one.reason)
        if "evidence" in columns:
            sheet.cell(at, columns["evidence"]).value = escaped(one.evidence)

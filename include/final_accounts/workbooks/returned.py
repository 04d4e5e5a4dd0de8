"""The unit's own workbook handed back 审核反馈: errors marked in the cells, an index of what to correct first.

What the unit wrote stays as it was; marks are fills and comments. Nothing in the copy runs: no macro, no link to
another file, no formula of ours, and of the unit's formulas only those that calculate inside the workbook. A file that
is no readable ``.xlsx`` comes back as a sheet of ours that shows what was read, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import ParsedSubmission
from final_accounts.workbooks.returned_index import write_index
from final_accounts.workbooks.safe_text import escaped, harmless
from final_accounts.workbooks.shown_again import show_again

FILLS: Final = {Severity.BLOCKING: "FFC7CE", Severity.EXPLAIN: "FFEB9C", Severity.NOTICE: "DDEBF7"}
AUTHOR: Final = "审核"
_MOST_PER_CELL: Final = 4
_ZIP: Final = b"PK"


def write_returned(
    original: bytes, file_name: str, parsed: ParsedSubmission, findings: Sequence[Finding], path: Path
) -> None:
    """Write the annotated copy of ``original`` to ``path``; cells of findings are those of the file as it came."""
    book = _opened(original, parsed)
    note = ""
    if book is None:
        book = Workbook()
        book.remove(book.worksheets[0])
        show_again(book, parsed)
        note = f"原文件“{file_name}”不能原样标注，本册由系统生成，列出已读到的数；请在原文件或新模板中更正后重新报送。"
    else:
        _disarm(book, original)
    marked = _by_cell(findings)
    for cell, found in marked.items():
        if cell.sheet in book.sheetnames:
            _mark(book[cell.sheet], cell, found)
    write_index(book, parsed, findings, note)
    book.save(path)


def _opened(original: bytes, parsed: ParsedSubmission) -> Workbook | None:
    """The unit's workbook, None when it is no workbook this library can give back unharmed."""
    if not parsed.readable or not original.startswith(_ZIP):
        return None
    try:
        return load_workbook(BytesIO(original), keep_vba=False, keep_links=False, rich_text=False)
    except Exception:  # noqa: BLE001 - whatever a unit's file does to the library, the unit still gets its findings
        return None


def _disarm(book: Workbook, original: bytes) -> None:
    """Formulas that reach outside the workbook become the value they last had; links to outside are cut."""
    cached: Workbook | None = None
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.target:
                    cell.hyperlink = None
                if cell.data_type == "f" and not harmless(_formula(cell)):
                    if cached is None:
                        cached = load_workbook(BytesIO(original), data_only=True, keep_links=False)
                    value = cached[sheet.title][cell.coordinate].value
                    cell.value = escaped(value) if isinstance(value, str) else value
    for name in [name for name, defined in book.defined_names.items() if not harmless(f"={defined.attr_text}")]:
        del book.defined_names[name]


def _formula(cell: SheetCell | MergedCell) -> str:
    value = cell.value
    return value if isinstance(value, str) else str(getattr(value, "text", "") or "=?[")


def _by_cell(findings: Sequence[Finding]) -> dict[Cell, list[Finding]]:
    marked: dict[Cell, list[Finding]] = {}
    for finding in findings:
        for cell in finding.cells:
            marked.setdefault(cell, []).append(finding)
    return marked


def _mark(sheet: Worksheet, place: Cell, findings: Sequence[Finding]) -> None:
    cell = _anchor(sheet, place)
    gravest = min(findings, key=lambda finding: finding.severity.rank)
    cell.fill = PatternFill("solid", start_color=FILLS[gravest.severity])
    ordered = sorted(findings, key=lambda finding: finding.severity.rank)
    texts = [f"【{f.severity.chinese}】{f.message.removesuffix(f.hint)}{f.hint}" for f in ordered[:_MOST_PER_CELL]]
    if len(ordered) > _MOST_PER_CELL:
        texts.append(f"另有 {len(ordered) - _MOST_PER_CELL} 条，见“请先改这里”。")
    before = cell.comment.text if cell.comment else ""
    text = escaped("\n".join([*texts, *([f"原批注：{before}"] if before else [])]))
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = 360, 60 + 40 * len(texts)
    cell.comment = comment


def _anchor(sheet: Worksheet, place: Cell) -> SheetCell:
    """The cell itself, or the corner of the merged area that covers it."""
    cell = sheet.cell(place.row + 1, place.column + 1)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                corner = sheet.cell(area.min_row, area.min_col)
                if isinstance(corner, SheetCell):
                    return corner
    return cell  # type: ignore[return-value]

"""The unit's own workbook handed back 审核反馈: errors marked in the cells, what to correct first on the first sheet.

What the unit wrote stays as it was; marks are fills and comments, and lines for the reasons that are asked for. Nothing
in the copy runs: no macro, no link to another file, no formula of ours, and of the unit's formulas only those that
calculate inside the workbook. A file that is no ``.xlsx`` comes back as a workbook of our template that holds its
values, and says so. Either can be corrected and handed in as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.first_steps import open_findings
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, ParsedSubmission
from final_accounts.workbooks.defects import frozen
from final_accounts.workbooks.disarming import disarm
from final_accounts.workbooks.explanation_rows import ask_for_reasons
from final_accounts.workbooks.returned_index import write_index
from final_accounts.workbooks.rewritten import rewritten, sheet_names
from final_accounts.workbooks.safe_text import escaped

FILLS: Final = {Severity.BLOCKING: "FFC7CE", Severity.EXPLAIN: "FFEB9C", Severity.NOTICE: "DDEBF7"}
PALE: Final = {Severity.BLOCKING: "FFF1F2", Severity.EXPLAIN: "FFF9E3", Severity.NOTICE: "F3F8FC"}
"""Cells that only stand in the same formula as the one that is most likely wrong."""
AUTHOR: Final = "审核"
_MOST_PER_CELL: Final = 4
_ZIP: Final = b"PK"


def write_returned(  # noqa: PLR0917 - a file, what was made of it, and where the copy goes
    edition: Edition,
    original: bytes,
    file_name: str,
    parsed: ParsedSubmission,
    findings: Sequence[Finding],
    path: Path,
    proposed: Sequence[Explanation] = (),
    sent_back: Collection[str] = (),
) -> None:
    """Write the annotated copy of ``original`` to ``path``; cells of findings are those of the file as it came.

    ``proposed`` are reasons that were accepted last year, put where one is asked for; ``sent_back`` are the keys of
    findings whose explanation a reviewer did not accept. The same again gives the same bytes.
    """
    book = _opened(original, parsed)
    note = ""
    if book is not None:
        disarm(book, original)
    elif parsed.readable:
        book, findings = rewritten(edition, parsed, findings)
        parsed = replace(parsed, sheets=sheet_names(edition, parsed))
        note = (
            f"原文件“{file_name}”不是能原样标注的 .xlsx，本册是按本年度模板重新生成的，数字和文字取自原文件，"
            "没有读入的见下列问题；位置均指本册的单元格，可以直接在本册更正后报送。"
        )
    else:
        book = Workbook()
        book.remove(book.worksheets[0])
    marked = _by_cell(findings)
    for cell, found in marked.items():
        if cell.sheet in book.sheetnames:
            _mark(book[cell.sheet], cell, found)
    standing = open_findings(findings, parsed.explanations, sent_back)
    if parsed.readable:
        ask_for_reasons(book, edition, parsed, standing, proposed)
    write_index(book, parsed, findings, standing, note)
    saved = BytesIO()
    book.save(saved)
    path.write_bytes(frozen(saved.getvalue()))


def _opened(original: bytes, parsed: ParsedSubmission) -> Workbook | None:
    """The unit's workbook, None when it is no workbook this library can give back unharmed."""
    if not parsed.readable or not original.startswith(_ZIP):
        return None
    try:
        return load_workbook(BytesIO(original), keep_vba=False, keep_links=False, rich_text=False)
    except Exception:  # noqa: BLE001 - whatever a unit's file does to the library, the unit still gets its findings
        return None


def _by_cell(findings: Sequence[Finding]) -> dict[Cell, list[Finding]]:
    marked: dict[Cell, list[Finding]] = {}
    for finding in findings:
        for cell in finding.cells:
            marked.setdefault(cell, []).append(finding)
    return marked


def _mark(sheet: Worksheet, place: Cell, findings: Sequence[Finding]) -> None:
    cell = _anchor(sheet, place)
    gravest = min(findings, key=lambda finding: finding.severity.rank)
    grave = [finding for finding in findings if finding.severity is gravest.severity]
    likely = any(not finding.suspects or place in finding.suspects for finding in grave)
    cell.fill = PatternFill("solid", start_color=(FILLS if likely else PALE)[gravest.severity])
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

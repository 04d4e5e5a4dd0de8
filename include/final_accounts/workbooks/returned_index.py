"""The first sheet of a returned workbook, 请先改这里: the few places to correct first, then every finding in order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.first_steps import SHEET, Step, first_steps, what_to_do
from final_accounts.model.place import Cell
from final_accounts.model.submission import ParsedSubmission
from final_accounts.workbooks.safe_text import escaped
from final_accounts.workbooks.widths import row_height

TITLE: Final = SHEET
EVERY: Final = "全部问题"
HEADS: Final = ("序号", "级别", "位置", "问题", "填报数", "核对数", "差额", "怎么办", "疑点编号")
WIDTHS: Final = (6, 11, 40, 52, 16, 16, 14, 36, 22)
MOST: Final = 1_000
COLOURS: Final = {Severity.BLOCKING: "FFC7CE", Severity.EXPLAIN: "FFEB9C", Severity.NOTICE: "DDEBF7"}
_THIN: Final = Side(style="thin", color="8FA3B3")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PLACES_SHOWN: Final = 4
HOW_TO: Final = (
    "深色的单元格要改或要核对，浅色的与它在同一条公式里，点“位置”可以跳到那一格。数字直接在本册里改，需要说明的在“核实说明”表写明原因；"
    "改完保存，把本册重新报送即可，本页和批注不必删除。"
)
HOW_TO_START_AGAIN: Final = "贵单位的文件没有读出数字，本册只列出问题；请改正原文件后重新报送，不要报送本册。"


def ordered(findings: Sequence[Finding]) -> list[tuple[int, list[Finding]]]:
    """Findings by group in the rulebook's order (group 1 is cleared by the fewest cells), ungrouped ones at the end."""
    groups: dict[int, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group, []).append(finding)
    found = [(number, sorted(groups[number], key=_rank)) for number in sorted(groups) if number]
    if 0 in groups:
        found.append((0, sorted(groups[0], key=_rank)))
    return found


def _rank(finding: Finding) -> tuple[int, str, str]:
    return finding.severity.rank, finding.rule, finding.row


def write_index(
    book: Workbook, parsed: ParsedSubmission, findings: Sequence[Finding], standing: Sequence[Finding], note: str
) -> None:
    """Add the sheet in front and open the book on it; ``standing`` are those that keep it from being accepted."""
    if TITLE in book.sheetnames:
        del book[TITLE]
    sheet = book.create_sheet(TITLE, 0)
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    row = _first(sheet, _top(sheet, parsed, findings, note), first_steps(standing))
    _heading(sheet, row, EVERY)
    row += 1
    head_row = row
    for column, text in enumerate(HEADS, 1):
        cell = sheet.cell(row, column, text)
        cell.font = Font(name="宋体", size=10.5, bold=True)
        cell.fill = PatternFill("solid", start_color="E3ECF3")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = _BORDER
    sheet.row_dimensions[row].height = 22
    shown = 0
    for number, group in ordered(findings):
        if number and len(group) > 1:
            row += 1
            _group_line(sheet, row, number, group)
        for finding in group:
            if shown == MOST:
                break
            row += 1
            shown += 1
            _line(sheet, row, shown, finding)
    if len(findings) > shown:
        sheet.cell(row + 1, 4, f"另有 {len(findings) - shown} 条未列出，改正上面各条后重新报送会再次审核。")
    _print_setup(sheet, head_row)
    for each in book.worksheets:
        each.sheet_view.tabSelected = each.title == TITLE
    book.active = 0


def _top(sheet: Worksheet, parsed: ParsedSubmission, findings: Sequence[Finding], note: str) -> int:
    """Whose book it is and how to use it; the next free row."""
    header = parsed.header
    title = sheet.cell(1, 1, f"{header.fiscal_year or ''}年度部门决算审核反馈".lstrip("年"))
    title.font = Font(name="黑体", size=16)
    sheet.row_dimensions[1].height = 28
    counts = "　".join(
        f"{severity.chinese} {sum(f.severity is severity for f in findings)} 条" for severity in Severity
    )
    sheet.cell(2, 1, escaped(f"{header.unit_code} {header.unit_name}　{counts}".strip()))
    sheet.cell(3, 1, HOW_TO if parsed.readable else HOW_TO_START_AGAIN)
    row = 4
    if note:
        cell = sheet.cell(row, 1, escaped(note))
        cell.font = Font(name="宋体", size=10.5, bold=True, color="9C0006")
        row += 1
    return row + 1


def _heading(sheet: Worksheet, row: int, text: str) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font = Font(name="黑体", size=13, color="1F3A4D")
    sheet.row_dimensions[row].height = 24


def _first(sheet: Worksheet, row: int, steps: Sequence[Step]) -> int:
    """The few places to correct first, each a line across the sheet; the next free row."""
    if not steps:
        return row
    _heading(sheet, row, f"先{what_to_do(steps)}这几处")
    for number, step in enumerate(steps, 1):
        row += 1
        text = f"{step.what}{step.finding.hint}{step.then}"
        sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=len(HEADS))
        texts = (
            str(number),
            step.finding.severity.chinese,
            escaped(step.where) or "（见右）",
            escaped(text),
        )
        for column, value in enumerate(texts, 1):
            cell = sheet.cell(row, column, value)
            cell.font = Font(name="宋体", size=11, bold=column <= 3)  # noqa: PLR2004 - number, severity, place
            cell.alignment = _aligned(column)
        for column in range(1, len(HEADS) + 1):
            sheet.cell(row, column).border = _BORDER
        sheet.cell(row, 2).fill = PatternFill("solid", start_color=COLOURS[step.finding.severity])
        _link(sheet, row, step.cells)
        wide = sum(WIDTHS[3:])
        sheet.row_dimensions[row].height = row_height([(step.where, WIDTHS[2]), (text, wide)], least=24)
    return row + 2


def _aligned(column: int) -> Alignment:
    """Numbers and severities in the middle, words at the left with some air."""
    middle = column <= 2  # noqa: PLR2004 - number and severity
    return Alignment(
        wrap_text=True, vertical="center", horizontal="center" if middle else "left", indent=0 if middle else 1
    )


def _link(sheet: Worksheet, row: int, cells: Sequence[Cell]) -> None:
    """The place in column C leads to the first of the cells that the book has."""
    book = sheet.parent
    target = next((cell for cell in cells if book is not None and cell.sheet in book.sheetnames), None)
    if target is not None:
        link = sheet.cell(row, 3)
        quoted = target.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{target.a1}")
        link.font = Font(name="宋体", size=10.5, color="1F5FA8", underline="single")


def _group_line(sheet: Worksheet, row: int, number: int, group: Sequence[Finding]) -> None:
    suspects = list(dict.fromkeys(cell for finding in group for cell in finding.suspects))
    places = "、".join(str(cell) for cell in suspects[:_PLACES_SHOWN])
    more = (
        f" 等 {len(suspects)} 格之一"
        if len(suspects) > _PLACES_SHOWN
        else ("（其中一格）" if len(suspects) > 1 else "")
    )
    text = f" 第 {number} 组：共 {len(group)} 条" + (f"，请先核对 {places}{more}" if places else "")
    cell = sheet.cell(row, 1, escaped(text))
    cell.font = Font(name="黑体", size=11, color="1F3A4D")
    for column in range(1, len(HEADS) + 1):
        sheet.cell(row, column).fill = PatternFill("solid", start_color="FFF9E5")
    sheet.row_dimensions[row].height = 22


def _line(sheet: Worksheet, row: int, number: int, finding: Finding) -> None:
    texts: tuple[str | int | Decimal | None, ...] = (
        number,
        finding.severity.chinese,
        _places(finding.cells),
        finding.message.removesuffix(finding.hint) + (f"（同类 {finding.count} 处）" if finding.count > 1 else ""),
        finding.value,
        finding.expected,
        finding.difference,
        finding.hint,
        finding.key,
    )
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        cell.value = escaped(text) if isinstance(text, str) else text
        cell.border = _BORDER
        cell.font = Font(name="宋体", size=10.5)
        cell.alignment = _aligned(column)
        if isinstance(text, Decimal):
            cell.number_format = "#,##0.00####"
            cell.alignment = Alignment(vertical="center", horizontal="right", indent=1)
    sheet.cell(row, 2).fill = PatternFill("solid", start_color=COLOURS[finding.severity])
    sheet.row_dimensions[row].height = row_height([(str(text or ""), WIDTHS[n]) for n, text in enumerate(texts)])
    _link(sheet, row, finding.cells)


def _places(cells: Sequence[Cell]) -> str:
    if not cells:
        return ""
    return str(cells[0]) + (f" 等 {len(cells)} 格" if len(cells) > 1 else "")


def _print_setup(sheet: Worksheet, head_row: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.sheet_view.showGridLines = False

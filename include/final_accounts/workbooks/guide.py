"""The sheet 填报说明: where everything is and what will be checked, from the layouts and the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from final_accounts.model.edition import Edition
from final_accounts.model.layout import FormLayout
from final_accounts.workbooks.styles import Styles
from final_accounts.workbooks.widths import row_height

WIDTHS: Final = (13, 46, 11, 11, 66)
_CENTRED: Final = (0, 2, 3)
GENERAL: Final = (
    "先填封面，再按表号顺序填写。白色格由单位填写，带底色的标题、行名、栏名请勿改动；需要更多行时插入行即可。",
    "金额以元为单位，保留两位小数；没有发生的金额留空，整张表没有发生的，在表头“是否空表”选“是”。",
    "合计、小计由单位填写（或由财务软件导出后粘贴为数值），系统逐项复核，不替单位改数。",
    "收到审核意见后：“必须更正”的改数后重新报送；“需要说明”的在“核实说明”表写明原因；“提示”的核对即可。",
)


def write_guide(sheet: Worksheet, styles: Styles, edition: Edition, sheets: Sequence[tuple[str, FormLayout]]) -> None:
    """General steps, the list of sheets with each layout's instructions, and every rule with its hint."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = len(WIDTHS) - 1
    sheet.merge_range(0, 0, 0, last, f"{edition.fiscal_year}年度部门决算报表填报说明", styles.title)
    sheet.set_row(0, 30)
    stamp = f"编报口径：{edition.id}　模板版本：{edition.template_version}　{edition.title}"
    sheet.write_string(1, 0, stamp, styles.caption())
    row = 3
    row = _section(sheet, styles, row, "一、怎样填")
    for number, text in enumerate(GENERAL, 1):
        sheet.merge_range(row, 0, row, last, f"{number}. {text}", styles.of(text_wrap=True))
        sheet.set_row(row, row_height([(text, sum(WIDTHS))]))
        row += 1
    row = _section(sheet, styles, row + 1, "二、报表目录与填报要求")
    row = _heads(sheet, styles, row, ("表号", "工作表", "是否必报", "可报空表", "填报要求"))
    told: set[str] = set()
    for name, layout in sheets:
        wishes = "" if layout.id in told else "\n".join(layout.instructions)
        told.add(layout.id)
        sheet.write_string(row, 0, layout.number or "附表", styles.label(align="center"))
        link = styles.of(border=1, border_color="#8FA3B3", font_color="#1F5FA8", underline=1, text_wrap=True)
        sheet.write_url(row, 1, f"internal:'{name}'!A1", link, name, f"打开 {name}")
        sheet.write_string(row, 2, "必报" if layout.required else "有则报", styles.label(align="center"))
        _write(sheet, row, 3, "是" if layout.may_be_nil else "", styles.label(align="center"))
        _write(sheet, row, 4, wishes, styles.label())
        sheet.set_row(row, row_height([(wishes, WIDTHS[4]), (name, WIDTHS[1])]))
        row += 1
    row = _section(sheet, styles, row + 1, "三、审核规则（报送后系统逐条执行）")
    row = _heads(sheet, styles, row, ("编号", "内容", "类别", "结果", "不通过时怎么办"))
    for rule in (rule for rule in edition.rulebook.rules if not rule.shadow):
        cells = (rule.id, rule.says, rule.kind.chinese, rule.severity.chinese, rule.hint)
        for column, text in enumerate(cells):
            _write(sheet, row, column, text, styles.label(align="center" if column in _CENTRED else "left"))
        sheet.set_row(row, row_height([(text, WIDTHS[column]) for column, text in enumerate(cells)]))
        row += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&R&9第 &P 页 共 &N 页")
    sheet.hide_gridlines(2)


def _write(sheet: Worksheet, row: int, column: int, text: str, looks: Format) -> None:
    if text:
        sheet.write_string(row, column, text, looks)
    else:
        sheet.write_blank(row, column, None, looks)


def _section(sheet: Worksheet, styles: Styles, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, styles.heading)
    sheet.set_row(row, 24)
    return row + 1


def _heads(sheet: Worksheet, styles: Styles, row: int, texts: Sequence[str]) -> int:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, styles.head())
    sheet.set_row(row, 20)
    return row + 1

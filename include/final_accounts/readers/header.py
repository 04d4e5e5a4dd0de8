"""The cover 封面, read before any edition is known: it says which edition the rest follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from final_accounts.model.submission import Header
from final_accounts.readers.intake import MEASURE, NO_COVER, finding
from final_accounts.readers.wording import code_key, label_key

if TYPE_CHECKING:
    from final_accounts.model.place import Cell
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

LABELS: Final = {
    "unit_name": ("单位名称", "预算单位名称", "编制单位"),
    "unit_code": ("预算单位编码", "单位代码", "单位编码", "预算单位代码"),
    "fiscal_year": ("会计年度", "决算年度", "年度"),
    "edition": ("编报口径",),
    "template_version": ("模板版本",),
    "unit_of_measure": ("金额单位", "计量单位"),
    "unit_kind": ("单位类型", "单位性质"),
    "report_scope": ("报表范围",),
    "department": ("主管部门",),
    "filled_on": ("填报日期",),
    "adjustment_report": ("调整表", "是否调整表"),
}
"""Field of the header → words printed before it. Covers of all editions use these; the first is named in messages."""

_FIELDS: Final = {label: name for name, labels in LABELS.items() for label in labels}
_NEEDED: Final = ("unit_name", "unit_code", "fiscal_year", "edition", "template_version")
_DECLARED: Final = ("元", "万元")  # two decimals of 亿元 would hide a million yuan
_FIRST_ROWS: Final = 60
_MANY: Final = 4
_EDITION: Final = re.compile(r"[a-z][a-z0-9-]*/[0-9]{4}(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)[0-9]{2}(?!\d)")


@dataclass(slots=True)
class Cover:
    """Texts of one cover and their cells."""

    grid: Grid
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


def find_covers(grids: list[Grid]) -> list[Cover]:
    """Sheets that print at least four of the cover's labels, among them unit code or edition."""
    covers = [_cover(grid) for grid in grids]
    return [c for c in covers if len(c.cells) >= _MANY and c.cells.keys() & {"unit_code", "edition"}]


def _cover(grid: Grid) -> Cover:
    cover = Cover(grid)
    for row in range(min(_FIRST_ROWS, grid.height)):
        for column in range(grid.width):
            value = grid.value(row, column)
            name = _FIELDS.get(label_key(value)) if isinstance(value, str) and value else None
            if name is None or name in cover.cells:
                continue
            at = grid.right_of(row, column)
            text = grid.text(row, at) if at is not None else ""
            if label_key(text) in _FIELDS:
                at, text = None, ""
            cover.texts[name] = text
            cover.cells[name] = grid.cell(row, column + 1 if at is None else at)
    return cover


def read_header(cover: Cover, notebook: Notebook) -> Header:
    """The header as typed values; findings for what must be there and is not."""
    for name in _NEEDED:
        if not cover.texts.get(name):
            cell = cover.cells.get(name)
            where = f"（{cell}）" if cell else f"（工作表“{cover.grid.name}”）"
            message = f"封面没有填写“{LABELS[name][0]}”{where}。"
            hint = "请按模板补填封面；编报口径和模板版本由模板预先填好，不要删除。"
            notebook.add(finding(NO_COVER, message, hint, cells=[cell] if cell else [], row=f"cover/{name}"))
    texts = cover.texts
    edition = _EDITION.search(code_key(texts.get("edition", "")).lower())
    year = _YEAR.search(code_key(texts.get("fiscal_year", "")))
    return Header(
        unit_code=code_key(texts.get("unit_code", "")),
        unit_name=texts.get("unit_name", ""),
        fiscal_year=int(year[0]) if year else 0,
        edition=edition[0] if edition else code_key(texts.get("edition", "")),
        template_version=code_key(texts.get("template_version", "")),
        unit_of_measure=_measure(cover, notebook),
        unit_kind=label_key(texts.get("unit_kind", "")),
        report_scope=label_key(texts.get("report_scope", "")),
        department=texts.get("department", ""),
        filled_on=texts.get("filled_on", ""),
        adjustment_report=label_key(texts.get("adjustment_report", "")) in {"是", "√", "调整表", "1"},
    )


def _measure(cover: Cover, notebook: Notebook) -> str:
    text = label_key(cover.texts.get("unit_of_measure", "")).removeprefix("人民币")
    if text in _DECLARED:
        return text
    if text:
        cell = cover.cells["unit_of_measure"]
        message = f"{cell} 的金额单位是“{text}”，只能是 {'、'.join(_DECLARED)}；各表暂按元读取。"
        notebook.add(finding(MEASURE, message, "请把金额单位改为元，并按元填列各表。", cells=[cell], row="cover"))
    return "元"


def same_code(left: str, right: str) -> bool:
    """Codes are the same; a code stored as a number has lost its leading zeros.

    >>> same_code("012001", "12001"), same_code("155106", "155107")
    (True, False)
    """
    return left == right or (left.isdigit() and right.isdigit() and left.lstrip("0") == right.lstrip("0"))

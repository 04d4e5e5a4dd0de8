"""Which sheet is which form: by the title in its first rows, else by its name; never by its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from final_accounts.model.first_steps import SHEET
from final_accounts.model.layout import FormKind
from final_accounts.readers.heading import HEAD_ROWS
from final_accounts.readers.intake import DUPLICATE_SHEET, MISSING_SHEET, TITLE, TWO_UNITS, UNKNOWN_SHEET, finding
from final_accounts.readers.wording import label_key, title_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from final_accounts.model.layout import FormLayout
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

_GUIDES: Final = frozenset({"填报说明", "填表说明", "目录", "封面说明", SHEET})
"""Sheets that print other forms' titles, or what we wrote about them, and hold no figures."""

_LAST_NUMBER: Final = re.compile(r"(\d{1,3})\D*$")


@dataclass(slots=True)
class Assigned:
    """``forms``: form id (``PP1``, ``PP2`` … where a form repeats) → its layout and sheet."""

    forms: dict[str, tuple[FormLayout, Grid]] = field(default_factory=dict)


def assign(grids: list[Grid], forms: Mapping[str, FormLayout], notebook: Notebook) -> Assigned:
    """Every form of the edition to its sheet, with findings on missing, repeated, retitled and unknown sheets."""
    by_title, by_name = _titles(forms), _names(forms)
    found: dict[str, list[Grid]] = {}
    unknown = []
    for grid in grids:
        if label_key(grid.name) in _GUIDES:
            continue
        form_id = _by_title(grid, by_title)
        if form_id is None:
            form_id = _by_name(grid, forms, by_name)
            if form_id is not None:
                _wrong_title(grid, forms[form_id], notebook)
        if form_id is not None:
            found.setdefault(form_id, []).append(grid)
        elif grid.visible and any(value != "" for row in grid.rows for value in row):
            unknown.append(grid)
    assigned = Assigned()
    for form_id, layout in forms.items():
        _take(form_id, layout, found.get(form_id, []), assigned, notebook)
    if unknown:
        names = "、".join(f"“{grid.name}”" for grid in unknown)
        message = f"工作表 {names} 不是本年度报表，没有读取其中的数。"
        hint = "如果它是报表，请恢复模板的标题；如果是自用底稿，可以保留或删除。"
        cells = [grid.cell(0, 0) for grid in unknown]
        notebook.add(finding(UNKNOWN_SHEET, message, hint, cells=cells, row="sheets", count=len(unknown)))
    return assigned


def _titles(forms: Mapping[str, FormLayout]) -> dict[str, str]:
    return {title_key(title): layout.id for layout in forms.values() for title in (*layout.titles, layout.title)}


def _names(forms: Mapping[str, FormLayout]) -> dict[str, str]:
    return {label_key(layout.sheet): layout.id for layout in forms.values()}


def _by_title(grid: Grid, titles: Mapping[str, str]) -> str | None:
    """The title is the first text in the first rows that is some form's title."""
    for row in range(min(HEAD_ROWS, grid.height)):
        for column in range(grid.width):
            value = grid.value(row, column)
            if isinstance(value, str) and value and (form_id := titles.get(title_key(value))):
                return form_id
    return None


def _by_name(grid: Grid, forms: Mapping[str, FormLayout], names: Mapping[str, str]) -> str | None:
    name = label_key(grid.name)
    if name in names:
        return names[name]
    bare = label_key(re.sub(r"[（(]?\s*\d{1,3}\s*[）)]?$", "", grid.name))
    form_id = names.get(bare)
    return form_id if form_id is not None and forms[form_id].repeats else None


def _wrong_title(grid: Grid, layout: FormLayout, notebook: Notebook) -> None:
    cell = grid.cell(0, 0)
    printed = grid.text(0, 0)
    message = f"{cell} 的标题是“{printed}”，应为“{layout.title}”；已按工作表名“{grid.name}”识别。"
    notebook.add(finding(TITLE, message, "请恢复模板的标题文字。", cells=[cell], row=layout.id))


def _take(form_id: str, layout: FormLayout, grids: list[Grid], assigned: Assigned, notebook: Notebook) -> None:
    if layout.repeats:
        for number, grid in _numbered(grids):
            assigned.forms[f"{form_id}{number}"] = (layout, grid)
    elif grids:
        assigned.forms[form_id] = (layout, grids[0])
        if len(grids) > 1:
            _repeated(layout, grids, notebook)
    if not grids and layout.required and layout.kind is not FormKind.COVER:
        message = f"缺少《{layout.title}》（模板中的工作表“{layout.sheet}”），按标题和工作表名都没有找到。"
        nil = "没有数据的表也要保留，并在“是否空表”处填“是”。" if layout.may_be_nil else ""
        notebook.add(finding(MISSING_SHEET, message, f"请从本年度模板补上该表。{nil}", row=layout.id))


def _repeated(layout: FormLayout, grids: list[Grid], notebook: Notebook) -> None:
    names = "、".join(f"“{grid.name}”" for grid in grids)
    cells = [grid.cell(0, 0) for grid in grids]
    if layout.kind is FormKind.COVER:
        message = f"工作簿里有 {len(grids)} 个封面（工作表 {names}），一个文件只能报送一个单位。"
        notebook.add(finding(TWO_UNITS, message, "请每个单位单独报送一个文件。", cells=cells, row="cover"))
        return
    message = f"《{layout.title}》出现了 {len(grids)} 次（工作表 {names}），只读取了第一个。"
    hint = "请只保留一张正式的表，其余删除或改名。"
    notebook.add(finding(DUPLICATE_SHEET, message, hint, cells=cells, row=layout.id, count=len(grids)))


def _numbered(grids: list[Grid]) -> list[tuple[int, Grid]]:
    """Number behind the sheet name when all have one and all differ, else the order in the file."""
    numbers = [int(m[1]) if (m := _LAST_NUMBER.search(grid.name)) else 0 for grid in grids]
    if 0 in numbers or len(set(numbers)) != len(numbers):
        return list(enumerate(grids, 1))
    return sorted(zip(numbers, grids, strict=True), key=lambda pair: pair[0])

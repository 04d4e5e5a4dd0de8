"""Where a reader finds a line: part and section, and the words its paragraph begins with; a table by its title."""

from __future__ import annotations

from typing import Final

from final_accounts.audit.outline import Outline, Placed
from final_accounts.audit.text import normalised
from final_accounts.model.document import ReadTable, Spot

_TITLE: Final = 22
_OPENING: Final = 14


def places(found: Outline) -> dict[Spot, str]:
    """For every line and cell outside workbooks the words that lead there; a sheet's cell says where it stands.

    Such as 第三部分“五、支出决算情况”，“2021年度本年支出合计…”一段.
    """
    told: dict[Spot, str] = {}
    part = section = ""
    for placed in found.placed:
        if isinstance(placed.item, ReadTable):
            told.update(_of_table(placed.item, placed))
            continue
        heading = placed.heading
        if heading is not None and heading.style == "part":
            part, section = _cut(placed.item.text, _TITLE), ""
        elif heading is not None and heading.style in ("chinese", "unnumbered"):
            section = _cut(heading.title, _TITLE)
        above = "".join(f"“{title}”" for title in (part, section) if title)
        own = f"“{_cut(placed.item.text, _OPENING)}”一段"
        told.update({line.spot: f"{above}，{own}" if above else own for line in placed.item.lines})
    return told


def _of_table(table: ReadTable, placed: Placed) -> dict[Spot, str]:
    if table.spot.sheet:
        return {}
    title = next((p.text for p in placed.before if p.text.rstrip("）0123456789").endswith("表")), "") or _first(placed)
    told: dict[Spot, str] = {}
    for row in table.rows:
        label = next((text for cell in row if (text := normalised(cell.text)) and not text.isdigit()), "")
        where = f"“{_cut(title, _TITLE)}”" + (f"“{_cut(label, _OPENING)}”一行" if label else "")
        told.update({cell.spot: where for cell in row})
    return told


def _first(placed: Placed) -> str:
    return placed.before[0].text if placed.before else "表格"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"

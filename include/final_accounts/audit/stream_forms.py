"""Sheets printed a cell a line (Sichuan): 自评计分表 with weights, rules and scores, 目标完成情况表 with goals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.cells import number, percent, points
from final_accounts.audit.claims import Operand
from final_accounts.audit.forms import Cell, Form, Line, Subtotal
from final_accounts.audit.text import normalised
from final_accounts.model.document import ReadDocument, Spot, TextLine

_SHEET: Final = re.compile(r"^20[0-9]{2}[·.]?年度?(?:市|县|区|省)?(?:本级)?(?P<scope>部门整体|项目)支出绩效自评计分表$")
_GOALS: Final = re.compile(
    r"^20[0-9]{2}[·.]?年度?(?:市|县|区|省)?(?:本级)?(?P<scope>部门整体|项目)支出绩效目标完成情况表$"
)
_NODE: Final = re.compile(r"^(?P<name>[^①-⑳（）=。；]{1,24})（(?P<points>[0-9.]+)分）$")
_NUMBER: Final = re.compile(r"^-?[0-9]+(?:\.[0-9]+)?%?$")
_SLOT: Final = re.compile(r"^指标[0-9]+：(?P<name>.*)$")
_RATING: Final = re.compile(r"自评等级：(?P<rating>优秀|良好|优|良|中|差|合格|不合格)")
_HEAD: Final = 14  # cells of a sheet's head, its title first
_END: Final = re.compile(r"^(?:附件|附表|第[一二三四五六七八九十]+部分|（一）)")
_ROWS: Final = {
    "合计": "total",
    "基本支出": "basic",
    "政策和项目支出": "project",
    "财政拨款": "appropriation",
    "其他资金": "other",
}
_COLUMNS: Final = ("budget", "executed", "carry", "carry_rate", "carry_change")
_MEASURES: Final = {
    "预算额": "budget",
    "执行额": "executed",
    "当年结转结余额": "carry",
    "结转结余率%": "carry_rate",
    "结转结余变动率%": "carry_change",
    "结转结余率": "carry_rate",
    "结转结余变动率": "carry_change",
}
_FUNDS: Final = ("total", "general", "fund", "capital", "social")
_LEVEL: Final = re.compile(
    r"^(数量|质量|时效|成本|经济效益指标|社会效益指标|生态效益指标|可持续影响指标|满意度指标|完成|效益|满意度|项目)$"
)
_STOP: Final = re.compile(r"^(年度绩效指标|年度绩|效指标|指标|一级|二级指标|三级|完成|效益|满意度|项目|附件.*)$")

Stream = Sequence[Cell]


def stream(document: ReadDocument) -> list[Cell]:
    """Every visible cell and line in reading order."""
    found: list[Cell] = []
    for block in document.blocks:
        if isinstance(block, TextLine):
            found.append(Cell(block.text, block.spot))
        else:
            found += [Cell(c.text, c.spot) for row in block.rows for c in row]
    return [c for c in found if normalised(c.text)]


def stream_forms(document: ReadDocument) -> tuple[list[Form], list[tuple[int, int]]]:
    """The sheets, and the stretches of the stream (first, behind last) they were read from."""
    cells = stream(document)
    texts = [normalised(c.text) for c in cells]
    starts = [n for n, t in enumerate(texts) if (_SHEET.match(t) or _GOALS.match(t)) and _begins(texts, n)]
    found: list[Form] = []
    ranges: list[tuple[int, int]] = []
    for place, start in enumerate(starts):
        limit = starts[place + 1] if place + 1 < len(starts) else len(texts)
        sheet = _SHEET.match(texts[start])
        whole = (sheet or _GOALS.match(texts[start]))["scope"] == "部门整体"  # type: ignore[index]
        if sheet:
            form = Form("sheet_whole" if whole else "sheet_project", _title(texts, start), cells[start].spot)
            end = _read_sheet(form, cells[start:limit], texts[start:limit])
        else:
            form = Form("goals_whole" if whole else "goals_project", "", cells[start].spot)
            end = _read_goals(form, cells[start:limit], texts[start:limit])
        found.append(form)
        ranges.append((start, start + end))
    return found, ranges


def _begins(texts: Sequence[str], place: int) -> bool:
    """A sheet's title with the sheet's own head soon below; a mere mention has none."""
    near = texts[place + 1 : place + 22]
    return any(t.startswith(("一级", "预算执行情况")) for t in near)


def _title(texts: Sequence[str], start: int) -> str:
    if "项目名称" in texts[start : start + 8]:
        return texts[texts.index("项目名称", start) + 1]
    joined = "".join(texts[start + 1 : start + 3])
    found = re.match(r"（(?P<name>.+?)(?:项目)?）(?:预算|部门|$)", joined)
    return found["name"] if found else ""


def _read_sheet(form: Form, cells: Stream, texts: Sequence[str]) -> int:
    _read_rating(form, cells, texts)
    pending: list[int] = []
    levels: list[str] = ["", ""]
    place = 1
    while place < len(texts):
        text = texts[place]
        if re.fullmatch(r"合计(?:（[0-9.]+分）)?", text) and place + 1 < len(texts) and _NUMBER.match(texts[place + 1]):
            quantity = points(texts[place + 1])
            if quantity is not None:
                form.figures["self_score"] = Operand(f"{form.label}的合计", quantity, cells[place + 1].spot)
            return place + 2
        node = _NODE.match(text)
        if node and node["name"].endswith("小计"):
            pending = []
            _subtotal(form, cells[place : place + 2], node)
        elif node:
            pending.append(place)
        elif pending and _NUMBER.match(text) and points(text) is not None:
            place = _line(form, (cells, texts), pending, place, levels)
            pending = []
        place += 1
    return len(texts)


def _read_rating(form: Form, cells: Stream, texts: Sequence[str]) -> None:
    """The grade in the head of the sheet: behind its label in one cell, or in the cell beside it."""
    for place, text in enumerate(texts[:_HEAD]):
        beside = text + "：" + texts[place + 1] if text == "自评等级" and place + 1 < len(texts) else ""
        if found := _RATING.search(text) or _RATING.fullmatch(beside):
            form.texts["rating"] = Cell(found["rating"], cells[place + bool(beside)].spot)
            return


def _subtotal(form: Form, cells: Stream, node: re.Match[str]) -> None:
    """A row 小计（20分） with the points won right behind, of the indicators since the row before of that kind."""
    full = points(node["points"])
    won = points(normalised(cells[1].text)) if len(cells) > 1 else None
    first = form.subtotals[-1].lines.stop if form.subtotals else 0
    if full is not None and won is not None:
        operand = Operand(f"{form.label}“{node['name']}”", won, cells[1].spot)
        form.subtotals.append(Subtotal(full, operand, range(first, len(form.lines))))


def _line(form: Form, sheet: tuple[Stream, Sequence[str]], pending: list[int], at: int, levels: list[str]) -> int:
    """Close the indicator whose score stands at ``at``; returns the place of its basis, or ``at``."""
    cells, texts = sheet
    *blocks, own = pending
    for block in blocks:
        name = _node_name(texts, block)
        quantity = points(_NODE.match(texts[block])["points"])  # type: ignore[index]
        if quantity is not None:
            form.nodes.append((name, quantity, cells[block].spot))
    names = [_node_name(texts, b) for b in blocks]
    if len(names) > 1:
        levels[:] = names[-2:]
    elif names:
        levels[1] = names[0]
    node = _NODE.match(texts[own])
    basis = at + 1 if at + 1 < len(texts) and not _NODE.match(texts[at + 1]) and not _tail(texts, at + 1) else at
    form.lines.append(
        Line(
            levels[0],
            levels[1],
            _node_name(texts, own),
            cells[own].spot,
            score=cells[at],
            weight=Cell(node["points"], cells[own].spot) if node else None,
            rule=tuple(cells[own + 1 : at]),
            basis=cells[basis] if basis > at else None,
        )
    )
    return basis


def _tail(texts: Sequence[str], place: int) -> bool:
    return texts[place] in ("合计", "项目") or texts[place].startswith("附件")


def _node_name(texts: Sequence[str], place: int) -> str:
    """Name of a node; a name torn over two lines is joined (项目 | 立项（15分）)."""
    name = _NODE.match(texts[place])["name"]  # type: ignore[index]
    before = texts[place - 1] if place else ""
    return f"{before}{name}" if before in ("项目", "资金", "业务", "财务") else name


def _read_goals(form: Form, cells: Stream, texts: Sequence[str]) -> int:
    end = next((n for n, t in enumerate(texts) if n > 3 and _END.match(t)), len(texts))
    where = next((n for n, t in enumerate(texts[:end]) if t.startswith(("结转结余变动率", "财政拨款结构"))), 0)
    if form.kind == "goals_project" and "项目名称" in texts[:8]:
        form.title = texts[list(texts).index("项目名称") + 1]
    elif form.kind == "goals_project":
        names = list(texts[1:8])
        start = names.index("名称") + 2 if "名称" in names else 2
        stop = next((n for n in range(start, min(end, start + 6)) if texts[n] in ("项目", "类型")), start + 1)
        form.title = "".join(texts[start:stop])
    _execution(form, cells, texts, where, end)
    _goal_lines(form, cells, texts, end)
    return end


def _numbers_behind(texts: Sequence[str], place: int, end: int) -> list[int]:
    found: list[int] = []
    place += 1
    while place < end and texts[place] == "（万元）":
        place += 1
    while place < end and _NUMBER.match(texts[place]) and len(found) < len(_COLUMNS):
        found.append(place)
        place += 1
    return found


def _execution(form: Form, cells: Stream, texts: Sequence[str], start: int, end: int) -> None:
    """Both blocks: rows by kind of spending × measures, then measures × funds."""
    for place in range(start, end):
        text = re.sub(r"（万元）$", "", texts[place])
        row, names = _ROWS.get(text), _COLUMNS
        if row is None and text in _MEASURES:
            row, names = _MEASURES[text], _FUNDS
        if row is None:
            continue
        for name, at in zip(names, _numbers_behind(texts, place, end), strict=False):
            column = name if names is _COLUMNS else row
            fund = f"structure/{name}" if names is _FUNDS else row
            rate = column in ("carry_rate", "carry_change")
            quantity = percent(texts[at]) if rate else number(texts[at], "万元")
            key = f"{fund}/{column}"
            if quantity is not None and key not in form.figures:
                form.figures[key] = Operand(f"{form.label}“{_NAMES[fund]}”{_NAMES[column]}", quantity, cells[at].spot)


_NAMES: Final = {
    "total": "合计",
    "basic": "基本支出",
    "project": "政策和项目支出",
    "appropriation": "财政拨款",
    "other": "其他资金",
    "structure/total": "资金合计",
    "structure/general": "一般公共预算",
    "structure/fund": "政府性基金预算",
    "structure/capital": "国有资本经营预算",
    "structure/social": "社保基金预算",
    "budget": "预算额",
    "executed": "执行额",
    "carry": "当年结转结余额",
    "carry_rate": "结转结余率",
    "carry_change": "结转结余变动率",
}


def _goal_lines(form: Form, cells: Stream, texts: Sequence[str], end: int) -> None:
    level1 = level2 = ""
    for place in range(end):
        text = texts[place]
        if _LEVEL.match(text):
            if text in ("完成", "效益", "满意度"):
                level1 = f"{text}指标"
            elif text != "项目":
                level2 = text if text.endswith("指标") else f"{text}指标"
        slot = _SLOT.match(text)
        if slot is None:
            continue
        values = list(_values(texts, place, end))
        if not values and not slot["name"]:
            continue
        spots: list[Cell | None] = [cells[n] for n in values[:2]] + [None, None]
        form.lines.append(
            Line(
                level1,
                level2,
                slot["name"],
                cells[place].spot,
                spots[0],
                spots[1],
                basis=cells[values[2]] if len(values) > 2 else None,
            )
        )


def _values(texts: Sequence[str], place: int, end: int) -> Iterator[int]:
    for at in range(place + 1, min(place + 4, end)):
        if _SLOT.match(texts[at]) or _STOP.match(texts[at]) or _LEVEL.match(texts[at]):
            return
        yield at


def spots_of(ranges: Sequence[tuple[int, int]], cells: Stream) -> set[Spot]:
    """Places that belong to a sheet."""
    return {cells[n].spot for first, last in ranges for n in range(first, min(last, len(cells)))}

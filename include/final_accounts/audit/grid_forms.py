"""Forms printed as a grid with scores inside the indicators (Hubei), and the indicator tables of reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from final_accounts.audit.cells import number, percent, points
from final_accounts.audit.claims import Operand
from final_accounts.audit.forms import Cell, Form, Line
from final_accounts.audit.numbers import Quantity
from final_accounts.audit.outline import Outline
from final_accounts.audit.text import Passage, normalised
from final_accounts.model.document import ReadCell, ReadTable, Spot

_TITLE: Final = re.compile(r"(?P<scope>整体|项目)(?:支出)?绩效自评表")
_SCORE: Final = re.compile(r"自评得分：?(?P<score>[0-9.]+)")
_GOAL: Final = re.compile(r"年度目标(?P<n>[0-9]+)：?(?:（(?P<points>[0-9.]+)分）)?")
_BLOCK: Final = re.compile(r"（(?P<points>[0-9.]+)分）")
_LEVEL1: Final = re.compile(r"^(产出|效益|满意度|成本|完成|项目完成|项目效益)指标$")
_LEVEL2: Final = re.compile(r"(指标|时效)$")
_EXECUTION: Final = ("部门整体支出总额", "年度财政资金总额")
_NOT_A_LEVEL: Final = re.compile(r"年度绩效指标|项目年度绩效指标")

Grid = Sequence[tuple[ReadCell, ...]]


class _State:
    """Levels carried down a grid."""

    def __init__(self) -> None:
        self.levels = ["", ""]
        self.goal = 0
        self.header: list[str] = []


def grid_forms(outline: Outline) -> tuple[list[Form], set[int]]:
    """Forms and the tables (by running number) they were read from; a form torn into several tables is one."""
    found: list[Form] = []
    used: set[int] = set()
    current: Form | None = None
    states: dict[int, _State] = {}
    for index, (table, placed) in enumerate(outline.tables()):
        texts = [[normalised(c.text) for c in row] for row in table.rows]
        flat = "".join(t for row in texts for t in row)
        above = [p.text for p in placed.before]
        if current is not None and table.spot.sheet != current.spot.sheet:
            current = None  # a form ends with its sheet
        title = next((m for t in above if (m := _TITLE.search(t))), None)
        if title is not None and ("三级指标" in flat or "执行率" in flat):
            current = Form("whole" if title["scope"] == "整体" else "project", "", table.spot)
            _score_above(current, placed.before)
            found.append(current)
        elif "三级指标" in flat and "实际完成值" in flat and (current is None or placed.part == "annex"):
            current = next((f for f in found if f.kind == "report"), None)
            if current is None:
                current = Form("report", "", table.spot)
                found.append(current)
        elif current is None or not _belongs(texts, above):
            current = None
            continue
        used.add(index)
        _read(current, states.setdefault(id(current), _State()), table)
    return found, used


def _belongs(texts: Sequence[Sequence[str]], above: Sequence[str]) -> bool:
    """A table right below, with nothing but a line or two between, that goes on with goals or indicators."""
    flat = "".join(t for row in texts[:3] for t in row)
    return len(above) <= 1 and bool(re.search("年度目标|指标|偏差大|改进措施|完成", flat))


def _score_above(form: Form, above: Sequence[Passage]) -> None:
    for each in above:
        head = each.text.startswith("自评得分") or "填报日期" in each.text
        found = _SCORE.search(each.text) if head else None
        if found and "self_score" not in form.figures:
            quantity = points(found["score"])
            if quantity is not None:
                form.figures["self_score"] = Operand("自评得分", quantity, each.spot(found.start("score")))


def _read(form: Form, state: _State, table: ReadTable) -> None:
    for place, row in enumerate(table.rows):
        texts = [normalised(c.text) for c in row]
        if not any(texts):
            continue
        _row(form, state, row, texts, table.rows[place + 1] if place + 1 < len(table.rows) else ())


def _row(form: Form, state: _State, row: tuple[ReadCell, ...], texts: list[str], below: tuple[ReadCell, ...]) -> None:
    """One row: the head of a block, a field of the form's head, or an indicator."""
    if "自评得分" in texts and "self_score" not in form.figures:
        _declared(form, row, texts)
    block = _BLOCK.search(texts[0])
    if goal := _GOAL.match("".join(texts)):
        state.goal, state.levels = int(goal["n"]), ["", ""]
        _points(form, f"goal:{state.goal}", goal["points"], row[0].spot)
    elif "三级指标" in texts:
        state.header = texts
        _points(form, "indicators", block["points"] if block else None, row[0].spot)
    elif not _head(form, row, texts, below) and not _told(form, row, texts) and state.header:
        _indicator(form, state, row, texts)


def _head(form: Form, row: tuple[ReadCell, ...], texts: list[str], below: tuple[ReadCell, ...]) -> bool:
    """Fields above the indicators: totals, execution, name, overall goal. Whether the row was one."""
    block = _BLOCK.search(texts[0])
    printed = block["points"] if block else None
    if "预算执行情况" in texts[0]:
        _points(form, "execution", printed, row[0].spot)
    if "基本支出总额" in texts:
        for name, key in (("基本支出总额", "basic_total"), ("项目支出总额", "project_total")):
            _after(form, key, name, row, texts)
    elif any(t in _EXECUTION for t in texts):
        _execution(form, row, texts)
    elif "项目名称" in texts[:1] and len(texts) > 1:
        form.title = next((t for t in texts[1:] if t), "")
    elif "绩效总目标" in texts[0]:
        _points(form, "overall", printed, row[0].spot)
        _overall(form, below)
    else:
        return False
    return True


def _told(form: Form, row: tuple[ReadCell, ...], texts: list[str]) -> bool:
    """What the form tells in words. Whether the row was one of those."""
    for label, key in (("偏差大或目标未完成原因", "deviation"), ("改进措施", "improvement")):
        found = next((n for n, t in enumerate(texts) if label in t), -1)
        if found >= 0:
            behind = zip(row[found + 1 :], texts[found + 1 :], strict=True)
            text = next((c for c, t in behind if t), None)
            if text is not None:
                form.texts[key] = Cell(text.text, text.spot)
            return True
    return False


def _points(form: Form, key: str, text: str | None, spot: Spot) -> None:
    quantity = points(text) if text else None
    if quantity is not None:
        form.points[key] = Operand(key, quantity, spot)


def _declared(form: Form, row: tuple[ReadCell, ...], texts: list[str]) -> None:
    """The total score where the head of the form prints it in a cell."""
    place = texts.index("自评得分")
    for cell, text in zip(row[place + 1 :], texts[place + 1 :], strict=True):
        quantity = points(text)
        if quantity is not None:
            form.figures["self_score"] = Operand("自评得分", quantity, cell.spot)
        if text:
            return


def _after(form: Form, key: str, name: str, row: tuple[ReadCell, ...], texts: list[str]) -> None:
    place = texts.index(name) if name in texts else len(texts)
    for cell, text in zip(row[place + 1 :], texts[place + 1 :], strict=True):
        quantity = number(text, "万元")
        if quantity is not None:
            form.figures[key] = Operand(f"{form.label}的{name}", quantity, cell.spot)
            return
        if text:
            return


def _execution(form: Form, row: tuple[ReadCell, ...], texts: list[str]) -> None:
    start = next(n for n, t in enumerate(texts) if t in _EXECUTION)
    cells = [(c, t) for c, t in zip(row[start + 1 :], texts[start + 1 :], strict=True) if t]
    names = (("budget", "预算数"), ("executed", "执行数"), ("rate", "执行率"), ("execution_score", "预算执行得分"))
    for (key, name), (cell, text) in zip(names, cells, strict=False):
        quantity: Quantity | None
        quantity = (
            percent(text) if key == "rate" else points(text) if key == "execution_score" else number(text, "万元")
        )
        if quantity is not None:
            form.figures[key] = Operand(f"{form.label}的{name}", quantity, cell.spot)
    if "execution_score" not in form.figures:
        form.blanks["execution_score"] = row[-1].spot


def _overall(form: Form, below: tuple[ReadCell, ...]) -> None:
    texts = [normalised(c.text) for c in below]
    rates = [(c, q) for c, t in zip(below, texts, strict=True) if t.endswith("%") and (q := percent(t))]
    scores = [(c, q) for c, t in zip(below, texts, strict=True) if (q := points(t)) and not t.endswith("%")]
    if rates:
        form.figures["overall_actual"] = Operand(f"{form.label}的总目标完成情况", rates[-1][1], rates[-1][0].spot)
    if scores:
        form.figures["overall_score"] = Operand(f"{form.label}的总目标得分", scores[-1][1], scores[-1][0].spot)


def _indicator(form: Form, state: _State, row: tuple[ReadCell, ...], texts: list[str]) -> None:
    scored = any("得分" in t for t in state.header)
    cells = [(c, t) for c, t in zip(row, texts, strict=True) if t and not _NOT_A_LEVEL.search(t)]
    wanted = 4 if scored else 3
    aligned = len(texts) == len(state.header) and _aligned(state.header, row, texts)
    if aligned:
        levels, values = aligned
    elif len(cells) >= wanted and (not scored or points(cells[-1][1]) is not None):
        levels, values = [t for _, t in cells[:-wanted]], [Cell(c.text, c.spot) for c, _ in cells[-wanted:]]
    else:
        return
    for text in levels:
        if _LEVEL1.match(text) and not (text == "满意度指标" and state.levels[0] not in ("", text) and state.levels[1]):
            state.levels = [text, text if text == "满意度指标" else ""]
        elif _LEVEL2.search(text):
            state.levels[1] = text
    name = normalised(values[0].text)
    form.lines.append(
        Line(
            state.levels[0],
            state.levels[1] or state.levels[0],
            name,
            values[0].spot,
            values[1],
            values[2],
            values[3] if scored and len(values) > 3 else None,
            goal=state.goal,
        )
    )


def _aligned(
    header: Sequence[str], row: tuple[ReadCell, ...], texts: Sequence[str]
) -> tuple[list[str], list[Cell]] | None:
    """Levels and values by the places of the head, when the name stands where the head has it."""
    name = header.index("三级指标")
    places = [name, *(next((n for n, t in enumerate(header) if w in t), -1) for w in ("目标值", "完成值"))]
    score = next((n for n, t in enumerate(header) if "得分" in t), -1)
    if min(places) < 0 or not texts[name] or (score >= 0 and points(texts[score]) is None):
        return None
    levels = [t for t in texts[:name] if t and not _NOT_A_LEVEL.search(t)]
    values = [Cell(row[n].text, row[n].spot) for n in (*places, *([score] if score >= 0 else []))]
    return levels, values


def goal_lines(outline: Outline, forms: Sequence[Form]) -> None:
    """Indicators of goal sheets printed as a grid (三级指标, 指标值, 执行结果); each goes to the sheet above it."""
    for table, _ in outline.tables():
        texts = [[normalised(c.text) for c in row] for row in table.rows]
        head = next((n for n, row in enumerate(texts) if "三级指标" in row and any("执行结果" in t for t in row)), -1)
        owners = [f for f in forms if f.kind.startswith("goals") and f.spot <= table.spot]
        if head < 0 or not owners or owners[-1].lines:
            continue
        behind = len(texts[head]) - texts[head].index("三级指标")
        levels = ["", ""]
        for row, cells in zip(texts[head + 1 :], table.rows[head + 1 :], strict=True):
            place = len(row) - behind  # spans leave cells out on the left only
            if place < 0 or not row[place]:
                continue
            for text in (t for t in row[:place] if t):
                levels[1 if re.search("数量|质量|时效|成本|效益指标|影响|满意度", text) else 0] = text
            target, actual = cells[place + 1], cells[place + 2]
            owners[-1].lines.append(
                Line(
                    levels[0],
                    levels[1],
                    row[place],
                    cells[place].spot,
                    Cell(target.text, target.spot),
                    Cell(actual.text, actual.spot),
                )
            )

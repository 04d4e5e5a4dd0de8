"""The Sichuan sheets 计分表 and 目标完成情况表 of a transcription, as rows of the edition's forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.submission_data import FormRows, Value

_CIRCLED: Final = "①②③④⑤⑥"
_NUMBER: Final = re.compile(r"(-?\d+(?:\.\d+)?)(?:个|项|名|人|万元)?")
_STRUCTURE: Final = {"budget": "结构预算额", "executed": "结构执行额", "carry": "结构当年结转结余额"}
_EXECUTION: Final = {
    "total": "执行合计",
    "basic": "基本支出",
    "project": "政策和项目支出",
    "appropriation": "财政拨款",
    "other": "其他资金",
}
_COLUMNS: Final = {
    "budget": "budget",
    "executed": "executed",
    "carry": "closing",
    "carry_rate": "closing_rate",
    "carry_change": "closing_change",
}


def scoring_sheet(sheet: Mapping[str, Any], unit: BudgetUnit, project: str) -> FormRows:
    """Every indicator with its self-score and the figures printed beside it."""
    head = {"项目名称": project, "单位名称": unit.name, "预算单位编码": sheet.get("unit_code", unit.code)}
    head |= {"自评等级": sheet["grade"], "自评总分": sheet["sheet_total"]}
    rows: FormRows = {f"line:{label}": {"value": str(value)} for label, value in head.items() if value}
    for line in sheet["scoring_sheet"]:
        level1, level2, level3 = line["path"].split("/")
        rows[f"indicator:{line['id']}"] = {
            "level1": level1,
            "level2": level2,
            "level3": level3,
            **_figures(line),
            "weight": line["weight"],
            "score": line["score"],
            "evidence": line["basis"],
        }
    return rows


def _figures(line: Mapping[str, Any]) -> dict[str, Value]:
    """Numerator, denominator, printed rate, items met; only what is a plain number is put into a number's cell."""
    inputs = line.get("inputs") or {}
    found: dict[str, Value] = {}
    pair = (inputs.get("numerator", inputs.get("current")), inputs.get("denominator", inputs.get("prior")))
    for column, printed in zip(("numerator", "denominator"), pair, strict=True):
        match = _NUMBER.fullmatch(str(printed or ""))
        if match:
            found[column] = match[1]
    if "printed_rate" in inputs:
        found["actual"] = str(inputs["printed_rate"])
    met = inputs.get("checklist_met")
    if met == "all":
        found["actual"] = _CIRCLED[: len(inputs["checklist"])]
    elif met == "none":
        found["met"] = "0"
    if "year_end_met" in inputs:
        states = (inputs["year_end_met"], inputs["quarters_met"])
        found["actual"] = "".join(sign for sign, state in zip(_CIRCLED, states, strict=False) if state)
    return found


def goal_sheet(sheet: Mapping[str, Any], unit: BudgetUnit, project: str) -> FormRows:
    """Execution, structure by fund, goals and indicators as printed."""
    goals = sheet["goal_sheet"]
    head = {"项目名称": project, "单位名称": unit.name, "预算单位编码": sheet.get("unit_code", unit.code)}
    rows: FormRows = {f"line:{label}": {"value": value} for label, value in head.items() if value}
    for key, label in _EXECUTION.items():
        cells = goals["execution"].get(key) or {}
        shown: dict[str, Value] = {_COLUMNS[name]: str(value) for name, value in cells.items() if name in _COLUMNS}
        if shown:
            rows[f"line:{label}"] = shown
    for key, label in _STRUCTURE.items():
        cells = goals["structure"].get(key) or {}
        rows[f"line:{label}"] = {fund: str(value) for fund, value in cells.items()}
    for place, goal in enumerate(goals["goals"], 1):
        rows[f"item:{place}"] = {"goal": place, "text": goal["title"], "result": goal["result"]}
    for line in goals["indicators"]:
        rows[f"indicator:{line['id']}"] = {
            "level1": line["l1"],
            "level2": line["l2"],
            "level3": line["l3"],
            "target": line["target"],
            "actual": line["actual"],
            "reason": line.get("deviation", ""),
        }
    return rows

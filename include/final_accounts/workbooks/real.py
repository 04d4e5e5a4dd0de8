"""The two real units' submissions 真实单位, built from the transcription of their published documents.

Figures go into the workbook as the documents print them, in 万元, errors included. What a document does not give is
absent: a table that was never printed is no sheet, and nothing is computed in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from final_accounts.model.edition import Edition
from final_accounts.model.submission import Explanation, Header
from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.real_sheets import goal_sheet, scoring_sheet
from final_accounts.workbooks.submission_data import FormRows, SubmissionData, Value

Transcription = Mapping[str, Any]
"""One YAML file of include/examples/real; its head comment says what stands where."""

_ANNEXES: Final = {
    "prior_year": "PRIOR",
    "carry_over": "CARRY",
    "staff": "STAFF",
    "three_public": "TPQ",
    "vehicles": "ASSETS",
    "assets": "ASSETS",
    "procurement": "PROCUREMENT",
    "operating_funds": "OPERATING",
}
_PRINTED_IN_TEXT: Final = ("T6", "T7")  # tables whose lines the prose lists one by one
_REASONS: Final = {
    "total": "reason_total",
    "fiscal_total": "reason_appropriation",
    "general": "reason_general",
    "three_public": "reason_three_public",
}
_PLAIN: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


def transcription(path: Path) -> Transcription:
    """Open one transcription or one list of corrections."""
    with path.open(encoding="utf-8") as file:
        found = yaml.safe_load(file)
    if not isinstance(found, dict):
        raise TypeError(f"{path} is no mapping")
    return found


def real_submission(source: Transcription, edition: Edition, unit: BudgetUnit) -> SubmissionData:
    """Version 1: what the document prints, as it prints it. The unit's code is the register's."""
    tables = source.get("tables") or {}
    known = source.get("known_cells") or {}
    forms: dict[str, FormRows] = {}
    nil: set[str] = set()
    for form in edition.forms:
        entry = tables.get(form) or (known.get(form) if form in _PRINTED_IN_TEXT else None)
        if entry is not None:
            forms[form] = {row: _cells(cells) for row, cells in entry.get("rows", {}).items()}
            _add_derived(forms[form], entry)
            if entry.get("nil"):
                nil.add(form)
    for section, form in _ANNEXES.items():
        rows = (source.get(section) or {}).get("rows") or {}
        forms[form] = {**forms.get(form, {}), **{row: _cells(cells) for row, cells in rows.items()}}
    forms["BUDGET"] = _budgets(source.get("budgets") or {})
    forms["CARRY_ITEMS"] = _carried(source.get("carry_over") or {})
    forms["KEY_WORK"] = _key_work((source.get("texts") or {}).get("key_work") or ())
    forms |= _evaluations(source.get("performance") or {}, unit)
    wanted = {form for form, layout in edition.forms.items() if layout.kind.value == "table"}
    return SubmissionData(
        _header(source["unit"], edition, unit),
        {
            form: rows
            for form, rows in forms.items()
            if form.rstrip("0123456789") in edition.forms or form in edition.forms
        },
        _texts(source.get("texts") or {}),
        nil_forms=frozenset(nil),
        absent_forms=frozenset(wanted - forms.keys()),
    )


def corrected(first: SubmissionData, corrections: Transcription) -> SubmissionData:
    """The next version: each listed change applied to what stood there; a change that fits no cell is our error."""
    data = first
    for change in corrections["corrections"]:
        place = (change["form"], change["row"], change["column"])
        was = data.value(*place)
        if str(was if was is not None else "") != str(change["was"]):
            raise ValueError(f"{place}: the list says {change['was']!r}, the submission has {was!r}")
        data = data.with_value(*place, str(change["now"]))
    told = tuple(
        Explanation(item["finding"], item["reason"], item.get("evidence", ""))
        for item in corrections.get("explanations", ())
    )
    return SubmissionData(
        data.header,
        data.forms,
        {**data.texts, **corrections.get("texts", {})},
        (*data.explanations, *told),
        data.nil_forms | frozenset(corrections.get("nil_forms", ())),
        data.absent_forms,
    )


def _header(unit: Transcription, edition: Edition, register: BudgetUnit) -> Header:
    return Header(
        unit_code=register.code,
        unit_name=unit["name"],
        fiscal_year=edition.fiscal_year,
        edition=edition.id,
        template_version=edition.template_version,
        unit_of_measure=unit["unit_of_measure"],
        unit_kind=unit["kind"],
        report_scope=unit["report_scope"],
        department=register.department,
        filled_on=str(unit.get("filled_on") or ""),
    )


def _cells(cells: Mapping[str, Any]) -> dict[str, Value]:
    """Values of one printed row; words about them (derived, note, formula …) stay behind.

    A count such as 200余人 is no number and stays text, as the unit wrote it.
    """
    return {
        key: str(value)
        for key, value in cells.items()
        if isinstance(value, str) and (key == "name" or key in _VALUE_KEYS) and value != ""
    }


_VALUE_KEYS: Final = frozenset(
    {"amount", "count", "total", "basic", "project", "appropriation", "superior_subsidy", "undertaking", "business"}
    | {"affiliated", "other", "to_superior", "to_affiliated", "general", "fund", "capital", "opening", "income"}
    | {"closing", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"}
)


def _add_derived(rows: FormRows, entry: Mapping[str, Any]) -> None:
    """Figures that follow from the printed ones by one formula each: whole rows, and cells of the 预算数 row."""
    for row, cells in (entry.get("derived_rows") or {}).items():
        rows.setdefault(row, {}).update(_cells(cells))
    for column, cell in (entry.get("derived_budgets") or {}).items():
        rows.setdefault("line:预算数", {})[column] = str(cell["amount"])


def _budgets(budgets: Transcription) -> FormRows:
    rows: FormRows = {}
    for column in ("initial", "adjusted"):
        for row, amount in (budgets.get(column) or {}).items():
            if (row == "total" or row.startswith("function:")) and isinstance(amount, str):
                rows.setdefault(row, {})[column] = amount
    return rows


def _carried(carry: Transcription) -> FormRows:
    return {
        f"item:{place}": {
            "name": item["name"],
            "fund": item["fund"],
            "amount": item["amount"],
            "purpose": item["purpose"],
        }
        for place, item in enumerate(carry.get("items") or (), 1)
    }


def _key_work(items: Sequence[Any]) -> FormRows:
    """The table of key work: what, to what end, what came of it; a list of sentences makes no table."""
    rows = [item for item in items if isinstance(item, dict) and "done" in item]
    return {
        f"item:{place}": {"name": item["title"], "content": item.get("goal", ""), "result": item["done"]}
        for place, item in enumerate(rows, 1)
    }


def _evaluations(performance: Transcription, unit: BudgetUnit) -> dict[str, FormRows]:
    forms: dict[str, FormRows] = {}
    whole = performance.get("whole")
    if whole is None:
        return forms
    sichuan = "scoring_sheet" in whole
    forms["PW"] = scoring_sheet(whole, unit, "") if sichuan else _hubei_whole(whole, unit)
    if "goal_sheet" in whole:
        forms["PG"] = goal_sheet(whole, unit, "")
    for place, project in enumerate(performance.get("projects") or (), 1):
        name = project["name"]
        forms[f"PP{place}"] = scoring_sheet(project, unit, name) if sichuan else _hubei_project(project, unit)
        if "goal_sheet" in project:
            forms[f"PGP{place}"] = goal_sheet(project, unit, name)
    return forms


def _hubei_whole(whole: Transcription, unit: BudgetUnit) -> FormRows:
    head = {
        "单位名称": unit.name,
        "填报日期": whole.get("filled_on"),
        "基本支出总额": whole["basic_total"],
        "项目支出总额": whole["project_total"],
        **_execution(whole["execution"]),
        "自评总分": whole["score"],
        "偏差原因": whole["deviation"],
        "改进措施": whole["improvement"],
    }
    rows = _head(head)
    for number, goal in enumerate(whole["goals"], 1):
        rows[f"item:{number}"] = {"goal": number, "text": goal["title"], "points": goal["points"]}
    for number, goal in enumerate(whole["goals"], 1):
        rows |= dict(_targets(goal["indicators"], {"goal": number}))
    return rows


def _hubei_project(project: Transcription, unit: BudgetUnit) -> FormRows:
    goal = project["overall_goal"]
    head = {
        "项目名称": project["name"],
        "填报日期": project.get("filled_on"),
        "主管部门": unit.department,
        "项目实施单位": unit.name,
        "项目类别": project.get("category"),
        "项目类型": project.get("type"),
        **_execution(project["execution"]),
        "总目标": goal["title"],
        "总目标完成情况": goal["completion"],
        "总目标得分": goal["score"],
        "自评总分": project["score"],
        "偏差原因": project["deviation"],
        "改进措施": project["improvement"],
    }
    return {**_head(head), **dict(_targets(project["indicators"], {}))}


def _execution(execution: Transcription) -> dict[str, Any]:
    return {
        "预算数": execution["budget"],
        "执行数": execution["executed"],
        "执行率": execution["rate"],
        "执行得分": execution.get("score"),
    }


def _head(head: Mapping[str, Any]) -> FormRows:
    return {f"line:{label}": {"value": str(value)} for label, value in head.items() if value not in (None, "")}


def _targets(indicators: Sequence[Transcription], extra: dict[str, Value]) -> Iterator[tuple[str, dict[str, Value]]]:
    for each in indicators:
        yield (
            f"indicator:{each['id']}",
            {
                **extra,
                "level1": each["l1"],
                "level2": each["l2"],
                "level3": each["l3"],
                "target": each["target"],
                "actual": each["actual"],
                "score": each["score"],
            },
        )


def _texts(texts: Transcription) -> dict[str, str]:
    joined = {
        "duties": texts.get("functions"),
        "composition": texts.get("composition"),
        "key_work": [_told(item) for item in texts.get("key_work") or ()],
        "project_results": texts.get("results"),
        "performance_results": texts.get("evaluation_conclusion"),
        "performance_problems": texts.get("problems"),
        "performance_measures": texts.get("measures"),
        "performance_use": texts.get("use_of_results"),
    }
    reasons = texts.get("reasons") or {}
    joined |= {slot: reasons.get(key) for key, slot in _REASONS.items()}
    by_code = [f"{text}" for key, text in reasons.items() if key.startswith("function:")]
    joined["reason_budget"] = by_code
    return {slot: _joined(text) for slot, text in joined.items() if text}


def _told(item: object) -> str:
    return f"{item['title']}：{item['done']}" if isinstance(item, dict) and "done" in item else str(item)


def _joined(text: object) -> str:
    return "\n".join(str(part) for part in text) if isinstance(text, (list, tuple)) else str(text)

"""Evaluations and facts for the tests of scoring: from compact mappings, and from the two transcribed documents.

A form is a mapping: ``form``, ``rubric``, ``title``, ``budget`` and ``executed`` in 万元, ``rate``, ``self_score``,
``rating``, ``points``, ``scores``, ``texts`` and ``indicators``; an indicator names goal, l1, l2, l3, target, actual,
weight, score, reason and inputs. Every value gets a cell, so that findings can be asked for theirs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from final_accounts.model.evaluation import Evaluation, Indicator, Measure, MeasureKind
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import step_of, to_fen
from final_accounts.model.place import Cell
from final_accounts.model.rubric import Rubric

root = Path(__file__).parents[2]
cases = root / "tests" / "cases" / "rubrics"
Form = Mapping[str, Any]


@functools.cache
def load(path: Path) -> Any:  # noqa: ANN401 - plain data as YAML gives it
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def optional(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def fen(wan: object) -> int | None:
    return None if wan is None else to_fen(Decimal(str(wan)), "万元")[0]


def share(percent: object) -> Decimal | None:
    return None if percent is None else Decimal(str(percent).rstrip("%")) / 100


def measure(text: object, cell: Cell) -> Measure:
    printed = "" if text is None else str(text)
    return Measure(MeasureKind.TEXT if printed else MeasureKind.BLANK, printed, cell=cell)


def indicator(entry: Form, sheet: str, number: int) -> Indicator:
    columns = ("level3", "target", "actual", "weight", "score", "reason", "numerator", "denominator", "met")
    cells = {key: Cell(sheet, 20 + number, at) for at, key in enumerate(columns)}
    goal = int(entry.get("goal", 0))
    levels = [str(entry.get(key) or "") for key in ("l1", "l2", "l3")]
    return Indicator(
        path="/".join([f"目标{goal}"] * bool(goal) + levels) + entry.get("suffix", ""),
        level1=levels[0],
        level2=levels[1],
        level3=levels[2],
        target=measure(entry.get("target"), cells["target"]),
        actual=measure(entry.get("actual"), cells["actual"]),
        weight=optional(entry.get("weight")),
        score=optional(entry.get("score")),
        reason=str(entry.get("reason") or ""),
        goal=goal,
        inputs={key: Decimal(str(value)) for key, value in (entry.get("inputs") or {}).items()},
        cells=cells,
    )


def evaluation(form: Form) -> Evaluation:
    sheet = str(form["form"])
    keys = ("self_score", "rating", "budget", "executed", "rate", "execution", "overall_goal")
    return Evaluation(
        form=sheet,
        rubric=str(form.get("rubric", "")),
        title=str(form.get("title", "")),
        indicators=tuple(indicator(entry, sheet, n) for n, entry in enumerate(form.get("indicators", ()))),
        budget=fen(form.get("budget")),
        executed=fen(form.get("executed")),
        rate=share(form.get("rate")),
        self_score=optional(form.get("self_score")),
        rating=str(form.get("rating", "")),
        block_points={key: Decimal(str(value)) for key, value in form.get("points", {}).items()},
        block_scores={key: Decimal(str(value)) for key, value in form.get("scores", {}).items()},
        texts=dict(form.get("texts", {})),
        cells={key: Cell(sheet, n + 1, 1) for n, key in enumerate(keys)},
    )


def facts(entries: Sequence[Sequence[object]]) -> tuple[Fact, ...]:
    """Amounts in 万元: [form, row, column, value]; a count is marked by a fifth entry."""
    found = []
    for n, (form, row, column, value, *kind) in enumerate(entries):
        amount = Decimal(str(value))
        decimals = -int(amount.as_tuple().exponent)
        counted = kind == ["count"]
        found.append(
            Fact(
                form=str(form),
                row=str(row),
                column=str(column),
                kind=ValueKind.COUNT if counted else ValueKind.AMOUNT,
                value=int(amount) if counted else to_fen(amount, "万元")[0],
                cell=Cell(str(form), n, 9),
                printed=str(value),
                step=0 if counted else step_of(decimals, "万元"),
            )
        )
    return tuple(found)


def jianghan() -> tuple[list[Form], tuple[Fact, ...]]:
    """The Wuhan unit's four forms and the table totals beside them."""
    data = load(root / "include/examples/real/jianghan-2021.yaml")
    whole = data["performance"]["whole"]
    forms: list[Form] = [
        {
            "form": "PW",
            "rubric": whole["rubric"],
            "title": data["unit"]["name"],
            **{key: whole["execution"][key] for key in ("budget", "executed", "rate")},
            "self_score": whole["score"],
            "points": {f"goal:{n}": goal["points"] for n, goal in enumerate(whole["goals"], 1)},
            "texts": {"偏差大或目标未完成原因分析": whole["deviation"]},
            "indicators": [
                {**entry, "goal": n} for n, goal in enumerate(whole["goals"], 1) for entry in goal["indicators"]
            ],
        }
    ]
    for n, project in enumerate(data["performance"]["projects"], 1):
        names = [entry["l3"] for entry in project["indicators"]]
        forms.append(
            {
                "form": f"PP{n}",
                "rubric": project["rubric"],
                "title": project["name"],
                **{key: project["execution"][key] for key in ("budget", "executed", "rate")},
                "self_score": project["score"],
                "scores": {
                    "execution": project["execution"]["score"],
                    "overall_goal": project["overall_goal"]["score"],
                },
                "texts": {
                    "全年实际完成情况": project["overall_goal"]["completion"],
                    "偏差大或目标未完成原因分析": project["deviation"],
                },
                "indicators": [
                    {**entry, "suffix": "#2" if entry["l3"] in names[:at] else ""}
                    for at, entry in enumerate(project["indicators"])
                ],
            }
        )
    totals = [
        (form, "total", key, data["tables"][form]["rows"]["total"][key])
        for form in ("T3", "T5")
        for key in ("basic", "project")
    ]
    sums = [
        ("T1", "line:本年支出合计", "amount", data["tables"]["T1"]["rows"]["line:本年支出合计"]["amount"]),
        ("T4", "line:本年支出合计", "total", data["tables"]["T4"]["rows"]["line:本年支出合计"]["total"]),
        ("BUDGET", "total", "initial", data["budgets"]["initial"]["total"]),
        ("BUDGET", "total", "adjusted", data["budgets"]["adjusted"]["total"]),
        ("PW", "line:基本支出总额", "value", whole["basic_total"]),
        ("PW", "line:项目支出总额", "value", whole["project_total"]),
    ]
    return forms, facts([*totals, *sums])


def ziyang() -> tuple[list[Form], tuple[Fact, ...]]:
    """The Ziyang unit's four scoring sheets and four goal sheets; its tables are not in the document."""
    data = load(root / "include/examples/real/ziyang-2021.yaml")["performance"]
    forms: list[Form] = []
    lines: list[tuple[object, ...]] = []
    for n, sheet in enumerate([data["whole"], *data["projects"]]):
        suffix = str(n) if n else ""
        forms.append(
            {
                "form": "PP" + suffix if n else "PW",
                "rubric": sheet["rubric"],
                "title": sheet.get("name", ""),
                "self_score": sheet["score"],
                "rating": sheet["grade"],
                "indicators": [scored(entry) for entry in sheet["scoring_sheet"]],
            }
        )
        goals = sheet["goal_sheet"]
        form = "PGP" + suffix if n else "PG"
        total = goals["execution"]["total"]
        lines += [
            (form, "line:执行合计", ours, total[theirs])
            for ours, theirs in (("budget", "budget"), ("executed", "executed"), ("closing", "carry"))
        ]
        forms.append(
            {
                "form": form,
                "title": sheet.get("name", "整体"),
                "indicators": [
                    {**entry, "reason": entry.get("deviation"), "suffix": f"#{at}"}
                    for at, entry in enumerate(goals["indicators"])
                ],
            }
        )
    lines += [("BUDGET", "total", "initial", "2113.24")]
    return forms, facts(lines)


def scored(entry: Form) -> Form:
    """A line of a scoring sheet; what the transcription tells of a checklist becomes the number of items met."""
    levels = entry["path"].split("/")
    given = entry.get("inputs", {})
    inputs: dict[str, str] = {}
    for ours, names in {"numerator": ("numerator", "current"), "denominator": ("denominator", "prior")}.items():
        printed = next((str(given[name]) for name in names if name in given), "")
        if match := re.fullmatch(r"([0-9.]+)个?", printed):
            inputs[ours] = match[1]
    if given.get("checklist_met") in ("all", "none"):
        inputs["met"] = str(len(given["checklist"]) if given["checklist_met"] == "all" else 0)
    if "quarters_met" in given:
        inputs |= {"met:1": str(int(given["year_end_met"])), "met:2": str(int(given["quarters_met"]))}
    return {
        "l1": levels[0],
        "l2": levels[1],
        "l3": levels[2],
        "weight": entry["weight"],
        "score": entry["score"],
        "reason": entry["basis"],
        "actual": given.get("printed_rate"),
        "inputs": inputs,
    }


def best(rubric: Rubric, form: str) -> Form:
    """A sheet whose every line says what earns the most its rule can give."""
    lines: list[Form] = []
    total = Decimal(0)
    for line in rubric.indicators:
        levels = dict(zip(("l1", "l2", "l3"), line.path.split("/"), strict=True))
        most = line.rule_max or line.weight or Decimal(0)
        total += most
        items = line.parameters.get("items", [])
        entry: dict[str, Any] = {**levels, "score": str(most), "reason": "有佐证材料"}
        if line.method == "checklist" and isinstance(items, list):
            entry["inputs"] = {f"met:{n}": "1" for n in range(1, len(items) + 1)}
        elif line.method == "quarters":
            entry["inputs"] = {"met": "4"}
        elif line.parameters.get("rate") == "degree":
            entry["actual"] = "100%"
        elif line.parameters.get("free") == "0.05" or line.parameters.get("exempt"):
            entry["inputs"] = {"numerator": "0", "denominator": "1"}
        else:
            entry["inputs"] = {"numerator": "1", "denominator": "1"}
        lines.append(entry)
    return {"form": form, "rubric": rubric.id, "self_score": str(total), "rating": "优", "indicators": lines}

"""The real unit's figures of 2021 as facts, and what its submission would carry beside them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from final_accounts.catalog import city, edition
from final_accounts.model.evaluation import (
    Direction,
    Evaluation,
    EvaluationScore,
    Indicator,
    IndicatorScore,
    Measure,
    MeasureKind,
)
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.money import to_fen
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, Header, Submission
from final_accounts.publishing import Approval, Reported, UnitReport, unit_report
from final_accounts.publishing.samples import GENUINE

SOURCE = Path(__file__).resolve().parents[2] / "include/examples/real/jianghan-2021.yaml"
EDITION = edition("hubei-wuhan", 2021)
CITY = city("wuhan-jianghan")
UNIT = CITY.units_of(2021)[0]
SHA = "5a" * 32
SUBMISSION = Submission(SHA, "决算.xlsx", 1000, UNIT.code, 2021, 2)
HEADER = Header(unit_code=UNIT.code, unit_name=UNIT.name, fiscal_year=2021, report_scope="部门", unit_kind=UNIT.kind)
APPROVAL = Approval("江汉决批〔2022〕1号", "2022年9月30日", "ab" * 32, "2022-09-30")


@cache
def source() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return loaded


def amount(form: str, row: str, column: str, wan: str, name: str = "") -> Fact:
    fen, exact = to_fen(Decimal(wan), "万元")
    assert exact
    return Fact(form, row, column, ValueKind.AMOUNT, fen, Cell(form, 1, 1), wan, 10_000, name=name)


def facts() -> tuple[Fact, ...]:
    found = [
        amount(form, row, column, str(wan), str(cells.get("name", "")))
        for form, table in source()["tables"].items()
        for row, cells in table.get("rows", {}).items()
        for column, wan in cells.items()
        if column in table["columns"]
    ]
    adjusted = source()["budgets"]["adjusted"]["total"]
    return (*found, amount("BUDGET", "total", "adjusted", adjusted))


TARGET = Measure(MeasureKind.NUMBER, "95%", Decimal(95), unit="%", direction=Direction.AT_LEAST)
REACHED = Measure(MeasureKind.NUMBER, "100%", Decimal(100), unit="%")
DONE = Measure(MeasureKind.TEXT, "完成")
EVALUATION = Evaluation(
    form="PW",
    rubric="hubei-wuhan/whole",
    title=UNIT.name,
    budget=358_120_000,
    executed=349_560_000,
    self_score=Decimal("98.52"),
    indicators=(
        Indicator("目标1/满意度", "效益指标", "满意度指标", "残障儿童及家庭满意度", TARGET, REACHED, None, Decimal(3)),
        Indicator("目标2/等级评定", "产出指标", "数量指标", "等级评定", TARGET, DONE, None, Decimal(4), "按计划完成"),
    ),
)
SCORE = EvaluationScore(
    form="PW",
    title=UNIT.name,
    rubric="hubei-wuhan/whole",
    self_score=Decimal("98.52"),
    recomputed=Decimal("98.27"),
    recomputed_share=Decimal("0.9600"),
    difference=Decimal("-0.25"),
    rating="",
    self_rating="",
    indicators=(
        IndicatorScore(
            "目标1/满意度",
            "残障儿童及家庭满意度",
            Decimal(3),
            weight_inferred=True,
            self_score=Decimal(3),
            recomputed=Decimal("2.75"),
            verdict=Verdict.ERROR,
            method="proportional",
        ),
        IndicatorScore(
            "目标2/等级评定",
            "等级评定",
            None,
            weight_inferred=False,
            self_score=Decimal(4),
            recomputed=None,
            verdict=Verdict.NOT_CHECKABLE,
            method="proportional",
            reason="实际完成值不是数量",
            candidates=(("按完成程度比例", Decimal("3.60")),),
        ),
    ),
)
RULE = next(rule for rule in EDITION.rulebook.rules if rule.severity is Severity.EXPLAIN)
FINDING = Finding(RULE.id, Severity.EXPLAIN, Verdict.ERROR, "表1 收入总计比上年增加 36.25%。", row="line:收入总计")
EXPLANATION = Explanation(f"{RULE.id}@line:收入总计", "新招聘 4 名事业人员", "区编办文件")


REPORTED = Reported(
    header=HEADER,
    facts=facts(),
    nil_forms=("T7", "T8", "T9"),
    evaluations=(EVALUATION,),
    scores=(SCORE,),
    findings=(FINDING,),
    explanations=(EXPLANATION,),
)


def report(reported: Reported = REPORTED) -> UnitReport:
    return unit_report(
        EDITION, UNIT, SUBMISSION, reported, APPROVAL, city=CITY.name, sample=GENUINE, rulebook_hash="cd" * 32
    )

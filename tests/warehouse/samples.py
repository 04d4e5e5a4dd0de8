"""A small made-up city and records to load for its units."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

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
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, Header, Submission, SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.warehouse import LoadRecord, Warehouse

UNITS = (
    BudgetUnit("101001", "某局本级", "行政单位", "某局", "101"),
    BudgetUnit("101002", "某局中心", "事业单位", "某局", "101", since=2021, predecessors=("101009",), change="合并"),
    BudgetUnit("101009", "某局旧中心", "事业单位", "某局", "101", until=2020),
    BudgetUnit("102001", "某院", "事业单位", "某院", "102", nil_return=True),
)
CITY = City("mou", "某市", "hubei-wuhan", made_up=True, units=UNITS, years=(2020, 2021, 2022))


def amount(form: str, row: str, column: str, fen: int, *, name: str = "", blank: bool = False) -> Fact:
    cell = Cell(form, len(row), len(column))
    return Fact(form, row, column, ValueKind.AMOUNT, fen, cell, f"{fen / 100:.2f}", 1, blank=blank, name=name)


def text(form: str, row: str, column: str, words: str) -> Fact:
    return Fact(form, row, column, ValueKind.TEXT, words, Cell(form, 1, 1), words)


FACTS = (
    amount("T1", "line:收入总计", "amount", 123_456_789),
    amount("T1", "line:其他收入", "amount", 0, blank=True),
    Fact("T1", "line:年初结转和结余", "amount", ValueKind.AMOUNT, 349_560_000, Cell("表1", 28, 2), "349.56", 10_000),
    Fact("STAFF", "line:在职实有", "count", ValueKind.COUNT, 12, Cell("机构人员", 2, 1), "１２"),
    Fact("PW", "line:执行率", "amount", ValueKind.RATIO, Decimal("0.9761"), Cell("绩效", 2, 1), "97.61%"),
    Fact("PW", "line:自评总分", "amount", ValueKind.POINTS, Decimal("96.50"), Cell("绩效", 3, 1), "96.50"),
    Fact("COVER", "line:日期", "value", ValueKind.DATE, date(2022, 2, 28), Cell("封面", 3, 1), "2022-02-28"),
    text("TRANSFERS", "item:1", "counterparty", "101002"),
)

_TARGET = Measure(MeasureKind.NUMBER, "≥95%", Decimal(95), unit="%", direction=Direction.AT_LEAST)
_ACTUAL = Measure(MeasureKind.DATE, "2021年12月", date=date(2021, 12, 1), cell=Cell("绩效", 8, 5))
EVALUATION = Evaluation(
    form="PW",
    rubric="hubei-wuhan/whole",
    title="整体",
    budget=100,
    executed=97,
    rate=Decimal("0.97"),
    self_score=Decimal("96.5"),
    rating="优",
    block_points={"execution": Decimal(20)},
    texts={"自评结论": "良好"},
    cells={"budget": Cell("绩效", 1, 1)},
    indicators=(
        Indicator("产出/数量/床位", "产出", "数量", "床位", _TARGET, _ACTUAL, Decimal(10), Decimal("9.5"), "未满"),
    ),
)
SCORE = EvaluationScore(
    form="PW",
    title="整体",
    rubric="hubei-wuhan/whole",
    self_score=Decimal("96.5"),
    recomputed=Decimal("95.00"),
    recomputed_share=Decimal("88.5"),
    difference=Decimal("1.50"),
    rating="优",
    self_rating="优",
    indicators=(
        IndicatorScore(
            path="产出/数量/床位",
            name="床位",
            weight=Decimal(10),
            weight_inferred=True,
            self_score=Decimal("9.5"),
            recomputed=None,
            verdict=Verdict.NOT_CHECKABLE,
            method="proportional",
            reason="未填实际值",
            candidates=(("按比例", Decimal("9.5")), ("不得分", Decimal(0))),
        ),
    ),
)
FINDING = Finding(
    rule="T01-03",
    severity=Severity.BLOCKING,
    verdict=Verdict.ERROR,
    message="收入总计与支出总计不等",
    hint="先核对年末结转和结余。",
    source_id="A5",
    cells=(Cell("表1", 32, 2), Cell("甲!乙", 32, 5)),
    value=Decimal("12000.00"),
    expected=Decimal("11999.00"),
    difference=Decimal("1.00"),
    unit_of_measure="元",
    group=1,
    suspects=(Cell("表1", 32, 2),),
    row="line:收入总计",
    context={"addends": "2"},
)
EXPLAIN = replace(FINDING, rule="V3", severity=Severity.EXPLAIN, cells=(), value=None, row="")


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def received(warehouse: Warehouse, unit: str, words: str = "v1", year: int = 2021) -> Submission:
    return warehouse.receive("mou", year, unit, sha(unit + words), f"{unit}.xlsx", 10)[0]


def record(  # fields by name, as dataclasses.replace takes them
    submission: Submission,
    facts: Iterable[Fact] = FACTS,
    **others: Any,  # noqa: ANN401
) -> LoadRecord:
    """A complete record of an accepted submission, with these fields changed."""
    base = LoadRecord(
        city="mou",
        submission=submission,
        header=Header(unit_code=submission.unit, unit_name="某局", fiscal_year=2021, edition="hubei-wuhan/2021"),
        state=SubmissionState.ACCEPTED,
        edition="hubei-wuhan/2021",
        edition_hash="e1",
        rulebook_hash="r1",
        prior_hash="p1",
        code_version="0.1.0+c1",
        run="run-1",
        facts=tuple(facts),
        evaluations=(EVALUATION,),
        scores=(SCORE,),
        findings=(EXPLAIN,),
        explanations=(Explanation("V3", "结转资金", "附件1"),),
        forms_present=("T1", "T2"),
        nil_forms=("T8",),
        texts={"overview": "概况"},
        sheets={"T1": "表1"},
    )
    return replace(base, **others)


def accepted(warehouse: Warehouse, unit: str, facts: Iterable[Fact], year: int = 2021) -> Submission:
    """One accepted version of a unit with these facts, and nothing else."""
    submission = received(warehouse, unit, year=year)
    warehouse.load(record(submission, facts, evaluations=(), scores=(), findings=(), explanations=()))
    return submission

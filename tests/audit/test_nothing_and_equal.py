"""Statements that there was none or that nothing changed: right ones stay unremarked, contradicted ones are found."""

from __future__ import annotations

import pytest

from audit.documents import findings
from audit.reading import of_lines
from final_accounts.audit import Claim
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document

TABLES = [
    "某某局2021年度部门决算公开",
    "第二部分 2021年度部门决算表",
    "收入决算表",
    "单位：万元",
    "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入",
    "合计\t\t130.00\t100.00\t0.00\t0.00\t0.00\t0.00\t30.00",
    "2010301\t行政运行\t130.00\t100.00\t0.00\t0.00\t0.00\t0.00\t30.00",
    "政府性基金预算财政拨款收入支出决算表",
    "单位：万元",
    "科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t基本支出\t项目支出\t年末结转和结余",
    "合计\t\t{opening}\t{income}\t{spent}\t0.00\t{spent}\t0.00",
    "2120803\t城市建设支出\t{opening}\t{income}\t{spent}\t0.00\t{spent}\t0.00",
    "第三部分 2021年度部门决算情况说明",
]
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"
INCOME = "二、收入决算情况说明"
OPERATING = "机关运行经费支出情况说明"
ITEMS = "一般公共预算财政拨款支出决算具体情况"
PUBLIC = "“三公”经费财政拨款支出决算情况说明"


def told(
    heading: str, sentence: str, *, opening: str = "0.00", income: str = "0.00", spent: str = "0.00"
) -> list[Claim]:
    lines = [line.format(opening=opening, income=income, spent=spent) for line in TABLES]
    return [f for f in audit_document(of_lines([*lines, heading, sentence])).audit.findings if f.family == "nothing"]


@pytest.mark.parametrize(
    "sentence",
    [
        "本单位2021年度没有政府性基金预算财政拨款支出。",
        "本部门2021年度无政府性基金预算财政拨款收入、支出及结转结余，政府性基金预算财政拨款收入支出决算表为空表。",
        "2021年度未发生政府性基金预算财政拨款收支。",
        "2021年度没有使用政府性基金预算财政拨款安排的支出。",
    ],
)
def test_none_beside_an_empty_table_is_right_and_beside_money_is_not(sentence: str) -> None:
    assert not told(FUND, sentence)
    (found,) = told(FUND, sentence, income="8.00", spent="8.00")
    assert found.severity is Severity.BLOCKING
    assert "8.00" in found.explanation
    assert found.kind == "K16"


def test_no_income_is_right_where_only_what_was_carried_over_was_spent() -> None:
    assert not told(FUND, "本单位2021年度没有政府性基金预算财政拨款收入。", opening="8.00", spent="8.00")
    assert told(FUND, "本单位2021年度没有政府性基金预算财政拨款支出。", opening="8.00", spent="8.00")


def test_what_was_not_planned_may_still_have_come() -> None:
    (found,) = told(FUND, "本单位2021年度未安排政府性基金预算财政拨款支出。", income="8.00", spent="8.00")
    assert found.severity is Severity.EXPLAIN


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年度没有上级补助收入、附属单位上缴收入。",
        "2021年度没有上级补助收入、事业收入、经营收入和附属单位上缴收入。",
        "除财政拨款收入和存款利息外，没有其他收入。",
        "2020年度没有其他收入，2021年度其他收入30.00万元。",
        "上年没有其他收入，本年其他收入30.00万元。",
        "年初没有安排其他收入。",
        "局本级没有其他收入。",
        "没有其他收入来源单位变动。",
    ],
)
def test_none_of_what_is_named_says_nothing_of_the_rest(sentence: str) -> None:
    assert not told(INCOME, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年度没有上级补助收入、事业收入、经营收入、附属单位上缴收入和其他收入。",
        "本年收入合计130.00万元，无其他收入。",
        "2021年度未取得其他收入。",
    ],
)
def test_the_one_of_a_list_that_the_table_shows_is_named(sentence: str) -> None:
    (found,) = told(INCOME, sentence)
    assert found.mark == "其他收入"


def test_the_money_every_unit_has_is_named_too() -> None:
    (found,) = told(INCOME, "2021年度没有财政拨款收入、上级补助收入和经营收入。")
    assert found.mark == "财政拨款收入"


def test_a_list_of_every_kind_of_income_is_read_to_its_end() -> None:
    rest = "国有资本经营预算财政拨款收入、上级补助收入、事业收入、经营收入、附属单位上缴收入"
    assert not told(INCOME, f"2021年度没有政府性基金预算财政拨款收入、{rest}。")
    (found,) = told(INCOME, f"2021年度没有财政拨款收入、政府性基金预算财政拨款收入、{rest}。")
    assert found.mark == "财政拨款收入"
    (found,) = told(INCOME, f"2021年度没有政府性基金预算财政拨款收入、{rest}和其他收入。")
    assert found.mark == "其他收入"


def test_a_sentence_with_money_contradicts_where_there_are_no_tables() -> None:
    lines = "因公出国（境）费3.00万元。", "本单位2021年度没有因公出国（境）费用支出。"
    assert [f.family for f in findings(PUBLIC, *lines)] == ["nothing"]
    assert not findings(PUBLIC, "因公出国（境）费0.00万元。", lines[1])


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年500.00万元持平。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，上年490.00万元，基本持平。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年相比增加10.00万元，增长2.04%，与上年基本持平。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，比上年增加50.00万元，增长11.11%，与预算数持平。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年持平。"),
        (OPERATING, "2021年度机关运行经费支出5.00万元，上年50000.00元，持平。"),
        (ITEMS, "（1）行政运行（项）：年初预算100.00万元，调整预算114.00万元，支出决算114.00万元，与调整预算数持平。"),
        (ITEMS, "（1）行政运行（项）：支出决算为114.00万元，完成调整预算的100.0%，决算数与调整预算数持平。"),
        (PUBLIC, "公务接待费2.00万元，与预算和上年一致。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元。与2020年度相比，机关运行经费支出与上年持平，增长0%。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年基本持平，增长2.04%。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与预算持平，增长5.00%。"),
        (OPERATING, "2021年度机关运行经费支出500.00万元。在职人数与上年持平，增长5.00%的人均定额已执行。"),
        (
            PUBLIC,
            "“三公”经费决算8.00万元，上年10.00万元，减少2.00万元，下降20%，主要原因是接待批次与上年持平而标准降低。",
        ),
        ("收入支出决算总体情况说明", "2021年度收入总计500.00万元，支出总计500.00万元，支出总计与收入总计一致。"),
    ],
)
def test_right_words_of_equality_stay_unremarked(section: str, sentence: str) -> None:
    assert not [f.explanation for f in findings(section, sentence)]


@pytest.mark.parametrize(
    ("section", "sentence", "severity"),
    [
        (OPERATING, "2021年度机关运行经费支出500.00万元，上年400.00万元，持平。", Severity.BLOCKING),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与2020年度450.00万元持平。", Severity.BLOCKING),
        (OPERATING, "2021年度机关运行经费支出500.00万元，上年400.00万元，基本持平。", Severity.EXPLAIN),
        (
            OPERATING,
            "2021年度机关运行经费支出500.00万元，比上年增加50.00万元，增长11.11%，与上年持平。",
            Severity.BLOCKING,
        ),
        (ITEMS, "（1）行政运行（项）：年初预算120.00万元，支出决算114.00万元，与年初预算数持平。", Severity.BLOCKING),
        (
            ITEMS,
            "（1）行政运行（项）：支出决算为114.00万元，完成调整预算的95.0%，决算数与调整预算数持平。",
            Severity.BLOCKING,
        ),
        (PUBLIC, "“三公”经费预算120.00万元，决算114.00万元，与预算数持平。", Severity.BLOCKING),
        (
            OPERATING,
            "2021年度机关运行经费支出500.00万元。与2020年度相比，机关运行经费支出与上年持平，增长6.13%。",
            Severity.BLOCKING,
        ),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年基本持平，增长16.13%。", Severity.EXPLAIN),
        (OPERATING, "2021年度机关运行经费支出500.00万元，与上年持平，增加12.00万元。", Severity.BLOCKING),
    ],
)
def test_equality_that_the_figures_beside_it_deny_is_found(section: str, sentence: str, severity: Severity) -> None:
    assert [(f.family, f.severity) for f in findings(section, sentence)] == [("equal", severity)]

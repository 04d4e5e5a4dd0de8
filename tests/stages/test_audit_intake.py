"""NR-02: a figure in a unit's own words is right, or the unit is told before anything is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Explanation, ParsedSubmission, SubmissionState, decide
from final_accounts.stages.judgement.assess import Read, assess_accounts
from final_accounts.stages.judgement.told_figures import TOLD_FIGURE, told_figures
from narrative.telling import made_up, real

REGIONS = ("hubei-wuhan", "sichuan-ziyang")


def written(region: str, slot: str, text: str) -> ParsedSubmission:
    _, parsed = made_up(region, 2022, 3)
    return replace(parsed, texts={**parsed.texts, slot: text})


def told(region: str, slot: str, text: str) -> tuple[Finding, ...]:
    return told_figures(edition(region, 2022), written(region, slot, text))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    ("slot", "text", "right"),
    [
        ("reason_total", "2022年度收入总计350.00万元，比上年有增加。", "应为 1043.79万元"),
        ("project_results", "项目支出2.00万元，全部用于预算编审。", "应为 280.16万元"),
        ("reason_three_public", "公务接待费支出99.00万元，接待来访调研。", "应为 1.14万元"),
    ],
)
def test_a_figure_that_contradicts_the_tables_is_told_with_the_right_one(
    region: str, slot: str, text: str, right: str
) -> None:
    (finding,) = told(region, slot, text)
    assert (finding.rule, finding.row, finding.severity) == (TOLD_FIGURE, f"slot:{slot}", Severity.EXPLAIN)
    assert right in finding.message
    assert finding.hint
    assert "第" not in finding.message.split("应为")[1], "no lines of a draft that nobody has seen"


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("reason_total", "2022年度收入总计1043.79万元，主要是新增人员。"),
        ("reason_total", "收入总计约1043.8万元，主要是新增人员。"),
        ("project_results", "项目支出280.16万元，全部用于预算编审。"),
        ("duties", "负责补贴发放，每人每月500元。"),
        ("reason_total", "新增四名事业人员，人员经费增加。"),
    ],
)
def test_a_right_figure_and_a_figure_of_another_kind_are_left_alone(region: str, slot: str, text: str) -> None:
    assert told(region, slot, text) == ()


def test_two_wrong_figures_of_one_text_are_one_finding_that_counts_them() -> None:
    (finding,) = told("hubei-wuhan", "project_results", "基本支出1.00万元，项目支出2.00万元。")
    assert finding.count == 2
    assert "写作“1.00万元”，应为 756.29万元" in finding.message
    assert "写作“2.00万元”，应为 280.16万元" in finding.message


@pytest.mark.parametrize("region", REGIONS)
def test_units_that_write_reasons_only_are_told_nothing(region: str) -> None:
    found, parsed = made_up(region, 2022, 3)
    assert told_figures(found, parsed) == ()


@pytest.mark.parametrize(("name", "city"), [("jianghan-2021.yaml", "wuhan-jianghan"), ("ziyang-2021.yaml", "ziyang")])
def test_the_real_units_are_told_nothing(name: str, city: str) -> None:
    found, parsed = real(name, city)
    assert told_figures(found, parsed) == ()


def test_what_could_not_be_read_is_not_judged() -> None:
    parsed = replace(written("hubei-wuhan", "reason_total", "收入总计350.00万元。"), readable=False)
    assert told_figures(edition("hubei-wuhan", 2022), parsed) == ()


def test_tables_that_are_absent_leave_the_texts_unjudged() -> None:
    parsed = written("hubei-wuhan", "reason_total", "收入总计350.00万元。")
    assert told_figures(edition("hubei-wuhan", 2022), replace(parsed, facts=(), forms_present=frozenset())) == ()


@pytest.mark.parametrize("region", REGIONS)
def test_the_rule_is_executed_in_every_run_and_counts_what_was_told(region: str) -> None:
    found = edition(region, 2022)
    clean = assess_accounts(found, [Read("101001/v1", made_up(region, 2022, 3)[1], ())])
    wrong = assess_accounts(found, [Read("101001/v1", written(region, "reason_total", "收入总计350.00万元。"), ())])
    assert clean.executed == clean.expected == wrong.executed == wrong.expected
    assert [f for f in clean.findings["101001/v1"] if f.rule == TOLD_FIGURE] == []
    assert [f.row for f in wrong.findings["101001/v1"] if f.rule == TOLD_FIGURE] == ["slot:reason_total"]


def test_a_figure_of_another_scope_may_be_explained() -> None:
    findings = told("hubei-wuhan", "reason_total", "收入总计350.00万元。")
    assert decide(findings, ()) is SubmissionState.RETURNED
    given = Explanation("NR-02@slot:reason_total", "本条所写为下属单位的数字")
    assert decide(findings, (given,)) is SubmissionState.ACCEPTED

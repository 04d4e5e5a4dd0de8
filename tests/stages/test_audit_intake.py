"""NR-02, NR-03: what a unit writes itself is right and finished, or the unit is told before anything is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Explanation, ParsedSubmission, SubmissionState, decide
from final_accounts.stages.judgement.assess import Read, assess_accounts
from final_accounts.stages.judgement.told_figures import TOLD_FIGURE, TOLD_WORD, told_figures
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


def test_the_real_unit_of_ziyang_is_told_nothing() -> None:
    found, parsed = real("ziyang-2021.yaml", "ziyang")
    assert told_figures(found, parsed) == ()


def test_the_real_unit_of_wuhan_is_told_that_its_form_says_otherwise() -> None:
    found, parsed = real("jianghan-2021.yaml", "wuhan-jianghan")
    (told,) = told_figures(found, parsed)  # golden case J16
    assert (told.rule, told.row, told.severity) == (TOLD_WORD, "slot:performance_results", Severity.EXPLAIN)
    assert "写作“没有大的偏差”" in told.message
    assert "摸底建档合规率目标 100%，完成 95%" in told.message
    assert "第" not in told.message, "no lines of a draft that nobody has seen"


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    ("slot", "text", "written", "why"),
    [
        ("reason_total", "新增在职人员XX人，经费增加。", "XX", "模板的空位没有填写"),
        ("reason_total", "人员经费增加（减少）。", "增加（减少）", "模板的选择没有去掉"),
        ("reason_total", "与2019年度相比，收入增加，主要是新增项目。", "2019年", "应为“2021年”"),
    ],
)
def test_words_without_a_figure_are_read_too(region: str, slot: str, text: str, written: str, why: str) -> None:
    (finding,) = told(region, slot, text)
    assert (finding.rule, finding.row, finding.severity) == (TOLD_WORD, f"slot:{slot}", Severity.EXPLAIN)
    assert f"写作“{written}”" in finding.message
    assert why in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("performance_results", "所有目标均已完成，没有偏差。"),
        ("performance_work", "自评结果没有偏差，目标均已完成。"),
    ],
)
def test_a_statement_that_all_is_well_is_held_against_the_forms(slot: str, text: str) -> None:
    assert {f.rule for f in told("hubei-wuhan", slot, text)} == {TOLD_WORD}
    assert told("sichuan-ziyang", slot, text) == (), "there every target was reached"


def test_head_counts_are_figures() -> None:
    (finding,) = told("hubei-wuhan", "assets", "共有车辆99辆，其中：机要通信用车1辆、其他用车2辆。")
    assert finding.rule == TOLD_FIGURE
    assert "写作“99辆”" in finding.message


def test_figures_and_words_of_one_text_are_two_findings() -> None:
    found = told("hubei-wuhan", "reason_total", "收入总计350.00万元，新增XX人。")
    assert sorted(f.rule for f in found) == [TOLD_FIGURE, TOLD_WORD]
    assert {f.row for f in found} == {"slot:reason_total"}


@pytest.mark.parametrize("region", REGIONS)
def test_two_texts_in_one_paragraph_are_told_apart(region: str) -> None:
    rows = {f.row for f in told(region, "performance_work", "自评工作由XX科室负责。")}
    assert rows == {"slot:performance_work"}


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

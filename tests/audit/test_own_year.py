"""Year words: whose year a title, a sentence and a closing date speak of. The document of these tests is 2021's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.documents import findings, own_page
from audit.reading import of_lines
from final_accounts.model.document import ReadDocument, TextLine
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document

TOTAL = "收入支出决算总体情况说明"
GENERAL = "一般公共预算财政拨款支出决算情况说明"
PUBLIC = "“三公”经费财政拨款支出决算情况说明"
OPERATING = "机关运行经费支出情况说明"
ASSETS = "国有资产占用情况说明"
FUND = "政府性基金预算财政拨款收入支出决算情况说明"
STAFF = "人员构成情况"


def said(section: str, text: str) -> list[tuple[str, Severity]]:
    return [(f.mark, f.severity) for f in findings(section, *text.split("\n")) if f.family == "year"]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (TOTAL, "2021年度收、支总计1200.00万元。与2020年度相比，收、支总计各增加200.00万元，增长20%。"),
        (TOTAL, "2020年度收、支总计1000.00万元，2021年度收、支总计1200.00万元，增长20%。"),
        (TOTAL, "2020年度收、支总计1000.00万元。2021年度收、支总计1200.00万元，比上年增长20%。"),
        (TOTAL, "2021年度收、支总计1200.00万元。2020年度收、支总计1000.00万元，与2020年度相比增长20%。"),
        (TOTAL, "2019年度收、支总计900.00万元，2020年度1000.00万元，2021年度1200.00万元。"),
        (TOTAL, "2021年度收、支总计1200.00万元。主要原因是2018年开工的项目截至2022年6月尚未完成竣工结算。"),
        (TOTAL, "2020年度收、支总计1000.00万元，今年收、支总计1200.00万元，同比增长20%。"),
        (GENERAL, "一般公共预算财政拨款支出2020年度为1000.00万元，2021年度为1200.00万元，增长20%。"),
        (PUBLIC, "2022年度部门预算安排“三公”经费5.00万元，与上年持平。"),
        (PUBLIC, "2022年“三公”经费年初预算5.00万元。"),
        (OPERATING, "机关运行经费支出120.00万元，主要原因是2019年签订的合同到期支付。"),
        (ASSETS, "截至2021年12月31日，本部门共有车辆10辆。"),
        (ASSETS, "截至2020年12月31日共有车辆10辆，截至2021年12月31日共有车辆12辆。"),
        (ASSETS, "2021年新增车辆2辆，截至2020年12月31日车辆为10辆。"),
        (ASSETS, "与截至2020年12月31日的10辆相比，增加2辆。"),
        (STAFF, "截至2022年6月，在职实有人数28人。"),
        (TOTAL, "2022年度部门预算安排“三公”经费财政拨款支出5.00万元，决算尚未编制。"),
        (GENERAL, "2022年一般公共预算财政拨款支出年初预算为300.00万元。"),
        (STAFF, "截至2020年年底，已完成3个项目的竣工验收，在职实有人数28人。"),
        (FUND, "2020年没有政府性基金预算财政拨款收入，2021年政府性基金预算财政拨款收入10.00万元。"),
    ],
)
def test_another_year_on_purpose_stays_unremarked(section: str, text: str) -> None:
    assert not said(section, text)


@pytest.mark.parametrize(
    ("section", "text", "year", "severity"),
    [
        (
            TOTAL,
            "2020年度收、支总计1200.00万元。与2020年度相比，收、支总计各增加200.00万元。",
            "2020年",
            Severity.BLOCKING,
        ),
        (TOTAL, "2020年度收、支总计1200.00万元，较上年增加200.00万元，增长20%。", "2020年", Severity.EXPLAIN),
        (TOTAL, "2019年度收、支总计1200.00万元，较上年增加200.00万元，增长20%。", "2019年", Severity.BLOCKING),
        (TOTAL, "2022年度收、支总计1200.00万元，较上年增加200.00万元，增长20%。", "2022年", Severity.BLOCKING),
        (
            GENERAL,
            "2022年度一般公共预算财政拨款支出年初预算为100.00万元，支出决算为95.00万元。",
            "2022年",
            Severity.BLOCKING,
        ),
        (PUBLIC, "2022年度“三公”经费财政拨款支出决算为5.00万元。", "2022年", Severity.BLOCKING),
        (ASSETS, "截至2020年12月31日，本部门共有车辆10辆，其中：机要通信用车10辆。", "2020年", Severity.BLOCKING),
        (ASSETS, "截至2022年12月31日，本部门共有车辆10辆。", "2022年", Severity.BLOCKING),
        (STAFF, "截至2020年年底，在职实有人数28人。", "2020年", Severity.BLOCKING),
        (FUND, "本单位2020年度没有政府性基金预算财政拨款收入。", "2020年", Severity.EXPLAIN),
        ("2020年度收入支出决算总体情况说明", "2021年度收、支总计1200.00万元。", "2020年", Severity.BLOCKING),
    ],
)
def test_the_year_of_another_document_is_found(section: str, text: str, year: str, severity: Severity) -> None:
    assert said(section, text) == [(year, severity)]


TABLE = [
    "某某局2021年度部门决算公开",
    "第二部分 2021年度部门决算表",
    "{year}年度一般公共预算财政拨款支出决算表",
    "单位：万元",
    "科目编码\t科目名称\t小计\t基本支出\t项目支出",
    "合计\t\t130.00\t100.00\t30.00",
    "2010301\t行政运行\t130.00\t100.00\t30.00",
    "第三部分 2021年度部门决算情况说明",
    "五、一般公共预算财政拨款支出决算情况说明",
    "{told}年度一般公共预算财政拨款支出{amount}万元。",
]


@pytest.mark.parametrize(
    ("year", "told", "amount", "lines"),
    [
        (2021, 2021, "130.00", []),
        (2021, 2020, "120.00", []),
        (2021, 2020, "130.00", [10]),
        (2020, 2021, "130.00", [3]),
    ],
)
def test_this_years_figure_under_last_years_number_and_a_table_of_another_year(
    year: int, told: int, amount: str, lines: list[int]
) -> None:
    document = of_lines([line.format(year=year, told=told, amount=amount) for line in TABLE])
    found = [f for f in audit_document(document).audit.findings if f.family == "year"]
    assert [f.spot.line for f in found] == lines
    assert all(f.severity is Severity.BLOCKING for f in found)


def retold(page: ReadDocument, before: str, after: str) -> tuple[ReadDocument, TextLine]:
    """One of our own documents, of 2022, with the last paragraph that holds some words changed."""
    line = next(b for b in reversed(page.blocks) if isinstance(b, TextLine) and before in b.text)
    changed = replace(line, text=line.text.replace(before, after))
    return replace(page, blocks=tuple(changed if b is line else b for b in page.blocks)), line


@pytest.mark.parametrize(
    ("region", "number", "before", "severity"),
    [
        ("hubei-wuhan", 0, "2022年度整体绩效自评得分99.74分", Severity.BLOCKING),
        ("hubei-wuhan", 2, "2022年度虚构市第1部门民政单位3号政府采购支出总额", Severity.EXPLAIN),
        ("hubei-wuhan", 0, "2022年度重点工作完成情况表", Severity.BLOCKING),
        ("sichuan-ziyang", 0, "2022年度财政拨款收入1813.33万元", Severity.BLOCKING),
        ("sichuan-ziyang", 0, "国库集中支付业务经费2022年度预算264.39万元", Severity.BLOCKING),
        ("sichuan-ziyang", 3, "教育教学质量监测经费2022年度预算134万元", Severity.BLOCKING),
        ("sichuan-ziyang", 0, "2022年度市本级部门整体支出绩效目标完成情况表", Severity.EXPLAIN),
    ],
)
def test_last_years_number_over_a_form_or_a_figure_of_this_year_is_found(
    region: str, number: int, before: str, severity: Severity
) -> None:
    document, line = retold(own_page(region, number), before, before.replace("2022", "2021"))
    found = [f for f in audit_document(document).audit.findings if f.family == "year"]
    assert [(f.spot, f.mark, f.severity) for f in found] == [(line.spot, "2021年", severity)]


@pytest.mark.parametrize(
    ("region", "before", "after"),
    [
        ("sichuan-ziyang", "2022年度财政拨款收入1813.33万元", "2021年度财政拨款收入1712.45万元"),
        (
            "sichuan-ziyang",
            "国库集中支付业务经费2022年度预算264.39万元，实际支出255.73万元",
            "国库集中支付业务经费2021年度预算250.11万元，实际支出250.02万元",
        ),
        ("hubei-wuhan", "2022年度整体绩效自评得分99.74分", "2021年度整体绩效自评得分98.12分"),
        (
            "hubei-wuhan",
            "2022年度整体绩效自评得分99.74分",
            "2021年度整体绩效自评得分99.74分，2022年度整体绩效自评得分99.74分",
        ),
    ],
)
def test_figures_of_the_year_before_may_be_told_in_an_annex(region: str, before: str, after: str) -> None:
    document, _ = retold(own_page(region, 0), before, after)
    assert not [f.explanation for f in audit_document(document).audit.findings if f.family == "year"]

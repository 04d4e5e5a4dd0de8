"""The national forms of 2021, as printed in the Wuhan document and agreed between the rooms."""

from __future__ import annotations

import pytest

from final_accounts.catalog import edition, edition_of, known_editions
from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import BlockKind, FormKind, FormLayout

NATIONAL = edition("national", 2021)


def columns(form: str, block: str = "main") -> list[str]:
    return [c.key for c in NATIONAL.forms[form].block(block).values]


def rows(form: str, block: str = "main") -> list[str]:
    return [line.key for line in NATIONAL.forms[form].block(block).lines if line.key]


def numbers(form: str, block: str) -> dict[int, str]:
    return {line.number: line.label for line in NATIONAL.forms[form].block(block).lines}


def test_table_1_prints_rows_1_to_30_beside_31_to_60() -> None:
    income, expenditure = numbers("T1", "income"), numbers("T1", "expenditure")
    assert list(income) == list(range(1, 31))
    assert list(expenditure) == list(range(31, 61))
    assert income[1] == "一、一般公共预算财政拨款收入"
    assert income[8] == "八、其他收入"
    assert {income[n] for n in range(9, 27)} == {""}
    assert [income[n] for n in range(27, 31)] == ["本年收入合计", "使用非财政拨款结余", "年初结转和结余", "总计"]
    assert expenditure[38] == "八、社会保障和就业支出"
    assert expenditure[44] == "十四、资源勘探工业信息等支出"
    assert expenditure[56] == "二十六、抗疫特别国债安排的支出"
    assert [expenditure[n] for n in range(57, 61)] == ["本年支出合计", "结余分配", "年末结转和结余", "总计"]


def test_table_4_prints_rows_1_to_32_beside_33_to_64() -> None:
    income, expenditure = numbers("T4", "income"), numbers("T4", "expenditure")
    assert list(income) == list(range(1, 33))
    assert list(expenditure) == list(range(33, 65))
    assert [income[n] for n in (27, 28, 32)] == ["本年收入合计", "年初财政拨款结转和结余", "总计"]
    assert [expenditure[n] for n in (59, 60, 64)] == ["本年支出合计", "年末财政拨款结转和结余", "总计"]
    assert [expenditure[n] for n in (61, 62, 63)] == ["", "", ""]
    assert columns("T4", "expenditure") == ["total", "general", "fund", "capital"]
    assert [line.key for line in NATIONAL.forms["T4"].block("income").lines if "opening" in line.tags] == [
        "line:年初一般公共预算财政拨款",
        "line:年初政府性基金预算财政拨款",
        "line:年初国有资本经营预算财政拨款",
    ]


def test_class_lines_are_the_26_of_the_year_in_both_summaries() -> None:
    codes = [f"function:{code}" for _, code, _ in NATIONAL.expenditure_lines]
    assert len(codes) == 26
    for form in ("T1", "T4"):
        lines = NATIONAL.forms[form].block("expenditure").lines
        assert [line.key for line in lines if "class" in line.tags] == codes


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("T2", "total appropriation superior_subsidy undertaking business affiliated other"),
        ("T3", "total basic project to_superior business to_affiliated"),
        ("T5", "total basic project"),
        ("T8", "opening income total basic project closing"),
        ("T9", "total basic project"),
    ],
)
def test_open_tables_have_the_columns_of_the_official_header(form: str, keys: str) -> None:
    block = NATIONAL.forms[form].block("main")
    assert [c.key for c in block.values] == keys.split()
    assert [c.number for c in block.values] == [str(n) for n in range(1, len(block.values) + 1)]
    assert (block.kind, block.rows, block.total) == (BlockKind.OPEN, "function", "合计")


def test_table_6_prints_the_economic_items_of_the_wuhan_table() -> None:
    personnel = rows("T6", "personnel")
    assert personnel[0] == "economic:301"
    assert sum(key.startswith("economic:301") for key in personnel) == 1 + 13
    assert sum(key.startswith("economic:303") for key in personnel) == 1 + 12
    assert personnel[-1] == "line:人员经费合计"
    assert len(rows("T6", "goods")) == 1 + 27
    capital = rows("T6", "capital")
    assert {"economic:31002", "economic:31003", "economic:31007", "economic:31013", "economic:31099"} <= set(capital)
    assert {key[9:12] for key in capital[:-1]} == {"307", "310", "312", "399"}
    assert capital[-1] == "line:公用经费合计"
    # all three blocks end on the same printed line, the feet on the last one
    assert len({len(b.lines) for b in NATIONAL.forms["T6"].blocks}) == 1


def test_table_7_prints_twelve_amounts_in_one_row() -> None:
    block = NATIONAL.forms["T7"].block("main")
    keys = ["total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"]
    assert [(c.row, c.key) for c in block.values] == [
        (row, key) for row in ("line:预算数", "line:决算数") for key in keys
    ]
    assert [c.number for c in block.values] == [str(n) for n in range(1, 13)]
    assert len(block.lines) == 1


@pytest.mark.parametrize("edition_id", known_editions())
def test_printed_labels_and_numbers_are_there_and_unique(edition_id: str) -> None:
    for form in edition_of(edition_id).forms.values():
        lines = [line for block in form.blocks for line in block.lines]
        keys = [line.key for line in lines if line.key]
        assert len(set(keys)) == len(keys)
        assert all(line.label for line in lines if line.key)
        printed = [line.number for line in lines if line.number]
        assert len(set(printed)) == len(printed)
        for block in form.blocks:
            assert all(c.header for c in block.columns)
            # 其他支出 is the name of a 类 and of its 款: with a code column, the code tells them apart
            coded = any(c.role == "code" for c in block.columns)
            labels = [(line.key if coded else "", line.label) for line in block.lines if line.label]
            assert len(set(labels)) == len(labels), (form.id, block.id)


@pytest.mark.parametrize("edition_id", known_editions())
def test_no_year_is_left_open_in_any_text(edition_id: str) -> None:
    found = edition_of(edition_id)
    for form in found.forms.values():
        texts = [form.title, form.sheet, form.nil_sentence, *form.titles, *form.instructions]
        assert not any("{" in text for text in texts)
        if form.kind in {FormKind.TABLE, FormKind.PERFORMANCE}:
            assert form.title.startswith(f"{found.fiscal_year}年度")


@pytest.mark.parametrize("edition_id", known_editions())
def test_unverified_layouts_say_what_they_rest_on(edition_id: str) -> None:
    assert all(form.source for form in edition_of(edition_id).forms.values())


def test_the_cover_fills_every_field_of_the_header() -> None:
    lines = NATIONAL.forms["COVER"].block("pairs").lines
    assert [line.tags[0] for line in lines] == [
        "unit_code", "unit_name", "fiscal_year", "edition", "template_version", "unit_of_measure", "unit_kind",
        "report_scope", "department", "filled_on", "adjustment_report",
    ]  # fmt: skip


@pytest.mark.parametrize("edition_id", known_editions())
def test_performance_forms_name_title_score_and_a_rubric_of_their_scope(edition_id: str) -> None:
    found = edition_of(edition_id)
    for form, scope in (("PW", "whole"), ("PP", "project")):
        layout: FormLayout = found.forms[form]
        tags = {tag for line in layout.block("head").lines for tag in line.tags}
        assert {"title", "self_score"} <= tags
        assert found.rubrics[layout.rubric].scope == scope
        kinds = {c.key: c.kind for c in layout.block("indicators").values}
        assert kinds["score"] is kinds["weight"] is ValueKind.POINTS
        assert layout.repeats is (form == "PP")


def test_the_national_performance_form_asks_for_every_weight() -> None:
    weight = {c.key: c for c in NATIONAL.forms["PW"].block("indicators").values}["weight"]
    assert weight.required


AGREED = {
    "CARRY": """上年末结转和结余 上缴存量资金 会计差错更正 收回以前年度支出 归集调入 归集调出 单位内部调剂
        调整后年初结转和结余 预算注销额度 年末结转和结余""",
    "STAFF": "编制数 在职实有 行政人员 参公人员 事业人员 离休人员 退休人员 编外聘用人员",
    "TPQ": """出国团组数 出国人次 公务用车购置数 公务用车保有量 国内接待批次 国内接待人次 外宾接待批次
        外宾接待人次""",
    "ASSETS": """主要领导干部用车 机要通信用车 应急保障用车 执法执勤用车 特种专业技术用车 离退休干部用车 其他用车
        车辆合计 通用设备 专用设备""",
    "PROCUREMENT": """采购预算 采购总额 货物 工程 服务 授予中小企业 授予小微企业 货物授予中小企业 工程授予中小企业
        服务授予中小企业""",
    "OPERATING": "本年机关运行经费 上年机关运行经费",
}


@pytest.mark.parametrize(("form", "lines"), AGREED.items())
def test_annexes_have_the_agreed_lines(form: str, lines: str) -> None:
    assert rows(form) == [f"line:{name}" for name in lines.split()]

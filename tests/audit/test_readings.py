"""One error is one finding that names both readings, and a reader is led to its place."""

from __future__ import annotations

from audit.documents import HEAD, findings
from audit.reading import of_lines
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.auditing.audit_report import place_of

TABLE = [
    "第二部分 2021年度部门决算表",
    "收入支出决算总表",
    "单位：万元",
    "收入\t决算数\t支出\t决算数",
    "本年收入合计\t1000.00\t本年支出合计\t1000.00",
    "总计\t1000.00\t总计\t1000.00",
]


def test_a_wrong_amount_and_what_follows_from_it_are_one_finding_with_both_readings() -> None:
    told = "2021年度收、支总计1100.00万元，与2020年度相比，收、支总计各增加200.00万元，增长25.00%。"
    lines = [HEAD[0], *TABLE, HEAD[1], "一、收入支出决算总体情况说明", told]
    found = audit_document(of_lines(lines)).audit.findings
    assert [(f.family, f.mark) for f in found] == [("tie", "1100.00万元")]
    assert "1 处计算也都相符" in found[0].explanation
    assert "如果 1100.00万元 没有错，就要把 25.00% 改为 22.22%" in found[0].explanation


def test_two_errors_stay_two_findings() -> None:
    told = "2021年度收、支总计1100.00万元，与2020年度相比，收、支总计各增加200.00万元，增长35.00%。"
    lines = [HEAD[0], *TABLE, HEAD[1], "一、收入支出决算总体情况说明", told]
    found = audit_document(of_lines(lines)).audit.findings
    assert {(f.family, f.mark) for f in found} == {("tie", "1100.00万元"), ("growth", "35.00%")}


def test_a_choice_of_the_template_that_nobody_made_is_no_wrong_direction() -> None:
    told = "2021年度收、支总计500.00万元，比上年增加（减少）100.00万元，增长25.00%。"
    assert {f.family for f in findings("收入支出决算总体情况说明", told)} == {"residue"}


def test_a_place_is_told_by_part_section_and_the_first_words_beside_its_line() -> None:
    told = "2021年度收、支总计1100.00万元，与上年相比增加200.00万元，增长22.22%。"
    outcome = audit_document(of_lines([HEAD[0], *TABLE, HEAD[1], "一、收入支出决算总体情况说明", told]))
    place = place_of(outcome, outcome.audit.findings[0].spot)
    assert place.startswith("第10行（“第三部分")
    assert "“收入支出决算总体情况说明”，“2021年度收、支总计110…”一段" in place
    assert place_of(outcome, outcome.audit.findings[0].places[1]).startswith("第7行（“收入支出决算总表”“总计”一行")

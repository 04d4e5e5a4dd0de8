"""Findings that are no computation carry the kind of their place, and headlines come first among them."""

from __future__ import annotations

from audit.documents import HEAD
from audit.golden_cases import DOCUMENTS
from audit.reading import of_lines, read_text
from final_accounts.stages.auditing.audit import audit_document

_LATE = [
    *HEAD,
    "一、收入支出决算总体情况说明",
    "2021年度收、支总计100万元。与2018年度相比，收、支总计各增加10万元，增长11.1%。",
    "八、政府采购支出说明",
    "2021年度政府采购支出总额10万元。与2018年度相比，增加1万元，增长11.1%。",
]


def test_a_wrong_year_in_the_headline_has_the_kind_and_the_weight_of_the_headline() -> None:
    found = [f for f in audit_document(of_lines(_LATE)).audit.findings if f.family == "year"]
    assert [(f.kind, f.weight) for f in found] == [("K1", 0), ("K13", 6)]


def test_what_no_section_tells_has_no_kind() -> None:
    lines = [
        "目录",
        "第一部分 概况",
        "第五部分 附件",
        "第一部分 概况",
        "第二部分 决算情况说明",
        "决算支出支出100万元。",
    ]
    found = audit_document(of_lines(lines)).audit.findings
    assert {f.family: f.kind for f in found} == {"contents": "", "doubled": ""}


def test_evaluation_is_only_what_stands_in_annexes_forms_and_the_section_on_performance() -> None:
    for name in ("jianghan-2021", "ziyang-2021"):
        found = audit_document(read_text(DOCUMENTS / f"{name}.txt")).audit.findings
        loose = {f.family for f in found if f.kind == "K15"} & {"contents", "glossary", "parentage", "treasury"}
        assert not loose
        assert {f.kind for f in found if f.family in ("untyped", "unnamed")} == {"K15"}

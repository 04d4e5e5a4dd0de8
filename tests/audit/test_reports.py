"""What a reviewer sees: every family has a Chinese name, marks are found, what was not read is said."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import final_accounts.audit
from audit.documents import HEAD, narrative
from audit.reading import of_lines
from final_accounts.model.document import Spot, Unread
from final_accounts.stages.auditing import audit_scores
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.auditing.audit_report import FAMILIES, audit_html, conclusion, marked

ROOM = Path(final_accounts.audit.__file__).parent
RIGHT = "2021年度收、支总计500.00万元。与2020年度相比，收、支总计各增加100.00万元，增长25.00%。"


PLACE_OF_FAMILY = {"claim": 2, "not_checkable": 2, "finding": 2, "of_form": 1, "judged": 1, "_ratio": 4, "_differ": 2}


def families_in(path: Path) -> set[str]:
    """Literal families in the calls that make claims."""
    found: set[str] = set()
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        place = PLACE_OF_FAMILY.get(name, -1)
        given = [*call.args[place : place + 1]] if place >= 0 else []
        given += [k.value for k in call.keywords if k.arg == "family"]
        found |= {g.value for g in given if isinstance(g, ast.Constant) and isinstance(g.value, str)}
    return found


def test_every_family_has_a_name_for_the_reader() -> None:
    used = set(audit_scores._FAMILIES.values()).union(*(families_in(path) for path in ROOM.glob("*.py")))
    assert len(used) > 30
    assert used <= set(FAMILIES), used - set(FAMILIES)


def test_the_figure_is_marked_in_its_sentence() -> None:
    found = audit_document(narrative("收入支出决算总体情况说明", RIGHT.replace("25.00%", "26.00%"))).audit.findings
    assert [f.mark for f in found] == ["26.00%"]
    before, mark, after = marked(found[0])
    assert before + mark + after == found[0].text
    assert found[0].proposed == "增长25.00%"


def test_a_clean_document_is_clean_and_an_unread_page_is_not() -> None:
    document = narrative("收入支出决算总体情况说明", RIGHT)
    assert audit_document(document).state == "clean"
    torn = replace(document, unread=(Unread(Spot(3, 1), "第 3 页是图片，没有文字"),))
    outcome = audit_document(torn)
    assert outcome.state == "partly_read"
    assert "不能当作没有问题" in conclusion(outcome)
    assert "第 3 页是图片" in audit_html([outcome])


def test_a_section_the_contents_announce_and_nobody_wrote_is_told() -> None:
    contents = [
        "目 录",
        "第一部分 概况",
        "一、主要职能",
        "第二部分 2021年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        "二、政府采购支出情况说明",
        "第三部分 名词解释",
    ]
    body = [
        "第一部分 概况",
        "一、主要职能",
        "职能若干。",
        "第二部分 2021年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        RIGHT,
    ]
    found = audit_document(of_lines([HEAD[0], *contents, *body])).audit.findings
    told = {f.stated[0] for f in found if f.family == "contents"}
    assert told == {"政府采购支出情况说明", "名词解释"}

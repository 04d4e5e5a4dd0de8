"""Numbering: numbers twice, numbers left out, and what may stand in for one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.documents import HEAD, own_page
from audit.reading import of_lines
from final_accounts.audit import Claim
from final_accounts.model.document import TextLine
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document

_TOLD = "本年支出100万元，与上年相比没有变化。"


def numbering(*lines: str) -> list[Claim]:
    return [f for f in audit_document(of_lines([*HEAD, *lines])).audit.findings if f.family == "numbering"]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (("一、收入决算情况说明", _TOLD, "三、支出决算情况说明", _TOLD, "四、其他情况说明", _TOLD), "缺“二、”"),
        (("一、收入决算情况说明", _TOLD, "四、支出决算情况说明", _TOLD), "缺“二、”“三、”"),
        (("一、收入决算情况说明", "（一）总体", _TOLD, "（三）其他", _TOLD), "缺“（二）”"),
        (("九、收入决算情况说明", _TOLD, "十一、支出决算情况说明", _TOLD), "缺“十、”"),
    ],
)
def test_a_number_left_out_is_told(lines: tuple[str, ...], missing: str) -> None:
    found = numbering(*lines)
    assert len(found) == 1
    assert missing in found[0].explanation
    assert len(found[0].places) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("一、收入决算情况说明", _TOLD, "二、支出决算情况说明", _TOLD, "三、其他情况说明", _TOLD),
        ("一、收入决算情况说明", _TOLD, "支出决算情况说明", _TOLD, "三、其他情况说明", _TOLD),
        ("一、收入决算情况说明", f"{_TOLD}二、支出决算情况说明。{_TOLD}", "三、其他情况说明", _TOLD),
        ("（一）收入", "1.财政拨款收入100万元。", "2.其他收入0万元。", "（二）支出", "1.基本支出60万元。"),
        ("三、收入决算情况说明", _TOLD, "一、支出决算情况说明", _TOLD),
    ],
)
def test_what_is_numbered_right_or_may_only_have_lost_its_number_is_no_gap(lines: tuple[str, ...]) -> None:
    assert not numbering(*lines)


def test_what_the_contents_announce_is_missed_once() -> None:
    lines = ["目录", "第一部分 概况", "第二部分 说明", "第三部分 附件", "第一部分 概况", _TOLD, "第三部分 附件", _TOLD]
    found = audit_document(of_lines(lines)).audit.findings
    assert [f.family for f in found if f.family in ("contents", "numbering")] == ["contents"]


def test_many_ones_are_told_in_a_time_that_grows_with_their_number() -> None:
    found = numbering(*["一、说明"] * 3000)
    assert len(found) == 2999


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("2022年度收入决算表", None),
        ("项目支出绩效自评表", None),
        ("2022年度项目支出自评表", None),
        ("2022年度预算绩效目标批复表", Severity.EXPLAIN),
        ("2022年度财政拨款支出决算明细表", Severity.BLOCKING),
    ],
)
def test_a_table_that_the_contents_announce_is_there(title: str, severity: Severity | None) -> None:
    """Official tables and forms are known by their titles; a form may stand under a title in a few other words."""
    page = own_page("hubei-wuhan", 0)
    line = next(b for b in page.blocks if isinstance(b, TextLine) and b.text.startswith("表2\u3000"))
    told = replace(line, text=f"表2\u3000{title}")
    document = replace(page, blocks=tuple(told if b is line else b for b in page.blocks))
    found = [f for f in audit_document(document).audit.findings if f.family == "contents"]
    assert [(f.spot, f.severity) for f in found] == ([(line.spot, severity)] if severity else [])

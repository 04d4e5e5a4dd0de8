"""An indicator in the goal sheet of the unit and in its project's: one target and one result, or a word about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit.documents import HEAD, own_page
from audit.reading import of_lines
from audit.test_sheet_sums import told, with_cell
from final_accounts.audit import Claim
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document


@pytest.mark.parametrize(
    ("row", "before", "after", "family"),
    [
        ("开展执法巡查次数", "≥84次", "≥48次", "target"),
        ("开展执法巡查次数", "84次", "88次", "actual"),
        ("市容环境执法巡查服务对象满意度", "95.7%", "97.5%", "actual"),
        ("数字城管案件处置服务对象满意度", "≥90%", "≥95%", "target"),
    ],
)
def test_a_changed_cell_is_found_with_the_other_sheet(row: str, before: str, after: str, family: str) -> None:
    found = [f for f in told(with_cell(own_page("sichuan-ziyang", 1), row, before, after)) if f.family == family]
    asked = [f for f in found if f.severity is Severity.EXPLAIN]
    assert [(f.stated, f"为“{before}”" in f.explanation, len(f.places)) for f in asked] == [((after,), True, 2)]


def sheet(scope: str, *lines: tuple[str, str, str]) -> Iterator[str]:
    """A goal sheet as text files print it, a cell a line."""
    yield f"2021年度{scope}支出绩效目标完成情况表"
    if scope == "项目":
        yield from ("项目名称", f"{lines[0][0]}项目")
    yield from ("预算执行情况", "年度绩效指标", "完成指标", "数量指标")
    for n, (name, target, actual) in enumerate(lines):
        yield from (f"指标{n + 1}：{name}", target, actual)


def asked(*lines: str) -> list[Claim]:
    found = audit_document(of_lines([*HEAD, "第五部分 附件", *lines])).audit.findings
    return [f for f in found if "两张表不一致" in f.explanation]


def test_only_a_name_of_one_thing_in_one_project_is_compared() -> None:
    unit = ("巡查河道公里数", "≥30公里", "31公里")
    other = ("巡查河道公里数", "≥40公里", "31公里")
    generic = (("服务对象满意度", "≥90%", "95%"), ("服务对象满意度", "≥80%", "95%"))
    assert [f.family for f in asked(*sheet("部门整体", unit), *sheet("项目", other))] == ["target"]
    assert not asked(*sheet("部门整体", unit), *sheet("项目", unit))
    assert not asked(*sheet("部门整体", unit), *sheet("项目", other), *sheet("项目", other))
    assert not asked(*sheet("部门整体", generic[0]), *sheet("项目", generic[1]))

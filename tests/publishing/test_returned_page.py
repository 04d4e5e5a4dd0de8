"""A returned page tells the unit where to begin: the group with the fewest cells first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lxml import html

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.first_steps import first_steps, open_findings
from final_accounts.model.place import Cell
from final_accounts.publishing import returned_page, returned_report
from final_accounts.publishing.samples import GENUINE
from publishing.jianghan import EDITION, SUBMISSION, UNIT
from publishing.pages import read

SUSPECT = Cell("表3 支出决算表", 7, 3)
FIRST = EDITION.rulebook.rules[0].id


def finding(message: str, severity: Severity = Severity.BLOCKING, group: int = 0, *cells: Cell) -> Finding:
    return Finding(
        FIRST,
        severity,
        Verdict.ERROR,
        message,
        hint="先核对。",
        cells=(Cell("表1", 1, 1),),
        value=Decimal("12000.00"),
        expected=Decimal("11999.00"),
        difference=Decimal("1.00"),
        unit_of_measure="元",
        group=group,
        suspects=cells,
    )


FINDINGS = (
    finding("说明一", Severity.EXPLAIN, 3),
    finding("连带二", Severity.BLOCKING, 1, SUSPECT),
    finding("单独更正", Severity.BLOCKING, 2),
    finding("连带一", Severity.BLOCKING, 1, SUSPECT),
)


def page(workbook: str = "", *, accepted: bool = False, findings: Sequence[Finding] = FINDINGS) -> html.HtmlElement:
    return read(
        returned_page(
            returned_report(
                EDITION,
                UNIT,
                SUBMISSION,
                findings,
                city="某市",
                sample=GENUINE,
                accepted=accepted,
                until=date(2022, 5, 6),
                steps=first_steps(open_findings(findings, ())),
                rulebook_hash="ef" * 32,
                workbook=workbook,
            )
        )
    )


def test_cascades_come_first_with_their_cells_then_what_stands_alone() -> None:
    groups = page().find_class("group")
    assert [len(group.xpath(".//li")) for group in groups] == [2, 1, 1]
    assert str(SUSPECT) in groups[0].text_content()
    assert "单独更正" in groups[1].text_content()
    assert "说明一" in groups[2].text_content()


def test_the_few_things_to_do_first_stand_before_everything_else() -> None:
    first = page().xpath("//ol[@class='first']/li")
    assert [str(SUSPECT) in item.text_content() for item in first] == [True, False, False]
    assert "改对后，连带的 1 条一并消除。" in first[0].text_content()
    assert [heading.text for heading in page().xpath("//h2")] == ["先改这几处", "怎么办", "全部审核疑点"]


def test_where_no_cell_is_suspected_those_are_compared_first_that_most_findings_share_and_nothing_is_promised() -> None:
    office, sums = [Cell("附", 3, 1)], [Cell("表6", 38, 2), Cell("表6", 38, 8), Cell("表5", 5, 3)]
    both = (
        replace(finding("三数不符", Severity.BLOCKING, 1), cells=tuple(sums)),
        replace(finding("两数不符", Severity.BLOCKING, 1), cells=(*office, sums[1])),
    )
    told = page(findings=both)
    (item,) = told.xpath("//ol[@class='first']/li")
    assert item.xpath(".//b")[0].text == "表6!I39、附!B4、表6!C39 等 4 格"
    assert "请先核对这几格" in item.text_content()
    assert "一并消除" not in told.text_content()
    assert told.xpath("//h2")[0].text == "先核对这几处"


def test_what_hangs_on_nothing_else_clears_nothing_else() -> None:
    alone = page(findings=(finding("单独", Severity.BLOCKING, 1, SUSPECT),))
    assert "一并消除" not in alone.text_content()
    assert "请先核对这几格" not in alone.text_content()


def test_an_accepted_version_is_told_what_comes_next() -> None:
    text = page(accepted=True).text_content()
    assert "审核通过" in text
    assert "由单位负责人签字" in text
    assert "2022年5月6日" in text


def test_each_finding_says_what_is_there_what_should_be_and_what_to_do() -> None:
    text = page().find_class("group")[1].text_content()
    for words in ("单独更正", "填报 12,000.00 元", "核对数 11,999.00 元", "相差 1.00 元", "先核对。", FIRST, "表1!B2"):
        assert words in text


def test_the_annotated_workbook_is_one_click_away() -> None:
    assert page("v2-审核反馈.xlsx").xpath("//a[@class='action']/@href") == ["v2-审核反馈.xlsx"]
    assert not page().xpath("//a[@class='action']")

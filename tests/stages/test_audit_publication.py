"""What we publish is audited first: correct documents pass, an error of ours stops the publication with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from final_accounts.catalog import edition
from final_accounts.model.document import ReadDocument, TextLine
from final_accounts.model.errors import PublishingError
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import UnitReport
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.disclosure.nouns import Paragraph
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.proof import beside_of, prove
from final_accounts.readers.documents import read_document
from final_accounts.season.waivers import WAIVED
from final_accounts.stages.publication.audit_publication import (
    own_errors,
    refuse_errors,
    refuse_site_errors,
    units_errors,
)
from narrative.telling import made_up
from publishing.disclosures import made_up_report, report_of, wuhan_corrected_report, wuhan_report, ziyang_report


def as_published(report: UnitReport, disclosure: Disclosure) -> ReadDocument:
    return read_document(unit_page(disclosure, report, (), ()).encode(), f"{report.unit.code}.html", tables=False)


def said_otherwise(disclosure: Disclosure, before: str, after: str) -> Disclosure:
    """The disclosure with words of ours (no figure) changed where they first stand in a paragraph."""
    parts = list(disclosure.parts)
    for n, part in enumerate(parts):
        for m, block in enumerate(part.blocks):
            if not isinstance(block, Paragraph):
                continue
            for k, words in enumerate(block.words):
                if type(words) is str and before in words:
                    said = (*block.words[:k], words.replace(before, after, 1), *block.words[k + 1 :])
                    blocks = (*part.blocks[:m], replace(block, words=said), *part.blocks[m + 1 :])
                    parts[n] = replace(part, blocks=blocks)
                    return replace(disclosure, parts=tuple(parts))
    pytest.fail(f"nobody says {before}")


@pytest.mark.parametrize(
    "report",
    [wuhan_report, wuhan_corrected_report, ziyang_report],
    ids=["as printed", "corrected", "without tables"],
)
def test_what_the_real_units_publish_holds_no_error_of_ours(report: object) -> None:
    found: UnitReport = report()  # type: ignore[operator] # one of the three above
    disclosure = compose(found)
    assert own_errors(disclosure, as_published(found, disclosure), found.edition) == ()


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
@pytest.mark.parametrize("number", [1, 4, 10])
def test_what_made_up_units_publish_holds_no_error(region: str, number: int) -> None:
    report = made_up_report(region, 2022, number)
    disclosure = compose(report)
    assert own_errors(disclosure, as_published(report, disclosure), report.edition) == ()
    refuse_errors(report, disclosure, as_published(report, disclosure))
    word = read_document(docx_document(disclosure), "文稿.docx")
    assert own_errors(disclosure, word, report.edition) == ()


@pytest.mark.parametrize(
    ("before", "after", "family"),
    [("，增长", "，下降", {"direction", "growth"}), ("决算数小于", "决算数大于", {"relation"})],
)
def test_a_word_that_no_figure_proves_is_still_refused_with_its_place(
    before: str, after: str, family: set[str]
) -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    disclosure = said_otherwise(compose(report), before, after)
    document = as_published(report, disclosure)
    assert prove(disclosure, document, beside_of(report, (), ())) == (), (
        "every figure is right: the read-back cannot see this"
    )
    wrong = own_errors(disclosure, document, report.edition)
    assert wrong
    assert {claim.family for claim in wrong} <= family
    with pytest.raises(PublishingError, match=r"公开前核对发现 .* 处错误，不予公开：第[0-9]+行"):
        refuse_errors(report, disclosure, document)


def test_a_share_that_was_cut_off_is_excused_in_others_and_refused_in_ours() -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    disclosure = compose(report)
    said = "2022年度本年收入合计1000.00万元，其中：财政拨款收入667.68万元，占本年收入的66.76%；"
    said += "事业收入332.32万元，占本年收入的33.23%。"
    page = as_published(report, disclosure)
    assert said not in [line.text for line in page.blocks if isinstance(line, TextLine)]
    blocks = tuple(
        replace(line, text=said) if isinstance(line, TextLine) and "占本年收入的" in line.text else line
        for line in page.blocks
    )
    wrong = own_errors(disclosure, replace(page, blocks=blocks), report.edition)
    assert {claim.rounding for claim in wrong} & {"truncated"}


def test_nothing_recognised_is_no_success() -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    empty = read_document("<p>本页没有内容可以核对。</p>".encode(), "空白.html")
    with pytest.raises(PublishingError, match="没有识别出任何可以核对的内容"):
        refuse_errors(report, compose(report), empty)


def saying(slot: str, text: str, *, settled: str = "") -> UnitReport:
    """A made-up unit that wrote something else; ``settled`` is the rule whose finding of that text was answered."""
    found, parsed = made_up("hubei-wuhan", 2022, 3)
    header = parsed.header
    unit = BudgetUnit(header.unit_code, header.unit_name, header.unit_kind, header.department, "")
    report = report_of(found, replace(parsed, texts={**parsed.texts, slot: text}), unit, "示例市")
    if not settled:
        return report
    raised = Finding(settled, Severity.EXPLAIN, Verdict.ERROR, "条目有数字与报表不符。", row=f"slot:{slot}")
    return replace(report, reported=replace(report.reported, findings=(*report.reported.findings, raised)))


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("reason_total", "2022年度收入总计350.00万元，比上年有增加。"),
        ("reason_total", "与2019年度相比，收入增加，主要是新增项目。"),
        ("performance_results", "所有目标均已完成，没有偏差。"),
    ],
)
def test_an_error_of_the_unit_that_no_review_raised_stops_its_publication_and_says_what_to_do(
    slot: str, text: str
) -> None:
    report = saying(slot, text)
    disclosure = compose(report)
    document = as_published(report, disclosure)
    assert own_errors(disclosure, document, report.edition) == (), "the words are the unit's, not ours"
    assert {told for told, _ in units_errors(report, disclosure, document)} == {slot}
    with pytest.raises(PublishingError, match=r"单位填写的条目“.*”有 [0-9]+ 处错误，不予公开：第[0-9]+行.*请开放更正"):
        refuse_errors(report, disclosure, document)


@pytest.mark.parametrize("rule", ["NR-02", "NR-03"])
def test_what_a_review_raised_and_people_let_pass_is_published(rule: str) -> None:
    report = saying("reason_total", "2022年度收入总计350.00万元，比上年有增加。", settled=rule)
    disclosure = compose(report)
    refuse_errors(report, disclosure, as_published(report, disclosure))


@pytest.mark.parametrize(
    "text",
    [
        "新增在职人员XX人，经费增加。",  # told at review; untidy, not wrong
        "人员支出支出增加。",
        "新增四名事业人员，人员经费增加。",
        "负责补贴发放，每人每月500元。",
    ],
)
def test_harmless_words_of_a_unit_stop_nothing(text: str) -> None:
    report = saying("reason_total", text)
    disclosure = compose(report)
    refuse_errors(report, disclosure, as_published(report, disclosure))


CONSOLIDATED = (
    "<h1>示例市2022年度决算汇总</h1><h2>收入支出决算总表</h2><p>单位：万元</p><table>"
    "<tr><th colspan=3>收入</th><th colspan=3>支出</th></tr>"
    "<tr><th>项目</th><th>行次</th><th>决算数</th><th>项目</th><th>行次</th><th>决算数</th></tr>"
    "<tr><td>一、一般公共预算财政拨款收入</td><td>1</td><td>80.00</td><td>一、一般公共服务支出</td><td>5</td><td>100.00</td></tr>"
    "<tr><td>二、事业收入</td><td>2</td><td>20.00</td><td></td><td>6</td><td></td></tr>"
    "<tr><td>本年收入合计</td><td>3</td><td>{total}</td><td>本年支出合计</td><td>7</td><td>100.00</td></tr>"
    "<tr><td>总计</td><td>4</td><td>100.00</td><td>总计</td><td>8</td><td>100.00</td></tr></table>"
)


def city_site(folder: Path, total: str) -> Path:
    (folder / "consolidation").mkdir()
    (folder / "index.html").write_text("<h1>示例市2022年度决算汇总</h1>", encoding="utf-8")
    (folder / "consolidation/T1.html").write_text(CONSOLIDATED.format(total=total), encoding="utf-8")
    return folder


def test_city_pages_that_add_up_are_swapped_in(tmp_path: Path) -> None:
    refuse_site_errors(city_site(tmp_path, "100.00"), edition("hubei-wuhan", 2022))


def test_an_error_in_a_table_of_the_city_names_page_and_cell(tmp_path: Path) -> None:
    site = city_site(tmp_path, "110.00")
    with pytest.raises(
        PublishingError, match=r"全市汇总 consolidation/T1.html 公开前核对发现 .*，未更新网页：第[0-9]+行“110.00”"
    ):
        refuse_site_errors(site, edition("hubei-wuhan", 2022))


def test_what_was_waived_for_units_is_in_the_citys_sums_too(tmp_path: Path) -> None:
    """Two units of which 5 万元 each were waived: the city's table is off by 10 万元, and by no more."""
    half = Finding(
        "T1-01",
        Severity.NOTICE,
        Verdict.ERROR,
        f"总数不符。{WAIVED}示例批复人批准。",
        value=Decimal(50_000),
        expected=Decimal(0),
        unit_of_measure="元",
    )
    found = edition("hubei-wuhan", 2022)
    site = city_site(tmp_path, "110.00")
    refuse_site_errors(site, found, [half, half])
    for others in ([half], [half, half, half], [replace(half, rule="A"), replace(half, rule="B")]):
        with pytest.raises(PublishingError, match="未更新网页"):
            refuse_site_errors(site, found, others)


def test_city_pages_without_a_table_are_no_success(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>没有内容。</p>", encoding="utf-8")
    with pytest.raises(PublishingError, match="全市汇总公开前核对没有识别出任何可以核对的内容"):
        refuse_site_errors(tmp_path, edition("hubei-wuhan", 2022))

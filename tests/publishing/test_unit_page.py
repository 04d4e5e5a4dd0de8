"""A unit's page prints every figure of its report, and nothing the report does not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from final_accounts.model.errors import PublishingError
from final_accounts.publishing import Documents, Replaced, count, unit_page
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.html import FileLink, VersionLink, file_size
from publishing.jianghan import APPROVAL, EDITION, FINDING, HEADER, REPORTED, facts, report, source
from publishing.pages import figures_of, links, page_of, printed, read, row_with


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return read(page_of(report()))


def sheet(page: html.HtmlElement, form: str) -> html.HtmlElement:
    found: html.HtmlElement = page.get_element_by_id(form)
    return found


@pytest.mark.parametrize("form", ["T2", "T3", "T5"])
def test_every_printed_figure_stands_in_its_row_and_column(page: html.HtmlElement, form: str) -> None:
    table = source()["tables"][form]
    columns = [c.key for c in EDITION.forms[form].blocks[0].values]
    for row, cells in table["rows"].items():
        words = "合计" if row == "total" else row.removeprefix("function:")
        texts = row_with(sheet(page, form), words)
        assert texts[-len(columns) :] == [cells.get(column, "") for column in columns], row


def test_every_economic_item_of_table_6_stands_beside_its_code(page: html.HtmlElement) -> None:
    rows = source()["tables"]["T6"]["rows"]
    for row, cells in rows.items():
        key = row.partition(":")[2]
        place = 1 if row.startswith("line:") else 2
        assert row_with(sheet(page, "T6"), key)[place] == cells["amount"], row


def test_table_6_prints_zeros_and_the_other_tables_do_not(page: html.HtmlElement) -> None:
    assert row_with(sheet(page, "T6"), "30103")[2] == "0.00"
    assert "0.00" not in [text for form in ("T1", "T4") for text in figures_of(sheet(page, form)).values()]
    assert row_with(sheet(page, "T1"), "二、外交支出") == ["二、外交支出", "32", ""]


def test_table_1_has_line_numbers_and_both_sides(page: html.HtmlElement) -> None:
    row = row_with(sheet(page, "T1"), "本年收入合计")
    assert row == ["本年收入合计", "27", "349.56", "本年支出合计", "57", "349.56"]
    heads = [row.text_content() for row in sheet(page, "T1").xpath(".//thead/tr")]
    assert [head.replace("\n", "") for head in heads] == ["收入支出", "项目行次决算数项目行次决算数", "栏次1栏次2"]


def test_nil_tables_stay_with_their_sentence(page: html.HtmlElement) -> None:
    for form in ("T7", "T8", "T9"):
        assert sheet(page, form).xpath(".//table")
        assert EDITION.forms[form].nil_sentence in sheet(page, form).text_content()
        assert figures_of(sheet(page, form)) == {}


def test_a_table_that_was_not_filled_in_says_so() -> None:
    page = read(page_of(report(replace(REPORTED, facts=tuple(f for f in facts() if f.form != "T2")))))
    assert "本表未填报" in sheet(page, "T2").text_content()


def test_every_amount_of_the_disclosure_is_on_the_page_and_no_other() -> None:
    data = report()
    found = figures_of(read(page_of(data)))
    band = (figure for key in data.key_figures for figure in (key.figure, key.note_figure))
    wanted = {str(figure.fen): figure.text for figure in (*compose(data).figures(), *band) if figure.fen}
    assert {fen: text for fen, text in found.items() if fen != "0"} == wanted
    assert all(text == printed(int(fen)) for fen, text in wanted.items())


def test_the_band_shows_totals_and_the_rate_of_execution(page: html.HtmlElement) -> None:
    band = page.find_class("band")[0].text_content()
    execution = "预算执行率97.61%全年预算数（含年初结转） 358.12"
    for text in ("收支总计349.56万元", "基本支出238.03万元", "项目支出111.53万元", execution):
        assert text in band.replace("\n", "")


def test_scores_stand_side_by_side_with_their_difference_and_reason(page: html.HtmlElement) -> None:
    part = page.get_element_by_id("assurance")
    target, actual, weight, *scores = row_with(part, "残障儿童及家庭满意度")[1:7]
    assert (target, actual, weight[0]) == ("95%", "100%", "3")
    assert scores == ["3", "2.75", "−0.25"]
    assert row_with(part, "等级评定")[4:7] == ["4", "—", "—"]
    assert "实际完成值不是数量" in row_with(part, "等级评定")[7]


def test_explained_findings_carry_the_units_reason(page: html.HtmlElement) -> None:
    text = page.get_element_by_id("assurance").text_content()
    assert FINDING.message in text
    assert "新招聘 4 名事业人员" in text
    assert "区编办文件" in text


def test_the_approval_is_the_units_own(page: html.HtmlElement) -> None:
    text = page.get_element_by_id("approval").text_content()
    for words in (APPROVAL.number, APPROVAL.date, APPROVAL.hash, EDITION.title, "cd" * 32, "5a" * 32):
        assert words in text


def test_the_scope_is_called_by_its_own_word(page: html.HtmlElement) -> None:
    assert "2021年度部门决算" in page.findtext(".//title", "")
    unit = read(page_of(report(replace(REPORTED, header=replace(HEADER, report_scope="单位")))))
    assert "2021年度单位决算" in unit.findtext(".//title", "")


def test_a_correction_is_announced() -> None:
    text = page_of(replace(report(), replaced=Replaced(count(1), "2022年10月1日")))
    assert "更正公告" in text
    assert "更正公告" not in page_of(report())


def test_the_same_report_gives_the_same_bytes() -> None:
    assert page_of(report()) == page_of(report())


def test_what_a_unit_writes_cannot_become_markup() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    finding = replace(FINDING, message=hostile)
    page = read(page_of(report(replace(REPORTED, findings=(finding,)))))
    assert not page.xpath("//script|//img")
    assert hostile in page.get_element_by_id("assurance").text_content()


def test_a_page_asks_for_nothing_from_elsewhere(page: html.HtmlElement) -> None:
    assert links(page)
    assert all(link.startswith(("#", "../")) for link in links(page))
    assert "url(" not in page.xpath("string(//style)")
    assert "@import" not in page.xpath("string(//style)")


def test_files_stand_with_their_sizes_and_a_missing_one_with_its_reason() -> None:
    files = (
        FileLink("公开文件", "", "pdf", reason="没有可用的中文字体"),
        FileLink("全部表格", "files/全部表格.xlsx", "xlsx", file_size(52_345)),
    )
    area = read(page_of(report(), files=files)).find_class("files")[0]
    told = [" ".join(item.text_content().split()) for item in area.iter("li")]
    assert told == ["PDF公开文件没有生成：没有可用的中文字体", "XLSX全部表格51 KB"]
    assert area.xpath(".//@href") == ["files/全部表格.xlsx"]
    assert not read(page_of(report())).find_class("files")


def test_earlier_versions_are_reached_with_the_reason() -> None:
    versions = (VersionLink(count(1), "2022年9月12日", "versions/1.html", "附表9漏填一个项目"),)
    area = read(page_of(report(), versions=versions)).find_class("versions")[0]
    assert [item.text_content() for item in area.iter("li")] == [
        "第 2 版（本页）",
        "第 1 版，2022年9月12日公开更正原因：附表9漏填一个项目",
    ]
    assert area.xpath(".//@href") == ["versions/1.html"]


def test_a_template_that_asks_for_what_is_not_there_makes_no_page(tmp_path: Path) -> None:
    (tmp_path / "unit.html.j2").write_text("{{ report.no_such_figure }}", encoding="utf-8")
    documents = Documents((tmp_path,), Documents.of(EDITION).words, "")
    with pytest.raises(PublishingError, match="no_such_figure"):
        unit_page(compose(report()), replace(report(), documents=documents))


def test_a_broken_template_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "unit.html.j2").write_text("{% if %}", encoding="utf-8")
    documents = Documents((tmp_path,), {}, "")
    with pytest.raises(PublishingError, match=r"unit\.html\.j2"):
        unit_page(compose(report()), replace(report(), documents=documents))

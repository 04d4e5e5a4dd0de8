"""The files of the site: links and anchors lead somewhere, lists are split, the same report gives the same bytes."""

from __future__ import annotations

import json
import posixpath
from dataclasses import replace

import pytest

from final_accounts.model.facts import FactKey
from final_accounts.model.place import Cell
from final_accounts.publishing import city_report, city_site
from final_accounts.publishing.anchors import anchor
from final_accounts.publishing.city.consolidation import city_sheets
from final_accounts.publishing.city.facts import Contribution
from final_accounts.publishing.city.site import comparison_script
from final_accounts.publishing.city.wanted import INCOME
from publishing.city.sample import CODES, FACTS, VALUES
from publishing.jianghan import EDITION, facts
from publishing.jianghan import report as unit_report
from publishing.pages import page_of, read, row_with

ELSEWHERE = {"rules.html", "waivers.html", "data.html", "../../index.html", "units/101001.html", "units/101002.html"}
"""What others put beside these files."""


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return city_site(city_report(EDITION, FACTS))


def test_every_link_and_every_anchor_leads_somewhere(site: dict[str, str]) -> None:
    pages = {name: read(text) for name, text in site.items() if name.endswith(".html")}
    ids = {name: {str(each) for each in page.xpath("//@id")} for name, page in pages.items()}
    followed = 0
    for name, page in pages.items():
        for link in page.xpath("//@href|//script/@src|//form/@action"):
            path, _, fragment = str(link).partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path.partition("?")[0])) if path else name
            )
            if target in ELSEWHERE:
                continue
            assert target in site, (name, link)
            assert not fragment or fragment in ids[target], (name, link)
            followed += 1
    assert followed > 200


def test_no_id_stands_twice_on_a_page(site: dict[str, str]) -> None:
    for name, text in site.items():
        if name.endswith(".html"):
            ids = read(text).xpath("//@id")
            assert len(ids) == len(set(ids)), name


def test_a_list_leads_to_the_figure_on_the_units_page(site: dict[str, str]) -> None:
    links = read(site["consolidation/T3-1.html"]).xpath("//a/@href")
    assert "../units/101001.html#T3-function-208-total" in links
    on_the_page = set(read(page_of(unit_report())).xpath("//@id"))
    reported = {anchor(fact.key) for fact in facts() if fact.form in {"T1", "T3"} and fact.value}
    assert len(reported) > 20
    assert reported <= on_the_page


def test_a_list_shows_sum_elimination_units_cells_and_files(site: dict[str, str]) -> None:
    row = read(site["consolidation/T1-1.html"]).get_element_by_id("T1-line-本年支出合计-")
    assert row_with(row, "全市数")[:2] == ["全市数", "428.00"]
    assert row_with(row, "各单位之和")[:2] == ["各单位之和", "448.00"]
    assert row_with(row, "甲局 → 甲局中心")[1:] == ["20.00", "对附属单位补助支出"]
    assert row_with(row, "甲局")[1] == "180.00 C9"
    assert row_with(row, "甲局")[2] == f"第1版 {'1a' * 6} T1 表!C9"
    assert row_with(read(site["sources.html"]), "甲局")[1:] == ["第 1 版", "1a" * 32]


def test_a_table_of_the_city_stands_as_it_is_laid_out(site: dict[str, str]) -> None:
    page = read(site["consolidation/T1.html"])
    assert row_with(page, "八、社会保障和就业支出")[2] == "328.00"
    (cell,) = page.xpath("//a[@href='../consolidation/T1-1.html#T1-function-208-amount']")
    assert cell.getparent().get("data-fen") == "328000000"


def test_a_table_says_what_was_taken_off_its_total_alone() -> None:
    elsewhere = FactKey("T3", "function:2089901", "to_affiliated")
    parts = (*FACTS.contributions, Contribution("101001", elsewhere, 1_000_000, Cell("T3 表", 99, 2)))
    site = city_site(city_report(EDITION, replace(FACTS, contributions=parts)))
    for form in ("T1", "T3"):
        notice = read(site[f"consolidation/{form}.html"]).xpath("string(//aside[@class='notice'])")
        assert "有 20.00 万元抵销对应不到功能分类" in notice
    assert read(site["consolidation/T2.html"]).xpath("//aside") == []


def test_a_long_list_runs_over_pages_and_holds_every_unit_once() -> None:
    units = [f"{n:06}" for n in range(25)]
    rows = {"function:201": units, "function:208": units[:4], "function:210": units[:3], "function:211": units}
    parts = [
        Contribution(unit, FactKey("T1", row, "amount"), 1, Cell("表1", 1, 1))
        for row, own in rows.items()
        for unit in own
    ]
    report = city_report(EDITION, replace(FACTS, contributions=tuple(parts), pairs=()))
    ((sheet,), behind) = city_sheets(EDITION, ("T1",), report.consolidation.cells, (), 10)
    assert {row: len(behind["T1", row]) for row in rows} == {row: len(own) for row, own in rows.items()}
    stood: dict[str, list[str]] = {}
    for plan in sheet.details:
        assert sum(part.last - part.first for part in plan.parts) <= 10
        for part in plan.parts:
            stood.setdefault(part.row, []).extend(behind["T1", part.row][part.first : part.last])
    assert stood == rows
    assert [plan.path for plan in sheet.details] == [f"consolidation/T1-{n}.html" for n in range(1, 7)]


def test_the_script_to_compare_by_holds_the_reports_figures() -> None:
    text = comparison_script(city_report(EDITION, FACTS))
    data = json.loads(text.partition("]=")[2].removesuffix(";\n"))
    columns = [column[0] for column in data["columns"]]
    units = {unit[0]: dict(zip(columns, unit[4], strict=True)) for unit in data["units"]}
    assert list(units) == ["all", *CODES]
    for code in CODES:
        assert units[code]["T1/line:本年收入合计/amount"] == VALUES[code][INCOME]
    assert units["all"]["T1/line:本年收入合计/amount"] == 457_004_900
    assert units["101001"]["execution"] == [170_004_900, 184_000_000]
    assert (units["101001"]["recomputed"], units["101002"]["recomputed"]) == ("95.5", None)


def test_figures_beyond_what_a_script_counts_exactly_travel_as_text() -> None:
    values = {**VALUES, "101001": {**VALUES["101001"], INCOME: 2**60}}
    text = comparison_script(city_report(EDITION, replace(FACTS, values=values)))
    assert f'"{2**60}"' in text


def test_nothing_in_the_script_can_end_it() -> None:
    standings = tuple(replace(s, unit=replace(s.unit, name="</script><b>")) for s in FACTS.standings)
    assert "<" not in comparison_script(city_report(EDITION, replace(FACTS, standings=standings)))


def test_the_same_report_gives_the_same_files(site: dict[str, str]) -> None:
    assert city_site(city_report(EDITION, FACTS)) == site

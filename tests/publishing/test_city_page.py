"""The city page: every unit in one state, totals with the units behind them, sum − elimination = city."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import html

from final_accounts.model.finding import Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing import (
    CityFacts,
    ClassSum,
    FormScore,
    OpenTransfer,
    SeasonEntry,
    Standing,
    Tally,
    TransferPair,
    amount,
    city_page,
    city_report,
    count,
    index_page,
)
from publishing.jianghan import EDITION
from publishing.pages import amounts_in, figures_of, links, printed, read, row_with

UNITS = (
    BudgetUnit("101001", "甲局", "行政单位", "甲局", "101"),
    BudgetUnit("101002", "甲局中心", "事业单位", "甲局", "101", predecessors=("101009",), change="合并"),
    BudgetUnit("102001", "乙院", "事业单位", "乙院", "102"),
    BudgetUnit("103001", "丙站", "事业单位", "丙站", "103"),
    BudgetUnit("104001", "丁中心", "事业单位", "丁中心", "104", exempt="涉密"),
)
STANDINGS = (
    Standing(UNITS[0], SubmissionState.PUBLISHED, 1, page="units/101001.html", published_version=1),
    Standing(
        UNITS[1],
        SubmissionState.APPROVED,
        2,
        late=True,
        received_on="2022年4月2日",
        page="units/101002.html",
        published_version=2,
    ),
    Standing(UNITS[2], SubmissionState.RETURNED, 1, blocking=3),
    Standing(UNITS[3]),
    Standing(UNITS[4]),
)
RULE = EDITION.rulebook.rules[0]
FACTS = CityFacts(
    city=City("mou", "某市", "hubei-wuhan", made_up=True, units=UNITS, years=(2021,)),
    standings=STANDINGS,
    classes=(
        ClassSum("201", "一般公共服务支出", 150_004_900, (("101001", 100_004_900), ("101002", 50_000_000))),
        ClassSum("208", "社会保障和就业支出", 300_000_000, (("101002", 300_000_000),)),
    ),
    sums={
        "本年收入合计": 470_000_000,
        "上级补助收入": 20_000_000,
        "附属单位上缴收入": 7_000_000,
        "本年支出合计": 450_004_900,
        "对附属单位补助支出": 20_000_000,
        "上缴上级支出": 0,
    },
    eliminated={
        "上级补助收入": 20_000_000,
        "附属单位上缴收入": 0,
        "对附属单位补助支出": 20_000_000,
        "上缴上级支出": 0,
    },
    pairs=(TransferPair("101001", "101002", "对附属单位补助支出", 20_000_000),),
    open_transfers=(OpenTransfer("101001", "101002", "附属单位上缴收入", 7_000_000, "往来单位没有填报对应的往来"),),
    scores=(
        FormScore("101001", "PW", "甲局", Decimal(98), Decimal("95.5"), Decimal("-2.5"), "优"),
        FormScore("101002", "PP1", "某项目", Decimal(80), None, None, ""),
    ),
    by_rule=(Tally(RULE.id, Severity.BLOCKING, 3, 1),),
    by_department=(Tally("乙院", Severity.BLOCKING, 3, 1),),
    merged=(("101009", "甲局旧中心", "101002", "甲局中心"),),
    head=(17, "9f" * 32),
    cut_off="2022年10月1日",
    submit_by="2022年3月31日",
)


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return read(city_page(city_report(EDITION, FACTS)))


def test_every_unit_is_in_exactly_one_state_and_they_add_up_to_the_register(page: html.HtmlElement) -> None:
    states = page.find_class("states")[0].text_content().split()
    assert "".join(states) == "公开2家退回1家未报送1家免报1家合计5家，与名录一致"
    tiles = [li.text_content().split() for li in page.find_class("matrix")[0].xpath(".//li")]
    assert [tile[0] for tile in tiles] == [unit.name for unit in UNITS]


def test_a_unit_counts_as_published_when_its_page_stands_on_this_site() -> None:
    old = replace(STANDINGS[1], version=3, state=SubmissionState.RETURNED)
    page = read(city_page(city_report(EDITION, replace(FACTS, standings=(STANDINGS[0], old, *STANDINGS[2:])))))
    tile = next(li for li in page.find_class("matrix")[0].xpath(".//li") if "甲局中心" in li.text_content())
    assert "退回" in tile.text_content()
    assert tile.xpath(".//a/@href") == ["units/101002.html"]


def test_late_missing_and_merged_units_are_named(page: html.HtmlElement) -> None:
    text = page.get_element_by_id("units").text_content()
    assert "2022年4月2日 收到" in text
    missing = page.xpath("//h3[text()='未报送']/following-sibling::ul[1]")[0].text_content()
    assert "丙站" in missing
    assert "丁中心" not in missing
    assert "甲局旧中心 101009 → 甲局中心" in text


def test_a_class_total_opens_on_the_units_behind_it(page: html.HtmlElement) -> None:
    first = page.xpath("//section[@id='classes']//details")[0]
    assert first.xpath("string(summary)").split() == ["201", "一般公共服务支出", "150.00", "33.33%", "2", "家"]
    assert [row.text_content().split() for row in first.xpath(".//tr")] == [["甲局", "100.00"], ["甲局中心", "50.00"]]
    assert first.xpath(".//a/@href") == ["units/101001.html", "units/101002.html"]


def test_sum_less_elimination_is_the_citys_figure(page: html.HtmlElement) -> None:
    section = page.get_element_by_id("elimination")
    assert row_with(section, "本年收入合计") == ["本年收入合计", "470.00", "20.00", "450.00"]
    assert row_with(section, "本年支出合计") == ["本年支出合计", "450.00", "20.00", "430.00"]
    assert row_with(section, "其中：附属单位上缴收入")[1:] == ["7.00", "0.00", "7.00"]


def test_pairs_and_open_transfers_are_listed(page: html.HtmlElement) -> None:
    section = page.get_element_by_id("elimination")
    assert row_with(section, "甲局")[:4] == ["甲局", "甲局中心", "对附属单位补助支出", "20.00"]
    assert row_with(section, "101002 甲局中心") == [
        "101002 甲局中心",
        "附属单位上缴收入",
        "7.00",
        "往来单位没有填报对应的往来",
    ]


def test_scores_stand_by_rating_and_those_without_one_last(page: html.HtmlElement) -> None:
    bands = page.xpath("//section[@id='scores']//details")
    assert [band.xpath("string(summary/b)") for band in bands] == ["优", "未划分等级"]
    assert row_with(bands[0], "98") == ["98", "95.5", "−2.5"]


def test_findings_carry_the_rules_sentence(page: html.HtmlElement) -> None:
    assert row_with(page.get_element_by_id("findings"), RULE.id) == [RULE.id, RULE.says, "必须更正", "3", "1"]
    assert row_with(page.get_element_by_id("findings"), "乙院") == ["乙院", "3", "0", "0"]


def test_the_head_of_the_chain_stands_at_its_cut_off(page: html.HtmlElement) -> None:
    text = page.get_element_by_id("basis").text_content()
    for words in ("截至 2022年10月1日", "共 17 个事件", "9f" * 32):
        assert words in text


def test_every_amount_of_the_report_is_on_the_page_and_no_other() -> None:
    data = city_report(EDITION, FACTS)
    wanted = {str(figure.fen): figure.text for figure in amounts_in(data)}
    assert figures_of(read(city_page(data))) == wanted
    assert all(text == printed(int(fen)) for fen, text in wanted.items())


def test_the_page_asks_for_nothing_from_elsewhere(page: html.HtmlElement) -> None:
    assert not [link for link in links(page) if "//" in link or link.startswith("/")]


def test_a_city_where_nothing_came_in_has_a_page_too() -> None:
    empty = CityFacts(city=FACTS.city, standings=tuple(Standing(unit) for unit in UNITS))
    text = read(city_page(city_report(EDITION, empty))).text_content()
    assert "还没有通过审核的单位" in text
    assert "没有审核疑点" in text


def test_the_index_lists_the_newest_year_first() -> None:
    def season(city: str, year: int) -> SeasonEntry:
        path = f"{city}/{year}/index.html"
        return SeasonEntry(city, False, year, "口径", count(12), count(9), amount(100), path)  # noqa: FBT003 - not made up

    page = read(index_page([season("甲市", 2021), season("乙市", 2022)]))
    assert page.xpath("//h2/text()") == ["2022年度", "2021年度"]
    assert page.xpath("//td/a/@href") == ["乙市/2022/index.html", "甲市/2021/index.html"]

"""The overview: every unit in one state, sums beside last year's, elimination, distributions, findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from final_accounts.model.facts import FactKey
from final_accounts.model.submission import SubmissionState
from final_accounts.publishing import SeasonEntry, amount, city_page, city_report, count, index_page
from final_accounts.publishing.city.facts import CityFacts, Standing
from final_accounts.publishing.city.spending import execution_rates
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.samples import GENUINE
from final_accounts.publishing.unit_report import key_figures
from publishing.city.sample import CITY, FACTS, HERE, LAST_YEAR, RULE, STANDINGS, VALUES
from publishing.jianghan import EDITION, facts
from publishing.pages import links, read, row_with

WORDS = Documents.of(EDITION).words


def shown(given: CityFacts) -> html.HtmlElement:
    return read(city_page(city_report(EDITION, given)))


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return shown(FACTS)


def section(page: html.HtmlElement, name: str) -> html.HtmlElement:
    found: html.HtmlElement = page.get_element_by_id(name)
    return found


def test_every_unit_is_in_exactly_one_state_and_they_add_up_to_the_register(page: html.HtmlElement) -> None:
    states = page.find_class("states")[0].text_content().split()
    assert "".join(states) == "公开2家退回1家未报送1家免报1家合计5家，与名录一致"
    tiles = page.find_class("map")[0].xpath(".//li")
    assert [tile.get("title") for tile in tiles] == [
        "甲局 公开",
        "甲局中心 公开（逾期）",
        "乙院 退回",
        "丙站 未报送",
        "丁中心 免报",
    ]
    assert [tile.xpath("string(.//i)") for tile in tiles] == ["公", "公", "退", "未", "免"]
    assert [tile.xpath(".//a/@href") for tile in tiles[:3]] == [["units/101001.html"], ["units/101002.html"], []]


def test_a_unit_counts_as_published_while_its_page_stands_on_this_site_whatever_came_in_since() -> None:
    old = replace(STANDINGS[1], version=3, state=SubmissionState.RETURNED)
    tile = shown(replace(FACTS, standings=(STANDINGS[0], old, *STANDINGS[2:]))).find_class("map")[0].xpath(".//li")[1]
    assert tile.get("title") == "甲局中心 公开（逾期）"
    assert tile.xpath(".//a/@href") == ["units/101002.html"]


def test_late_missing_and_merged_units_are_named(page: html.HtmlElement) -> None:
    text = section(page, "units").text_content()
    assert "2022年4月2日 收到" in text
    missing = page.xpath("//h3[text()='未报送']/following-sibling::ul[1]")[0].text_content()
    assert "丙站" in missing
    assert "丁中心" not in missing
    assert "甲局旧中心 101009 → 甲局中心" in text


def test_a_large_city_is_counted_by_department_and_drawn_on_a_page_of_its_own() -> None:
    standings = tuple(
        Standing(replace(HERE["103001"], code=f"9{n:05}", name=f"第{n}站", department=f"第{n % 7}局"))
        for n in range(301)
    )
    page = shown(replace(FACTS, standings=standings))
    assert page.find_class("map") == []
    assert row_with(section(page, "units"), "第3局") == ["第3局", "43", "43"]
    rest = page.xpath("//a[@href='units.html?state=not_received']/text()")
    assert rest == ["另有 289 家，见单位名单"]


def test_sums_are_compared_over_the_units_that_have_both_years(page: html.HtmlElement) -> None:
    money = section(page, "money")
    assert "本年计入汇总 2 家，上年 2 家，其中 1 家两年都有决算" in money.text_content()
    assert row_with(money, "本年收入合计") == ["本年收入合计", "457.00", "187.00", "93.50", "+93.50", "+100.00%"]
    assert row_with(money, "一般公共服务支出")[1:] == ["100.00", "100.00", "50.00", "+50.00", "+100.00%"]
    assert row_with(money, "政府性基金预算财政拨款")[1:3] == ["5.00", "5.00"]
    assert row_with(money, "其他资金")[1:3] == ["30.00", "10.00"]


def test_when_all_units_are_compared_one_column_says_both() -> None:
    both = {code: {key: fen // 2 for key, fen in values.items()} for code, values in VALUES.items()}
    standings = tuple(replace(s, unit=replace(s.unit, since=0, predecessors=())) for s in STANDINGS)
    city = replace(CITY, units=tuple(s.unit for s in standings))
    money = section(shown(replace(FACTS, city=city, standings=standings, merged=(), last_year=both)), "money")
    assert "全部单位两年都有决算，可以比较" in money.text_content()
    assert row_with(money, "本年收入合计") == ["本年收入合计", "457.00", "228.50", "+228.50", "+100.00%"]


@pytest.mark.parametrize("last_year", [{}, {"101009": LAST_YEAR["101009"]}])
def test_without_comparable_units_nothing_is_compared(last_year: dict[str, dict[FactKey, int]]) -> None:
    page = shown(replace(FACTS, last_year=last_year))
    assert "没有两年都有决算的单位，不作比较" in section(page, "money").text_content()
    assert row_with(section(page, "money"), "本年收入合计") == ["本年收入合计", "457.00"]
    assert page.xpath("//figure[@id='chart-city-changes']") == []


def test_a_line_leads_to_the_list_behind_it(page: html.HtmlElement) -> None:
    (href,) = section(page, "money").xpath(".//a[text()='社会保障和就业支出']/@href")
    assert href == "consolidation/T1-1.html#T1-function-208-amount"


def test_execution_is_of_appropriated_money_with_what_was_brought_forward(page: html.HtmlElement) -> None:
    assert "92.39%" in page.find_class("band")[0].text_content()
    text = section(page, "execution").xpath("string(.//*[local-name()='desc'])")
    assert "90–95% 1 家" in text
    assert "另有 1 家无法计算" in text


def test_three_public_expenses_stand_by_kind_and_by_department(page: html.HtmlElement) -> None:
    spending = section(page, "three-public")
    assert row_with(spending, "合计") == [
        *("合计", "1.00", "0.69", "−0.31", "69.00%"),
        *("0.60", "0.30", "+0.30", "+100.00%"),
    ]
    assert row_with(spending, "公务接待费")[1:3] == ["1.00", "0.69"]
    assert row_with(spending, "甲局") == ["甲局", "1.00", "0.69", "−0.31", "69.00%"]


def test_three_public_expenses_of_other_money_are_not_compared() -> None:
    titles = {"T7": "2020年度财政拨款“三公”经费支出决算表"}
    spending = section(shown(replace(FACTS, last_titles=titles)), "three-public")
    assert "两年口径不同，不作比较" in spending.text_content()
    assert row_with(spending, "合计") == ["合计", "1.00", "0.69", "−0.31", "69.00%"]


def test_carry_over_is_told_by_fund(page: html.HtmlElement) -> None:
    carried = section(page, "carried")
    assert row_with(carried, "全部资金") == ["全部资金", "6.00", "15.00", "+9.00", "+150.00%"]
    assert row_with(carried, "一般公共预算财政拨款")[1:3] == ["5.00", "13.00"]
    assert row_with(carried, "其他资金")[1:3] == ["1.00", "2.00"]


def test_sum_less_elimination_is_the_citys_figure(page: html.HtmlElement) -> None:
    lines = section(page, "consolidation")
    assert row_with(lines, "本年收入合计") == ["本年收入合计", "457.00", "20.00", "437.00"]
    assert row_with(lines, "本年支出合计") == ["本年支出合计", "448.00", "20.00", "428.00"]
    assert row_with(lines, "其中：附属单位上缴收入")[1:] == ["7.00", "0.00", "7.00"]
    assert row_with(lines, "其中：对附属单位补助支出")[1:] == ["20.00", "20.00", "0.00"]
    assert "437.00" in page.find_class("band")[0].text_content()


def test_ratings_count_forms_and_those_without_one_stand_last(page: html.HtmlElement) -> None:
    scores = section(page, "scores")
    assert row_with(scores, "优") == ["优", "1", "1", "0"]
    assert scores.xpath(".//tbody//a/text()") == ["优", "未划分等级"]
    said = scores.xpath("string(.//*[local-name()='desc'])")
    assert "自评得分：" in said
    assert "80–90分 1 张" in said


def test_findings_carry_the_rules_sentence(page: html.HtmlElement) -> None:
    findings = section(page, "findings")
    assert row_with(findings, RULE.id) == [RULE.id, RULE.says, "必须更正", "3", "1"]
    assert row_with(findings, "乙院") == ["乙院", "3", "0", "0"]


def test_the_head_of_the_chain_stands_at_its_cut_off(page: html.HtmlElement) -> None:
    text = section(page, "basis").text_content()
    for words in ("截至 2022年10月1日", "共 17 个事件", "9f" * 32):
        assert words in text


def test_every_chart_has_a_name_and_tells_all_in_words(page: html.HtmlElement) -> None:
    drawings = page.xpath("//figure[@class='chart']/*[local-name()='svg']")
    assert len(drawings) == 7
    for drawing in drawings:
        assert drawing.get("role") == "img"
        name, said = (drawing.xpath(f"string(./*[local-name()='{tag}'])") for tag in ("title", "desc"))
        assert name
        assert len(said) > len(name)


def test_the_page_asks_for_nothing_from_elsewhere(page: html.HtmlElement) -> None:
    assert not [link for link in links(page) if "//" in link.removeprefix("../../") or link.startswith("/")]


def test_a_city_where_nothing_came_in_has_a_page_too() -> None:
    empty = CityFacts(city=CITY, sample=GENUINE, standings=tuple(Standing(unit) for unit in HERE.values()))
    text = shown(empty).text_content()
    assert "还没有公开决算的单位" in text
    assert "没有审核疑点" in text


def test_the_index_lists_the_newest_year_first() -> None:
    def season(city: str, year: int) -> SeasonEntry:
        path = f"{city}/{year}/index.html"
        return SeasonEntry(city, False, year, "口径", count(12), count(9), amount(100), path)  # noqa: FBT003 - not made up

    page = read(index_page([season("甲市", 2021), season("乙市", 2022)]))
    assert page.xpath("//h2/text()") == ["2022年度", "2021年度"]
    assert page.xpath("//td/a/@href") == ["乙市/2022/index.html", "甲市/2021/index.html"]


def test_a_units_execution_rate_is_the_one_on_its_own_page() -> None:
    values = {fact.key: fact.value for fact in facts() if isinstance(fact.value, int)}
    own = {figure.id: figure.figure for figure in key_figures(facts(), WORDS["key_figures"])}
    assert execution_rates({"one": values})["one"] == own["execution"]
    assert own["execution"].text == "97.61%"

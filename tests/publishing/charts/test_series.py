"""Which charts there are, and what they say, follows from the region's data and the unit's facts."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from final_accounts.catalog import edition
from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import Fact
from final_accounts.publishing import Documents
from final_accounts.publishing.charts import Chart, Pairs, Shares, charts, placed, read
from publishing.charts.cases import fact
from publishing.jianghan import EDITION, facts

SICHUAN = edition("sichuan-ziyang", 2021)
TOTAL = "T1/line:收入总计/amount"
LAST = "PRIOR/line:收入总计/amount"


def made(*known: Fact, nil: tuple[str, ...] = (), sichuan: bool = True) -> dict[str, Chart]:
    place = SICHUAN if sichuan else EDITION
    return {chart.id: chart for chart in charts(place, known, nil, Documents.of(place).words)}


def pairs(chart: Chart, panel: int = 0) -> Pairs:
    found = chart.panels[panel]
    assert isinstance(found, Pairs)
    return found


def shares(chart: Chart, panel: int = 0) -> Shares:
    found = chart.panels[panel]
    assert isinstance(found, Shares)
    return found


def told(*known: Fact) -> str:
    return read(pairs(made(*known)["totals"]).pairs[0].told)


@pytest.mark.parametrize("year", [2021, 2022])
def test_hubei_has_four_charts_and_sichuan_seven(year: int) -> None:
    for region, numbers in (
        ("hubei-wuhan", [f"图 {n}：" for n in range(1, 5)]),
        ("sichuan", [f"图{n}：" for n in range(1, 8)]),
    ):
        place = edition(region, year)
        captions = [chart.caption for chart in charts(place, (), (), Documents.of(place).words)]
        assert [caption[: len(number)] for caption, number in zip(captions, numbers, strict=True)] == numbers


def test_the_real_unit_is_told_as_its_document_tells_it() -> None:
    found = made(*facts(), sichuan=False)
    assert read(found["expenditure"].said) == (
        "按支出性质：本年支出合计 349.56 万元，其中：基本支出 238.03 万元，占 68.09%；项目支出 111.53 万元，占 31.91%。"
        "按功能分类：本年支出合计 349.56 万元，其中：社会保障和就业支出 324.49 万元，占 92.83%；"
        "住房保障支出 13.86 万元，占 3.96%；卫生健康支出 11.21 万元，占 3.21%。"
    )
    assert found["income"].caption == "图 2：收入决算结构"


def test_growth_and_decline_carry_difference_and_rate() -> None:
    assert told(fact(TOTAL, 349_560_000), fact(LAST, 256_590_000)) == "增加 92.97 万元，增长 36.2%"
    assert told(fact(TOTAL, 100_000_000), fact(LAST, 400_000_000)) == "减少 300.00 万元，下降 75.0%"
    assert told(fact(TOTAL, 5), fact(LAST, 5)) == "与上年持平"


def test_hubei_prints_two_decimals_where_sichuan_prints_one() -> None:
    known = (fact(TOTAL, 349_560_000), fact(LAST, 256_590_000))
    assert read(pairs(made(*known, sichuan=False)["totals"]).pairs[0].told).endswith("增长 36.23%")


def test_no_rate_is_told_on_a_base_that_is_not_above_zero() -> None:
    assert told(fact(TOTAL, 1_000_000), fact(LAST, 0)) == "增加 1.00 万元"
    assert told(fact(TOTAL, 1_000_000), fact(LAST, -2_000_000)) == "增加 3.00 万元"


def test_a_year_that_is_not_known_is_said_and_not_drawn() -> None:
    for known in ((fact(TOTAL, 1_000_000),), (fact(TOTAL, 1_000_000), fact(LAST, 0, blank=True))):
        pair = pairs(made(*known)["totals"]).pairs[0]
        assert (read(pair.told), pair.before.fen) == ("上年数未填报，仅列本年", None)


def test_a_blank_line_of_last_year_is_unknown_also_when_other_lines_are_filled_in() -> None:
    filled = fact("PRIOR/line:基本支出/amount", 7)
    assert told(fact(TOTAL, 1_000_000), fact(LAST, 0, blank=True), filled) == "上年数未填报，仅列本年"


def test_twenty_six_classes_become_seven_and_the_rest_with_its_number() -> None:
    classes = [
        fact(f"T1/function:{code}/amount", 1_000_000 * (i + 1))
        for i, (_, code, _) in enumerate(SICHUAN.expenditure_lines)
    ]
    whole = sum(int(str(one.value)) for one in classes)
    panel = shares(made(*classes, fact("T1/line:本年支出合计/amount", whole))["expenditure"], 1)
    assert len(classes) == 26
    assert [read(bar.name) for bar in panel.bars][-1] == "其他（19项合计）"
    assert [bar.folded for bar in panel.bars] == [False] * 7 + [True]
    assert sum(bar.amount.fen or 0 for bar in panel.bars) == whole
    assert [bar.amount.fen for bar in panel.bars[:7]] == sorted((int(str(c.value)) for c in classes), reverse=True)[:7]
    assert sum((bar.share.value or Decimal(0) for bar in panel.bars), Decimal(0)).quantize(Decimal("1e-9")) == 1


def test_eight_classes_are_not_folded() -> None:
    codes = [code for _, code, _ in SICHUAN.expenditure_lines[:8]]
    known = [fact(f"T5/function:{code}/total", 1_000_000) for code in codes]
    panel = shares(made(*known, fact("T5/total/total", 8_000_000))["general_structure"])
    assert [bar.folded for bar in panel.bars] == [False] * 8


def test_only_classes_are_parts_not_their_items() -> None:
    known = [fact(f"T5/function:{code}/total", 3_000_000) for code in ("208", "20805", "2080505")]
    panel = shares(made(*known, fact("T5/total/total", 3_000_000))["general_structure"])
    assert [read(bar.name) for bar in panel.bars] == ["社会保障和就业支出"]


def test_a_correction_below_zero_is_a_part_like_others() -> None:
    known = [fact("T3/total/total", 90), fact("T3/total/basic", 100), fact("T3/total/business", -10)]
    panel = shares(made(*known)["expenditure"])
    assert [(bar.amount.fen, bar.share.text) for bar in panel.bars] == [(100, "111.1%"), (-10, "-11.1%")]


def test_nothing_spent_is_said_in_words() -> None:
    zeros = [
        fact(f"T7/line:{row}/{column}", 0)
        for row in ("决算数", "预算数")
        for column in ("total", "abroad", "reception")
    ]
    for chart in (made(*zeros)["three_public"], made(nil=("T7",))["three_public"]):
        assert [panel.note for panel in chart.panels] == ["本年无此项", "本年无此项"]
    assert [panel.note for panel in made()["three_public"].panels] == ["本年数未填报", "本年数未填报"]


def test_three_public_expenses_are_set_against_their_budget() -> None:
    known = [fact("T7/line:决算数/total", 9_000_000), fact("T7/line:决算数/reception", 9_000_000)]
    planned = fact("T7/line:预算数/total", 12_000_000)
    assert read(pairs(made(*known, planned)["three_public"], 1).pairs[0].told) == "完成预算的 75.0%"
    assert read(pairs(made(*known)["three_public"], 1).pairs[0].told) == "无预算数"


@pytest.mark.parametrize("broken", [{"kind": "pie"}, {"kind": "shares"}, {"kind": "change", "rows": [{"name": "无"}]}])
def test_a_broken_definition_is_our_error(broken: dict[str, object]) -> None:
    words = deepcopy(Documents.of(SICHUAN).words)
    words["chart_panels"]["totals"] = [broken]
    with pytest.raises(PublishingError, match="totals"):
        charts(SICHUAN, (), (), words)


@pytest.mark.parametrize("place", [SICHUAN, EDITION])
def test_every_chart_has_its_place_in_the_regions_narrative(place: Edition) -> None:
    documents = Documents.of(place)
    sections = documents.narrative["sections"]
    parts = {name: len(sections[name]["parts"]) for name in documents.narrative["document"]["order"]}
    known = charts(place, (), (), documents.words)
    found = placed(known, parts)
    assert {at: chart.id for at, those in found.items() for chart in those} == {
        chart.place: chart.id for chart in known
    }


def test_a_narrative_without_the_section_leaves_no_chart_out() -> None:
    known = charts(SICHUAN, (), (), Documents.of(SICHUAN).words)
    assert [chart.id for chart in placed(known, {})[""]] == [chart.id for chart in known]
    assert [c.id for c in placed(known, {"general": 1})["general/1"]] == ["general_change", "general_structure"]

"""On a unit's page each chart stands below the text it illustrates; both tell the same change."""

from __future__ import annotations

import pytest
from lxml import html

from narrative.test_page import page

PLACES = {
    "hubei-wuhan": {
        "total": ["totals"],
        "income": ["income"],
        "expenditure": ["expenditure"],
        "fiscal": ["fiscal_totals"],
    },
    "sichuan-ziyang": {
        "total": ["totals"],
        "income": ["income"],
        "expenditure": ["expenditure"],
        "fiscal": ["fiscal_totals"],
        "general": ["general_change", "general_structure"],
        "three_public": ["three_public"],
    },
}


@pytest.fixture(scope="module", params=PLACES)
def read(request: pytest.FixtureRequest) -> tuple[str, html.HtmlElement]:
    return request.param, page(request.param)[1]


def test_each_chart_stands_in_its_section(read: tuple[str, html.HtmlElement]) -> None:
    region, document = read
    found: dict[str, list[str]] = {}
    for section in document.findall(".//section[@class='narrative']/section"):
        for chart in section.findall("figure"):
            found.setdefault(str(section.get("id")).removeprefix("narrative-"), []).append(str(chart.get("id"))[6:])
    assert found == PLACES[region]
    assert document.find(".//section[@id='charts']") is None


def test_text_and_chart_tell_the_same_total_change(read: tuple[str, html.HtmlElement]) -> None:
    _, document = read
    section = document.get_element_by_id("narrative-total")
    told = {n.get("data-fen") for n in section.iterfind(".//span[@data-fen]")}
    drawn = {n.get("data-fen") for n in section.iterfind(".//tspan[@data-fen]")}
    assert len(told) == 2
    assert told <= drawn

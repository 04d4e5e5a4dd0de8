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


def sections(document: html.HtmlElement) -> dict[str, list[html.HtmlElement]]:
    """What stands below each heading of a section of the narrative, by the section's id."""
    found: dict[str, list[html.HtmlElement]] = {}
    last = ""
    for element in document.get_element_by_id("narrative"):
        if element.tag == "h3":
            last = str(element.get("id")).removeprefix("narrative-")
        found.setdefault(last, []).append(element)
    return found


def test_each_chart_stands_in_its_section(read: tuple[str, html.HtmlElement]) -> None:
    region, document = read
    charts = {
        place: [str(element.get("id")).removeprefix("chart-") for element in below if element.tag == "figure"]
        for place, below in sections(document).items()
    }
    assert {place: ids for place, ids in charts.items() if ids} == PLACES[region]


def test_text_and_chart_tell_the_same_total_change(read: tuple[str, html.HtmlElement]) -> None:
    _, document = read
    below = sections(document)["total"]
    told = {node.get("data-fen") for element in below for node in element.iterfind("span[@data-fen]")}
    drawn = {node.get("data-fen") for element in below for node in element.iterfind(".//tspan[@data-fen]")}
    assert len(told) == 2
    assert told <= drawn

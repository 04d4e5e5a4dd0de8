"""The city's site in a real browser, opened from a plain folder: search, sort, compare; and without any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from final_accounts.publishing.city.wanted import EXPENDITURE, INCOME
from publishing.pages import printed

if TYPE_CHECKING:
    from publishing.city.conftest import Town

SEEING = (Path(__file__).parents[1] / "html" / "seeing.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
PAGES = (
    "index.html",
    "units.html",
    "compare.html",
    "scores.html",
    "sources.html",
    "consolidation/index.html",
    "consolidation/T1.html",
    "consolidation/T3.html",
    "consolidation/T3-1.html",
)
ROWS = "#list tbody tr:visible"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at desktop width; an error of a script fails the test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []


def seen(page: Page, what: str) -> Any:  # noqa: ANN401 - whatever the browser answers
    return page.evaluate(f"{SEEING}.{what}()")


def at(town: Town, name: str, year: int = 2022) -> str:
    path, mark, rest = name.partition("#")
    return (town.site(year) / path).as_uri() + mark + rest


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_or_clips_its_words(page: Page, town: Town, name: str) -> None:
    page.goto(at(town, name))
    page.wait_for_load_state()
    for width in (390, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert seen(page, "outside") == []
        assert seen(page, "clipped") == []


def test_search_narrows_the_list_as_one_types(page: Page, town: Town) -> None:
    page.goto(at(town, "units.html"))
    assert page.locator(ROWS).count() == 12
    page.fill("#find", "文化图书")
    assert page.locator(ROWS).count() == 1
    assert "105003" in page.locator(ROWS).inner_text()
    assert page.locator("output").inner_text() == "找到 1 家，共 12 家"
    page.fill("#find", "民政局 １０２")
    assert page.locator(ROWS).count() == 3
    page.fill("#find", "")
    page.select_option("#state", "not_received")
    assert page.locator(ROWS).count() == sum(line.tile.state == "not_received" for line in town.reports[2022].units)


def test_text_still_being_composed_is_not_searched(page: Page, town: Town) -> None:
    page.goto(at(town, "units.html"))
    page.evaluate(
        """() => { const box = document.getElementById("find"); box.value = "wenhua";
        box.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true })); }"""
    )
    assert page.locator(ROWS).count() == 12
    page.evaluate(
        """() => { const box = document.getElementById("find"); box.value = "文化";
        box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true })); }"""
    )
    assert page.locator(ROWS).count() == 1


def test_the_overview_hands_its_search_on(page: Page, town: Town) -> None:
    page.goto(at(town, "index.html"))
    page.fill("#q", "数据管理局")
    page.press("#q", "Enter")
    page.wait_for_url("**/units.html?q=*")
    assert page.locator(ROWS).count() == 1


def test_a_head_sorts_and_says_how(page: Page, town: Town) -> None:
    page.goto(at(town, "units.html"))
    head = page.locator("#list thead th", has_text="本年支出")
    spent = [values for values in (line.expenditure.fen for line in town.reports[2022].units) if values is not None]
    assert len(spent) == 3
    for direction, expected in (("descending", sorted(spent, reverse=True)), ("ascending", sorted(spent))):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        shown = page.locator("#list tbody tr td:nth-child(6)").all_inner_texts()
        assert shown == [*map(printed, expected), *["—"] * 9]
    other = page.locator("#list thead th", has_text="编码")
    other.get_by_role("button").press("Enter")
    assert (other.get_attribute("aria-sort"), head.get_attribute("aria-sort")) == ("ascending", None)


def compared(page: Page, column: str) -> list[str]:
    return page.locator(f"tr[data-column='{column}'] td").all_inner_texts()


def test_two_units_stand_beside_each_other_with_the_reports_figures(page: Page, town: Town) -> None:
    page.goto(at(town, "compare.html#a=2022/101001&b=2022/105003"))
    page.wait_for_selector("#compare tbody tr")
    units = town.reports[2022].comparison.units
    place = {column.id: number for number, column in enumerate(town.reports[2022].comparison.columns)}
    for key in (INCOME, EXPENDITURE):
        column = "/".join(key)
        one, other = (int(str(units[code][place[column]])) for code in ("101001", "105003"))
        sign = "+" if one > other else "−"
        assert compared(page, column)[:3] == [printed(one), printed(other), sign + printed(abs(one - other))]
    lines = {line.tile.ref.code: line for line in town.reports[2022].units}
    assert compared(page, "execution")[:2] == [lines[code].execution.text for code in ("101001", "105003")]
    assert compared(page, "recomputed")[:2] == [lines[code].score.text for code in ("101001", "105003")]


def test_two_years_stand_beside_each_other_as_on_the_overview(page: Page, town: Town) -> None:
    page.goto(at(town, "compare.html#a=2022/101001&b=2021/101001"))
    page.wait_for_selector("#compare tbody tr")
    units = [town.reports[year].comparison.units["101001"] for year in (2022, 2021)]
    place = [column.id for column in town.reports[2022].comparison.columns].index("/".join(EXPENDITURE))
    now, before = (int(str(values[place])) for values in units)
    rate = (now - before) * 10000 / before
    shown = compared(page, "/".join(EXPENDITURE))
    assert shown[:2] == [printed(now), printed(before)]
    assert float(shown[3].strip("%").replace("−", "-")) == pytest.approx(rate / 100, abs=0.0051)


def test_below_the_citys_figures_stands_how_many_units_are_behind_each_year(page: Page, town: Town) -> None:
    page.goto(at(town, "compare.html"))
    page.wait_for_selector("#compare tbody tr")
    counts = {year: len(report.sources) for year, report in town.reports.items()}
    said = f"2022年度全市合计为 {counts[2022]} 家单位之和，2021年度全市合计为 {counts[2021]} 家单位之和。"
    assert page.locator("[data-behind]").inner_text() == said
    page.goto(at(town, "compare.html#a=2022/110001&b=2022/101001"))
    page.wait_for_selector("[data-behind]", state="hidden")


def test_a_choice_can_be_handed_on_as_an_address(page: Page, town: Town) -> None:
    page.goto(at(town, "compare.html"))
    page.wait_for_selector("#compare tbody tr")
    assert page.evaluate("location.hash") == "#a=2022/all&b=2021/all"
    page.fill("[data-side=a] [data-narrows]", "数据")
    page.select_option("[data-side=a] [data-unit]", "110001")
    page.wait_for_function("location.hash === '#a=2022/110001&b=2021/all'")
    page.goto(at(town, "compare.html#a=2021/105001&b=2021/999999"))
    page.wait_for_function("document.querySelector('[data-said]').textContent.includes('999999')")


def test_a_year_without_data_is_said_and_stops_nothing(page: Page, town: Town, tmp_path: Path) -> None:
    alone = tmp_path / "2022"
    (alone / "assets").mkdir(parents=True)
    for name in ("compare.html", "assets/compare.js", "assets/city.js", "assets/city.css"):
        (alone / name).write_bytes((town.site(2022) / name).read_bytes())
    page.goto((alone / "compare.html").as_uri())
    page.wait_for_function("document.querySelector('[data-said]').textContent.includes('2021 年度没有可以对比的数据')")
    assert compared(page, "/".join(INCOME))[1] == "—"


@pytest.mark.parametrize("name", PAGES)
def test_without_script_every_page_can_be_read(browser: Browser, town: Town, name: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(at(town, name))
    words = page.locator("main").inner_text()
    context.close()
    assert len(words) > 50
    if name == "units.html":
        assert all(line.tile.ref.name in words for line in town.reports[2022].units)
    if name == "compare.html":
        assert "单位名单" in words


def test_one_press_leads_from_the_overview_to_the_units_behind_a_class(page: Page, town: Town) -> None:
    page.goto(at(town, "index.html"))
    page.locator("#money a", has_text="社会保障和就业支出").click()
    total = page.locator(":target")
    fen = town.reports[2022].consolidation.cells
    assert total.inner_text() == printed(
        next(c.amount for key, c in fen.items() if "-".join(key) == "T1-function:208-amount")
    )
    behind = page.locator("section.row", has=page.locator(":target"))
    assert behind.locator("tbody:last-of-type tr").count() == 3
    assert "!" in behind.locator("tbody:last-of-type tr td:last-child").first.inner_text()

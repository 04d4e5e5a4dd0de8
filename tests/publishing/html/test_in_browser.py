"""A unit's page in a real browser: it fits every width, reads in order, works from the keyboard and on paper."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from publishing.disclosures import sichuan, wuhan

WIDTHS = (360, 390, 768, 1280)
PHONE = 390
A4 = {(595, 842), (842, 595)}
ENOUGH = 4.5
"""Contrast that WCAG asks of text (level AA)."""

SEEING = (Path(__file__).parent / "seeing.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
RAW = r"narrative-|function:|economic:|line:|project:|indicator:|\bform-|\bNone\b|\bundefined\b|\{\{"
"""Keys of ours and leftovers of programming that no reader may meet."""


def seen(page: Page, what: str, *arguments: str) -> Any:  # noqa: ANN401 - whatever the browser answers
    return page.evaluate(f"{SEEING}.{what}({', '.join(map(repr, arguments))})")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways_and_clips_no_text(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert seen(page, "outside") == []
    assert seen(page, "clipped") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_too_wide_for_the_page_scrolls_in_a_region_that_the_keyboard_reaches(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.locator(".scroll").count() > 9
    assert seen(page, "loose") == []
    if width <= PHONE:
        assert seen(page, "scrolling") > 0


def test_no_name_is_too_long_and_no_sum_too_great(browser: Browser, document: Path) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    page.goto(document.as_uri())
    seen(page, "fill")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[0]
    assert seen(page, "outside") == []
    assert seen(page, "clipped") == []
    page.close()


def test_headings_are_ordered_and_there_is_one_first(page: Page) -> None:
    levels = seen(page, "levels")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert {2, 3, 4} <= set(levels)


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    links = seen(page, "links")
    assert len(links["ids"]) > 30
    assert links["missing"] == []


def test_ids_are_unique_and_need_no_quoting(page: Page) -> None:
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 300
    assert [name for name in ids if re.search(r"[\s\"'<>&]", name)] == []


def test_no_raw_key_is_seen(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    assert re.findall(RAW, page.inner_text("body")) == []


def test_every_cell_knows_its_headings_and_every_table_its_name(page: Page) -> None:
    assert page.locator("th:not([scope])").count() == 0
    assert seen(page, "unnamed") == 0
    assert page.get_attribute("html", "lang") == "zh-CN"


def test_text_stands_out_from_its_ground(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    found = seen(page, "contrasts")
    assert len(found) > 500
    assert [(round(ratio, 2), where) for ratio, where in found if ratio < ENOUGH] == []


def test_the_first_key_stroke_offers_the_way_past_the_navigation(browser: Browser, document: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(document.as_uri())
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    page.close()


def test_on_a_phone_the_contents_open_over_the_page_and_close_on_a_choice(browser: Browser, document: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(document.as_uri())
    contents = page.locator("nav.contents")
    assert not contents.is_visible()
    page.click("a.open")
    assert contents.is_visible()
    page.click("nav.contents a[href='#T3']")
    assert not contents.is_visible()
    assert 0 <= page.evaluate("document.getElementById('T3').getBoundingClientRect().top") < 100
    before = page.evaluate("scrollY")
    page.click("a.open")
    page.click("nav.contents .close")
    assert not contents.is_visible()
    assert page.evaluate("scrollY") == before
    page.close()


def test_a_link_from_elsewhere_shows_the_figure_it_names(browser: Browser, document: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{document.as_uri()}#T3-function-208-total")
    box = page.locator("#T3-function-208-total").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= 390 - box["width"]
    assert 100 < box["y"] < 744
    page.close()


def test_source_cells_are_shown_without_a_script(browser: Browser, document: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(document.as_uri())
    cell = "#T3-function-208-total"
    assert seen(page, "said", cell, "::after") == "none"
    page.focus("#page-cells")
    page.keyboard.press("Space")
    address = page.get_attribute(cell, "data-cell") or ""
    sheet, _, place = address.partition("!")
    assert re.fullmatch(r"[A-Z]+[0-9]+", place)
    assert seen(page, "said", cell, "::after") == f'"{place}"'
    assert sheet in seen(page, "said", "#T3 .scroll", "::before")
    page.close()


def test_the_page_asks_for_nothing_but_itself(browser: Browser, document: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(document.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [document.as_uri()]
    page.close()


def test_on_paper_each_part_begins_a_page_and_nothing_of_the_screen_is_left(browser: Browser, document: Path) -> None:
    page = browser.new_page()
    page.goto(document.as_uri())
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    disclosure = wuhan() if document.stem == "wuhan" else sichuan()
    texts = ["".join(leaf.get_textpage().get_text_range().split()) for leaf in printed]
    assert {tuple(round(side) for side in leaf.get_size()) for leaf in printed} == A4
    foot = [f"{number}/{len(texts)}" for number in range(1, len(texts) + 1)]
    assert all(text.startswith(number) for text, number in zip(texts, foot, strict=True))
    leaves = [text.removeprefix(number) for text, number in zip(texts, foot, strict=True)]
    for part in disclosure.parts:
        assert [leaf for leaf in leaves if leaf.startswith("".join(part.shown.split()))], part.id
    assert not [leaf for leaf in leaves if "显示来源单元格" in leaf or "跳到正文" in leaf or "审核规则›" in leaf]
    printed.close()

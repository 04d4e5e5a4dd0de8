"""The narrative on a unit's page: in the region's order, every figure under its name, nothing of a unit as markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from final_accounts.model.submission import Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.narrative import narrate
from final_accounts.publishing import Approval, Documents, Reported, unit_report
from final_accounts.publishing.samples import MADE_UP, sample
from narrative.telling import book_of, made_up
from publishing.pages import page_of


def page(region: str, texts: dict[str, str] | None = None) -> tuple[str, html.HtmlElement]:
    found, parsed = made_up(region, 2022, 3)
    book = book_of(found, parsed)
    told = narrate(replace(book, texts={**book.texts, **(texts or {})}), Documents.of(found).narrative)
    header = parsed.header
    report = unit_report(
        found,
        BudgetUnit(header.unit_code, header.unit_name, header.unit_kind, header.department, "101"),
        Submission("5a" * 32, "决算.xlsx", 1000, header.unit_code, 2022),
        Reported(header, parsed.facts, tuple(sorted(parsed.nil_forms)), parsed.evaluations),
        Approval("虚构决批〔2023〕1号", "2023年9月1日", "ab" * 32, "2023-09-01"),
        city="虚构市",
        sample=sample(Documents.of(found), MADE_UP),
        rulebook_hash="cd" * 32,
        narrative=told,
    )
    text = page_of(report)
    return text, html.fromstring(text)


@pytest.mark.parametrize(("region", "first", "second"), [
    ("hubei-wuhan", "tables", "narrative"),
    ("sichuan-ziyang", "narrative", "tables"),
])  # fmt: skip
def test_tables_and_narrative_stand_in_the_regions_order(region: str, first: str, second: str) -> None:
    text, _ = page(region)
    assert text.index(f' id="{first}"') < text.index(f' id="{second}"')


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
def test_every_amount_of_the_text_can_be_read_back_in_order(region: str) -> None:
    found, parsed = made_up(region, 2022, 3)
    told = narrate(book_of(found, parsed), Documents.of(found).narrative)
    _, document = page(region)
    marked = document.xpath("//section[@id='narrative']/p/span[@data-fen]")
    shown = [(node.text_content(), node.get("data-fen")) for node in marked]
    assert shown == [(v.text, str(v.fen)) for v in told.variables() if v.fen is not None]
    assert len(shown) > 60


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
def test_paragraphs_read_as_the_narrative_does(region: str) -> None:
    found, parsed = made_up(region, 2022, 3)
    told = narrate(book_of(found, parsed), Documents.of(found).narrative)
    _, document = page(region)
    shown = [node.text_content() for node in document.xpath("//section[@id='narrative']/p")]
    assert shown == [paragraph.text for _, paragraph in told.paragraphs()]


def test_what_a_unit_writes_stays_words() -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}{year}"
    _, document = page("hubei-wuhan", {"reason_total": hostile})
    assert not document.xpath("//script")
    assert hostile in document.get_element_by_id("narrative").text_content()

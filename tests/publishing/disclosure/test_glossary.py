"""Terms and subjects are explained exactly where the accounts use them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import edition
from final_accounts.publishing import Documents
from final_accounts.publishing.disclosure import Disclosure, Paragraph, compose
from final_accounts.publishing.disclosure.drafting import Drafting
from final_accounts.publishing.disclosure.glossary import used
from final_accounts.publishing.unit_report import UnitReport
from final_accounts.workbooks.made_up import made_up_city, made_up_units
from publishing.disclosures import made_up_report

REGIONS = ("hubei-wuhan", "sichuan-ziyang")


def entries(document: Disclosure) -> list[Paragraph]:
    return [block for part, block in document.blocks() if part.id == "glossary" and isinstance(block, Paragraph)]


def without(report: UnitReport, forms: set[str]) -> Disclosure:
    facts = tuple(fact for fact in report.reported.facts if fact.form not in forms)
    return compose(replace(report, reported=replace(report.reported, facts=facts)))


@pytest.mark.parametrize("region", REGIONS)
def test_exactly_the_items_with_money_are_explained(region: str) -> None:
    report = made_up_report(region)
    codes = used(Drafting(report, {}))
    told = [entry.mark for entry in entries(compose(report)) if "（项）" in entry.mark]
    assert len(told) == len(codes) >= 5
    for code, mark in zip(codes, told, strict=True):
        assert f"{report.edition.functional.name(code, 2022)}（项）" in mark


@pytest.mark.parametrize("region", REGIONS)
def test_every_subject_of_the_examples_is_told_in_words_of_its_own(region: str) -> None:
    found = edition(region, 2022)
    defined = Documents.of(found).words["glossary_subjects"]
    rows = {row for data in made_up_city(made_up_units(region, 40), found).values() for row in data.forms["T3"]}
    items = {row.partition(":")[2] for row in rows if len(row) == len("function:2080505")}
    assert items <= defined.keys()
    assert len(items) > 20


@pytest.mark.parametrize(("term", "forms"), [("“三公”经费", {"T7", "S12"}), ("机关运行经费", {"OPERATING"})])
@pytest.mark.parametrize("region", REGIONS)
def test_a_term_is_explained_where_its_figures_are(region: str, term: str, forms: set[str]) -> None:
    report = made_up_report(region)
    assert any(term in entry.mark for entry in entries(compose(report)))
    assert not any(term in entry.mark for entry in entries(without(report, forms)))


@pytest.mark.parametrize("region", REGIONS)
def test_entries_are_numbered_without_a_gap(region: str) -> None:
    marks = [entry.mark for entry in entries(compose(made_up_report(region)))]
    numbers = [mark.partition("．")[0] for mark in marks if "．" in mark]
    if numbers:
        assert numbers == [str(n) for n in range(1, len(marks) + 1)]
    else:
        assert [mark[0] for mark in marks if not mark[0].isdigit()] == list("一二三四五六七")

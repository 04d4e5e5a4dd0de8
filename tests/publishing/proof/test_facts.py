"""What a disclosure prints of the reported facts is what was reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from final_accounts.model.facts import FactKey
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.proof import compare_with_facts
from publishing.proof.files import disclosure_of, report_of
from publishing.proof.flipping import printed_texts, with_text


def facts_of(name: str) -> dict[FactKey, int | Decimal | date]:
    """Everything the unit reported as a number or a date."""
    facts = report_of(name).reported.facts
    return {fact.key: fact.value for fact in facts if not isinstance(fact.value, str)}


@pytest.mark.parametrize("name", ["wuhan", "sichuan"])
def test_every_reported_figure_is_printed_as_reported(name: str) -> None:
    disclosure, facts = disclosure_of(name), facts_of(name)
    assert sum(figure.fact is not None for figure in disclosure.figures()) > 500
    assert compare_with_facts(disclosure, facts) == ()
    whole = {key: value for key, value in facts.items() if isinstance(value, int)}
    assert compare_with_facts(disclosure, whole) == ()


def test_a_fen_of_difference_is_found_even_where_it_is_not_seen() -> None:
    key = FactKey("T1", "line:本年收入合计", "amount")
    facts = facts_of("wuhan")
    value = facts[key]
    assert isinstance(value, int)
    found = compare_with_facts(disclosure_of("wuhan"), facts | {key: value + 1})
    assert {m.fact for m in found} == {key}
    assert found[0].message.startswith("表1：")
    assert "库中的数应印作“349.56”" in found[0].message


def test_a_figure_that_prints_something_else_is_found() -> None:
    disclosure, facts = disclosure_of("sichuan"), facts_of("sichuan")
    shown = next(f for f in disclosure.figures() if f.fact is not None and f.fen is not None and f.text == "1,829.55")
    assert shown.fact is not None
    for wrong in ("1,829.54", "1829.5", "18,29.55", "—", ""):
        changed = _with_first(disclosure, shown.text, wrong)
        found = compare_with_facts(changed, facts)
        assert [m.found for m in found] == [wrong]
    assert compare_with_facts(_with_first(disclosure, shown.text, "1829.55"), facts) == ()


def _with_first(disclosure: Disclosure, text: str, instead: str) -> Disclosure:
    """The disclosure with its first such figure of a table printed otherwise."""
    path = next(p for p, said in printed_texts(disclosure.parts) if said == text and "cells" in p)
    return replace(disclosure, parts=with_text(disclosure.parts, path, instead))


def test_an_unreported_amount_or_count_is_found() -> None:
    disclosure, facts = disclosure_of("wuhan"), facts_of("wuhan")
    for key in (FactKey("T1", "line:本年收入合计", "amount"), FactKey("STAFF", "line:事业人员", "count")):
        found = compare_with_facts(disclosure, {k: v for k, v in facts.items() if k != key})
        assert {m.fact for m in found} == {key}
        assert all("库中没有这个数" in m.message for m in found)


def test_points_rates_and_dates_are_compared_where_they_are_known() -> None:
    disclosure, facts = disclosure_of("wuhan"), facts_of("wuhan")
    wrong: dict[FactKey, int | Decimal | date] = {
        FactKey("PW", "line:自评总分", "value"): Decimal("98.53"),
        FactKey("PW", "line:执行率", "value"): Decimal("0.9762"),
        FactKey("PW", "line:填报日期", "value"): date(2022, 4, 12),
    }
    assert {m.fact for m in compare_with_facts(disclosure, facts | wrong)} == set(wrong)

"""The cell that is wrong comes first; one wrong fen in any amount that stands in an equation is caught."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.catalog.editions import edition_of
from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.layout import FormKind
from final_accounts.rules import CompiledRulebook, UnitFacts, compile_rulebook, review
from rules.balanced_accounts import change, unit

EDITIONS = ("hubei-wuhan/2021", "sichuan-ziyang/2021")
SUBJECT_TABLES = {"T2", "T3", "T5", "T8", "T9"}


@cache
def compiled_of(edition: str) -> CompiledRulebook:
    return compile_rulebook(edition_of(edition))


@cache
def base(edition: str) -> UnitFacts:
    return unit(edition_of(edition))


def amounts(edition: str) -> list[FactKey]:
    """Every filled amount of the public tables."""
    forms = edition_of(edition).forms
    return [
        f.key
        for f in base(edition).facts
        if f.kind is ValueKind.AMOUNT and not f.blank and forms[f.form].kind is FormKind.TABLE
    ]


def broken(edition: str, *changes: tuple[tuple[str, str, str], int]) -> tuple[Finding, ...]:
    """Blocking findings after the changes."""
    facts = base(edition).facts
    for key, fen in changes:
        facts = change(facts, key, fen)
    found = review(compiled_of(edition), [dataclasses.replace(base(edition), facts=facts)]).findings["101001"]
    return tuple(f for f in found if f.severity is Severity.BLOCKING)


def fact(edition: str, key: tuple[str, str, str]) -> Fact:
    return next(f for f in base(edition).facts if f.key == key)


def test_one_wrong_item_breaks_many_equations_and_stands_alone_in_the_first_group() -> None:
    key = ("T3", "function:2081005", "basic")
    found = broken(EDITIONS[0], (key, 500))
    assert {f.rule for f in found} == {"T3-01", "T3-02"}
    assert {f.group for f in found} == {1}
    assert {f.suspects for f in found} == {(fact(EDITIONS[0], key).cell,)}


def test_an_amount_in_one_equation_only_gives_all_its_neighbours() -> None:
    key = ("T6", "economic:30201", "amount")
    found = broken(EDITIONS[0], (key, 7))
    assert [f.rule for f in found] == ["T6-01"]
    assert fact(EDITIONS[0], key).cell in found[0].suspects
    assert fact(EDITIONS[0], ("T6", "economic:302", "amount")).cell not in found[0].suspects  # 公用经费合计 holds


def test_two_errors_far_apart_are_two_groups() -> None:
    one, other = ("T3", "function:2081005", "basic"), ("T7", "line:决算数", "vehicles")
    found = broken(EDITIONS[0], (one, 100), (other, 900))
    firsts = {f.group: f.suspects[0] for f in found}
    assert set(firsts.values()) == {fact(EDITIONS[0], one).cell, fact(EDITIONS[0], other).cell}


def test_two_errors_in_one_row_are_told_apart() -> None:
    one, other = ("T3", "function:2081005", "basic"), ("T3", "function:2081005", "project")
    found = broken(EDITIONS[0], (one, 100), (other, 900))
    suspects = {cell for f in found for cell in f.suspects}
    assert {fact(EDITIONS[0], one).cell, fact(EDITIONS[0], other).cell} <= suspects


def test_findings_come_in_order_of_repair() -> None:
    found = broken(EDITIONS[0], (("T5", "function:2081005", "basic"), 12_345_678))
    assert found[0].group == 1
    assert [f.group for f in found] == sorted(f.group for f in found)


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_wrong_fen_is_caught_and_found(edition: str) -> None:
    """All units of one chunk carry one mutation each, so that hundreds cost one run."""
    chosen = random.Random(20211231)  # noqa: S311  a fixed choice, no secret
    keys = chosen.sample(amounts(edition), 150)
    units = []
    for number, key in enumerate(keys):
        moved = change(base(edition).facts, key, chosen.choice((-1, 1)))
        units.append(dataclasses.replace(base(edition), unit=f"u{number}", facts=moved))
    found = review(compiled_of(edition), units).findings
    sizes: Counter[str] = Counter()
    for number, key in enumerate(keys):
        cell = fact(edition, key).cell
        hard = [f for f in found[f"u{number}"] if f.severity is Severity.BLOCKING]
        assert hard, f"{key} is in no equation"
        first = [f for f in hard if f.group == 1]
        assert cell in first[0].suspects, f"{key} is not in the first group: {[f.message for f in hard]}"
        if key.form in SUBJECT_TABLES:
            sizes["unique" if first[0].suspects == (cell,) else "several"] += 1
    assert sizes["unique"] >= 0.95 * sizes.total(), sizes


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(min_value=-(10**11), max_value=10**11).filter(lambda n: n != 0), st.data())
def test_any_change_of_any_amount_is_caught(fen: int, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(amounts(EDITIONS[0])))
    assert broken(EDITIONS[0], (key, fen)), (key, fen)

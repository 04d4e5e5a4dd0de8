"""Rubrics are data that adds up, and the public rule list is exactly what the room evaluates."""

from collections import defaultdict
from decimal import Decimal

import pytest

from final_accounts.catalog import edition
from final_accounts.model.rubric import Rubric
from final_accounts.model.rule import Engine
from final_accounts.scoring.named import score_named
from final_accounts.scoring.reporting import RULES
from scoring.forms import evaluation

every: dict[str, Rubric] = {
    rubric.id: rubric
    for region in ("national", "hubei-wuhan", "sichuan-ziyang")
    for rubric in edition(region, 2021).rubrics.values()
}
named = [rubric for rubric in every.values() if rubric.indicators]


def test_three_schemes_have_a_whole_unit_and_a_project_form() -> None:
    assert sorted(every) == [
        f"{region}/{scope}"
        for region in ("hubei-wuhan", "national", "sichuan-ziyang")
        for scope in ("project", "whole")
    ]


@pytest.mark.parametrize("rubric", every.values(), ids=every.keys())
def test_points_add_up_to_the_full_score(rubric: Rubric) -> None:
    points = [block.points for block in rubric.blocks] or [line.weight or Decimal(0) for line in rubric.indicators]
    assert sum(points, Decimal(0)) == rubric.full == 100


@pytest.mark.parametrize("rubric", named, ids=lambda rubric: rubric.id)
def test_children_add_up_to_their_node(rubric: Rubric) -> None:
    nodes = rubric.parameters["nodes"]
    assert isinstance(nodes, dict)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in rubric.indicators:
        first, second, _ = line.path.split("/")
        sums[first] += line.weight or 0
        sums[f"{first}/{second}"] += line.weight or 0
    assert {name: Decimal(points) for name, points in nodes.items()} == sums


def test_the_ziyang_sheets_have_28_and_20_indicators() -> None:
    assert {rubric.id: len(rubric.indicators) for rubric in named} == {
        "sichuan-ziyang/whole": 28,
        "sichuan-ziyang/project": 20,
    }


@pytest.mark.parametrize("rubric", named, ids=lambda rubric: rubric.id)
def test_checklist_items_add_up_to_their_weight(rubric: Rubric) -> None:
    for line in rubric.indicators:
        if line.method == "checklist":
            items = line.parameters["items"]
            assert isinstance(items, list)
            assert sum(Decimal(item) for item in items) == line.weight, line.path


@pytest.mark.parametrize("rubric", named, ids=lambda rubric: rubric.id)
def test_every_method_a_rubric_names_exists_and_says_why_it_cannot_score_a_blank_line(rubric: Rubric) -> None:
    for line in rubric.indicators:
        levels = dict(zip(("l1", "l2", "l3"), line.path.split("/"), strict=True))
        blank = evaluation({"form": "PW", "indicators": [levels]}).indicators[0]
        outcome = score_named(blank, line, {})
        assert outcome.value is None
        assert outcome.reason, line.path


def test_the_printed_contradictions_are_kept() -> None:
    lines = {line.path: line for line in every["sichuan-ziyang/whole"].indicators}
    carried, bought = lines["过程/预算执行/结转结余率"], lines["过程/预算执行/政府采购执行率"]
    assert [str(n) for n in (carried.rule_max, carried.weight, bought.rule_max, bought.weight)] == ["1", "2", "2", "4"]


def test_the_national_bands_are_recalled_and_marked() -> None:
    assert not every["national/project"].verified
    assert every["national/project"].parameters["weights"] == "required"
    assert not every["hubei-wuhan/whole"].bands


def test_the_rules_of_the_room_are_the_rules_of_the_book() -> None:
    rules = [rule for rule in edition("national", 2021).rulebook.rules if rule.engine is Engine.SCORING]
    assert [rule.id for rule in rules] == list(RULES)
    assert {rule.suite for rule in rules} == {"performance"}
    assert all(rule.hint and rule.says for rule in rules)

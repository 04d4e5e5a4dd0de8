"""Targets and actuals get a type only when all of the text is understood."""

from typing import Any

import pytest

from final_accounts.scoring.attainment import attain
from final_accounts.scoring.measure import parse
from scoring.forms import cases, load, optional

texts: dict[str, Any] = load(cases / "measures.yaml")


@pytest.mark.parametrize("printed", texts["parsed"])
def test_a_printed_value_is_typed(printed: str) -> None:
    kind, number, upper, unit, direction, day, word = (texts["parsed"][printed] + [None] * 7)[:7]
    measure = parse(printed, 2021)
    assert measure.kind == kind
    assert (measure.number, measure.upper) == (optional(number), optional(upper))
    assert (measure.unit, measure.direction.value, measure.word) == (unit or "", direction or "", word or "")
    assert measure.date == day
    assert measure.printed == printed


def test_a_date_without_year_needs_the_fiscal_year() -> None:
    assert parse("12月底").kind == "text"


@pytest.mark.parametrize(("target", "actual", "level", "problem"), texts["attained"])
def test_an_actual_is_compared_with_its_target(target: str, actual: str, level: str, problem: str) -> None:
    found = attain(parse(target, 2021), parse(actual, 2021))
    assert (found.level or "") == level
    assert problem in found.problem
    assert bool(problem) == bool(found.problem)

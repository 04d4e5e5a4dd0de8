"""One wrong fen in any amount that an equation holds is caught, and the wrong cell is in the first group."""

from __future__ import annotations

import pytest

from final_accounts.model.finding import Severity
from mutation.clean import clean_unit
from mutation.judging import Judged, judge
from mutation.mutating import amounts, mutation, stratum
from mutation.proof import SEASONS, in_two_halves, snapshot

AT_LEAST = 300
UNIQUE = 0.95
seasons = pytest.mark.parametrize(("town", "year"), SEASONS)


def told(wrong: list[Judged]) -> list[str]:
    return [
        f"{j.mutation.fact.key}: {sorted(j.standing.rules)} due, {[f.rule for f in j.caught_by]} raised, "
        f"{j.mutation.fact.cell} among {[str(c) for c in j.first_group]}"
        for j in wrong
    ]


@seasons
def test_every_wrong_fen_in_an_equation_is_caught_by_one_that_holds_it(town: str, year: int) -> None:
    assert told([j for j in in_two_halves(town, year).judged if not j.caught]) == []


@seasons
def test_the_wrong_cell_is_in_the_first_group(town: str, year: int) -> None:
    assert told([j for j in in_two_halves(town, year).judged if not j.located]) == []


@seasons
def test_in_the_subject_tables_the_wrong_cell_stands_alone(town: str, year: int) -> None:
    subjects = in_two_halves(town, year).subject_tables
    assert len([j for j in subjects if j.unique]) >= UNIQUE * len(subjects) > 0


@seasons
def test_an_amount_in_one_equation_is_named_with_all_that_cannot_be_told_from_it(town: str, year: int) -> None:
    single = [j for j in in_two_halves(town, year).judged if len(j.standing.blocking) == 1 and not j.standing.others]
    assert single
    assert told([j for j in single if not j.explained]) == []


@seasons
def test_the_amounts_that_no_rule_ties_to_another_are_those_on_the_list(town: str, year: int) -> None:
    found = in_two_halves(town, year)
    assert found.unruled == snapshot()[found.edition]
    assert told([j for j in found.compared if not j.located]) == []


def test_hundreds_of_amounts_of_every_form_and_column_are_changed() -> None:
    found = [in_two_halves(town, year) for town, year in SEASONS]
    changed = [j for one in found for j in (*one.judged, *one.outside)]
    assert len(changed) >= AT_LEAST
    there = {(clean.city, *places(stratum(fact))) for one in found for clean in one.cleans for fact in amounts(clean)}
    assert {(j.mutation.clean.city, *places(j.mutation.stratum)) for j in changed} == there


def places(name: str) -> tuple[str, str]:
    """Form and column of a stratum."""
    form, *_, column = name.split("/")
    return form, column


@pytest.mark.parametrize(("town", "unit"), [("qingshi", "105001"), ("luxi", "205001")])
def test_an_item_of_table_3_that_breaks_many_equations_is_named_first_and_alone(town: str, unit: str) -> None:
    clean = clean_unit(town, unit, 2021)
    items = [f for f in amounts(clean) if f.form == "T3" and len(f.row) == len("function:2080505") and f.value]
    found = judge([mutation(clean, fact, 12_345) for fact in items])
    assert len(found) > 10
    for judged in found:
        blocking = [f for f in judged.caught_by if f.severity is Severity.BLOCKING]
        assert len(blocking) >= 2, judged.mutation.fact.key
        assert judged.unique, told([judged])
        assert {f.group for f in blocking} == {1}

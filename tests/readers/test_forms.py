"""Whole submissions of both regions: every figure that was written comes back at its own key."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest

from final_accounts import catalog
from final_accounts.model.evaluation import MeasureKind
from final_accounts.model.facts import ValueKind
from final_accounts.model.submission import Explanation
from final_accounts.readers import Expectation, read_workbook
from readers import books

REGIONS = ("hubei-wuhan", "sichuan-ziyang")


@lru_cache
def whole(region: str) -> books.Answer:
    return read_workbook(
        books.written(catalog.edition(region, 2021), books.data_of(region)), "a.xlsx", catalog.edition, Expectation()
    )


@pytest.mark.parametrize("region", REGIONS)
def test_every_figure_written_is_read_at_its_key_and_nothing_else_is(region: str) -> None:
    parsed, findings = whole(region)
    assert findings == ()
    facts = {tuple(fact.key): fact for fact in parsed.facts}
    wanted: dict[tuple[str, str, str], object] = {}
    for form, rows in books.data_of(region).forms.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                if not row.startswith("indicator:") and form not in {"COVER", "NARRATIVE", "EXPLAIN"}:
                    wanted[form, row, column] = value
    numbers = {key: value for key, value in wanted.items() if isinstance(value, int | Decimal)}
    assert len(numbers) > 300
    for key, value in numbers.items():
        fact = facts[key]
        assert fact.value == (value * 100 if fact.kind is ValueKind.AMOUNT else value), key
    unwritten = [f for f in parsed.facts if f.key not in wanted and f.kind is not ValueKind.TEXT and not f.blank]
    assert unwritten == []


@pytest.mark.parametrize("region", REGIONS)
def test_the_cover_comes_back_as_it_was_written(region: str) -> None:
    assert whole(region)[0].header == books.data_of(region).header


@pytest.mark.parametrize("region", REGIONS)
def test_every_fact_has_a_key_and_a_cell_of_its_own(region: str) -> None:
    facts = whole(region)[0].facts
    assert len({fact.key for fact in facts}) == len(facts)
    assert len({fact.cell for fact in facts}) == len(facts)


def test_pinned_columns_tell_the_row() -> None:
    rows = {f.row for f in whole("hubei-wuhan")[0].facts if f.form == "T7"}
    assert rows == {"line:预算数", "line:决算数"}


def test_a_cross_table_has_a_fact_for_each_code_by_code() -> None:
    facts = [f for f in whole("sichuan-ziyang")[0].facts if f.form == "S5"]
    assert {f.row.partition(":")[0] for f in facts} == {"total", "function"}
    assert any(f.column == "economic:30101" and f.value for f in facts)
    assert any(f.column == "total" and f.row == "total" and f.value for f in facts)


def test_projects_stand_under_their_function_code() -> None:
    rows = {f.row for f in whole("sichuan-ziyang")[0].facts if f.form == "S9"}
    projects = {row for row in rows if row.startswith("project:")}
    assert projects
    assert all(f"function:{row.removeprefix('project:').partition('/')[0]}" in rows for row in projects)


def test_classes_and_items_of_one_name_are_told_apart_by_code() -> None:
    facts = {f.row: f.cell for f in whole("hubei-wuhan")[0].facts if f.form == "T6"}
    assert facts["economic:399"] != facts["economic:39999"]


def test_an_evaluation_has_its_head_its_goals_and_its_indicators() -> None:
    evaluation = whole("hubei-wuhan")[0].evaluations[0]
    written = books.data_of("hubei-wuhan").forms["PW"]
    assert (evaluation.form, evaluation.rubric) == ("PW", "hubei-wuhan/whole")
    assert evaluation.budget == written["line:预算数"]["value"] * 100  # type: ignore[operator]
    assert evaluation.self_score == written["line:自评总分"]["value"]
    assert evaluation.block_scores["execution"] == written["line:执行得分"]["value"]
    assert sum(evaluation.block_points.values()) == 80
    assert {i.goal for i in evaluation.indicators} == {1, 2}
    first = evaluation.indicators[0]
    assert first.path.startswith("目标1/")
    assert first.target.kind is MeasureKind.TEXT
    assert first.cells["score"].sheet == evaluation.cells["budget"].sheet


def test_scoring_sheets_of_sichuan_keep_weights_and_inputs() -> None:
    parsed = whole("sichuan-ziyang")[0]
    forms = {e.form: e for e in parsed.evaluations}
    assert {"PW", "PG", "PP1", "PP2", "PGP1", "PGP2"} <= set(forms)
    sheet = forms["PW"]
    assert len(sheet.indicators) == 28
    assert sum(i.weight or 0 for i in sheet.indicators) == 100
    assert any({"numerator", "denominator"} <= set(i.inputs) for i in sheet.indicators)
    assert forms["PG"].rubric == ""


def test_a_repeated_indicator_gets_a_path_of_its_own() -> None:
    data = books.data_of("hubei-wuhan")
    rows = {k: dict(v) for k, v in data.forms["PP1"].items()}
    indicators = [key for key in rows if key.startswith("indicator:")]
    rows[indicators[1]] = dict(rows[indicators[0]])
    again = replace(data, forms={**data.forms, "PP1": rows})
    parsed, _ = read_workbook(
        books.written(catalog.edition("hubei-wuhan", 2021), again), "a.xlsx", catalog.edition, Expectation()
    )
    paths = [i.path for e in parsed.evaluations if e.form == "PP1" for i in e.indicators]
    assert paths[1] == f"{paths[0]}#2"
    assert len(set(paths)) == len(paths)


def test_texts_and_explanations_come_back() -> None:
    explained = (Explanation("V1@T1", "上年有一次性项目", "批复〔2021〕3号"), Explanation("V3", "冲减"))
    texts = {"duties": "负责预算管理。\n第二段。", "measures": "-"}
    data = replace(books.data_of("hubei-wuhan"), texts={"duties": texts["duties"]}, explanations=explained)
    parsed, findings = read_workbook(
        books.written(catalog.edition("hubei-wuhan", 2021), data), "a.xlsx", catalog.edition, Expectation()
    )
    assert findings == ()
    assert parsed.texts == {"duties": texts["duties"]}
    assert parsed.explanations == explained
    assert all(fact.form not in {"NARRATIVE", "EXPLAIN"} for fact in parsed.facts)


@pytest.mark.parametrize("region", REGIONS)
def test_an_absent_sheet_gives_no_fact_and_is_listed(region: str) -> None:
    edition = catalog.edition(region, 2021)
    tables = frozenset(form.id for form in edition.tables())
    data = replace(books.data_of(region), absent_forms=tables, nil_forms=frozenset())
    parsed, findings = read_workbook(books.written(edition, data), "a.xlsx", catalog.edition, Expectation())
    assert books.rules(findings) == ["IN-20"] * len(tables)
    assert {found.row for found in findings} == tables
    assert not tables & {fact.form for fact in parsed.facts}
    assert parsed.evaluations

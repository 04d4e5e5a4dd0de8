"""The two real documents are transcribed figure by figure, and each error in them is proved from their own figures."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examples.transcribed import Yaml, compute, find, given, is_untyped, load, number, one, rounded

REAL = Path(__file__).parents[2] / "include/examples/real"
JIANGHAN = load(REAL / "jianghan-2021.yaml")
ZIYANG = load(REAL / "ziyang-2021.yaml")
DOCUMENTS = {"jianghan": JIANGHAN, "ziyang": ZIYANG}
ERRORS: list[tuple[Yaml, dict[str, Any]]] = [
    (data, error) for data in DOCUMENTS.values() for error in data["known_errors"]
]


def errors(kind: str) -> list[Yaml]:
    return [pytest.param(data, error, id=error["id"]) for data, error in ERRORS if error["kind"] == kind]


def total(data: Yaml, path: str) -> Decimal:
    return sum((number(text) for text in find(data, path)), Decimal())


# The tables hold together as they do in print


@pytest.mark.parametrize("table", ["T2", "T3", "T5"])
def test_every_parent_row_of_jianghan_is_the_sum_of_its_children(table: str) -> None:
    rows = JIANGHAN["tables"][table]["rows"]
    for row, cells in rows.items():
        code = "" if row == "total" else row.removeprefix("function:")
        children = [
            key for key in rows if key.startswith(f"function:{code}") and len(key) - 9 == (len(code) + 2 if code else 3)
        ]
        for column in JIANGHAN["tables"][table]["columns"] if children else []:
            parts = sum((Decimal(rows[child].get(column, "0")) for child in children), Decimal())
            assert Decimal(cells.get(column, "0")) == parts, (row, column)


@pytest.mark.parametrize(
    ("table", "parts"), [("T2", ["appropriation"]), ("T3", ["basic", "project"]), ("T5", ["basic", "project"])]
)
def test_every_row_of_jianghan_adds_up_across(table: str, parts: list[str]) -> None:
    for row, cells in JIANGHAN["tables"][table]["rows"].items():
        assert Decimal(cells["total"]) == sum((Decimal(cells.get(part, "0")) for part in parts), Decimal()), row


@pytest.mark.parametrize(("table", "column"), [("T1", "amount"), ("T4", "total"), ("T4", "general")])
def test_the_summary_tables_of_jianghan_balance(table: str, column: str) -> None:
    rows = JIANGHAN["tables"][table]["rows"]
    classes = sum((Decimal(cells[column]) for row, cells in rows.items() if row.startswith("function:")), Decimal())
    assert classes == Decimal(rows["line:本年支出合计"][column]) == Decimal(rows["line:支出总计"][column])
    assert rows["line:收入总计"]["amount"] == rows["line:支出总计"][column] == rows["line:本年收入合计"]["amount"]


def test_the_economic_items_of_jianghan_add_up_to_its_basic_expenditure() -> None:
    rows = {row: Decimal(cells["amount"]) for row, cells in JIANGHAN["tables"]["T6"]["rows"].items()}
    for parent in ("301", "302", "303", "310"):
        items = [value for row, value in rows.items() if row.startswith(f"economic:{parent}") and len(row) == 14]
        assert rows[f"economic:{parent}"] == sum(items)
    assert rows["line:人员经费合计"] == rows["economic:301"] + rows["economic:303"]
    assert rows["line:公用经费合计"] == rows["economic:302"] + rows["economic:310"]
    basic = Decimal(JIANGHAN["tables"]["T5"]["rows"]["total"]["basic"])
    assert rows["line:人员经费合计"] + rows["line:公用经费合计"] == basic
    assert [len(JIANGHAN["tables"][table]["rows"]) for table in ("T2", "T3", "T5")] == [14, 14, 14]
    assert len(rows) == 4 + 13 + 27 + 12 + 5 + 2


def test_the_names_given_for_basic_expenditure_are_the_items_above_zero() -> None:
    named = [
        *one(JIANGHAN, "narrative_figures/basic-personnel-items/names"),
        *one(JIANGHAN, "narrative_figures/basic-public-items/names"),
    ]
    rows = JIANGHAN["tables"]["T6"]["rows"]
    assert set(named) == {
        cells["name"] for row, cells in rows.items() if len(row) == 14 and Decimal(cells["amount"]) > 0
    }


def test_the_known_cells_of_ziyang_hold_together() -> None:
    t6 = {row: Decimal(cells["amount"]) for row, cells in ZIYANG["known_cells"]["T6"]["rows"].items()}
    public = sum(value for row, value in t6.items() if row.startswith("economic:302"))
    personnel = sum(value for row, value in t6.items() if row.startswith(("economic:301", "economic:303")))
    assert (personnel, public) == (t6["line:人员经费合计"], t6["line:公用经费合计"])
    assert personnel + public == Decimal(one(ZIYANG, "known_cells/T5/rows/total/basic"))
    balance = "a + b + c == t and p + q == x and g + f == r and r + o == y and e + z == y"
    operands = {
        "a": "known_cells/T1/rows/line:一般公共预算财政拨款收入/amount",
        "b": "known_cells/T1/rows/line:政府性基金预算财政拨款收入/amount",
        "c": "known_cells/T1/rows/line:其他收入/amount",
        "t": "known_cells/T1/rows/line:本年收入合计/amount",
        "p": "known_cells/T3/rows/total/basic",
        "q": "known_cells/T3/rows/total/project",
        "x": "known_cells/T1/rows/line:本年支出合计/amount",
        "g": "known_cells/T4/rows/line:一般公共预算财政拨款/amount",
        "f": "known_cells/T4/rows/line:政府性基金预算财政拨款/amount",
        "r": "known_cells/T4/rows/line:本年收入合计/amount",
        "o": "known_cells/T4/rows/line:年初财政拨款结转和结余/amount",
        "y": "known_cells/T4/rows/line:收入总计/amount",
        "e": "known_cells/T4/rows/line:本年支出合计/total",
        "z": "known_cells/T4/rows/line:年末财政拨款结转和结余/total",
    }
    assert compute(balance, given(ZIYANG, operands))


def test_the_carry_over_story_of_ziyang_closes() -> None:
    rows = {row: Decimal(cells["total"]) for row, cells in ZIYANG["carry_over"]["rows"].items()}
    opening = rows["line:上年末结转和结余"] - rows["line:上缴存量资金"] + rows["line:会计差错更正"]
    assert opening == rows["line:调整后年初结转和结余"]
    assert total(ZIYANG, "carry_over/items/*/amount") == rows["line:年末结转和结余"]


# The performance forms


def test_the_forms_of_jianghan_have_the_printed_indicators_and_add_up_to_the_printed_scores() -> None:
    whole = JIANGHAN["performance"]["whole"]
    assert [len(goal["indicators"]) for goal in whole["goals"]] == [7, 9, 5]
    reported = Decimal(JIANGHAN["performance"]["report"]["execution"]["score"])
    assert total(whole, "goals/*/indicators/*/score") + reported == Decimal(whole["score"])
    projects = JIANGHAN["performance"]["projects"]
    assert [len(project["indicators"]) for project in projects] == [9, 8, 12]
    for project in projects:
        points = total(project, "indicators/*/score")
        assert points == Decimal(project["indicator_points"])
        parts = points + Decimal(project["execution"]["score"]) + Decimal(project["overall_goal"]["score"])
        assert parts == Decimal(project["score"])
    report = JIANGHAN["performance"]["report"]
    assert [len(report[name]) for name in ("output_indicators", "effect_indicators")] == [13, 15]


def sheets() -> Iterator[Yaml]:
    yield pytest.param(ZIYANG["performance"]["whole"], 28, 18, id="whole")
    for project, filled in zip(ZIYANG["performance"]["projects"], [7, 8, 8], strict=True):
        yield pytest.param(project, 20, filled, id=project["id"])


@pytest.mark.parametrize(("form", "indicators", "filled"), list(sheets()))
def test_the_scoring_sheets_of_ziyang_add_up_to_their_weights_and_totals(
    form: Yaml, indicators: int, filled: int
) -> None:
    sheet = form["scoring_sheet"]
    assert (len(sheet), len(form["goal_sheet"]["indicators"])) == (indicators, filled)
    assert total(form, "scoring_sheet/*/weight") == Decimal(100)
    assert total(form, "scoring_sheet/*/score") == Decimal(form["sheet_total"]) == Decimal(form["score"])
    for block, weight in form["block_weights"].items():
        assert sum(Decimal(line["weight"]) for line in sheet if block in line["path"].split("/")[:2]) == Decimal(weight)
    for line in sheet:
        assert Decimal(0) <= Decimal(line["score"]) <= Decimal(line["weight"])
        if line["method"] == "checklist":
            assert sum(map(Decimal, line["inputs"]["checklist"])) == Decimal(line["weight"]), line["path"]
            assert (line["inputs"]["checklist_met"] == "all") == (line["score"] == line["weight"])


def test_the_deductions_of_ziyang_are_what_its_scoring_sheet_lost() -> None:
    whole = ZIYANG["performance"]["whole"]
    assert total(whole, "deductions/*/points_off") == Decimal(whole["deducted"]) == 100 - Decimal(whole["score"])
    lost = {line["id"] for line in whole["scoring_sheet"] if line["score"] != line["weight"]}
    assert {line["indicator"] for line in whole["deductions"]} == lost


# The known errors


@pytest.mark.parametrize(("data", "error"), errors("value"))
def test_a_wrong_figure_is_recomputed_from_the_figures_beside_it(data: Yaml, error: dict[str, Any]) -> None:
    right = rounded(compute(error["formula"], given(data, error["given"])), error["decimals"])
    assert one(data, error["printed_at"]) == error["printed"]
    assert right == number(error["right"])
    assert right != number(error["printed"])
    if "difference" in error:
        assert number(error["printed"]) - right == number(error["difference"])


@pytest.mark.parametrize(("data", "error"), errors("contradiction"))
def test_a_contradiction_is_proved_by_figures_that_cannot_both_be_right(data: Yaml, error: dict[str, Any]) -> None:
    operands = given(data, error["given"])
    assert compute(error["proof"], operands) is True
    assert rounded(compute(error["formula"], operands), error["decimals"]) == number(error["difference"])
    if "basis_at" in error:
        assert "不涉及" in one(data, error["basis_at"])


@pytest.mark.parametrize(("data", "error"), errors("rule_silent"))
def test_a_silent_rule_leaves_several_scores_and_one_of_them_was_taken(data: Yaml, error: dict[str, Any]) -> None:
    operands = given(data, error["given"])
    scores = [reading["score"] for reading in error["candidates"]]
    for reading in error["candidates"]:
        assert rounded(compute(reading["formula"], operands), reading["decimals"]) == number(reading["score"])
    assert len(set(scores)) > 1
    assert one(data, error["printed_at"]) in scores


@pytest.mark.parametrize(("data", "error"), [*errors("differs"), *errors("repeats")])
def test_one_fact_has_two_versions_or_two_rows_are_one(data: Yaml, error: dict[str, Any]) -> None:
    first, second = (one(data, path) for path in error["at"])
    assert (first == second) == (error["kind"] == "repeats")


@pytest.mark.parametrize(("data", "error"), errors("untyped"))
def test_the_untyped_actuals_are_exactly_those_that_cannot_be_measured(data: Yaml, error: dict[str, Any]) -> None:
    forms = find(data, error["form"])
    lines = [line for form in forms for line in form]
    assert [line["id"] for line in lines if is_untyped(line["target"], line["actual"])] == error["indicators"]


@pytest.mark.parametrize(("data", "error"), errors("absent"))
def test_what_is_said_to_be_absent_is_absent(data: Yaml, error: dict[str, Any]) -> None:
    container = one(data, error["container"])
    if isinstance(container, Mapping):
        assert container.get(error["key"]) is None
    else:
        assert error["value"] not in {line["l3"] for line in container}
        assert one(data, error["listed_at"]) == error["value"]


@pytest.mark.parametrize(("data", "error"), errors("count"))
def test_a_wrong_count_is_counted_again(data: Yaml, error: dict[str, Any]) -> None:
    assert len(one(data, error["at"])) == error["right"] != one(data, error["printed_at"])


def test_every_known_error_is_of_a_kind_that_is_proved_here() -> None:
    proved = {"value", "contradiction", "rule_silent", "differs", "repeats", "untyped", "absent", "count"}
    assert {error["kind"] for _, error in ERRORS} == proved
    assert {error["verdict"] for _, error in ERRORS} == {"error", "rounding", "explain", "notice"}
    ids = [error["id"] for _, error in ERRORS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
def test_derived_figures_follow_from_the_printed_ones(data: Yaml) -> None:
    for entry in derived(data):
        assert rounded(compute(entry["formula"], given(data, entry["given"])), entry["decimals"]) == number(
            entry["amount"]
        )


def derived(node: Yaml) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("derived"):
            yield node
        for child in node.values():
            yield from derived(child)


HOLDS: list[tuple[Yaml, dict[str, Any]]] = [(data, holds) for data in DOCUMENTS.values() for holds in data["holds"]]


@pytest.mark.parametrize(("data", "holds"), HOLDS, ids=[holds["printed_at"] for _, holds in HOLDS])
def test_a_figure_that_is_said_to_be_right_is_recomputed_exactly(data: Yaml, holds: dict[str, Any]) -> None:
    right = rounded(compute(holds["formula"], given(data, holds["given"])), holds["decimals"])
    assert right == number(one(data, holds["printed_at"]))


def test_every_printed_rate_of_the_narratives_is_judged_right_or_wrong() -> None:
    judged = {entry.get("printed_at") for _, entry in [*ERRORS, *HOLDS]}
    rates = {
        figure["id"]
        for data in DOCUMENTS.values()
        for figure in data["narrative_figures"]
        if str(figure.get("value")).endswith("%") and f"narrative_figures/{figure['id']}/value" not in judged
    }
    elsewhere = {"procurement-goods-sme-share", "procurement-services-sme-share", "abroad-completion"}
    without_base = {"vehicles-completion", "satisfaction"}
    assert rates == elsewhere | without_base

"""The Ziyang unit of 2021, as far as its published text gives the cells: its right figures are ours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from final_accounts.catalog import edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import to_fen
from final_accounts.model.narrative import Variable
from final_accounts.model.place import Cell
from final_accounts.model.submission import Header
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Documents
from final_accounts.workbooks.real import transcription
from narrative.telling import REAL

SOURCE = transcription(REAL / "ziyang-2021.yaml")
ANNEXES = ("prior_year", "three_public", "vehicles", "assets", "procurement")

OTHER_NAMES = {
    "three-public-completion": "three-public-rate",
    "vehicles-completion": "vehicles-rate",
    "reception-completion": "reception-rate",
    "vehicles-purchased": "vehicles-bought",
    "reception-foreign": "reception-foreign",
    "fund-expenditure": "fund-total",
    "assets-vehicles": "vehicles-total",
    "assets-special-vehicles": "vehicles-特种专业技术用车",
    "assets-other-vehicles": "vehicles-其他用车",
    "assets-general-equipment": "equipment-general",
    "assets-special-equipment": "equipment-special",
}

WRONG = {
    "income-other-share": ("1.0%", "0.9%"),  # forced so that the shares add up to 100
    "structure-208-share": ("96.5%", "96.4%"),  # forced likewise
    "reception-completion": ("13.7%", "14.0%"),  # of the budget that the other printed figures leave, 1 万元
}


def cell(form: str, row: str, column: str, printed: str) -> Fact | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", printed):
        return None
    if column == "count":
        return Fact(form, row, column, ValueKind.COUNT, int(printed), Cell(form, 1, 1), printed)
    fen, _ = to_fen(Decimal(printed), "万元")
    return Fact(form, row, column, ValueKind.AMOUNT, fen, Cell(form, 1, 1), printed, 10_000)


def facts() -> list[Fact]:
    rows: list[tuple[str, str, dict[str, Any]]] = []
    for form, table in SOURCE["known_cells"].items():
        rows += [(form, row, cells) for row, cells in table["rows"].items()]
    rows += [("T7", "line:预算数", {k: v["amount"]}) for k, v in SOURCE["known_cells"]["T7"]["derived_budgets"].items()]
    rows += [("BUDGET", "total", {c: SOURCE["budgets"][c]["total"]}) for c in ("initial", "adjusted")]
    for annex in ANNEXES:
        rows += [(SOURCE[annex]["form"], row, cells) for row, cells in SOURCE[annex]["rows"].items()]
    found = [
        cell(form, row, column, str(printed))
        for form, row, cells in rows
        for column, printed in cells.items()
        if column not in {"name", "derived", "formula", "decimals"}
    ]
    return [fact for fact in found if fact is not None]


@pytest.fixture(scope="module")
def ours() -> dict[str, Variable]:
    found = edition("sichuan-ziyang", 2021)
    header = Header(report_scope="单位", unit_kind="事业单位")
    book = Book.of(found, "资阳市社会福利院", header, facts())
    return {variable.name: variable for variable in narrate(book, Documents.of(found).narrative).variables()}


def number(printed: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", printed))


def test_every_figure_that_both_tell_is_the_same_or_a_known_error(ours: dict[str, Variable]) -> None:
    compared = 0
    for entry in SOURCE["narrative_figures"]:
        name = OTHER_NAMES.get(entry["id"], entry["id"])
        if name not in ours or not isinstance(entry.get("value"), str):
            continue
        compared += 1
        if entry["id"] in WRONG:
            assert (entry["value"], ours[name].text) == WRONG[entry["id"]]
        else:
            assert number(ours[name].text) == number(entry["value"]), (entry["id"], ours[name].text)
    assert compared >= 60, compared


def test_a_budget_of_all_funds_is_no_base_for_the_general_budget(ours: dict[str, Variable]) -> None:
    assert SOURCE["budgets"]["adjusted"]["project_fund"] == "300"
    assert ours["completion-final"].text == "1717.46"
    assert "completion-rate" not in ours

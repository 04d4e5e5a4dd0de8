"""The Wuhan unit of 2021: every figure of its published narrative that is right stands in ours, under the same name."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from final_accounts.model.narrative import Narrative, Variable, VariableKind
from final_accounts.workbooks.real import transcription
from narrative.telling import REAL, real, told

SOURCE = transcription(REAL / "jianghan-2021.yaml")

OWN_PROSE = {
    "hired", "hired-recruited", "hired-transferred", "fiscal-hired", "general-hired", "completion-208-hired",
    "p2-trainees", "key-work-winners", "key-work-home-care", "key-work-trainees",
}  # fmt: skip
"""Figures inside the unit's own prose: reasons and key work, which no account holds."""

OTHER_NAMES = {
    "completion-basic": "completion-basic",
    "completion-project": "completion-project",
    "structure-total": "general",
    "structure-21011": "structure-2101102",  # the original gives the 项's amount under the 款's name
    "operating-funds": "operating",
    "operating-funds-prior": "operating-prior",
    "evaluated-whole": "evaluated-whole-executed",
    "reported-projects": "evaluated-projects",
}
"""Where the same figure is one variable in ours, or stands under its right name."""

WRONG = {
    "completion-208-rate": ("126.32%", "126.31%"),
    "procurement-goods-sme-share": ("22.91%", "100.00%"),
    "procurement-services-sme-share": ("77.09%", "100.00%"),
}
"""Where ours differs because the original is wrong: printed there, printed here."""

NOT_SAID = {"completion-208-projects"}  # all expenditure of the 类, called project money: ours says no such thing

NAMES = {"basic-personnel-items", "basic-public-items"}


@pytest.fixture(scope="module")
def narrative() -> Narrative:
    return told(*real("jianghan-2021.yaml", "wuhan-jianghan"))


@pytest.fixture(scope="module")
def ours(narrative: Narrative) -> dict[str, Variable]:
    return {variable.name: variable for variable in narrative.variables()}


def number(printed: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", printed))


def figures() -> list[Any]:
    return [entry for entry in SOURCE["narrative_figures"] if entry["id"] not in NAMES]


@pytest.mark.parametrize("entry", figures(), ids=lambda entry: str(entry["id"]))
def test_a_right_figure_of_the_original_is_ours(entry: dict[str, Any], ours: dict[str, Variable]) -> None:
    name = entry["id"]
    if name in OWN_PROSE | NOT_SAID:
        assert name not in ours
        return
    printed = ours[OTHER_NAMES.get(name, name)].text
    if name in WRONG:
        assert (entry["value"], printed) == WRONG[name]
    else:
        assert number(printed) == number(entry["value"]), (name, printed, entry["value"])


def test_ours_differs_only_where_the_transcription_knows_an_error() -> None:
    known = {(error["printed"], error["right"]) for error in SOURCE["known_errors"] if "printed" in error}
    assert set(WRONG.values()) <= known


@pytest.mark.parametrize("entry", [e for e in SOURCE["narrative_figures"] if e["id"] in NAMES], ids=lambda e: e["id"])
def test_items_are_named_as_in_the_original(entry: dict[str, Any], narrative: Narrative) -> None:
    wanted = f"主要包括：{'、'.join(entry['names'])}。"
    assert any(wanted in paragraph.text for _, paragraph in narrative.paragraphs())


def test_each_figure_stands_in_its_official_section(narrative: Narrative) -> None:
    places: dict[str, set[str]] = {}
    for section, paragraph in narrative.paragraphs():
        for run in paragraph.runs:
            if run.figure is not None:
                places.setdefault(run.figure.name, set()).add(section.mark.rstrip("、"))
    for entry in figures():
        name = OTHER_NAMES.get(entry["id"], entry["id"])
        if entry["id"] not in OWN_PROSE | NOT_SAID:
            assert entry["section"].partition("-")[0] in places[name], name


def test_there_are_thirteen_sections_and_nothing_is_missing(narrative: Narrative) -> None:
    assert [section.mark for section in narrative.sections][-1] == "十三、"
    assert len(narrative.sections) == 13
    assert narrative.missing_figures == ()
    assert narrative.missing_reasons == ()


def test_amounts_are_the_fen_of_the_tables(ours: dict[str, Variable]) -> None:
    assert ours["total"].value == 349_560_000
    assert ours["total-change"].fen == 93_010_000
    assert ours["total-growth"].kind is VariableKind.RATIO
    assert ours["total-growth"].fen is None

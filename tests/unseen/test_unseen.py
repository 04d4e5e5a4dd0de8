"""The audit on documents in wordings its grammar was not written from; docs/audit-proof.md has all of them."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

from unseen.corpus import COUNT, SETS, build, set_of
from unseen.files import text_of
from unseen.measuring import Score, labelled, measure

SAMPLE = (4, 13, 31, 61, 85, 103, 125, 150, 170)  # all sets of wordings and formats
HELD_OUT = tuple(number for number in range(COUNT) if set_of(number) == len(SETS) - 1)


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> Score:
    return measure(SAMPLE, tmp_path_factory.mktemp("unseen"))


def test_planted_errors_are_found(score: Score) -> None:
    planted, found = sum(score.planted.values()), sum(score.found.values())
    assert planted > 50
    assert found >= 0.95 * planted


def test_of_the_whole_set_that_nobody_looked_into_nearly_all_is_found(tmp_path: Path) -> None:
    score = measure(HELD_OUT, tmp_path)
    planted, found = sum(score.planted.values()), sum(score.found.values())
    assert planted > 200
    assert found >= 0.95 * planted
    statements = sum(v for k, v in score.statements.items() if k != "table cell")
    assert sum((score.flagged + score.hinted).values()) <= 0.01 * statements


def test_correct_statements_are_left_alone(score: Score) -> None:
    statements = sum(v for k, v in score.statements.items() if k != "table cell")
    assert statements > 600
    assert sum((score.flagged + score.hinted).values()) <= 0.01 * statements


@pytest.mark.parametrize("number", [0, 5])
def test_the_same_document_is_made_again(number: int) -> None:
    assert text_of(build(number, planted=True).paper) == text_of(build(number, planted=True).paper)


@pytest.mark.parametrize("number", range(0, COUNT, 7))
def test_a_planted_document_differs_from_its_clean_form_where_a_label_says_so(number: int) -> None:
    clean, planted = build(number, planted=False), build(number, planted=True)
    wrong = {label.line for label in labelled(planted) if label.slot.family or label.slot.was}
    if planted.paper.missing:
        assert "解释" in planted.paper.missing[0]
        return
    lines = zip_longest(text_of(clean.paper).splitlines(), text_of(planted.paper).splitlines())
    differing = {at for at, (one, other) in enumerate(lines, 1) if one != other}
    assert differing == wrong
    assert len(wrong) >= 7


@pytest.mark.parametrize("number", range(0, COUNT, 5))
def test_a_clean_document_balances(number: int) -> None:
    made = build(number, planted=False).accounts
    assert made.fen("total") == made.fen("in.total") + made.fen("in.opening")
    assert made.fen("total") == made.fen("out.total") + made.fen("out.closing")
    assert made.fen("gen.basic") == made.fen("eco.staff") + made.fen("eco.office")
    assert made.fen("fis.total") == made.fen("fis.income") + made.fen("fis.opening")


def test_all_formats_are_measured() -> None:
    assert {build(n, planted=False).paper.suffix for n in SAMPLE} == {".txt", ".html", ".docx", ".pdf"}

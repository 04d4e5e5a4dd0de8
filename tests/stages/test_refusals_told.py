"""Every way of refusing and both questions put to persons, as they are read; run as a program, it writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.stages import acting, approval
from pinned import pin, pinned, unsaid
from stages.refusing_attempts import ATTEMPTS, questions, told
from stages.refusing_town import Town, refusing_town

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
REFUSALS: Final = HERE / "snapshots" / "refusals.txt"
QUESTIONS: Final = HERE / "snapshots" / "questions.txt"
ROOMS: Final = tuple(Path(str(room.__file__)).parent for room in (acting, approval))
REFUSING: Final = (
    "refuse",
    "_refused",
    "_against",
    "_not_ready",
    "_not_standing",
    "_unmet",
    "_judged",
    "_line",
    "_past",
    "_gone",
)
"""Calls and functions in which a refusal is worded, besides whatever is raised."""
ELSEWHERE: Final = {
    "rehearse.py": "automatic persons are those of example seasons, which everybody has",
    "rollups.py": "the warehouse was emptied, which is no person's act",
}
RACE: Final = "汇总期间有单位的版本变了"
ASKED: Final = "项没有说明理由"
"""Two persons at one moment (``test_departments_since.py``), transfers without a match (``test_departments.py``)."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with refusing_town(tmp_path_factory.mktemp("refusing")) as made:
        yield made


@pytest.fixture(scope="module")
def asked(town: Town) -> dict[str, list[str]]:
    return questions(town)


@pytest.fixture(scope="module")
def said(town: Town, asked: dict[str, list[str]]) -> dict[str, list[str]]:
    assert asked, "the questions come first: an approval at the end of the attempts leaves nothing to ask"
    return {name: told(town, name) for name in ATTEMPTS}


def test_every_question_reads_as_it_was_approved(asked: dict[str, list[str]]) -> None:
    assert asked == pinned(QUESTIONS)


def test_every_refusal_reads_as_it_was_approved(said: dict[str, list[str]]) -> None:
    assert said == pinned(REFUSALS)


def test_every_sentence_of_a_refusal_is_told_by_an_attempt(said: dict[str, list[str]]) -> None:
    lines = [line for lines in said.values() for line in lines]
    paths = [path for room in ROOMS for path in sorted(room.glob("*.py")) if path.name not in ELSEWHERE]
    left = [text for path in paths for text in unsaid(path, lines, REFUSING)]
    assert [text for text in left if RACE not in text and ASKED not in text] == []


if __name__ == "__main__":
    with TemporaryDirectory() as folder, refusing_town(Path(folder)) as made:
        pin(QUESTIONS, questions(made))
        pin(REFUSALS, {name: told(made, name) for name in ATTEMPTS})

"""What each act of a person answers at a terminal; run as a program, this file writes the snapshot anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.cli import told as words
from final_accounts.cli.told import told
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS
from pinned import pin, pinned, unsaid
from season.routes import ACCEPTED, ROUTES, after, correcting, then

ANSWERS: Final = Path(__file__).resolve().parent / "snapshots" / "answers.txt"
PUBLISHED: Final = after(ROUTES[UnitState.PUBLISHED])
APPROVED: Final = after(ROUTES[UnitState.APPROVED])
NEW: Final = ("submission.received", "submission.accepted")

BEFORE: Final[dict[str, Standing]] = {
    "submission.signed": after(ACCEPTED),
    "submission.signed: the second": then(after(ACCEPTED), "submission.signed", role="accountant"),
    "submission.reopened": APPROVED,
    "submission.reopened: a version waits": then(APPROVED, "submission.received"),
    "submission.corrected": PUBLISHED,
    "submission.corrected: a version waits": then(PUBLISHED, "submission.received"),
    "correction.called_off": correcting(UnitState.RETURNED),
    "correction.called_off: a version came": then(correcting(UnitState.RETURNED), *NEW),
    "submission.withdrawn": after(ACCEPTED),
    "submission.withdrawn: of a correction": then(correcting(UnitState.RETURNED), *NEW),
    "disclosure.withdrawn": PUBLISHED,
    "disclosure.withheld": after([]),
    "disclosure.withheld: after it was taken down": then(PUBLISHED, "disclosure.withdrawn"),
    "disclosure.released": then(after([]), "disclosure.withheld"),
    "disclosure.released: approved": then(APPROVED, "disclosure.withheld"),
    "unit.nil_declared": after([]),
    "unit.nil_declared: in a correction": correcting(UnitState.RETURNED),
    "unit.exempted": after([]),
    "unit.merged_away": after([]),
    "unit.restored": after([("unit.nil_declared", {})]),
    "unit.restored: a version waits": then(after([("unit.merged_away", {})]), "submission.received"),
}


def answer(name: str) -> str:
    """The line after the act."""
    kind, _, more = name.partition(": ")
    before = BEFORE[name]
    now = then(before, kind, role="head" if more == "the second" else "accountant")
    assert now.strange == before.strange
    return told(kind, now)


def test_every_act_of_a_command_has_its_words() -> None:
    of_reviewers = {"explanation.accepted", "explanation.sent_back"}
    by_persons = {line.kind for line in TRANSITIONS if line.by} - of_reviewers - {"submission.approved"}
    assert {name.partition(": ")[0] for name in BEFORE} == by_persons
    assert unsaid(Path(str(words.__file__)), [answer(name) for name in BEFORE]) == []


@pytest.mark.parametrize("name", BEFORE)
def test_an_answer_reads_as_it_was_approved(name: str) -> None:
    assert [answer(name)] == pinned(ANSWERS)[name]
    assert "第0版" not in answer(name)


if __name__ == "__main__":
    pin(ANSWERS, {name: [answer(name)] for name in BEFORE})

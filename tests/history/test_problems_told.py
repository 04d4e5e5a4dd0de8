"""Everything that `history verify` can find, as it is told; run as a program, this file writes the snapshot anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.history import Event, Head, NewEvent, ProblemKind
from final_accounts.history import verify as verifying
from final_accounts.history.chain import link, sealed
from final_accounts.history.event import GENESIS
from final_accounts.history.verify import verify
from pinned import pin, pinned, unsaid

PROBLEMS = Path(__file__).resolve().parent / "snapshots" / "problems.txt"
MODULE = Path(str(verifying.__file__))
Chain = tuple[Event, ...]


def chain(first: int = 1) -> Chain:
    """Five events."""
    made: list[Event] = []
    head = Head(0, GENESIS)
    for number in range(first, first + 5):
        new = NewEvent("received", f"unit-{number}", "system", {"n": number}, datetime(2022, 3, 1, tzinfo=UTC))
        made.append(link("qingshi", 2021, head, new))
        head = Head(made[-1].sequence, made[-1].hash)
    return tuple(made)


WHOLE: Final = chain()
OTHER: Final = chain(6)


def head_of(events: Chain) -> Head:
    return Head(events[-1].sequence, events[-1].hash)


def altered(**changes: str) -> Chain:
    """The third event with other words."""
    return tuple(replace(event, **changes) if event.sequence == 3 else event for event in WHOLE)  # type: ignore[arg-type]


def at(event: Event, sequence: int) -> Event:
    """The event at another place, with a hash that fits."""
    return sealed(replace(event, sequence=sequence))


def checked(events: Chain, recorded: Head | None = None, exported: Head | None = None) -> Callable[[], list[str]]:
    recorded = recorded or head_of(WHOLE)
    return lambda: [f"{one.kind.value} {one.sequence}：{one.message}" for one in verify(events, recorded, exported)]


CASES: Final[dict[str, Callable[[], list[str]]]] = {
    "payload altered": checked(altered(payload='{"n":7}')),
    "another column altered": checked(altered(actor="x")),
    "one removed": checked((*WHOLE[:2], *WHOLE[3:])),
    "several removed": checked((*WHOLE[:1], *WHOLE[3:])),
    "beginning removed, the rest renumbered": checked(
        tuple(at(event, event.sequence - 1) for event in WHOLE[1:]), replace(head_of(WHOLE), sequence=4)
    ),
    "one replaced": checked((*WHOLE[:2], OTHER[2], *WHOLE[3:])),
    "two swapped": checked((WHOLE[0], at(WHOLE[2], 2), at(WHOLE[1], 3), *WHOLE[3:])),
    "cut off": checked(WHOLE[:3]),
    "written past the head": checked(WHOLE, head_of(WHOLE[:3])),
    "last one replaced": checked((*WHOLE[:4], at(OTHER[4], 5))),
    "shorter than the exported head": checked(WHOLE[:3], head_of(WHOLE[:3]), head_of(WHOLE)),
    "made anew": checked(OTHER, head_of(OTHER), head_of(WHOLE)),
}


def test_a_whole_chain_has_no_problem_to_tell() -> None:
    assert verify(WHOLE, head_of(WHOLE), head_of(WHOLE[:3])) == ()


@pytest.mark.parametrize("case", CASES)
def test_a_problem_reads_as_it_was_approved(case: str) -> None:
    assert CASES[case]() == pinned(PROBLEMS)[case]


def test_every_kind_and_every_sentence_is_told_by_a_case() -> None:
    told = [line for case in CASES.values() for line in case()]
    assert {line.partition(" ")[0] for line in told} == {kind.value for kind in ProblemKind}
    assert unsaid(MODULE, told) == []
    assert set(pinned(PROBLEMS)) == set(CASES)


def test_the_sentences_are_punctuated_in_chinese() -> None:
    for case in CASES.values():
        for line in case():
            assert not set(line.partition("：")[2]) & set(",;()!?"), line


if __name__ == "__main__":
    pin(PROBLEMS, {name: case() for name, case in CASES.items()})

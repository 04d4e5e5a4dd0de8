"""Every line of the table of transitions does what it says from every state it names, and nothing from the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from final_accounts.model.unit import BudgetUnit
from final_accounts.season.standing import Happened, Standing, at_the_start, step
from final_accounts.season.states import CLOSED, OPEN, UnitState
from final_accounts.season.transitions import BY_KIND, TRANSITIONS, Clears, Need, Transition

UNIT = BudgetUnit("101001", "示例单位", "行政单位", "示例部门", "101")
AT = datetime(2022, 3, 1, tzinfo=UTC)
RECEIVED: list[tuple[str, dict[str, str]]] = [("submission.received", {})]
ACCEPTED = [*RECEIVED, ("submission.accepted", {})]
CERTIFIED = [*ACCEPTED, ("submission.signed", {"role": "accountant"}), ("submission.signed", {"role": "head"})]
APPROVED = [*CERTIFIED, ("submission.approved", {"number": "示例1号"})]
ROUTES: dict[UnitState, list[tuple[str, dict[str, str]]]] = {
    UnitState.NOT_STARTED: [],
    UnitState.RECEIVED: RECEIVED,
    UnitState.RETURNED: [*RECEIVED, ("submission.returned", {})],
    UnitState.ACCEPTED: ACCEPTED,
    UnitState.CERTIFIED: CERTIFIED,
    UnitState.APPROVED: APPROVED,
    UnitState.PUBLISHED: [*APPROVED, ("submission.published", {})],
    UnitState.NIL_DECLARED: [("unit.nil_declared", {})],
    UnitState.EXEMPT: [("unit.exempted", {})],
    UnitState.WITHDRAWN: [*RECEIVED, ("submission.withdrawn", {})],
    UnitState.MERGED_AWAY: [("unit.merged_away", {"into": "102001"})],
}
"""The shortest way into each state."""


def after(route: list[tuple[str, dict[str, str]]]) -> Standing:
    now = at_the_start(UNIT)
    for kind, said in route:
        now = step(now, event(kind, now, said))
    return now


def event(kind: str, now: Standing, said: dict[str, str]) -> Happened:
    """About the current version, or for a file the next one."""
    arrives = kind == "submission.received"
    version = max(now.hashes, default=0) + 1 if arrives else now.version
    about = version if kind.startswith(("submission.", "explanation.")) else 0
    payload = {"sha256": f"{version:064d}", "finding": "V-04", "basis": "示例1号", "materiality": "一般", **said}
    return Happened(kind, UNIT.code, about, "somebody", AT, payload, hash="e" * 64)


def signed_by_one(line: Transition) -> dict[str, str]:
    return {"role": "accountant"} if line.kind == "submission.signed" else {}


@pytest.mark.parametrize("state", UnitState)
def test_every_state_can_be_reached(state: UnitState) -> None:
    now = after(ROUTES[state])
    assert (now.state, now.strange) == (state, 0)


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_a_line_leads_from_each_of_its_states_to_its_target_and_clears_what_it_says(line: Transition) -> None:
    for source in line.sources:
        before = after(ROUTES[source])
        if Need.PUBLIC_VERSION in line.needs:
            before = replace(before, public=before.version)  # its correction is in the making
        now = step(before, event(line.kind, before, signed_by_one(line)))
        if line.kind == "submission.signed":
            assert now.state is source, "one signature does not certify"
            now = step(now, event(line.kind, now, {"role": "head"}))
        assert now.strange == 0
        assert now.state is (line.target or source)
        if Clears.SIGNATURES in line.clears:
            assert now.signatures == ()
        if Clears.APPROVAL in line.clears:
            assert now.approval is None
        if Clears.PUBLIC in line.clears:
            assert now.public == 0


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_from_every_other_state_a_line_moves_nobody(line: Transition) -> None:
    others = set(UnitState) - line.sources
    assert others
    for source in others:
        before = after(ROUTES[source])
        now = step(before, event(line.kind, before, signed_by_one(line)))
        assert (now.state, now.version, now.public) == (source, before.version, before.public)
        assert now.signatures == before.signatures
        assert now.approval == before.approval


def test_a_file_that_comes_while_the_unit_is_closed_waits_until_somebody_opens_it() -> None:
    assert {UnitState.CERTIFIED, UnitState.APPROVED, UnitState.PUBLISHED} <= CLOSED
    for state, opening in (
        (UnitState.CERTIFIED, "submission.reopened"),
        (UnitState.APPROVED, "submission.reopened"),
        (UnitState.PUBLISHED, "submission.corrected"),
    ):
        before = after(ROUTES[state])
        waiting = step(before, event("submission.received", before, {}))
        assert (waiting.state, waiting.version, waiting.waiting) == (state, 1, 2)
        assert waiting.signatures == before.signatures
        opened = step(waiting, event(opening, waiting, {}))
        assert (opened.state, opened.version, opened.waiting) == (UnitState.RECEIVED, 2, 0)
        assert opened.public == before.public
        assert opened.signatures == ()


def test_every_state_is_open_or_closed_or_both_ways_known() -> None:
    assert set(UnitState) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert set(BY_KIND) == {line.kind for line in TRANSITIONS}


def test_withdrawn_bytes_that_come_again_are_handed_in_again_as_they_were_judged() -> None:
    withdrawn = after([*ACCEPTED, ("submission.withdrawn", {})])
    again = step(withdrawn, event("submission.repeated", withdrawn, {}))
    assert (again.state, again.version, again.signatures) == (UnitState.ACCEPTED, 1, ())
    accepted = after(ACCEPTED)
    assert step(accepted, event("submission.repeated", accepted, {})) == accepted

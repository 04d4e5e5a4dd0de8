"""Every line of the table of transitions does what it says from every state it names, and nothing from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from final_accounts.model.person import Role
from final_accounts.season.standing import Approval, Grounds, Signature, Standing, step
from final_accounts.season.states import CLOSED, OPEN, UnitState
from final_accounts.season.transitions import BY_KIND, OPENS, TRANSITIONS, Clears, Need, Transition, When
from season.routes import ACCEPTED, AT, CERTIFIED, RECEIVED, ROUTES, after, correcting, event, then


def signed_by_one(line: Transition) -> dict[str, str]:
    return {"role": "accountant"} if line.kind == "submission.signed" else {}


@pytest.mark.parametrize("state", UnitState)
def test_every_state_can_be_reached(state: UnitState) -> None:
    now = after(ROUTES[state])
    assert (now.state, now.strange) == (state, 0)


def met(line: Transition, before: Standing) -> Standing:
    """``before`` with what the line needs to find and to move somebody."""
    if {Need.PUBLIC_VERSION, Need.CORRECTION_OPEN} & set(line.needs):  # its correction is in the making
        version = before.version or 9
        before = replace(
            before, public=version, hashes={**before.hashes, version: f"{version:064d}"}, correcting="一般"
        )
    if Need.WITHHELD in line.needs:
        before = replace(before, withheld="示例1号")
    if line.kind == "submission.repeated":
        before = replace(before, version=1, hashes={1: f"{1:064d}"})
    if line.when is When.ACCEPTABLE:
        before = replace(before, verdicts={before.version: "accepted"})
    return before


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_a_line_leads_from_each_of_its_states_to_its_target(line: Transition) -> None:
    for source in line.sources:
        before = met(line, after(ROUTES[source]))
        now = step(before, event(line.kind, before, signed_by_one(line)))
        if line.when is When.BOTH_SIGNED:
            assert now.state is source, "one signature does not certify"
            now = step(now, event(line.kind, now, {"role": "head"}))
        assert now.strange == 0
        assert now.state is (source if source in line.stays else line.target or source)


CURRENT, OF_PUBLIC = "V-10", "V-11"
"""Findings whose explanations were sent back in the current and in the public version."""
KEPT: dict[Clears, Callable[[Standing], object]] = {
    Clears.SIGNATURES: lambda now: now.signatures,
    Clears.APPROVAL: lambda now: now.approval,
    Clears.PUBLIC: lambda now: now.public or now.grounds,
    Clears.WITHHELD: lambda now: now.withheld,
    Clears.CORRECTION: lambda now: now.correcting,
    Clears.SENT_BACK: lambda now: CURRENT in {finding for _, finding in now.sent_back},
    Clears.SENT_BACK_OF_PUBLIC: lambda now: OF_PUBLIC in {finding for _, finding in now.sent_back},
}
"""Where a standing keeps what a transition may take away."""


def full(before: Standing, line: Transition) -> Standing:
    """With everything in it that the line may take away, and a public version on whose grounds nothing comes back."""
    return replace(
        before,
        signatures=(Signature(Role.HEAD, "head", AT),),
        approval=Approval("approver", AT, "示例1号", "e"),
        public=9,
        hashes={**before.hashes, 9: f"{9:064d}"},
        grounds=Grounds((), None),
        withheld="" if Need.NOT_WITHHELD in line.needs else "示例1号",
        correcting="一般",
        sent_back=frozenset({(before.version, CURRENT), (9, OF_PUBLIC)}),
    )


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_a_line_takes_away_what_it_says_and_nothing_else(line: Transition) -> None:
    assert set(KEPT) == set(Clears)
    for source in line.sources:
        before = full(met(line, after(ROUTES[source])), line)
        now = step(before, event(line.kind, before, signed_by_one(line)))
        gone = {what for what, kept in KEPT.items() if kept(before) and not kept(now)}
        assert gone == set(line.clears), source


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_a_line_that_leads_out_of_a_closed_state_puts_what_waited_in_its_place(line: Transition) -> None:
    leads_out = bool((line.sources - line.stays) & CLOSED) and line.target in OPEN
    assert line.opens == leads_out == (OPENS in line.turns)
    for source in line.sources & CLOSED:
        before = met(line, after(ROUTES[source]))
        before = replace(before, hashes={**before.hashes, 7: f"{7:064d}"}, waiting=7, verdicts={7: "accepted"})
        now = step(met(line, before), event(line.kind, before, signed_by_one(line)))
        assert now.strange == 0
        if now.state in CLOSED:
            stands = before.public if line.reinstates else before.version
            assert (now.version, now.waiting) == (stands, 7)
        else:
            assert (now.version, now.sha256, now.waiting) == (7, f"{7:064d}", 0)
            assert now.signatures == ()
            assert now.approval is None


@pytest.mark.parametrize("line", TRANSITIONS, ids=lambda line: line.kind)
def test_from_every_other_state_a_line_moves_nobody(line: Transition) -> None:
    for source in set(UnitState) - line.sources:
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


@pytest.mark.parametrize("route", [ACCEPTED, CERTIFIED], ids=["accepted", "certified"])
def test_a_reviewer_who_changes_their_mind_before_the_next_review_leaves_nobody_returned(
    route: list[tuple[str, dict[str, str]]],
) -> None:
    back = then(after(route), "explanation.sent_back")
    assert (back.state, back.signatures) == (UnitState.RETURNED, ())
    other = then(back, "explanation.sent_back", finding="V-05")
    assert then(other, "explanation.accepted").state is UnitState.RETURNED, "another one is still sent back"
    again = then(other, "explanation.accepted", "submission.accepted")
    assert again.state is UnitState.RETURNED, "a review that began before does not take it back"
    both = then(then(other, "explanation.accepted"), "explanation.accepted", finding="V-05")
    assert (both.state, both.signatures) == (UnitState.ACCEPTED, ())


def test_what_the_rules_returned_a_reviewer_does_not_accept() -> None:
    back = then(after(ACCEPTED), "explanation.sent_back", "submission.returned", "explanation.accepted")
    assert back.state is UnitState.RETURNED
    assert then(back, "submission.accepted").state is UnitState.ACCEPTED, "the next review knows what was decided"


def test_a_verdict_that_took_the_sent_back_explanation_in_can_be_followed_by_an_acceptance() -> None:
    waived = then(after(ACCEPTED), "explanation.sent_back", "submission.returned", "submission.accepted")
    assert (waived.state, waived.strange) == (UnitState.ACCEPTED, 0)


@pytest.mark.parametrize("verdict", ["", "returned", "accepted"])
@pytest.mark.parametrize("kind", ["submission.returned", "explanation.sent_back", "submission.withdrawn"])
def test_what_waited_goes_on_when_the_version_before_it_is_returned(kind: str, verdict: str) -> None:
    now = then(after(CERTIFIED), "submission.received")
    if verdict:
        now = step(now, event(f"submission.{verdict}", now, {}, version=2))
    now = step(now, event(kind, now, {}, version=0 if kind == "submission.withdrawn" else 1))
    assert (now.version, now.waiting, now.signatures) == (2, 0, ())
    assert now.state is UnitState(verdict or "received")


@pytest.mark.parametrize("withdrawn", [["submission.withdrawn"], []], ids=["withdrawn", "returned"])
@pytest.mark.parametrize("relieved", ["unit.nil_declared", "unit.exempted", "unit.merged_away"])
def test_the_same_bytes_count_again_once_the_duty_is_restored(relieved: str, withdrawn: list[str]) -> None:
    verdict = "submission.accepted" if withdrawn else "submission.returned"
    judged = UnitState.ACCEPTED if withdrawn else UnitState.RETURNED
    gone = then(after(RECEIVED), verdict, *withdrawn, relieved)
    restored = then(gone, "unit.restored")
    assert restored.state is UnitState.NOT_STARTED
    assert then(restored, "submission.repeated").state is judged
    early = then(gone, "submission.repeated", "unit.restored")  # before the duty was restored
    assert (early.version, early.waiting, early.strange) == (1, 0, relieved != "unit.merged_away")
    assert early.state is judged


def test_the_public_version_is_not_accepted_again_while_it_is_corrected() -> None:
    correcting = then(after(ROUTES[UnitState.PUBLISHED]), "submission.corrected")
    for kinds in (
        ["submission.returned", "submission.accepted"],
        ["submission.accepted"],
        ["explanation.sent_back", "explanation.accepted"],
        ["submission.withdrawn", "submission.repeated"],
    ):
        now = then(correcting, *kinds)
        assert (now.state, now.public, now.strange) == (UnitState.RETURNED, 1, 0), kinds
    new = then(correcting, "submission.received", "submission.accepted")
    assert (new.state, new.version, new.public) == (UnitState.ACCEPTED, 2, 1)


def test_what_is_withheld_stays_so_for_every_version_until_somebody_lifts_it() -> None:
    withheld = then(after(CERTIFIED), "disclosure.withheld", "submission.reopened", "submission.received")
    assert (withheld.version, withheld.withheld) == (2, "示例1号")
    released = then(withheld, "disclosure.released")
    assert (released.withheld, released.state, released.strange) == ("", UnitState.RECEIVED, 0)
    assert then(released, "disclosure.released").strange == 1, "there is nothing to lift"


def test_what_was_taken_down_is_withheld_and_stays_so_whatever_is_handed_in_approved_or_restored() -> None:
    down = then(after(ROUTES[UnitState.PUBLISHED]), "disclosure.withdrawn", "disclosure.withheld")
    assert (down.state, down.public, down.withheld, down.strange) == (UnitState.WITHDRAWN, 0, "示例1号", 0)
    for way in (
        [("submission.repeated", {}), *CERTIFIED[1:]],
        CERTIFIED,
        [("unit.nil_declared", {}), ("unit.restored", {}), *CERTIFIED],
    ):
        now = down
        for kind, said in [*way, ("submission.approved", {"number": "示例1号"})]:
            now = step(now, event(kind, now, said))
        assert (now.state, now.withheld, now.strange) == (UnitState.APPROVED, "示例1号", 0)
        assert then(now, "submission.published") == replace(now, strange=1)


def test_what_is_withheld_is_not_published_whoever_writes_so() -> None:
    withheld = then(after(ROUTES[UnitState.APPROVED]), "disclosure.withheld")
    published = then(withheld, "submission.published")
    assert published == replace(withheld, strange=1)
    assert then(published, "disclosure.released", "submission.published").public == 1


def test_whoever_withholds_what_is_public_past_every_check_is_believed() -> None:
    """The act is refused, see refusals; an event that is lost would let the next version out."""
    public = replace(after(ROUTES[UnitState.CERTIFIED]), public=1, correcting="一般")
    withheld = then(public, "disclosure.withheld")
    assert withheld == replace(public, withheld="示例1号")
    assert then(withheld, "submission.approved", "submission.published").public == 1


@pytest.mark.parametrize("state", [state for state in UnitState if state is not UnitState.PUBLISHED])
def test_what_is_public_is_taken_down_whatever_became_of_its_correction(state: UnitState) -> None:
    now = correcting(state)
    assert (now.state, now.public, now.strange) == (state, 1, 0)
    down = then(now, "disclosure.withdrawn")
    assert (down.public, down.grounds, down.correcting, down.strange) == (0, None, "", 0)
    stays = {UnitState.NOT_STARTED, UnitState.NIL_DECLARED, UnitState.EXEMPT, UnitState.MERGED_AWAY}
    assert down.state is (state if state in stays else UnitState.WITHDRAWN)
    assert then(down, "disclosure.withdrawn") == replace(down, strange=1)


def test_a_unit_that_is_taken_down_is_not_in_correction_any_more() -> None:
    down = then(after(ROUTES[UnitState.PUBLISHED]), "submission.corrected", "disclosure.withdrawn")
    assert (down.state, down.public, down.correcting) == (UnitState.WITHDRAWN, 0, "")

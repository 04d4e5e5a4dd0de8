"""Whatever people and machines do to a unit, in any order, certain things stay true."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from final_accounts.season.acts import Act, Circumstances, refusals
from final_accounts.season.standing import BOTH, Happened, Standing, fold, step
from final_accounts.season.states import CLOSED, UnitState
from season.persons import FULL, JUDGED, PERSONS, UNIT
from season.walking import AnyWalk


class UnitInItsSeason(AnyWalk):
    """What is true after every event."""

    @invariant()
    def signatures_are_of_two_persons_on_the_current_version(self) -> None:
        signers = [signature.person for signature in self.now.signatures]
        assert len(signers) == len(set(signers)) == len(self.now.signed)
        if self.now.state in {UnitState.CERTIFIED, UnitState.APPROVED}:
            assert self.now.signed == BOTH

    @invariant()
    def what_is_approved_has_its_reply_and_nothing_else_has(self) -> None:
        assert (self.now.approval is not None) == (self.now.state in {UnitState.APPROVED, UnitState.PUBLISHED})

    @invariant()
    def what_is_public_stands_as_it_did_when_it_was_published(self) -> None:
        assert (self.now.grounds is not None) == bool(self.now.public)
        if self.now.state is UnitState.PUBLISHED:
            assert self.now.signed == BOTH
            assert not self.now.correcting
            was = self.published
            assert (self.now.version, self.now.sha256) == (was.version, was.sha256)
            assert (self.now.signatures, self.now.approval) == (was.signatures, was.approval)

    @invariant()
    def whoever_waits_to_be_opened_can_be(self) -> None:
        assert not self.now.waiting or self.now.state in CLOSED

    @invariant()
    def before_anybody_signs_it_stands_as_rules_and_reviewers_said(self) -> None:
        """Nobody is left at 退回 for a reason that is gone, and nothing is accepted that somebody sent back."""
        if self.now.state in JUDGED or self.now.state in {UnitState.CERTIFIED, UnitState.APPROVED}:
            said = self._said_of(self.now.version)
            assert self.now.state is said or (self.now.state in CLOSED and said is UnitState.ACCEPTED)

    def _said_of(self, version: int) -> UnitState:
        """What the last verdict of the version was, and what reviewers sent back since the rules returned it."""
        verdict, back = "", set[str]()
        for event, taken, reinstated in zip(self.past, self.taken, self.reinstated, strict=True):
            if reinstated == version:
                back = set()
            if event.version != version:
                continue
            if event.kind in {"submission.returned", "submission.accepted"}:
                verdict = event.kind
                back = set() if taken and verdict == "submission.returned" else back
            elif taken and event.kind == "explanation.sent_back":
                back.add(event.says("finding"))
            elif taken and event.kind == "explanation.accepted":
                back.discard(event.says("finding"))
        if not verdict:
            return UnitState.RECEIVED
        refused = back or verdict == "submission.returned" or version == self.now.public
        return UnitState.RETURNED if refused else UnitState.ACCEPTED

    @invariant()
    def what_is_corrected_is_public(self) -> None:
        assert not self.now.correcting or self.now.public

    @invariant()
    def what_is_public_can_be_taken_down(self) -> None:
        assert not self.now.public or self._done_by_the_operator("disclosure.withdrawn").public == 0

    @invariant()
    def a_correction_can_be_called_off_until_its_version_is_approved(self) -> None:
        if self.now.in_correction and not self.now.withheld and self.now.state is not UnitState.APPROVED:
            assert self._done_by_the_operator("correction.called_off").state is UnitState.PUBLISHED

    def _done_by_the_operator(self, kind: str) -> Standing:
        """How the unit would stand; it is not done."""
        assert (
            refusals(self.now, Act(kind, UNIT.code, PERSONS[6], payload=FULL), Circumstances(UNIT.department_code))
            == ()
        )
        at = datetime(2023, 1, 10, tzinfo=UTC)
        after = step(self.now, Happened(kind, UNIT.code, 0, PERSONS[6].id, at, dict(FULL), hash="0" * 64))
        assert after.strange == self.now.strange
        return after

    @invariant()
    def what_is_not_public_can_be_withheld_and_is_refused_for_publication(self) -> None:
        if not self.now.public:
            kept = self._done_by_the_operator("disclosure.withheld")
            assert (kept.state, kept.withheld) == (self.now.state, FULL["basis"])
            said = Happened("submission.published", UNIT.code, kept.version, "公开", datetime(2023, 1, 11, tzinfo=UTC))
            assert step(kept, said).public == 0

    @invariant()
    def what_is_withheld_is_not_public(self) -> None:
        assert not (self.now.withheld and self.now.public)

    @invariant()
    def it_is_in_one_bucket(self) -> None:
        assert [state for state in UnitState if state is self.now.bucket] == [self.now.bucket]
        assert (self.now.bucket is UnitState.PUBLISHED) == bool(self.now.public)

    @invariant()
    def the_history_alone_tells_the_same(self) -> None:
        assert fold([UNIT], self.past)[UNIT.code] == self.now

    @invariant()
    def the_current_version_is_one_that_came(self) -> None:
        assert self.now.version <= self.last
        assert self.now.sha256 == self.now.hashes.get(self.now.version, "")


USUAL = {
    "submission.received", "submission.returned", "submission.accepted", "submission.signed", "submission.approved",
    "submission.published", "explanation.accepted", "explanation.sent_back", "unit.nil_declared",
    "submission.repeated", "submission.corrected", "correction.called_off",
}  # fmt: skip
"""What a run of random acts meets for certain; tests/season/test_table.py has every line of the table."""


def test_a_unit_keeps_its_promises_whatever_happens_in_whatever_order() -> None:
    UnitInItsSeason.seen.clear()
    run_state_machine_as_test(
        UnitInItsSeason, settings=settings(max_examples=120, stateful_step_count=50, deadline=None, derandomize=True)
    )
    assert {kind for kind, times in UnitInItsSeason.seen.items() if times} >= USUAL

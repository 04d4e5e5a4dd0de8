"""Whatever people and machines do to a unit, in any order, certain things stay true."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from final_accounts.model.person import Person, Role
from final_accounts.season.acts import Act, Circumstances, office, refusals
from final_accounts.season.standing import BOTH, Happened, Standing, at_the_start, fold, step
from final_accounts.season.states import CLOSED, OPEN, UnitState
from final_accounts.season.transitions import BY_KIND, Need
from season.persons import FULL, HUMAN, JUDGED, NEXT, OUTSIDE, PERSONS, UNIT, WELL, sha


class UnitInItsSeason(RuleBasedStateMachine):
    """One unit; ``past`` is its chain of events, as the history would hold it. ``seen`` counts over all examples.

    ``taken`` says of each event whether it was one about the current version that counts, ``reinstated`` which version
    it brought back, 0 for none. ``published`` is how the unit stood when it was last published.
    """

    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now: Standing = at_the_start(UNIT)
        self.past: list[Happened] = []
        self.taken: list[bool] = []
        self.reinstated: list[int] = []
        self.published: Standing = self.now
        self.last = 0

    def _write(self, kind: str, version: int, actor: str, payload: dict[str, object]) -> None:
        at = datetime(2022, 1, 10, tzinfo=UTC) + timedelta(hours=len(self.past))
        happened = Happened(kind, UNIT.code, version, actor, at, payload, hash=f"{len(self.past):064d}")
        before, self.now = self.now, step(self.now, happened)
        self.past.append(happened)
        line = BY_KIND[kind]
        self.taken.append(
            before.state in line.sources and before.version == version and self.now.strange == before.strange
        )
        off = kind == "correction.called_off" and self.now.strange == before.strange
        self.reinstated.append(before.public if off else 0)
        if kind == "submission.published" and self.now.strange == before.strange:
            self.published = self.now
        self.seen[kind] += self.now != before
        self._held(before, happened)

    def _held(self, before: Standing, happened: Happened) -> None:
        """What one event may and may not do."""
        line = BY_KIND[happened.kind]
        if before.public and self.now.public != before.public:
            assert happened.kind in {"submission.published", "disclosure.withdrawn"}
        if happened.kind in {"submission.reopened", "submission.corrected"}:
            assert not self.now.signatures
            assert self.now.approval is None
        if before.correcting and not self.now.correcting:
            assert happened.kind in {"submission.published", "disclosure.withdrawn", "correction.called_off"}
        if before.withheld and not self.now.withheld:
            assert happened.kind == "disclosure.released"
        if before.state in CLOSED and happened.kind == "submission.received":
            assert self.now.state is before.state
            assert self.now.version == before.version
            assert self.now.waiting in {happened.version, before.waiting}
        if before.waiting and not self.now.waiting:
            assert before.state in CLOSED
            assert line.opens
            assert self.now.version == before.waiting
        elif self.now.state is not before.state:
            assert self.now.state is line.target or line.as_judged
            assert before.state in line.sources

    @rule()
    def a_file_arrives(self) -> None:
        self.last += 1
        self._write("submission.received", self.last, UNIT.code, {"sha256": sha(self.last)})

    @precondition(lambda self: self.last > 0)
    @rule(back=st.integers(0, 2))
    def the_same_file_comes_again(self, back: int) -> None:
        version = max(1, self.last - back)
        self._write("submission.repeated", version, UNIT.code, {"sha256": sha(version)})
        assert self.now.state not in OPEN or self.now.state in JUDGED, "a file that came counts"

    @precondition(lambda self: self.last > 0)
    @rule(verdict=st.sampled_from(["returned", "accepted"]), back=st.integers(0, 2))
    def the_rules_judge(self, verdict: str, back: int) -> None:
        version = max(1, self.last - back)
        self._write(f"submission.{verdict}", version, "审核规则", {"sha256": sha(version)})

    @precondition(lambda self: self.now.state in CLOSED)
    @rule(waits=st.sampled_from(["", "returned", "accepted"]), what=st.sampled_from(["rules", "reviewer", "nothing"]))
    def a_file_waits_and_what_is_signed_is_taken_back(self, waits: str, what: str) -> None:
        signed = self.now.version
        self.a_file_arrives()
        if waits:
            self._write(f"submission.{waits}", self.last, "审核规则", {"sha256": sha(self.last)})
        if what == "rules":
            self._write("submission.returned", signed, "审核规则", {"sha256": sha(signed)})
        elif what == "reviewer":
            self._act(
                Act("explanation.sent_back", UNIT.code, PERSONS[3], signed, sha(signed), FULL), set(), stale=False
            )

    @precondition(lambda self: self.now.approval is not None)
    @rule()
    def it_is_published(self) -> None:
        was = self.now.public if self.now.withheld else self.now.version
        self._write("submission.published", self.now.version, "公开", {"sha256": self.now.sha256})
        assert self.now.public == was

    @rule(
        kind=st.sampled_from(HUMAN),
        person=st.sampled_from(PERSONS),
        role=st.sampled_from(["", "accountant", "head"]),
        finding=st.sampled_from(["T01-03", "V-04"]),
        silent=st.sets(st.sampled_from(sorted(FULL)), max_size=1),
        unmet=st.sets(st.sampled_from(OUTSIDE), max_size=1),
        stale=st.booleans(),
    )
    def somebody_acts(  # noqa: PLR0917 - everything an act can vary in
        self,
        kind: str,
        person: Person,
        role: str,
        finding: str,
        silent: set[str],
        unmet: set[Need],
        stale: bool,  # noqa: FBT001
    ) -> None:
        said = {key: text for key, text in {**FULL, "finding": finding}.items() if key not in silent}
        if kind == "submission.signed" and role:
            said["role"] = role
        version = self.now.version - 1 if stale else self.now.version
        self._act(Act(kind, UNIT.code, person, version, sha(version) if version > 0 else "", said), unmet, stale=stale)

    def _act(self, act: Act, unmet: set[Need], *, stale: bool) -> None:
        around = Circumstances(UNIT.department_code, {need: f"缺：{need.value}" for need in unmet})
        against = refusals(self.now, act, around)
        if against:
            assert all(sentence and not sentence.isascii() for sentence in against)
            return
        held = office(act, around)
        assert held is not None
        assert act.person.id != "stranger"
        if held is Role.DEPARTMENT_REVIEWER:
            assert Need.DEPARTMENT_APPROVED in unmet, "the bureau has replied"
        before = self.now
        versioned = Need.CURRENT_VERSION in BY_KIND[act.kind].needs
        self._write(act.kind, act.version if versioned else 0, act.person.id, {**act.payload, "role": held.value})
        assert self.now.strange == before.strange  # what the table allows, the fold takes
        if act.kind == "submission.approved":
            assert before.signed >= BOTH
            assert act.person.id not in {signature.person for signature in before.signatures}
            assert not unmet
            assert not stale

    @precondition(lambda self: self.now.in_correction)
    @rule(comes=st.booleans(), forged=st.booleans())
    def its_correction_is_called_off(self, comes: bool, forged: bool) -> None:  # noqa: FBT001 - what happens
        """Before or after a version came for it, by whoever may, or by an event past every check."""
        if comes:
            self.a_file_arrives()
        before = self.now
        came = before.waiting or (0 if before.state in COUNTS_NOT else before.version)
        if forged:
            self._write("correction.called_off", 0, "forger", dict(FULL))
        else:
            self._act(Act("correction.called_off", UNIT.code, PERSONS[6], payload=FULL), set(), stale=False)
        if before.state not in BY_KIND["correction.called_off"].sources:
            assert self.now == replace(before, strange=self.now.strange)
        else:
            assert (self.now.state, self.now.version) == (UnitState.PUBLISHED, before.public)
            assert self.now.waiting == (came if came != before.public else 0)

    @rule(until=st.sampled_from([UnitState.ACCEPTED, UnitState.CERTIFIED, UnitState.APPROVED, UnitState.PUBLISHED]))
    def a_file_goes_all_the_way(self, until: UnitState) -> None:
        """So that random walks come to what lies behind an approval."""
        if self.now.state not in OPEN:
            return
        self.a_file_arrives()
        version = self.last
        self._write("submission.accepted", version, "审核规则", {"sha256": sha(version)})
        for kind, who, after in WELL:
            if self.now.state is not until:
                assert self.now.version == version
                if kind == "submission.published":
                    self.it_is_published()
                else:
                    self._act(Act(kind, UNIT.code, PERSONS[who], version, sha(version), FULL), set(), stale=False)
            kept_back = self.now.withheld and kind == "submission.published"
            assert self.now.state in after or self.now.state is until or kept_back

    @precondition(lambda self: self.now.state in NEXT)
    @rule(data=st.data(), steps=st.integers(1, 4))
    def the_usual_next_steps(self, data: st.DataObject, steps: int) -> None:
        for _ in range(steps):
            self._usual(data)

    def _usual(self, data: st.DataObject) -> None:
        if self.now.approval is not None and data.draw(st.booleans()):
            self.it_is_published()
        if self.now.state not in NEXT:
            return
        kind, who = data.draw(st.sampled_from(NEXT[self.now.state]))
        self._act(Act(kind, UNIT.code, PERSONS[who], self.now.version, self.now.sha256, FULL), set(), stale=False)

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


COUNTS_NOT = {
    UnitState.NOT_STARTED, UnitState.NIL_DECLARED, UnitState.EXEMPT, UnitState.WITHDRAWN, UnitState.MERGED_AWAY,
}  # fmt: skip
"""States in which no version of the unit counts."""

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

"""A unit to which people and machines do whatever they may, and more, in any order; and what one event may do to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from final_accounts.model.person import Person, Role
from final_accounts.season.acts import Act, Circumstances, office, refusals
from final_accounts.season.standing import BOTH, Happened, Standing, at_the_start, step
from final_accounts.season.states import CLOSED, OPEN, UnitState
from final_accounts.season.transitions import BY_KIND, Need
from season.persons import FULL, HUMAN, JUDGED, NEXT, OUTSIDE, PERSONS, UNIT, WELL, sha

COUNTS_NOT = {
    UnitState.NOT_STARTED, UnitState.NIL_DECLARED, UnitState.EXEMPT, UnitState.WITHDRAWN, UnitState.MERGED_AWAY,
}  # fmt: skip
"""States in which no version of the unit counts."""


class AnyWalk(RuleBasedStateMachine):
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
            assert Need.BEFORE_DEPARTMENT_REPLY not in unmet, "the bureau has replied"
        before = self.now
        versioned = Need.CURRENT_VERSION in BY_KIND[act.kind].needs
        self._write(act.kind, act.version if versioned else 0, act.person.id, {**act.payload, "role": held.value})
        assert self.now.strange == before.strange  # what the table allows, the fold takes
        if act.kind == "submission.approved":
            assert before.signed >= BOTH
            assert act.person.id not in {signature.person for signature in before.signatures}
            assert not unmet - {Need.BEFORE_DEPARTMENT_REPLY}
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

    @precondition(lambda self: self.now.state in {UnitState.ACCEPTED, UnitState.CERTIFIED})
    @rule()
    def a_reviewer_changes_their_mind(self) -> None:
        for kind in ("explanation.sent_back", "explanation.accepted"):
            self._act(Act(kind, UNIT.code, PERSONS[3], self.now.version, self.now.sha256, FULL), set(), stale=False)

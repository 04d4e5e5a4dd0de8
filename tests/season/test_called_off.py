"""A correction that is called off: what is public is current again as it was published, and what came since waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from final_accounts.season.departments import fold_departments
from final_accounts.season.duties import Duty
from final_accounts.season.ledger import ledgers
from final_accounts.season.reminders import reminders
from final_accounts.season.standing import step
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import BY_KIND
from final_accounts.season.waiting import waits
from season.routes import ACCEPTED, APPROVED, AT, CERTIFIED, RECEIVED, ROUTES, after, correcting, event, then
from season.told import DATES, REGISTERED, UNITS, A, accepted, approved, happened, published, signed

PUBLISHED = after(ROUTES[UnitState.PUBLISHED])
CORRECTING = then(PUBLISHED, "submission.corrected")


@pytest.mark.parametrize(
    "kinds",
    [
        [],
        ["submission.returned"],
        ["explanation.sent_back"],
        ["submission.withdrawn"],
        ["submission.withdrawn", "submission.repeated"],
    ],
    ids=lambda kinds: " ".join(kinds) or "at once",
)
def test_a_correction_that_is_called_off_leaves_the_public_version_as_it_was_published(kinds: list[str]) -> None:
    now = then(CORRECTING, *kinds, "correction.called_off", reason="误开在本单位")
    assert now == replace(PUBLISHED, verdicts=now.verdicts, reason="误开在本单位", since=AT)
    assert now.approval is not None
    assert len(now.signatures) == 2


@pytest.mark.parametrize("until", ["received", "returned", "accepted", "certified", "reopened"])
def test_a_version_that_came_during_a_correction_waits_when_it_is_called_off(until: str) -> None:
    steps: list[tuple[str, dict[str, str]]] = {
        "received": RECEIVED,
        "returned": [*RECEIVED, ("submission.returned", {})],
        "accepted": ACCEPTED,
        "certified": CERTIFIED,
        "reopened": [*APPROVED, ("submission.reopened", {})],
    }[until]
    now = CORRECTING
    for kind, said in steps:
        now = step(now, event(kind, now, said))
    off = then(now, "correction.called_off")
    assert (off.state, off.version, off.sha256, off.waiting) == (UnitState.PUBLISHED, 1, PUBLISHED.sha256, 2)
    assert (off.signatures, off.approval, off.correcting) == (PUBLISHED.signatures, PUBLISHED.approval, "")
    assert (off.public, off.strange) == (1, 0)
    again = then(off, "submission.corrected")
    assert (again.version, again.waiting, again.signatures, again.approval) == (2, 0, (), None)
    assert again.state is {"received": UnitState.RECEIVED, "returned": UnitState.RETURNED}.get(
        until, UnitState.ACCEPTED
    )


def test_the_newest_version_waits_and_one_that_was_withdrawn_does_not() -> None:
    certified = CORRECTING
    for kind, said in CERTIFIED:
        certified = step(certified, event(kind, certified, said))
    newest = then(certified, "submission.received", "correction.called_off")
    assert (newest.version, newest.waiting) == (1, 3)
    withdrawn = then(CORRECTING, "submission.received", "submission.withdrawn", "correction.called_off")
    assert (withdrawn.state, withdrawn.version, withdrawn.waiting) == (UnitState.PUBLISHED, 1, 0)


@pytest.mark.parametrize("state", sorted(BY_KIND["correction.called_off"].sources))
def test_a_correction_is_called_off_whatever_became_of_the_unit_meanwhile(state: UnitState) -> None:
    now = correcting(state)
    off = then(now, "correction.called_off")
    assert (off.state, off.version, off.strange) == (UnitState.PUBLISHED, 1, 0)
    assert (off.signatures, off.approval) == (PUBLISHED.signatures, PUBLISHED.approval)
    assert off.waiting == (2 if state in {UnitState.RECEIVED, UnitState.ACCEPTED, UnitState.CERTIFIED} else 0)


@pytest.mark.parametrize("state", [UnitState.NIL_DECLARED, UnitState.EXEMPT, UnitState.MERGED_AWAY])
def test_a_version_that_came_before_the_duty_was_lifted_does_not_wait(state: UnitState) -> None:
    came = then(CORRECTING, "submission.received", "submission.returned")
    ((kind, said),) = ROUTES[state]
    lifted = step(came, event(kind, came, said))
    assert (lifted.state, lifted.version) == (state, 2)
    assert then(lifted, "correction.called_off").waiting == 0


def test_verdicts_after_a_correction_was_called_off_move_nobody() -> None:
    off = then(CORRECTING, "submission.received", "correction.called_off")
    for version in (1, 2):
        for verdict in ("returned", "accepted"):
            now = step(off, event(f"submission.{verdict}", off, {}, version=version))
            assert now == replace(off, verdicts=now.verdicts)


def test_what_was_sent_back_of_the_new_version_still_is_when_it_is_opened_again() -> None:
    back = then(CORRECTING, "explanation.sent_back")
    back = then(then(back, "submission.received", "submission.accepted"), "explanation.sent_back", finding="V-05")
    off = then(back, "correction.called_off")
    assert off.sent_back == {(2, "V-05")}
    assert then(off, "submission.corrected").state is UnitState.RETURNED


def test_a_second_correction_after_one_that_was_called_off_goes_through() -> None:
    now = then(CORRECTING, "correction.called_off", "submission.corrected")
    assert (now.state, now.correcting) == (UnitState.RETURNED, "一般")
    for kind, said in [*APPROVED, ("submission.published", {})]:
        now = step(now, event(kind, now, said))
    assert (now.state, now.version, now.public, now.correcting, now.strange) == (UnitState.PUBLISHED, 2, 2, "", 0)
    off = then(now, "submission.corrected", "correction.called_off")
    assert (off.version, off.signatures, off.approval) == (2, now.signatures, now.approval)


def test_a_calling_off_of_what_is_not_corrected_changes_nothing() -> None:
    withdrawn = then(after(ROUTES[UnitState.PUBLISHED]), "disclosure.withdrawn")
    assert (withdrawn.public, withdrawn.grounds) == (0, None)
    approved = CORRECTING
    for kind, said in APPROVED:
        approved = step(approved, event(kind, approved, said))
    for before in (after(CERTIFIED), after(ROUTES[UnitState.RETURNED]), PUBLISHED, withdrawn, approved):
        assert then(before, "correction.called_off") == replace(before, strange=before.strange + 1)


def test_the_ledger_counts_the_unit_as_public_on_every_day_and_nobody_owes_anything_afterwards() -> None:
    told = [*approved(A, "09-01"), published(A, "09-05")]
    opened = happened("submission.corrected", A, "10-01", "operator", reason="数字有误", materiality="一般")
    again = [*accepted(A, "10-03", version=2), *signed(A, "10-03", version=2)]
    off = happened("correction.called_off", A, "10-05", "operator", reason="误开在本单位")
    days = [date(2022, 10, 1) + timedelta(days=n) for n in range(7)]
    found = list(ledgers(UNITS, REGISTERED, [*told, opened, *again, off], DATES, days))
    for one in found:
        assert one.buckets[UnitState.PUBLISHED] == one.duties[Duty.MET] == one.approved == one.published == 1
        assert A not in {*one.overdue, *one.unapproved, *one.unpublished}
        assert one.strange == 0
    last, only = found[-1].standings, UNITS[:1]
    assert (last[A].state, last[A].waiting) == (UnitState.PUBLISHED, 2)
    assert waits(only, last, fold_departments(()), {}) == {}
    for day in (DATES.correct_by, DATES.approval, DATES.closes):
        assert reminders(only, last, {}, day, DATES, open_questions={}) == ()

"""Reminders go to those who need them only, at fixed days, each once, also when a day was missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from final_accounts.model.person import Office, Role
from final_accounts.season.departments import fold_departments
from final_accounts.season.reminders import DESK, Owed, Reminder, reminders
from final_accounts.season.standing import Happened, fold
from final_accounts.season.waiting import WaitsFor
from season.told import DATES, UNITS, A, B, C, accepted, approved, happened, published, signed


def on(
    day: date, *events: Happened, questions: Mapping[WaitsFor, tuple[str, ...]] | None = None
) -> tuple[Reminder, ...]:
    past = [event for event in events if not event.kind.startswith("department.")]
    departments = fold_departments(event for event in events if event.kind.startswith("department."))
    return reminders(UNITS, fold(UNITS, past), departments, day, DATES, open_questions=questions or {})


def told(day: date, *events: Happened) -> set[tuple[str, Owed]]:
    return {(one.about, one.owed) for one in on(day, *events)}


@pytest.mark.parametrize(("left", "step"), [(28, -28), (14, -14), (7, -7), (3, -3), (1, -1), (-1, 1), (-7, 7)])
def test_a_unit_that_has_not_submitted_is_reminded_at_the_fixed_days(left: int, step: int) -> None:
    found = [one for one in on(DATES.submit_by - timedelta(days=left)) if one.about == A]
    assert [(one.owed, one.step, one.days, one.overdue) for one in found] == [(Owed.SUBMIT, step, left, left < 0)]


def test_nobody_is_reminded_before_the_season_opens_or_a_month_before_the_date() -> None:
    assert on(DATES.opens - timedelta(days=1)) == ()
    assert on(DATES.submit_by - timedelta(days=29)) == ()


def test_who_has_met_the_duty_is_not_reminded_of_it() -> None:
    done = [*accepted(A, "03-01"), happened("unit.nil_declared", B, "03-01", reason="没有收支"), *approved(C, "03-02")]
    assert told(date(2022, 3, 30), *done, published(C, "03-03")) == {(A, Owed.CERTIFY)}


def test_a_day_that_was_missed_is_made_up_and_only_the_last_step_is_sent() -> None:
    assert {one.once for one in on(date(2022, 3, 26)) if one.about == A} == {"submit/2022-03-31/-7"}
    assert {one.once for one in on(date(2022, 3, 29)) if one.about == A} == {"submit/2022-03-31/-3"}


def test_the_head_is_told_too_in_the_last_three_days_and_afterwards() -> None:
    accountant, head = Office(Role.ACCOUNTANT, A), Office(Role.HEAD, A)
    by_day = {left: on(DATES.submit_by - timedelta(days=left))[0].to for left in (7, 3, 1, -1)}
    assert by_day == {7: (accountant,), 3: (accountant, head), 1: (accountant, head), -1: (accountant, head)}


def test_a_returned_unit_is_reminded_of_the_date_to_correct_when_it_had_submitted_in_time() -> None:
    back = [happened("submission.received", f"{A}/1", "03-30"), happened("submission.returned", f"{A}/1", "03-30")]
    found = [one for one in on(date(2022, 4, 13), *back) if one.about == A]
    assert [(one.owed, one.due) for one in found] == [(Owed.CORRECT, DATES.correct_by)]


def test_a_unit_that_submitted_too_late_and_came_back_is_overdue_by_the_first_date() -> None:
    back = [happened("submission.received", f"{A}/1", "04-02"), happened("submission.returned", f"{A}/1", "04-02")]
    found = [one for one in on(date(2022, 4, 7), *back) if one.about == A]
    assert [(one.due, one.overdue) for one in found] == [(DATES.submit_by, True)]


def test_nothing_is_asked_while_the_bureau_reviews() -> None:
    assert (A, Owed.SUBMIT) not in told(date(2022, 3, 30), happened("submission.received", f"{A}/1", "03-29"))


def test_only_the_signature_that_is_lacking_is_asked_for() -> None:
    one_signed = [*accepted(A, "03-01"), signed(A, "03-02")[0]]
    found = [one for one in on(date(2022, 4, 17), *one_signed) if one.about == A]
    assert [(one.owed, one.to) for one in found] == [(Owed.CERTIFY, (Office(Role.HEAD, A),))]


def test_a_department_is_asked_once_all_its_units_are_signed_and_its_roll_up_lacks_one() -> None:
    one = [*accepted(A, "03-01"), *signed(A, "03-02")]
    both = [*one, *accepted(B, "03-01"), *signed(B, "03-02")]
    versions = dict.fromkeys((A, B), f"{1:064d}")
    rolled = Happened("department.certified", "101", 0, "reviewer", both[-1].at, {"rollup": "r", "versions": versions})
    day = date(2022, 9, 14)
    assert ("department/101", Owed.ROLL_UP) not in told(day, *one)
    assert ("department/101", Owed.ROLL_UP) in told(day, *both)
    assert ("department/101", Owed.ROLL_UP) not in told(day, *both, rolled)
    again = [*accepted(B, "09-01", version=2), *signed(B, "09-01", version=2)]
    changed = [happened("submission.reopened", B, "09-01", "head", reason="补正附注"), *again]
    found = [one for one in on(day, *both, rolled, *changed) if one.owed is Owed.ROLL_UP]
    assert [(one.units, one.to) for one in found] == [((B,), (Office(Role.DEPARTMENT_REVIEWER, "101"),))]


def test_the_bureau_is_told_of_each_date_of_publication_with_all_its_units() -> None:
    replies = [*approved(A, "09-05"), *approved(B, "09-05"), *approved(C, "09-19")]
    found = [one for one in on(date(2022, 9, 24), *replies) if one.owed is Owed.PUBLISH]
    assert [(one.due, one.units, one.to) for one in found] == [
        (date(2022, 9, 25), (A, B), (Office(Role.OPERATOR),)),
        (date(2022, 10, 9), (C,), (Office(Role.OPERATOR),)),
    ]
    withheld = happened("disclosure.withheld", A, "09-06", basis="示例〔2022〕1号", reason="涉密")
    assert [one.units for one in on(date(2022, 9, 24), *replies, withheld, published(B, "09-10"))] == [(C,)]


def test_what_is_replied_to_later_on_the_same_day_is_in_the_same_first_letter() -> None:
    first = [*approved(A, "09-05")]
    assert [one for one in on(date(2022, 9, 5), *first) if one.owed is Owed.PUBLISH] == []
    (told,) = (one for one in on(date(2022, 9, 6), *first, *approved(B, "09-05")) if one.owed is Owed.PUBLISH)
    assert (told.units, told.step, told.due) == ((A, B), -28, date(2022, 9, 25))


def test_what_is_due_after_the_season_closed_is_reminded_of_and_nothing_else_is() -> None:
    late = [*approved(A, "10-25"), *accepted(B, "10-25")]
    by = date(2022, 11, 14)
    assert by > DATES.closes
    found = {left: on(by - timedelta(days=left), *late) for left in (10, 1, -1)}
    assert {left: [(one.owed, one.step, one.units) for one in all_] for left, all_ in found.items()} == {
        10: [(Owed.PUBLISH, -14, (A,))],
        1: [(Owed.PUBLISH, -1, (A,))],
        -1: [(Owed.PUBLISH, 1, (A,))],
    }
    assert on(by, *late, published(A, "11-01")) == ()


@pytest.mark.parametrize("left", [7, -1, -28])
@pytest.mark.parametrize("until", ["accepted", "one signature", "certified"])
def test_nobody_is_told_to_be_late_with_a_correction_of_what_is_public(until: str, left: int) -> None:
    alone = [*approved(A, "09-05"), published(A, "09-06"), *approved(B, "09-05"), published(B, "09-06")]
    opened = happened("submission.corrected", A, "10-10", "operator", reason="数字有误", materiality="一般")
    signatures = signed(A, "10-12", version=2)
    steps = {"accepted": [], "one signature": signatures[:1], "certified": signatures}[until]
    for by in (DATES.correct_by, DATES.approval):
        found = on(by - timedelta(days=left), *alone, opened, *accepted(A, "10-11", version=2), *steps)
        assert [one for one in found if one.about in {A, "department/101"}] == []


def test_a_correction_in_the_making_holds_up_no_reminder_of_its_department() -> None:
    corrected = [
        *approved(A, "09-05"),
        published(A, "09-06"),
        happened("submission.corrected", A, "09-07", "operator", reason="数字有误", materiality="一般"),
        *accepted(A, "09-08", version=2),
    ]
    found = on(date(2022, 9, 14), *corrected, *accepted(B, "09-08"), *signed(B, "09-09"))
    assert [one.units for one in found if one.owed is Owed.ROLL_UP] == [(B,)]


BUREAU_APPROVER, REVIEWER = Office(Role.APPROVER), Office(Role.REVIEWER)


def rolled(department: str, *units: str, replied: bool = False) -> list[Happened]:
    """A certified roll-up of first versions, and the bureau's reply to it."""
    versions = dict.fromkeys(units, f"{1:064d}")
    at = happened("any", A, "05-02").at
    certified = Happened("department.certified", department, 0, "reviewer", at, {"rollup": "r", "versions": versions})
    reply = Happened("department.approved", department, 0, "approver", at, {"rollup": "r", "number": "1"}, "reply")
    return [certified, *([reply] if replied else [])]


def on_desks(
    day: date, *events: Happened, questions: Mapping[WaitsFor, tuple[str, ...]] | None = None
) -> list[tuple[Office, WaitsFor | None, tuple[str, ...]]]:
    found = on(day, *events, questions=questions)
    return [(office, one.waits, one.units) for one in found if one.about == DESK for office in one.to]


@pytest.mark.parametrize(("left", "step"), [(28, -28), (14, -14), (7, -7), (3, -3), (1, -1), (0, -1), (-1, 1), (-8, 7)])
def test_who_owes_a_reply_is_reminded_before_and_after_the_date_for_replies(left: int, step: int) -> None:
    certified = [*accepted(C, "03-01"), *signed(C, "03-02"), *rolled("102", C)]
    (found,) = [one for one in on(DATES.approval - timedelta(days=left), *certified) if one.about == DESK]
    assert (found.owed, found.to, found.due) == (Owed.REPLY, (BUREAU_APPROVER,), DATES.approval)
    assert (found.step, found.days, found.once) == (step, left, f"2022-09-20/{step:+d}")


def test_a_roll_up_waits_for_the_bureau_and_then_its_units_for_their_department() -> None:
    day = date(2022, 9, 13)
    ready = [one for unit in (A, B) for one in (*accepted(unit, "03-01"), *signed(unit, "03-02"))]
    assert on_desks(day, *ready) == []
    assert on_desks(day, *ready, *rolled("101", A, B)) == [(BUREAU_APPROVER, WaitsFor.DEPARTMENT_REPLY, (A, B))]
    replied = [*ready, *rolled("101", A, B, replied=True)]
    of_department = Office(Role.DEPARTMENT_APPROVER, "101")
    assert on_desks(day, *replied) == [(of_department, WaitsFor.REPLY, (A, B))]
    given = happened("submission.approved", f"{A}/1", "09-01", "approver", number="示例批复1号")
    assert on_desks(day, *replied, given) == [(of_department, WaitsFor.REPLY, (B,))]
    assert on_desks(DATES.approval - timedelta(days=29), *ready, *rolled("101", A, B)) == []


def test_a_department_that_got_its_reply_has_the_days_of_the_law_for_its_own() -> None:
    ready = [one for unit in (A, B) for one in (*accepted(unit, "03-01"), *signed(unit, "03-02"))]
    of_department = Office(Role.DEPARTMENT_APPROVER, "101")
    certified, reply = rolled("101", A, B, replied=True)
    for day, by in (("05-02", date(2022, 5, 17)), ("09-05", date(2022, 9, 20)), ("09-16", date(2022, 10, 1))):
        late = [certified, replace(reply, at=happened("any", A, day).at)]
        (found,) = [one for one in on(date(2022, 9, 17), *ready, *late) if one.about == DESK]
        assert (found.to, found.due) == ((of_department,), by)
    assert on_desks(date(2022, 9, 21), *ready, *late) == [(of_department, WaitsFor.REPLY, (A, B))]
    (found,) = [one for one in on(date(2022, 9, 21), *ready, *late) if one.about == DESK]
    assert not found.overdue


def test_a_roll_up_that_is_not_of_its_units_any_more_waits_for_nobody_at_the_bureau() -> None:
    ready = [one for unit in (A, B) for one in (*accepted(unit, "03-01"), *signed(unit, "03-02"))]
    reopened = happened("submission.reopened", B, "09-01", "head", reason="补正附注")
    assert on_desks(date(2022, 9, 13), *ready, *rolled("101", A, B), reopened) == []


def test_what_is_undecided_waits_for_whoever_decides_it_and_holds_back_the_department() -> None:
    ready = [*accepted(C, "03-01"), *signed(C, "03-02"), *rolled("102", C, replied=True)]
    asked = {WaitsFor.EXPLANATIONS: (C,), WaitsFor.DISPUTE: (A,), WaitsFor.WAIVER: (B,)}
    assert on_desks(date(2022, 9, 13), *ready, questions=asked) == [
        (REVIEWER, WaitsFor.EXPLANATIONS, (C,)),
        (REVIEWER, WaitsFor.DISPUTE, (A,)),
        (BUREAU_APPROVER, WaitsFor.WAIVER, (B,)),
    ]


def test_decisions_are_first_due_while_units_can_still_correct_and_replies_are_not() -> None:
    ready = [*accepted(C, "03-01"), *signed(C, "03-02"), *rolled("102", C)]
    found = on(date(2022, 4, 13), *ready, questions={WaitsFor.EXPLANATIONS: (C,)})
    assert [(one.owed, one.due, one.step) for one in found if one.about == DESK] == [
        (Owed.DECISIONS, DATES.correct_by, -7)
    ]
    assert on_desks(DATES.correct_by + timedelta(days=1), *ready, questions={WaitsFor.EXPLANATIONS: (C,)}) == []


def test_nobody_is_reminded_of_a_desk_on_which_nothing_lies() -> None:
    done = [one for unit in (A, B, C) for one in (*approved(unit, "09-01"), published(unit, "09-02"))]
    for day in (date(2022, 4, 13), date(2022, 9, 13), date(2022, 9, 21)):
        assert on_desks(day, *done, questions={WaitsFor.DISPUTE: ()}) == []


def test_a_correction_of_what_is_public_makes_nobody_late_with_its_reply() -> None:
    told = [*approved(C, "09-01"), published(C, "09-05")]
    correcting = happened("submission.corrected", C, "09-22", "operator", reason="数字有误", materiality="一般")
    again = [*accepted(C, "09-23", version=2), *signed(C, "09-23", version=2)]
    versions = {C: f"{2:064d}"}
    at = again[-1].at
    rolled_again = Happened("department.certified", "102", 0, "reviewer", at, {"rollup": "r2", "versions": versions})
    asked = {WaitsFor.EXPLANATIONS: (C,)}
    assert on_desks(date(2022, 9, 27), *told, correcting, *again, rolled_again, questions=asked) == []

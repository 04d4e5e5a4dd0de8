"""The daily ledger adds up on every day, whatever happens; what does not add up is an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from final_accounts.model.clock import china_day
from final_accounts.season.alerts import AlertKind, alerts, undecided
from final_accounts.season.calendar import days_between
from final_accounts.season.duties import Duty
from final_accounts.season.ledger import DayLedger, ledgers
from final_accounts.season.standing import Happened, fold
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS
from final_accounts.season.waiting import WaitsFor
from season.told import (
    DATES,
    NAMES,
    REGISTERED,
    UNITS,
    A,
    B,
    C,
    accepted,
    approved,
    happened,
    moment,
    published,
    signed,
)


def on(day: date, *events: Happened, registered: frozenset[str] = REGISTERED) -> DayLedger:
    (found,) = ledgers(UNITS, registered, events, DATES, [day])
    return found


def kinds(day: date, *events: Happened, registered: frozenset[str] = REGISTERED) -> list[AlertKind]:
    return [alert.kind for alert in alerts(on(day, *events, registered=registered), NAMES)]


ANYTHING = st.lists(
    st.builds(
        lambda kind, unit, version, day, role: Happened(
            kind,
            unit,
            version if kind.startswith(("submission.", "explanation.")) else 0,
            "somebody",
            moment("01-10") + timedelta(days=day),
            {"role": role, "sha256": "0" * 64, "finding": "T01", "reason": "x"},
        ),
        st.sampled_from([line.kind for line in TRANSITIONS]),
        st.sampled_from([A, B, C]),
        st.integers(1, 3),
        st.integers(0, 290),
        st.sampled_from(["accountant", "head"]),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_on_every_day_the_register_is_the_sum_of_the_buckets_and_of_the_duties(events: list[Happened]) -> None:
    days = days_between(DATES.opens, DATES.closes)[::9]
    chain = [*events[::2], *sorted(events[1::2], key=lambda event: event.at)]  # as it may come and as it should
    for one in ledgers(UNITS, REGISTERED, chain, DATES, days):
        assert set(one.buckets) == set(UnitState)
        assert one.register == sum(one.buckets.values()) == sum(one.duties.values())
        assert one.approved == one.published + one.withheld + len(one.unpublished)
        late = next((n for n, event in enumerate(chain) if china_day(event.at) > one.day), len(chain))
        assert one.standings == fold(UNITS, chain[:late])
    today = china_day(moment("02-01"))
    (now,) = ledgers(UNITS, REGISTERED, chain, DATES, [today], until=today)
    assert now.standings == fold(UNITS, chain), "by a clock that was ahead"


def test_what_came_into_the_chain_the_other_way_round_at_midnight_is_told_as_the_fold_tells_it() -> None:
    accountant, head = signed(A, "03-01")
    head = replace(head, at=moment("03-02", 0) + timedelta(seconds=10))
    second = happened("submission.received", f"{A}/2", "03-01")
    second = replace(second, at=moment("03-02", 0) - timedelta(seconds=10))  # noticed before, written after
    chain = [*accepted(A, "03-01"), accountant, head, second]
    first, next_day = ledgers(UNITS, REGISTERED, chain, DATES, [date(2022, 3, 1), date(2022, 3, 2)])
    assert (first.standings[A].state, first.standings[A].version) == (UnitState.ACCEPTED, 1)
    assert next_day.standings[A] == fold(UNITS, chain)[A]
    assert (next_day.standings[A].waiting, next_day.strange) == (2, 0)


def test_a_unit_is_late_from_the_day_after_its_date() -> None:
    assert on(DATES.submit_by).duties[Duty.OVERDUE] == 0
    assert on(DATES.submit_by + timedelta(days=1)).overdue == (A, B, C)


def test_a_unit_that_submitted_in_time_has_until_the_date_to_correct() -> None:
    back = [happened("submission.received", f"{A}/1", "03-30"), happened("submission.returned", f"{A}/1", "03-30")]
    assert on(DATES.correct_by, *back).overdue == (B, C)
    assert on(DATES.correct_by + timedelta(days=1), *back).overdue == (A, B, C)


@pytest.mark.parametrize(
    ("arrived", "overdue"),
    [("03-31", False), ("03-01", True)],
    ids=["a minute before the end of its date", "with the time of an older copy"],
)
def test_a_file_counts_from_its_arrival_when_it_was_noticed_within_a_day(arrived: str, overdue: bool) -> None:  # noqa: FBT001 # what is expected
    lay = moment(arrived, 23).isoformat()
    noticed = happened("submission.received", f"{A}/1", "04-01", arrived=lay)
    back = happened("submission.returned", f"{A}/1", "04-01")
    assert (A in on(date(2022, 4, 2), noticed, back).overdue) is overdue


def test_what_is_public_stays_met_while_its_correction_is_in_the_making() -> None:
    correcting = happened("submission.corrected", A, "10-01", "operator", reason="数字有误", materiality="一般")
    found = on(date(2022, 10, 5), *approved(A, "09-01"), published(A, "09-05"), correcting)
    assert found.buckets[UnitState.PUBLISHED] == 1
    assert A not in found.overdue


def test_a_merged_or_exempt_unit_owes_nothing_and_is_still_counted() -> None:
    found = on(
        date(2022, 5, 1),
        happened("unit.merged_away", A, "02-01", "operator", reason="机构改革", into=B),
        happened("unit.exempted", B, "02-01", "operator", reason="涉密单位", basis="示例〔2022〕1号"),
    )
    assert found.duties == {
        Duty.MET: 0, Duty.NIL: 0, Duty.EXEMPT: 2, Duty.OVERDUE: 1, Duty.IN_PROGRESS: 0,
    }  # fmt: skip


def test_a_unit_that_the_season_was_not_opened_with_is_an_alert() -> None:
    assert kinds(date(2022, 2, 1), registered=frozenset({A, B})) == [AlertKind.REGISTER]
    assert kinds(date(2022, 2, 1), registered=REGISTERED | {"999999"}) == [AlertKind.REGISTER]
    assert kinds(date(2022, 2, 1), registered=frozenset({A, B, "999999"})) == [AlertKind.REGISTER]


def test_a_submission_of_a_unit_that_is_in_no_register_is_an_alert() -> None:
    assert kinds(date(2022, 2, 1), *accepted("999001", "02-01")) == [AlertKind.UNKNOWN]


def test_approved_is_published_plus_withheld_once_the_legal_date_has_passed_and_an_alert_otherwise() -> None:
    replies = [*approved(A, "09-05"), *approved(B, "09-05"), *approved(C, "09-19")]
    legal = date(2022, 9, 25)
    withheld = happened("disclosure.withheld", A, "09-06", basis="示例〔2022〕1号", reason="涉密")
    assert kinds(legal, *replies) == []
    assert kinds(legal + timedelta(days=1), *replies) == [AlertKind.PUBLICATION]
    assert on(legal + timedelta(days=1), *replies, withheld).unpublished == (B,)
    assert kinds(legal + timedelta(days=1), *replies, withheld, published(B, "09-25")) == []


def test_who_passed_the_rules_and_has_no_reply_after_its_date_is_an_alert() -> None:
    told = [*accepted(A, "03-01"), *accepted(B, "03-01"), *signed(B, "03-02"), *approved(C, "09-20")]
    last = DATES.approval
    assert kinds(last, *told) == []
    found = on(last + timedelta(days=1), *told)
    assert found.unapproved == (A, B)
    (alert,) = alerts(found, NAMES)
    assert (alert.kind, alert.units) == (AlertKind.APPROVAL, (A, B))
    assert alert.says.startswith(
        "2 家审核已通过而没有批复（还没有签审 1 家，已签审 1 家）：101001 示例甲局、101002 示例乙中心。请催办签审"
    )
    late = [happened("submission.approved", f"{B}/1", "09-22", "approver", number="示例批复1号")]
    assert on(date(2022, 9, 22), *told, *late).unapproved == (A,)


def test_what_is_public_is_not_late_with_a_reply_while_it_is_corrected() -> None:
    told = [*approved(A, "09-01"), published(A, "09-05")]
    correcting = happened("submission.corrected", A, "10-01", "operator", reason="数字有误", materiality="一般")
    again = [*accepted(A, "10-03", version=2), *signed(A, "10-03", version=2)]
    assert on(date(2022, 10, 5), *told, correcting, *again).unapproved == ()


def test_what_is_undecided_on_the_last_day_of_a_season_is_an_alert() -> None:
    asked = {WaitsFor.DISPUTE: (A, B), WaitsFor.WAIVER: (A,), WaitsFor.EXPLANATIONS: (), WaitsFor.PUBLICATION: (C,)}
    assert undecided(asked, DATES.closes - timedelta(days=1), DATES, NAMES) == ()
    (alert,) = undecided(asked, DATES.closes, DATES, NAMES)
    assert (alert.kind, alert.units) == (AlertKind.DECISIONS, (A, B))
    assert "等财政审核人裁定评分异议：101001 示例甲局、101002 示例乙中心；" in alert.says
    assert "等财政批复人审批豁免申请：101001 示例甲局。" in alert.says
    assert undecided({WaitsFor.DISPUTE: ()}, DATES.closes + timedelta(days=99), DATES, NAMES) == ()


def test_an_alert_names_the_units_and_what_to_do() -> None:
    (alert,) = alerts(on(date(2022, 4, 1)), NAMES)
    assert alert.units == (A, B, C)
    assert alert.says.startswith("3 家已过报送或更正期限：101001 示例甲局、101002 示例乙中心、102001 示例丙局。请催报")

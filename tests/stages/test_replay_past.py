"""What the history tells of past reviews: what followed from each, and under which code and data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from final_accounts.history import Head, NewEvent
from final_accounts.history.chain import link
from final_accounts.history.event import GENESIS
from final_accounts.stages.replaying.replay_jobs import moments
from final_accounts.stages.replaying.replay_past import Under, past_reviews

if TYPE_CHECKING:
    from final_accounts.history import Event

AT = datetime(2022, 3, 1, 17, 0, tzinfo=UTC)  # the second of March in China
V1, V2 = "101001/v1", "101001/v2"


def chain(*told: tuple[str, str, dict[str, object]]) -> tuple[Event, ...]:
    """Events an hour apart."""
    head, made = Head(0, GENESIS), []
    for place, (kind, subject, payload) in enumerate(told):
        made.append(link("mou", 2021, head, NewEvent(kind, subject, "x", payload, AT + timedelta(hours=place))))
        head = Head(made[-1].sequence, made[-1].hash)
    return tuple(made)


def running(code: str) -> tuple[str, str, dict[str, object]]:
    return "season.running", "season", {"code_version": code, "commit": "c" + code, "rooms": "r" + code}


def reviewed(subject: str, with_: str = "") -> tuple[str, str, dict[str, object]]:
    return "submission.reviewed", subject, {"last_year": "y", "judged_with": with_}


def returned(subject: str) -> tuple[str, str, dict[str, object]]:
    return "submission.returned", subject, {}


def accepted(subject: str) -> tuple[str, str, dict[str, object]]:
    return "submission.accepted", subject, {}


def test_a_review_has_its_own_verdict_and_publication_and_no_others() -> None:
    events = chain(
        running("1"), reviewed(V1), reviewed(V2), returned(V1), accepted(V2), ("submission.published", V2, {})
    )
    first, second = past_reviews(events)
    assert (first.unit, first.version, first.verdict, first.published) == ("101001", 1, events[3], None)
    assert (second.version, second.verdict, second.published) == (2, events[4], events[5])
    assert first.under == second.under == second.published_under == Under("1", "c1", "r1")


def test_a_verdict_left_out_because_it_said_the_same_is_the_one_before() -> None:
    events = chain(running("1"), reviewed(V1, "a"), accepted(V1), reviewed(V1, "b"))
    first, again = past_reviews(events)
    assert first.verdict == again.verdict == events[2]


def test_a_new_review_gets_a_new_verdict_and_leaves_the_old_one_alone() -> None:
    events = chain(running("1"), reviewed(V1, "a"), accepted(V1), running("2"), reviewed(V1, "b"), returned(V1))
    first, again = past_reviews(events)
    assert (first.verdict, again.verdict) == (events[2], events[5])
    assert (first.under.code_version, again.under.code_version) == ("1", "2")


def test_what_was_published_by_other_code_than_reviewed_says_so() -> None:
    (one,) = past_reviews(
        chain(running("1"), reviewed(V1), accepted(V1), running("2"), ("submission.published", V1, {}))
    )
    assert (one.under.code_version, one.published_under) == ("1", Under("2", "c2", "r2"))


def test_a_review_before_anything_was_recorded_is_known_as_such() -> None:
    (one,) = past_reviews(chain(reviewed(V1)))
    assert not one.recorded
    assert past_reviews(chain(running("1"), reviewed(V1)))[0].recorded


def test_the_moments_a_review_may_have_been_judged_by_are_before_it_and_before_each_decision_of_the_unit() -> None:
    sent_back: tuple[str, str, dict[str, object]] = ("explanation.sent_back", f"{V1}/V-01", {})
    events = chain(running("1"), ("waiver.granted", "101002/waiver/1", {}), sent_back, reviewed(V1))
    (one,) = past_reviews(events)
    assert list(moments(one, events)) == [
        (3, "2022-03-02"), (3, "2022-03-01"), (2, "2022-03-02"), (2, "2022-03-01"),
    ]  # fmt: skip

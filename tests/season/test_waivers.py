"""A waiver holds for its unit, rule, place and time; then the rule is back. What is approved is not judged anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.season.standing import Happened
from final_accounts.season.waivers import (
    GRANTED,
    REFUSED,
    REQUESTED,
    REVOKED,
    Waiver,
    WaiverState,
    fold_waivers,
    judging_days,
    lapsed,
    waived,
)
from season.told import UNITS, A, approved, published
from season.told import happened as told

BROKEN = Finding(
    "T1-05",
    Severity.BLOCKING,
    Verdict.ERROR,
    "T1-05 收入不等于支出。请改正。",
    hint="请改正。",
    row="total",
    cells=(Cell("表1", 1, 2),),
    group=1,
    suspects=(Cell("表1", 1, 2),),
)


def happened(kind: str, day: int = 1, version: int = 0, **payload: object) -> Happened:
    at = datetime(2022, 3, day, 20, tzinfo=UTC)  # the next morning in China
    return Happened(kind, "101001", version, "qs-approver", at, {"id": "1", "name": "示例人员", **payload}, hash=kind)


ASKED = happened(
    REQUESTED, rule="T1-05", row="total", reason="口径不同已核实", basis="文件", until="2022-12-31", public=True
)
GIVEN = happened(GRANTED, 2, reason="同意，下年统一口径", until="2022-06-30")


def only(*events: Happened) -> Waiver:
    (one,) = fold_waivers(events)
    return one


def test_the_first_decision_counts_and_may_shorten_what_was_asked() -> None:
    assert (only(ASKED).state, only(ASKED).until) == (WaiverState.REQUESTED, date(2022, 12, 31))
    one = only(ASKED, GIVEN, happened(REFUSED, 3, reason="反悔"))
    assert (one.state, one.until, one.decision) == (WaiverState.GRANTED, date(2022, 6, 30), "同意，下年统一口径")
    assert fold_waivers([GIVEN]) == (), "nobody asked"


def test_it_holds_to_its_last_day_and_only_when_granted() -> None:
    one = only(ASKED, GIVEN)
    assert [one.holds_on(date(2022, 6, 30)), one.holds_on(date(2022, 7, 1))] == [True, False]
    assert not only(ASKED).holds_on(date(2022, 3, 3))
    assert not only(ASKED, happened(REFUSED, reason="依据不足")).holds_on(date(2022, 3, 3))


def test_what_was_granted_may_be_revoked_and_does_not_hold_from_that_day_on() -> None:
    taken_back = happened(REVOKED, 9, reason="依据的文件已废止")
    one = only(ASKED, GIVEN, taken_back, happened(GRANTED, 10, reason="改了主意", until="2022-06-30"))
    assert (one.state, one.revocation, one.decision) == (WaiverState.REVOKED, "依据的文件已废止", "同意，下年统一口径")
    assert (one.was_granted, one.over) == (True, "已于2022年3月10日撤销")
    assert [one.holds_on(date(2022, 3, day)) for day in (9, 10, 11)] == [True, False, False]
    judged = waived([BROKEN], [only(ASKED, GIVEN)])
    assert lapsed(judged, [one], date(2022, 3, 9)) == ()
    assert lapsed(judged, [one], date(2022, 3, 10)) == (one,)
    late = only(ASKED, GIVEN, replace(taken_back, at=datetime(2022, 7, 9, tzinfo=UTC)))
    assert late.over == "已于2022年6月30日到期", "nothing was left to revoke"


def test_only_what_stands_granted_can_be_revoked() -> None:
    taken_back = happened(REVOKED, 9, reason="依据的文件已废止")
    assert only(ASKED, taken_back).state is WaiverState.REQUESTED
    assert only(ASKED, happened(REFUSED, reason="依据不足"), taken_back).state is WaiverState.REFUSED
    again = only(ASKED, GIVEN, taken_back, happened(REVOKED, 12, reason="再撤一次也不变"))
    assert again.revocation == "依据的文件已废止"


def test_what_was_judged_by_a_waiver_that_is_over_is_known() -> None:
    one = only(ASKED, GIVEN)
    judged = waived([BROKEN], [one])
    assert lapsed(judged, [one], date(2022, 6, 30)) == ()
    assert lapsed(judged, [one], date(2022, 7, 1)) == (one,)
    assert lapsed([BROKEN], [one], date(2022, 7, 1)) == (), "judged again since"
    longer = replace(one, id="2", row="", until=date(2022, 12, 31))
    assert lapsed(judged, [one, longer], date(2022, 7, 1)) == (), "another one holds"


def test_a_waived_finding_becomes_a_notice_that_says_who_why_and_until_when() -> None:
    (left,) = waived([BROKEN], [only(ASKED, GIVEN)])
    assert left.severity is Severity.NOTICE
    assert left.message == "T1-05 收入不等于支出。已豁免：示例人员批准，理由：同意，下年统一口径，有效至2022年6月30日。"
    assert (left.group, left.suspects, left.cells) == (0, (), BROKEN.cells)


def test_another_rule_or_place_is_not_waived_and_a_waiver_without_place_covers_every_place() -> None:
    others = [replace(BROKEN, rule="T1-06"), replace(BROKEN, row="line:本年收入合计")]
    assert waived(others, [only(ASKED, GIVEN)]) == tuple(others)
    everywhere = replace(only(ASKED, GIVEN), row="")
    assert [one.severity for one in waived(others, [everywhere])] == [Severity.BLOCKING, Severity.NOTICE]


def judged_by(*events: Happened) -> dict[int, date]:
    return {version: day for (_, version), day in judging_days(UNITS, events).items()}


REPLIED = approved(A, "06-20")
PUBLIC = [*REPLIED, published(A, "06-25")]
CORRECTED = told("submission.corrected", A, "07-01", materiality="一般")
AGAIN = approved(A, "07-10", version=2)


def test_what_is_approved_is_judged_by_the_day_of_its_approval_until_it_loses_it() -> None:
    day = date(2022, 6, 20)
    assert judged_by(*REPLIED[:-1]) == {}
    assert judged_by(*REPLIED) == judged_by(*PUBLIC) == {1: day}
    assert judged_by(*REPLIED, told("submission.reopened", A, "07-01")) == {}
    assert judged_by(*REPLIED, told("submission.returned", f"{A}/1", "07-01")) == {}
    assert judged_by(*PUBLIC, told("submission.returned", f"{A}/1", "07-01")) == {1: day}
    assert judged_by(*PUBLIC, told("disclosure.withdrawn", A, "07-05")) == {}


def test_what_is_public_keeps_its_day_while_it_is_corrected_and_loses_it_when_it_is_taken_down() -> None:
    day, then = date(2022, 6, 20), date(2022, 7, 10)
    assert judged_by(*PUBLIC, CORRECTED) == {1: day}
    assert judged_by(*PUBLIC, CORRECTED, told("correction.called_off", A, "07-02")) == {1: day}
    assert judged_by(*PUBLIC, CORRECTED, *AGAIN) == {1: day, 2: then}
    assert judged_by(*PUBLIC, CORRECTED, *AGAIN, told("submission.reopened", A, "07-11")) == {1: day}
    assert judged_by(*PUBLIC, CORRECTED, *AGAIN, told("disclosure.withdrawn", A, "07-11")) == {}

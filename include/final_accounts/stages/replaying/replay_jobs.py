"""What it takes to do a past review again: the versions, last year, the moments it may have been judged by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from final_accounts.history import Event
from final_accounts.model.clock import china_day
from final_accounts.model.errors import StoreError
from final_accounts.model.submission import Submission
from final_accounts.stages.house import House
from final_accounts.stages.replaying.replay_order import Job, Moment
from final_accounts.stages.replaying.replay_past import PastReview, Under

DECISIONS: Final = frozenset({
    "waiver.granted", "waiver.refused", "waiver.revoked", "explanation.accepted", "explanation.sent_back",
    "submission.approved", "submission.reopened", "submission.returned", "disclosure.withdrawn",
    "correction.called_off",
})  # fmt: skip
"""Of what was decided of a unit, all that a judgement depends on."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job with what it is for: the review (``review``), the publication (``job.publish``) or both."""

    past: PastReview
    under: Under
    job: Job
    review: bool


def tasks_of(house: House, city: str, fiscal_year: int, past: PastReview, events: Sequence[Event]) -> tuple[Task, ...]:
    """One task, or two where the publication was made by other code or data than the review.

    StoreError when too little was kept, or the warehouse does not know the version under the hash of the history.
    """
    if not past.recorded:
        raise StoreError("这次审核时没有留存数据文件和上年数，无法重演")
    versions = house.warehouse.submissions(city, fiscal_year, (past.unit,))
    upto = tuple(one for one in versions if one.version <= past.version)
    _same_bytes(past, upto)
    job = Job(
        city=city,
        fiscal_year=fiscal_year,
        versions=upto,
        past=past.says("last_year"),
        moments=tuple(moments(past, events)),
        judged_with=past.says("judged_with"),
        at=past.event.at,
        until=past.event.sequence,
    )
    if past.published is None or past.published_under is None:
        return (Task(past, past.under, job, review=True),)
    public = replace(job, until=past.published.sequence, publish=True)
    if past.published_under == past.under:
        return (Task(past, past.under, public, review=True),)
    return (
        Task(past, past.under, job, review=True),
        Task(past, past.published_under, public, review=False),
    )


def moments(past: PastReview, events: Sequence[Event]) -> Iterator[Moment]:
    """Moments a run that reviewed at this event may have begun: just before it, then before each decision earlier on.

    The run may have begun on the day before, too.
    """
    day = china_day(datetime.fromisoformat(past.event.at))
    mine = f"{past.unit}/"
    before = [e for e in events if e.sequence < past.event.sequence and e.kind in DECISIONS]
    about = [e.sequence - 1 for e in before if e.subject.startswith(mine) or e.subject == past.unit]
    for known in (past.event.sequence - 1, *reversed(about)):
        for back in (0, 1):
            yield known, (day - timedelta(days=back)).isoformat()


def _same_bytes(past: PastReview, versions: Sequence[Submission]) -> None:
    told = past.says("sha256")
    held = versions[-1].sha256 if versions and versions[-1].version == past.version else ""
    if held != told:
        raise StoreError(
            f"数据仓库里 {past.subject} 的文件是 {held[:12] or '（没有）'}，审计轨迹记载的是 {told[:12]}，无法重演。"
        )

"""批复: a named person approves accepted submissions; without a name nothing is approved.

The human steps of a whole season (two signatures, batches, disputes) build on the same events.
"""

from __future__ import annotations

from final_accounts.history import NewEvent
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.settings import Settings

PASSED = frozenset({SubmissionState.ACCEPTED, SubmissionState.APPROVED, SubmissionState.PUBLISHED})


def approve(settings: Settings, season_item: SeasonDict, approver: str | None) -> dict[str, int]:
    """Append one approval event for the latest version of each unit, where that version is accepted.

    The approval names who approved, the version and the number of the reply 批复文号; its hash and date are what a
    published document prints. Approving the same version again appends nothing.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    city = season.city.id
    if not approver:
        progress.info("未指定批复人，本次不批复；已通过审核的单位等待批复")
        return {"approved": 0}
    latest = {entry.submission.unit: entry for entry in house.warehouse.stored_submissions(city, season.fiscal_year)}
    accepted = [entry for entry in latest.values() if entry.state in PASSED]
    events = [_approval(season, entry.submission, approver) for entry in accepted]
    house.history.append(city, season.fiscal_year, events)
    waiting = [entry.submission for entry in accepted if entry.state is SubmissionState.ACCEPTED]
    house.warehouse.set_state(city, waiting, SubmissionState.APPROVED)
    progress.info("%s 批复 %d 家单位", approver, len(events))
    return {"approved": len(events)}


def _approval(season: Season, submission: Submission, approver: str) -> NewEvent:
    return NewEvent(
        kind="submission.approved",
        subject=f"{submission.unit}/v{submission.version}",
        actor=approver,
        payload={
            "unit": submission.unit,
            "version": submission.version,
            "sha256": submission.sha256,
            "approver": approver,
            "number": f"{season.city.reply}〔{season.fiscal_year + 1}〕{submission.unit}号",
        },
        at=now(),
    )

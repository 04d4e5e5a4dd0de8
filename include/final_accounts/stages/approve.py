"""批复: a named person approves accepted submissions; without a name nothing is approved.

The human steps of a whole season (two signatures, batches, disputes) build on the same events.
"""

from __future__ import annotations

from final_accounts.history import NewEvent
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.settings import Settings


def approve(settings: Settings, season_item: SeasonDict, approver: str | None) -> dict[str, int]:
    """Append one approval event for the latest version of each unit, where that version is accepted.

    The approval names who approved, the version and the number of the reply 批复文号; its hash and date are what a
    published document prints. Approving the same version again appends nothing.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    if not approver:
        progress.info("未指定批复人，本次不批复；已通过审核的单位等待批复")
        return {"approved": 0}
    latest = house.warehouse.latest(season.city.id, season.fiscal_year)
    accepted = [entry for entry in latest if entry.state is not SubmissionState.RETURNED]
    events = [
        NewEvent(
            kind="submission.approved",
            subject=f"{entry.submission.unit}/v{entry.submission.version}",
            actor=approver,
            payload={
                "unit": entry.submission.unit,
                "version": entry.submission.version,
                "sha256": entry.submission.sha256,
                "approver": approver,
                "number": f"{season.city.id}决批〔{season.fiscal_year + 1}〕{entry.submission.unit}号",
            },
            at=now(),
        )
        for entry in accepted
        if entry.state in {SubmissionState.ACCEPTED, SubmissionState.APPROVED, SubmissionState.PUBLISHED}
    ]
    house.history.append(season.city.id, season.fiscal_year, events)
    for entry in accepted:
        if entry.state is SubmissionState.ACCEPTED:
            house.warehouse.set_state(entry.submission, season.city.id, SubmissionState.APPROVED)
    progress.info("%s 批复 %d 家单位", approver, len(events))
    return {"approved": len(events)}

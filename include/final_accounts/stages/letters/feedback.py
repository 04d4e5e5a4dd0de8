"""反馈: every unit gets its workbook back with the findings marked in the cells, a page, its documents with notes."""

from __future__ import annotations

import os

from final_accounts.model.first_steps import first_steps
from final_accounts.model.submission import Explanation, SubmissionState
from final_accounts.publishing import returned_page, returned_report, write_whole
from final_accounts.stages.acting.disputes import disputes_of, in_words
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.judgement.judged import Judged, judged
from final_accounts.stages.letters.attachments import tell_attachments
from final_accounts.stages.letters.carried_over import carried_over
from final_accounts.stages.letters.due import answer_by
from final_accounts.stages.samples import sample_of
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_returned


def feedback(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Write a marked workbook a returned version, a page for each that has findings, and what attachments hold.

    Named by unit and version; the same version again gives the same page.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    workbooks = pages = 0
    versions = judged(house, season, chunk)
    said = carried_over(house, season.city, season.fiscal_year, {one.submission.unit for one in versions})
    for one in versions:
        if one.state is SubmissionState.RETURNED:
            _workbook(house, season, one, said[one.submission.unit])
            workbooks += 1
        if one.findings:
            _page(house, season, one)
            pages += 1
    return {"workbooks": workbooks, "pages": pages, "attachments": tell_attachments(house, season, chunk)}


def feedback_workbook(version: int) -> str:
    """Name of the marked workbook inside the unit's feedback folder."""
    return f"v{version}-审核反馈.xlsx"


def feedback_page(version: int) -> str:
    """Name of the page beside it."""
    return f"v{version}.html"


def _workbook(house: House, season: Season, one: Judged, proposed: tuple[Explanation, ...]) -> None:
    folder = house.settings.feedback(season.city.id, season.fiscal_year) / one.submission.unit
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / feedback_workbook(one.submission.version)
    partial = folder / f".{target.name}.{os.getpid()}.partial"  # the daily run and an arrival may write it at once
    write_returned(
        season.edition,
        house.store.get(one.submission.sha256),
        one.submission.file_name,
        one.parsed,
        one.findings,
        partial,
        proposed=proposed,
        sent_back=one.sent_back,
    )
    partial.replace(target)
    progress.info("%s 第%d版：反馈工作簿 %s", one.submission.unit, one.submission.version, target.name)


def _page(house: House, season: Season, one: Judged) -> None:
    """The page of a version, beside its workbook when it was returned."""
    returned = one.state is SubmissionState.RETURNED
    folder = house.settings.feedback(season.city.id, season.fiscal_year) / one.submission.unit
    report = returned_report(
        season.edition,
        season.city.lines(season.fiscal_year)[one.submission.unit],
        one.submission,
        one.findings,
        city=season.city.name,
        sample=sample_of(season),
        steps=first_steps(one.standing),
        accepted=not returned,
        until=answer_by(season),
        rulebook_hash=one.rulebook_hash,
        workbook=feedback_workbook(one.submission.version) if returned else "",
        disputes=[in_words(dispute) for dispute in disputes_of(house, season, one.submission.unit)],
    )
    write_whole(folder / feedback_page(one.submission.version), returned_page(report))

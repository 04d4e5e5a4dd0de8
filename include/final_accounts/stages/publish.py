"""公开: render the page of every approved unit of a chunk, and a page for every returned version.

The pages wait in the content store until ``city_summary`` puts the whole site in place.
"""

from __future__ import annotations

from final_accounts.model.errors import PublishingError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import returned_page, returned_report, write_whole
from final_accounts.stages.approvals import approval_of, latest_approved
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.narratives import compared_with
from final_accounts.stages.settings import Settings
from final_accounts.stages.unit_pages import (
    PAGE,
    Candidate,
    outcome_of,
    page_key,
    published_before,
    render,
    replaced_by,
)
from final_accounts.warehouse.queries_season import findings_of_version, outcome_of_version

NO_STANDING = "现行编报口径下没有通过的审核结果，已公开的网页保持不变"


def publish(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Counts of pages made, of versions refused for want of an approval event, and of returned pages.

    Without an event of approval in the history nothing is published, whatever the warehouse says. One unit whose page
    cannot be made stops no other; the error is raised when all others are done.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    units = {unit.code: unit for unit in season.city.units_of(season.fiscal_year)}
    asked = chunk["units"]
    codes = tuple(str(code) for code in asked if code in units) if isinstance(asked, list) else ()
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year, codes)
    before = published_before(house, season)
    compared = compared_with(house, season, {code: units[code] for code in codes})
    counts = {"pages": 0, "refused": 0, "returned_pages": 0}
    failed: dict[str, PublishingError] = {}
    for code, submission in latest_approved(stored).items():
        approved = approval_of(house, season, submission)
        outcome = outcome_of(house, season, approved) if approved else None
        if approved is None or outcome is None:
            why = "审计轨迹中没有与这份文件相符的批复事件" if approved is None else NO_STANDING
            progress.warning("%s 第%d版：%s，不予公开", code, submission.version, why)
            counts["refused"] += 1
            continue
        replaced = replaced_by(approved, before.get(code, ()))
        candidate = Candidate(units[code], approved, outcome, replaced, compared[code])
        try:
            page = render(house, season, candidate)
        except PublishingError as error:
            failed[code] = error
            continue
        house.store.put_result(PAGE, page_key(season, candidate), page)
        counts["pages"] += 1
        progress.info("%s 第%d版：网页已生成", code, submission.version)
    for entry in stored:
        if entry.state is SubmissionState.RETURNED:
            try:
                _returned(house, season, units[entry.submission.unit], entry.submission)
            except PublishingError as error:
                failed[entry.submission.unit] = error
                continue
            counts["returned_pages"] += 1
    if failed:
        first = next(iter(failed.values()))
        raise PublishingError(f"{'、'.join(failed)} 的网页没有生成，其余单位已完成，改正后重跑即可。{first}") from first
    return counts


def _returned(house: House, season: Season, unit: BudgetUnit, submission: Submission) -> None:
    """The page of a returned version, beside its feedback workbook."""
    where = (season.city.id, season.fiscal_year, submission.unit, submission.version)
    with house.warehouse.reading() as connection:
        findings = findings_of_version(connection, *where)
        outcome = outcome_of_version(connection, *where)
    folder = house.settings.feedback(season.city.id, season.fiscal_year) / submission.unit
    workbook = feedback_workbook(submission)
    report = returned_report(
        season.edition,
        unit,
        submission,
        findings,
        city=season.city.name,
        made_up=season.city.made_up,
        rulebook_hash=outcome.rulebook_hash if outcome else season.edition.rulebook.hash,
        workbook=workbook if (folder / workbook).is_file() else "",
    )
    write_whole(folder / f"v{submission.version}.html", returned_page(report))
    progress.info("%s 第%d版：退回，疑点 %d 条", submission.unit, submission.version, len(findings))


def feedback_workbook(submission: Submission) -> str:
    """Name of the annotated workbook inside the unit's feedback folder."""
    return f"v{submission.version}-审核反馈.xlsx"

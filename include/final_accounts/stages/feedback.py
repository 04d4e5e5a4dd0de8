"""反馈: every unit gets its workbook back with the findings marked in the cells, and its documents with notes."""

from __future__ import annotations

from dataclasses import replace

from final_accounts.model.submission import ParsedSubmission, Submission, SubmissionState
from final_accounts.stages.attachments import tell_attachments
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.results import keys_of, reviewed, scored
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_returned


def feedback(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Write one marked workbook per returned version, named by unit and version, and what was found in attachments."""
    house = House.open(settings)
    season = Season.of(chunk)
    written = 0
    for submission, key in keys_of(house, season, chunk):
        result = scored(house, key)
        if result.state is not SubmissionState.RETURNED:
            continue
        folder = settings.feedback(season.city.id, season.fiscal_year) / submission.unit
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"v{submission.version}-审核反馈.xlsx"
        partial = folder / f".{target.name}.partial"
        write_returned(
            season.edition,
            house.store.get(submission.sha256),
            submission.file_name,
            _addressed(season, submission, reviewed(house, key).parsed),
            result.findings,
            partial,
        )
        partial.replace(target)
        written += 1
        progress.info("%s 第%d版：反馈工作簿 %s", submission.unit, submission.version, target.name)
    return {"workbooks": written, "attachments": tell_attachments(house, season, chunk)}


def _addressed(season: Season, submission: Submission, parsed: ParsedSubmission) -> ParsedSubmission:
    """With the head of the unit whose inbox it came from: an unreadable or foreign file says none or another's."""
    name = next(unit.name for unit in season.city.units if unit.code == submission.unit)
    header = replace(parsed.header, unit_code=submission.unit, unit_name=name, fiscal_year=season.fiscal_year)
    return replace(parsed, header=header)

"""反馈: every unit gets its own workbook back with the findings marked in the cells, an index first."""

from __future__ import annotations

from final_accounts.model.submission import SubmissionState
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.results import keys_of, reviewed, scored
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_returned


def feedback(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Write one marked workbook per returned version, named by unit and version."""
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
            house.store.get(submission.sha256),
            submission.file_name,
            reviewed(house, key).parsed,
            result.findings,
            partial,
        )
        partial.replace(target)
        written += 1
        progress.info("%s 第%d版：反馈工作簿 %s", submission.unit, submission.version, target.name)
    return {"workbooks": written}

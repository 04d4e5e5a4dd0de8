"""入库: what a chunk reported, scored and was found goes into the warehouse, one transaction a submission."""

from __future__ import annotations

from final_accounts.model.submission import Submission
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.results import keys_of, reviewed, scored
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import LoadRecord


def load(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Load every submission of the chunk; the same key again changes nothing."""
    house = House.open(settings)
    season = Season.of(chunk)
    counts = {"submissions": 0, "facts": 0}
    for submission, key in keys_of(house, season, chunk):
        record = record_of(house, season, submission, key)
        loaded = house.warehouse.load(record)
        counts["submissions"] += 1
        counts["facts"] += loaded.get("fact", 0)
        progress.info("%s 第%d版：入库填报数 %d 个", submission.unit, submission.version, len(record.facts))
    return counts


def record_of(house: House, season: Season, submission: Submission, key: str) -> LoadRecord:
    """What the content store keeps of a submission under that key, as it goes into the warehouse."""
    record = reviewed(house, key)
    result = scored(house, key)
    return LoadRecord(
        run=season.run,
        city=season.city.id,
        submission=submission,
        header=record.header,
        facts=record.parsed.facts,
        evaluations=record.evaluations,
        scores=result.scores,
        findings=result.findings,
        explanations=record.explanations,
        forms_present=record.forms_present,
        nil_forms=record.nil_forms,
        texts=record.texts,
        sheets=record.sheets,
        state=result.state,
        edition=record.edition,
        edition_hash=record.edition_hash,
        rulebook_hash=record.rulebook_hash,
        prior_hash=record.prior_hash,
        code_version=code_version(),
    )

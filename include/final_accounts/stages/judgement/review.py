"""审核: read a chunk's submissions in a killable process and run the accounts rulebook over all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from final_accounts.catalog import edition as edition_of
from final_accounts.history import NewEvent
from final_accounts.model.finding import Severity
from final_accounts.model.submission import Submission
from final_accounts.readers import Expectation, ReaderPool
from final_accounts.stages.codec import Reviewed, encode, fact_row
from final_accounts.stages.house import Chunk, House, Season, now, progress
from final_accounts.stages.judgement.assess import Read, assess_accounts
from final_accounts.stages.judgement.considered import considered
from final_accounts.stages.judgement.prior import LastYear, keep_last_year, last_year
from final_accounts.stages.results import has_reviewed, keep_reviewed, keys_of, reviewed, version_name
from final_accounts.stages.rulebook.rulebooks import note_rulebook
from final_accounts.stages.settings import Settings


def review(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Findings of the accounts suite for every version of the chunk.

    One bad file never fails the chunk: what cannot be read is itself a finding. What was reviewed before under the same
    key is not reviewed again; it counts and is told all the same.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    keys = keys_of(house, season, chunk)
    if not keys:
        return {"submissions": 0, "findings": 0}
    note_rulebook(house, season)
    fresh = [(submission, key) for submission, key in keys if not has_reviewed(house, key)]
    if fresh:
        _review(house, season, chunk, fresh)
    records = [reviewed(house, key) for _, key in keys]
    for record in records:
        progress.info(
            "%s 第%d版：报表审核疑点 %d 条（必须更正 %d 条）",
            record.submission.unit,
            record.submission.version,
            len(record.findings),
            sum(finding.severity is Severity.BLOCKING for finding in record.findings),
        )
    events = [_reviewed_event(house, season, record) for record in records]
    house.history.append(season.city.id, season.fiscal_year, events)
    return {
        "submissions": len(keys),
        "findings": sum(len(record.findings) for record in records),
        "executed": min(record.executed for record in records),
        "expected": max(record.expected for record in records),
    }


def _review(house: House, season: Season, chunk: Chunk, fresh: Sequence[tuple[Submission, str]]) -> None:
    """Read these versions, judge them together, and keep a record of each under its key."""
    submissions = [submission for submission, _ in fresh]
    before = last_year(house, season.city, season.fiscal_year, submissions)
    told = considered(house, season, chunk, submissions)
    items = _read(house, season, submissions, before)
    assessment = assess_accounts(season.edition, items)
    for (submission, key), item in zip(fresh, items, strict=True):
        record = Reviewed(
            submission=submission,
            header=item.parsed.header,
            facts=tuple(fact_row(fact) for fact in item.parsed.facts),
            evaluations=item.parsed.evaluations,
            forms_present=tuple(sorted(item.parsed.forms_present)),
            nil_forms=tuple(sorted(item.parsed.nil_forms)),
            texts=item.parsed.texts,
            explanations=item.parsed.explanations,
            sheets=item.parsed.sheets,
            readable=item.parsed.readable,
            findings=assessment.findings[item.key],
            edition=season.edition.id,
            edition_hash=season.edition.hash,
            rulebook_hash=season.edition.rulebook.hash,
            prior_hash=told[submission.unit, submission.version].onto(item.before.hash),
            executed=assessment.executed,
            expected=assessment.expected,
            last_year=keep_last_year(house, item.before),
            shadow=assessment.shadow[item.key],
        )
        keep_reviewed(house, key, record)


def _read(
    house: House, season: Season, submissions: Sequence[Submission], before: Mapping[str, LastYear]
) -> list[Read]:
    """What the reader makes of each, in a process that may die over a file."""
    lines = season.city.lines(season.fiscal_year)
    names = {code: line.name for code, line in lines.items()}
    kinds = {code: line.kind for code, line in lines.items()}
    items: list[Read] = []
    with ReaderPool(edition_of) as readers:
        for submission in submissions:
            parsed, findings = readers.read(
                house.store.get(submission.sha256),
                submission.file_name,
                Expectation(
                    unit=submission.unit,
                    fiscal_year=season.fiscal_year,
                    region=season.city.region,
                    units={code: name for code, name in names.items() if code != submission.unit},
                    unit_kind=kinds.get(submission.unit, ""),
                ),
            )
            items.append(
                Read(key=version_name(submission), parsed=parsed, findings=findings, before=before[submission.unit])
            )
    return items


def _reviewed_event(house: House, season: Season, record: Reviewed) -> NewEvent:
    """A finding set is one event with its hash; the set itself stays in the content store."""
    submission = record.submission
    return NewEvent(
        kind="submission.reviewed",
        subject=version_name(submission),
        actor="审核规则",
        payload={
            "sha256": submission.sha256,
            "edition": season.edition.id,
            "edition_hash": record.edition_hash,
            "rulebook_hash": record.rulebook_hash,
            "last_year": record.last_year,
            "judged_with": record.prior_hash,
            "findings": len(record.findings),
            "findings_hash": house.store.put(encode(record.findings)),
            "rules_executed": record.executed,
            "rules_expected": record.expected,
            **({"shadow": len(record.shadow)} if record.shadow else {}),
        },
        at=now(),
    )

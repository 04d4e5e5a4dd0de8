"""审核: read a chunk's submissions in a killable process and run the accounts rulebook over all of them at once."""

from __future__ import annotations

from final_accounts.catalog import edition as edition_of
from final_accounts.history import NewEvent
from final_accounts.model.finding import Severity
from final_accounts.readers import Expectation, ReaderPool
from final_accounts.stages.assess import Read, assess_accounts
from final_accounts.stages.codec import Reviewed, encode, fact_row
from final_accounts.stages.considered import considered
from final_accounts.stages.house import Chunk, House, Season, now, progress
from final_accounts.stages.prior import last_year
from final_accounts.stages.results import keep_reviewed, result_key, submissions_of
from final_accounts.stages.settings import Settings


def review(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Findings of the accounts suite for every version of every unit of the chunk.

    One bad file never fails the chunk: what cannot be read is itself a finding.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    submissions = submissions_of(house, season, chunk)
    if not submissions:
        return {"submissions": 0, "findings": 0}
    before = last_year(house, season.city, season.fiscal_year, submissions)
    told = considered(house, season, chunk, submissions)
    others = {unit.code: unit.name for unit in season.city.units}
    kinds = {unit.code: unit.kind for unit in season.city.units}
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
                    units={code: name for code, name in others.items() if code != submission.unit},
                    unit_kind=kinds.get(submission.unit, ""),
                ),
            )
            items.append(
                Read(
                    key=f"{submission.unit}/v{submission.version}",
                    parsed=parsed,
                    findings=findings,
                    before=before[submission.unit],
                )
            )
    assessment = assess_accounts(season.edition, items)
    total = 0
    events: list[NewEvent] = []
    for submission, item in zip(submissions, items, strict=True):
        findings = assessment.findings[item.key]
        past = told[submission.unit, submission.version].onto(item.before.hash)
        key = result_key(submission, season.edition.hash, past)
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
            findings=findings,
            edition=season.edition.id,
            edition_hash=season.edition.hash,
            rulebook_hash=season.edition.rulebook.hash,
            prior_hash=past,
            executed=assessment.executed,
            expected=assessment.expected,
        )
        keep_reviewed(house, key, record)
        events.append(_reviewed_event(house, season, record))
        total += len(findings)
        blocking = sum(finding.severity is Severity.BLOCKING for finding in findings)
        progress.info(
            "%s 第%d版：报表审核疑点 %d 条（必须更正 %d 条）",
            submission.unit,
            submission.version,
            len(findings),
            blocking,
        )
    house.history.append(season.city.id, season.fiscal_year, events)
    return {
        "submissions": len(submissions),
        "findings": total,
        "executed": assessment.executed,
        "expected": assessment.expected,
    }


def _reviewed_event(house: House, season: Season, record: Reviewed) -> NewEvent:
    """A finding set is one event with its hash; the set itself stays in the content store."""
    submission = record.submission
    return NewEvent(
        kind="submission.reviewed",
        subject=f"{submission.unit}/v{submission.version}",
        actor="审核规则",
        payload={
            "sha256": submission.sha256,
            "edition": season.edition.id,
            "rulebook_hash": record.rulebook_hash,
            "findings": len(record.findings),
            "findings_hash": house.store.put(encode(record.findings)),
            "rules_executed": record.executed,
            "rules_expected": record.expected,
        },
        at=now(),
    )

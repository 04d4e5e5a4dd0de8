"""评分: recompute a chunk's self-evaluations, run the performance rulebook, and decide each submission's state."""

from __future__ import annotations

from final_accounts.history import NewEvent
from final_accounts.model.finding import Severity
from final_accounts.model.submission import Submission, decide
from final_accounts.stages.assess import Read, assess_performance, joined
from final_accounts.stages.codec import Reviewed, Scored, encode
from final_accounts.stages.house import Chunk, House, Season, now, progress
from final_accounts.stages.results import keep_scored, keys_of, reviewed
from final_accounts.stages.settings import Settings


def score(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Scores and the decision, from what ``review`` left."""
    house = House.open(settings)
    season = Season.of(chunk)
    keys = keys_of(house, season, chunk)
    if not keys:
        return {"submissions": 0, "forms": 0}
    records = [reviewed(house, key) for _, key in keys]
    items = [
        Read(key=key, parsed=record.parsed, findings=())
        for (submission, key), record in zip(keys, records, strict=True)
    ]
    assessment = assess_performance(season.edition, items)
    forms = 0
    events: list[NewEvent] = []
    for (submission, key), record in zip(keys, records, strict=True):
        findings = joined(record.findings, assessment.findings[key])
        result = Scored(
            scores=assessment.scores[key],
            findings=findings,
            state=decide(findings, record.explanations),
            executed=record.executed + assessment.executed,
            expected=record.expected + assessment.expected,
        )
        keep_scored(house, key, result)
        forms += len(result.scores)
        events.append(_decided_event(house, submission, record, result))
        progress.info(
            "%s 第%d版：绩效自评表 %d 张，结论：%s",
            submission.unit,
            submission.version,
            len(result.scores),
            result.state.chinese,
        )
    house.history.append(season.city.id, season.fiscal_year, events)
    return {
        "submissions": len(keys),
        "forms": forms,
        "executed": assessment.executed,
        "expected": assessment.expected,
    }


def _decided_event(house: House, submission: Submission, record: Reviewed, result: Scored) -> NewEvent:
    by_severity = {severity.value: sum(f.severity is severity for f in result.findings) for severity in Severity}
    return NewEvent(
        kind=f"submission.{result.state.value}",
        subject=f"{submission.unit}/v{submission.version}",
        actor="审核规则",
        payload={
            "sha256": submission.sha256,
            "rulebook_hash": record.rulebook_hash,
            "findings": by_severity,
            "findings_hash": house.store.put(encode(result.findings)),
            "scores_hash": house.store.put(encode(result.scores)),
        },
        at=now(),
    )

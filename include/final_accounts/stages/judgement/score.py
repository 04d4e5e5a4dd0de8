"""评分: recompute a chunk's self-evaluations, run the performance rulebook, and decide each submission's state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from final_accounts.history import NewEvent
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Submission, decide
from final_accounts.season.explanations import Ruling, asked
from final_accounts.season.waivers import Waiver, waived
from final_accounts.stages.codec import Reviewed, Scored, encode
from final_accounts.stages.house import Chunk, House, Season, now, progress
from final_accounts.stages.judgement.assess import Read, assess_performance, joined
from final_accounts.stages.judgement.considered import Considered, considered
from final_accounts.stages.judgement.verdicts import tell_verdicts
from final_accounts.stages.results import has_scored, keep_scored, keys_of, reviewed, scored, version_name
from final_accounts.stages.settings import Settings

_SENT_BACK: Final = "{name}退回了原来的说明：{reason}。请改写说明，数字有误的改正数字，再重新报送。"


def score(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Scores and the decision, from what ``review`` left; what was scored under the same key before stays as it is."""
    house = House.open(settings)
    season = Season.of(chunk)
    keys = keys_of(house, season, chunk)
    if not keys:
        return {"submissions": 0, "forms": 0}
    records = {key: reviewed(house, key) for _, key in keys}
    told = considered(house, season, chunk, (submission for submission, _ in keys))
    decided = {key: told[submission.unit, submission.version] for submission, key in keys}
    fresh = {key: record for key, record in records.items() if not has_scored(house, key)}
    executed = _score(house, season, fresh, decided) if fresh else {}
    results = {key: scored(house, key) for key in records}
    events: list[NewEvent] = []
    for submission, key in keys:
        result = results[key]
        events.append(_decided_event(house, submission, records[key], result, decided[key].waivers))
        progress.info(
            "%s 第%d版：绩效自评表 %d 张，结论：%s",
            submission.unit,
            submission.version,
            len(result.scores),
            result.state.chinese,
        )
    tell_verdicts(house, season, events)
    return {"submissions": len(keys), "forms": sum(len(result.scores) for result in results.values()), **executed}


def _score(
    house: House, season: Season, fresh: Mapping[str, Reviewed], decided: Mapping[str, Considered]
) -> dict[str, int]:
    """Score these together and keep a result of each under its key; how many rules ran and how many had to."""
    items = [Read(key=key, parsed=record.parsed, findings=()) for key, record in fresh.items()]
    assessment = assess_performance(season.edition, items)
    for key, record in fresh.items():
        findings, sent_back = _judged(joined(record.findings, assessment.findings[key]), record, decided[key])
        result = Scored(
            scores=assessment.scores[key],
            findings=findings,
            state=decide(findings, record.explanations, sent_back),
            executed=record.executed + assessment.executed,
            expected=record.expected + assessment.expected,
            shadow=record.shadow + assessment.shadow[key],
        )
        keep_scored(house, key, result)
    return {"executed": assessment.executed, "expected": assessment.expected}


def _judged(
    findings: tuple[Finding, ...], record: Reviewed, decided: Considered
) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """The findings as persons' decisions leave them, and the keys of those whose very explanation was sent back."""
    left = waived(findings, decided.waivers)
    again = {
        one.key: one.decision
        for one in asked(left, record.explanations, decided.sent_back)
        if one.decision is not None and one.ruling is Ruling.SENT_BACK
    }
    told = tuple(
        replace(finding, hint=_SENT_BACK.format(name=decision.name, reason=decision.reason.rstrip("。")))
        if finding.severity is Severity.EXPLAIN and (decision := again.get(finding.key))
        else finding
        for finding in left
    )
    return told, frozenset(again)


def _decided_event(
    house: House, submission: Submission, record: Reviewed, result: Scored, waivers: Sequence[Waiver]
) -> NewEvent:
    by_severity = {severity.value: sum(f.severity is severity for f in result.findings) for severity in Severity}
    return NewEvent(
        kind=f"submission.{result.state.value}",
        subject=version_name(submission),
        actor="审核规则",
        payload={
            "sha256": submission.sha256,
            "rulebook_hash": record.rulebook_hash,
            "findings": by_severity,
            "findings_hash": house.store.put(encode(result.findings)),
            "scores_hash": house.store.put(encode(result.scores)),
            **(_tried(house, result.shadow) if result.shadow else {}),
            **({"waivers": [one.event for one in waivers]} if waivers else {}),
        },
        at=now(),
    )


def _tried(house: House, shadow: tuple[Finding, ...]) -> dict[str, object]:
    """What rules on trial found: kept and counted, and told to auditors only."""
    return {"shadow": len(shadow), "shadow_hash": house.store.put(encode(shadow))}

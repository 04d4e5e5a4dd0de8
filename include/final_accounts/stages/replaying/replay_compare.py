"""A review done again held against the one that was: what differs, finding by finding and file by file. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from final_accounts.model.evaluation import EvaluationScore
from final_accounts.model.finding import Finding
from final_accounts.stages.codec import encode
from final_accounts.stages.replaying.replay_order import Outcome
from final_accounts.stages.replaying.replay_past import PastReview

SHOWN: Final = 3
"""Findings or files of a kind that are told one by one."""
_findings: Final = msgspec.json.Decoder(tuple[Finding, ...])
_scores: Final = msgspec.json.Decoder(tuple[EvaluationScore, ...])
STATES: Final = {"returned": "退回", "accepted": "通过"}

Bytes = Callable[[str], bytes]
"""An object of a content store by its name."""


def review_differs(past: PastReview, outcome: Outcome, then: Bytes, again: Bytes) -> tuple[str, ...]:
    """What differs in findings, scores and verdict; empty when all is the same, hash for hash."""
    if outcome.error:
        return (f"重演没有完成：{outcome.error}",)
    return tuple(_review(past, outcome, then, again))


def files_differ(past: PastReview, outcome: Outcome) -> tuple[str, ...]:
    """What differs in the published files; empty when all are the same, hash for hash."""
    if outcome.error:
        return (f"重演没有完成：{outcome.error}",)
    files = published_files(past)
    if outcome.unpublished:
        return (f"重演没有生成公开文本：{outcome.unpublished}",)
    both = files.keys() & outcome.files.keys()
    told = {
        "内容不同": sorted(path for path in both if files[path] != outcome.files[path]),
        "当时有，重演没有": sorted(files.keys() - outcome.files.keys()),
        "重演多出": sorted(outcome.files.keys() - files.keys()),
    }
    return tuple(f"公开文件{words}：{_first(paths)}" for words, paths in told.items() if paths)


def published_files(past: PastReview) -> dict[str, str]:
    """Path -> sha256 of what was published of it; empty when nothing was."""
    files: dict[str, str] = json.loads(past.published.payload)["files"] if past.published else {}
    return files


def _review(past: PastReview, outcome: Outcome, then: Bytes, again: Bytes) -> Iterator[str]:
    for key, words in (("edition_hash", "编报口径"), ("rulebook_hash", "审核规则库"), ("judged_with", "上年数或豁免")):
        held = getattr(outcome, key)
        if past.says(key) != held:
            yield f"{words}不同：当时 {past.says(key)[:12]}，重演 {held[:12]}"
    if past.says("findings_hash") != outcome.reviewed:
        yield from _found("报表审核疑点", then(past.says("findings_hash")), again(outcome.reviewed))
    if past.verdict is None:
        return
    payload = json.loads(past.verdict.payload)
    state = past.verdict.kind.removeprefix("submission.")
    if state != outcome.state:
        yield f"结论不同：当时{STATES[state]}，重演{STATES.get(outcome.state, outcome.state)}"
    if payload["scores_hash"] != outcome.scores:
        yield from _scored(then(payload["scores_hash"]), again(outcome.scores))
    if payload["findings_hash"] != outcome.findings:
        yield from _found("结论所依据的疑点", then(payload["findings_hash"]), again(outcome.findings))


def _found(what: str, then: bytes, again: bytes) -> Iterator[str]:
    before, after = _findings.decode(then), _findings.decode(again)
    lost, new = Counter(map(encode, before)), Counter(map(encode, after))
    gone = [one.message for one in before if not new[encode(one)]]
    fresh = [one.message for one in after if not lost[encode(one)]]
    if gone:
        yield f"{what}当时有、重演没有 {len(gone)} 条：{_first(gone)}"
    if fresh:
        yield f"{what}重演多出 {len(fresh)} 条：{_first(fresh)}"
    if not gone and not fresh:
        yield f"{what}条目相同，次序或条数不同"


def _scored(then: bytes, again: bytes) -> Iterator[str]:
    before = {one.form: one for one in _scores.decode(then)}
    after = {one.form: one for one in _scores.decode(again)}
    for form in dict.fromkeys((*before, *after)):
        if before.get(form) != after.get(form):
            yield f"绩效得分不同：{_points(form, before)}，重演{_points(form, after)}"


def _points(form: str, scores: Mapping[str, EvaluationScore]) -> str:
    one = scores.get(form)
    return f"没有 {form}" if one is None else f"{one.title or form} 复算 {one.recomputed} 分"


def _first(items: list[str]) -> str:
    more = f"；另有 {len(items) - SHOWN} 条" if len(items) > SHOWN else ""
    return "；".join(items[:SHOWN]) + more

"""Explanations 核实说明 and what reviewers decided of them: a decision holds for one text about one set of figures.

A text is decided once. As long as neither the unit's words nor the figures of the finding change, the decision holds
for every later version; another word or figure needs a new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Explanation, says_something
from final_accounts.season.standing import Happened

ACCEPTED: Final = "explanation.accepted"
SENT_BACK: Final = "explanation.sent_back"
PROPOSED: Final = "（沿用{year}年度已认可的说明）"
"""Before a text of an earlier year in this year's workbook: the unit confirms it by leaving it, or edits it."""


_MARK: Final = re.compile("^（沿用[0-9]{4}年度已认可的说明）")


class Ruling(StrEnum):
    """Where an explain finding stands."""

    UNEXPLAINED = "unexplained"
    OPEN = "open"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"

    @property
    def chinese(self) -> str:
        """The word on pages."""
        return {"unexplained": "未说明", "open": "待认可", "accepted": "已认可", "sent_back": "已退回"}[self.value]


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's decision of one text. ``until`` is the last fiscal year in which the text is proposed again.

    ``scope`` is where it holds: the finding of that unit, see :func:`scope_of`; ``event`` the hash of what says it.
    """

    finding: str
    digest: str
    ruling: Ruling
    person: str
    name: str
    reason: str
    at: datetime
    version: int
    said: str = ""
    evidence: str = ""
    until: int = 0
    scope: str = ""
    event: str = ""


def scope_of(unit: str, finding: str) -> str:
    """Where a decision holds, as its event says it: for that finding of that unit, in whatever version."""
    return f"{unit}/{finding}"


def scope_in_words(scope: str) -> str:
    """A scope for whoever reads it.

    >>> scope_in_words(scope_of("101001", "K-08@BUDGET/function:208"))
    '单位 101001 的疑点 K-08@BUDGET/function:208'
    """
    unit, _, finding = scope.partition("/")
    return f"单位 {unit} 的疑点 {finding}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An explain finding of a version (all that share its key), the unit's explanation, and the decision that holds."""

    key: str
    findings: tuple[Finding, ...]
    explanation: Explanation | None = None
    digest: str = ""
    decision: Decision | None = None

    @property
    def ruling(self) -> Ruling:
        """Where it stands."""
        if self.explanation is None:
            return Ruling.UNEXPLAINED
        return self.decision.ruling if self.decision else Ruling.OPEN


def given(key: str, rule: str, explanations: Iterable[Explanation]) -> Explanation | None:
    """The reason given for that very place, else for the rule; None when there is none that says something."""
    by_key = {one.finding: one for one in explanations if says_something(one.reason)}
    return by_key.get(key) or by_key.get(rule)


def digest(findings: Sequence[Finding], explanation: Explanation) -> str:
    """sha256 over what was found and what was said; where it stands in the file does not count."""
    found = sorted(_figures(finding) for finding in findings)
    said = (_squeezed(explanation.reason), _squeezed(explanation.evidence))
    text = json.dumps([findings[0].key, found, said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def asked(
    findings: Iterable[Finding], explanations: Sequence[Explanation], decisions: Sequence[Decision]
) -> tuple[Asked, ...]:
    """Every explain finding of a version in its order, with the latest decision of exactly that text."""
    by_key: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.EXPLAIN:
            by_key.setdefault(finding.key, []).append(finding)
    latest = {(one.finding, one.digest): one for one in decisions}
    found: list[Asked] = []
    for key, same in by_key.items():
        explanation = given(key, same[0].rule, explanations)
        if explanation is None:
            found.append(Asked(key, tuple(same)))
            continue
        name = digest(same, explanation)
        found.append(Asked(key, tuple(same), explanation, name, latest.get((key, name))))
    return tuple(found)


def decisions(events: Iterable[Happened]) -> tuple[Decision, ...]:
    """What reviewers decided of a unit's explanations, in order. Older events say no scope: it is their subject."""
    return tuple(
        Decision(
            finding=event.says("finding"),
            digest=event.says("digest"),
            ruling=Ruling.ACCEPTED if event.kind == ACCEPTED else Ruling.SENT_BACK,
            person=event.actor,
            name=event.says("name"),
            reason=event.says("reason"),
            at=event.at,
            version=event.version,
            said=event.says("said"),
            evidence=event.says("evidence"),
            until=int(event.says("until") or 0),
            scope=event.says("scope") or scope_of(event.unit, event.says("finding")),
            event=event.hash,
        )
        for event in events
        if event.kind in {ACCEPTED, SENT_BACK}
    )


def proposals(past: Mapping[int, Sequence[Decision]], fiscal_year: int) -> tuple[Explanation, ...]:
    """What a unit may say again in ``fiscal_year``: accepted texts that have not expired, marked with their year.

    ``past`` are the decisions of earlier fiscal years. The last one of a finding counts, whichever year it is of: one
    that was sent back, or that expired sooner, is not passed over for an older one.
    """
    latest = {one.finding: (year, one) for year in sorted(past) for one in past[year]}
    return tuple(
        Explanation(key, PROPOSED.format(year=year) + unmarked(one.said), one.evidence)
        for key, (year, one) in latest.items()
        if one.ruling is Ruling.ACCEPTED and one.until >= fiscal_year and one.said
    )


def unmarked(text: str) -> str:
    """The text without the mark of the year from which it was taken over.

    >>> unmarked("（沿用2021年度已认可的说明）年末财政收回额度")
    '年末财政收回额度'
    """
    return _MARK.sub("", text, count=1)


def _figures(finding: Finding) -> tuple[str, ...]:
    """What a finding says but for the cells, which move when a row is inserted."""
    cells = {name for cell in (*finding.cells, *finding.suspects) for name in (str(cell), cell.a1)}
    message = finding.message
    for name in sorted(cells, key=lambda name: (-len(name), name)):
        message = message.replace(name, "")
    numbers = (finding.value, finding.expected, finding.difference)
    return (message, *("" if one is None else f"{one:f}" for one in numbers), finding.unit_of_measure)


def _squeezed(text: str) -> str:
    return "".join(text.split())

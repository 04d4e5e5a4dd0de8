"""Explanations 核实说明 and what reviewers decided of them: a decision holds for one text about one set of figures.

A text is decided once. As long as neither the unit's words nor the figures of the finding change, the decision holds
for every later version; another word or figure needs a new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
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
"""Before a text of last year in this year's workbook: the unit confirms it by leaving it, or edits it."""


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
    """A reviewer's decision of one text. ``until`` is the last fiscal year in which the text is proposed again."""

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
    """What reviewers decided of a unit's explanations, in order."""
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
        )
        for event in events
        if event.kind in {ACCEPTED, SENT_BACK}
    )


def proposals(last_year: Iterable[Decision], fiscal_year: int) -> tuple[Explanation, ...]:
    """What a unit may say again in ``fiscal_year``: last year's accepted texts that have not expired, marked as such.

    A finding whose last text was sent back afterwards is not proposed.
    """
    latest = {one.finding: one for one in last_year}
    return tuple(
        Explanation(key, PROPOSED.format(year=fiscal_year - 1) + unmarked(one.said), one.evidence)
        for key, one in latest.items()
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

"""Submissions 报送 and what a reader makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity


class SubmissionState(StrEnum):
    """State of one version of a unit's submission in this first season model."""

    RECEIVED = "received"  # 收到
    RETURNED = "returned"  # 退回
    ACCEPTED = "accepted"  # 通过
    APPROVED = "approved"  # 批复
    PUBLISHED = "published"  # 公开

    @property
    def chinese(self) -> str:
        """The word on pages."""
        words = {"received": "收到", "returned": "退回", "accepted": "通过", "approved": "批复", "published": "公开"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as it arrived, named by its content; ``unit`` and ``fiscal_year`` are what the inbox says."""

    sha256: str
    file_name: str
    size: int
    unit: str
    fiscal_year: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class Header:
    """Cover 封面 of a submission as read; empty strings where the cover is silent."""

    unit_code: str = ""
    unit_name: str = ""
    fiscal_year: int = 0
    edition: str = ""
    template_version: str = ""
    unit_of_measure: str = "元"
    unit_kind: str = ""  # 行政单位 | 参公单位 | 事业单位
    report_scope: str = ""  # 单位 | 部门
    department: str = ""
    filled_on: str = ""
    adjustment_report: bool = False  # 调整表: negative amounts are normal


@dataclass(frozen=True, slots=True)
class Explanation:
    """核实说明: the unit's reason for one explain finding, by finding key (``rule`` or ``rule@row``)."""

    finding: str
    reason: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSubmission:
    """A workbook after reading: facts with cells, nothing judged yet but the reading itself."""

    header: Header
    facts: tuple[Fact, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    forms_present: frozenset[str] = frozenset()
    nil_forms: frozenset[str] = frozenset()
    texts: dict[str, str] = field(default_factory=dict)
    explanations: tuple[Explanation, ...] = ()
    sheets: dict[str, str] = field(default_factory=dict)  # form id -> sheet name in this file
    readable: bool = True  # False: nothing could be read, the findings say why


_SHORTEST: Final = 4
_EMPTY_WORDS: Final = re.compile("(?:无|没有|见附件|情况属实|同上)*")
_BLANK_LETTERS: Final = re.compile(r"[\u115f\u1160\u3164\uffa0]")  # letters by category, blank on the page


def says_something(reason: str) -> bool:
    r"""Whether a reason counts: at least four letters, digits or ideographs that show, and more than empty words.

    Blanks, invisible characters and punctuation do not count; empty words strung together stay empty.

    >>> says_something("年末财政收回额度"), says_something("\u200b\u3164\u2800 。"), says_something("情况属实！")
    (True, False, False)
    """
    said = "".join(c for c in _BLANK_LETTERS.sub("", reason) if c.isalnum())
    return len(said) >= _SHORTEST and not _EMPTY_WORDS.fullmatch(said)


def decide(
    findings: tuple[Finding, ...], explanations: tuple[Explanation, ...], sent_back: frozenset[str] = frozenset()
) -> SubmissionState:
    """Accepted = no blocking finding, and every explain finding has a reason in the workbook; otherwise returned.

    What counts as a reason: :func:`says_something`, and that a reviewer has not sent back these very words
    (``sent_back``: keys of findings). That a reviewer accepts them is asked before approval.
    """
    explained = {e.finding for e in explanations if says_something(e.reason)}
    for finding in findings:
        if finding.severity is Severity.BLOCKING:
            return SubmissionState.RETURNED
        said = finding.key not in sent_back and explained & {finding.key, finding.rule}
        if finding.severity is Severity.EXPLAIN and not said:
            return SubmissionState.RETURNED
    return SubmissionState.ACCEPTED

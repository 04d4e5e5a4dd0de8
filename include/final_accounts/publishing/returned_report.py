"""审核结果页的数据: what a unit must correct or explain, first things first, and where its annotated workbook lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.first_steps import Step, what_to_do
from final_accounts.model.submission import Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import figures
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.findings_view import GroupView, groups_of
from final_accounts.publishing.samples import Sample


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """How many findings of one severity."""

    word: str
    tone: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the few things to do first; ``then`` says what comes of it, "" when nothing is known of that."""

    where: str
    what: str
    hint: str
    severity: str
    tone: str
    then: str


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """ReportData of one version. ``workbook`` is relative to the page, "" when there is none.

    ``accepted`` pages tell of notices and of reasons given; ``until`` is the last day to answer; ``disputes``
    are sentences on the unit's score disputes.
    """

    edition: Edition
    documents: Documents
    city: str
    fiscal_year: int
    unit: BudgetUnit
    submission: Submission
    version: Figure
    sample: Sample
    accepted: bool
    until: date
    verb: str
    steps: tuple[StepView, ...]
    rulebook_hash: str
    counts: tuple[SeverityCount, ...]
    groups: tuple[GroupView, ...]
    workbook: str
    disputes: tuple[str, ...] = ()


def returned_report(
    edition: Edition,
    unit: BudgetUnit,
    submission: Submission,
    findings: Sequence[Finding],
    *,
    city: str,
    sample: Sample,
    accepted: bool,
    until: date,
    steps: Sequence[Step],
    rulebook_hash: str,
    workbook: str,
    disputes: Sequence[str] = (),
) -> ReturnedReport:
    """Build the page's data."""
    documents = Documents.of(edition)
    return ReturnedReport(
        edition=edition,
        documents=documents,
        city=city,
        fiscal_year=edition.fiscal_year,
        unit=unit,
        submission=submission,
        version=figures.count(submission.version),
        sample=sample,
        accepted=accepted,
        until=until,
        verb=what_to_do(steps),
        steps=tuple(_step(step) for step in steps),
        rulebook_hash=rulebook_hash,
        counts=tuple(
            SeverityCount(s.chinese, s.value, figures.count(sum(f.severity is s for f in findings))) for s in Severity
        ),
        groups=groups_of(edition, findings, documents.words["groups"]),
        workbook=workbook,
        disputes=tuple(disputes),
    )


def _step(step: Step) -> StepView:
    severity = step.finding.severity
    return StepView(
        where=step.where,
        what=step.what,
        hint=step.finding.hint,
        severity=severity.chinese,
        tone=severity.value,
        then=step.then,
    )

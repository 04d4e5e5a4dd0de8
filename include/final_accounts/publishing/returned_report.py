"""退回页的数据: what a unit must correct or explain, and where its annotated workbook lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import figures
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.findings_view import GroupView, groups_of


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """How many findings of one severity."""

    word: str
    tone: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """ReportData of one returned version. ``workbook`` is relative to the page, "" when there is none."""

    edition: Edition
    documents: Documents
    city: str
    fiscal_year: int
    unit: BudgetUnit
    submission: Submission
    version: Figure
    made_up: bool
    rulebook_hash: str
    counts: tuple[SeverityCount, ...]
    groups: tuple[GroupView, ...]
    workbook: str


def returned_report(
    edition: Edition,
    unit: BudgetUnit,
    submission: Submission,
    findings: Sequence[Finding],
    *,
    city: str,
    made_up: bool,
    rulebook_hash: str,
    workbook: str,
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
        made_up=made_up,
        rulebook_hash=rulebook_hash,
        counts=tuple(
            SeverityCount(s.chinese, s.value, figures.count(sum(f.severity is s for f in findings))) for s in Severity
        ),
        groups=groups_of(edition, findings, documents.words["groups"]),
        workbook=workbook,
    )

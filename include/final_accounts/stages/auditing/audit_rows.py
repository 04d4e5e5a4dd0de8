"""An audit's outcome as rows of a workbook and as notes of an annotated copy."""

from __future__ import annotations

from typing import Final

from final_accounts.annotating import Note
from final_accounts.audit import Claim
from final_accounts.model.finding import Severity, Verdict
from final_accounts.stages.auditing.audit import Audited
from final_accounts.stages.auditing.audit_report import FAMILIES, conclusion, marked, others_of, place_of
from final_accounts.workbooks.audit_book import DocumentLine, FindingLine, UnreadLine

STATES: Final = {
    "findings": "发现问题",
    "nothing_recognised": "未能识别",
    "partly_read": "部分未读",
    "clean": "没有问题",
}


def finding_lines(outcome: Audited) -> tuple[FindingLine, ...]:
    """One line a finding, ranked inside the document."""
    return tuple(_line(outcome, rank, claim) for rank, claim in enumerate(outcome.audit.findings, start=1))


def _line(outcome: Audited, rank: int, claim: Claim) -> FindingLine:
    before, mark, after = marked(claim)
    return FindingLine(
        rank=rank,
        unit=outcome.audit.unit,
        file=outcome.name,
        severity=claim.severity.value,
        severity_word=claim.severity.chinese,
        family=FAMILIES[claim.family],
        place=place_of(outcome, claim.spot),
        before=before,
        mark=mark,
        after=after,
        stated="；".join(claim.stated),
        recomputed=claim.recomputed,
        formula=claim.formula,
        explanation="" if claim.explanation == claim.formula else claim.explanation,
        proposed=claim.proposed,
        others=others_of(outcome, claim),
    )


def document_line(outcome: Audited, rank: int = 0) -> DocumentLine:
    """The document as a whole."""
    found = outcome.audit
    severities = [sum(f.severity is severity for f in found.findings) for severity in Severity]
    verdicts = (Verdict.OK, Verdict.ROUNDING, Verdict.NOT_CHECKABLE)
    return DocumentLine(
        rank=rank,
        unit=found.unit,
        file=outcome.name,
        year=str(found.year or ""),
        edition=outcome.edition.title if outcome.edition else "",
        state=STATES[outcome.state],
        counts=(
            *severities,
            *(sum(c.verdict is verdict for c in found.claims) for verdict in verdicts),
            len(found.unread),
        ),
        conclusion=conclusion(outcome),
    )


def unread_lines(outcome: Audited) -> tuple[UnreadLine, ...]:
    """What was not read or not checked."""
    return tuple(
        UnreadLine(outcome.audit.unit, outcome.name, str(unread.spot), unread.why) for unread in outcome.audit.unread
    )


def notes_of(outcome: Audited) -> tuple[Note, ...]:
    """One note a finding: what it is, the computation, the right wording."""
    return tuple(_note(outcome, rank, claim) for rank, claim in enumerate(outcome.audit.findings, start=1))


def _note(outcome: Audited, rank: int, claim: Claim) -> Note:
    told = (
        ("复算", claim.formula),
        ("说明", "" if claim.explanation == claim.formula else claim.explanation),
        ("建议", claim.proposed),
        ("另见", others_of(outcome, claim)),
    )
    return Note(
        number=rank,
        spot=claim.spot,
        text=claim.text,
        mark=claim.mark,
        severity=claim.severity.value,
        title=f"{claim.severity.chinese}：{FAMILIES[claim.family]}",
        lines=tuple(f"{word}：{text}" for word, text in told if text),
    )

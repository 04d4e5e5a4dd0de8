"""公开前核对: what we are about to publish is audited as a stranger's document would be; errors stop it.

The read-back proves that every number is the warehouse's; this proves that the sentences around them say what is so:
growth or decline, more or less, share of what, the right year, the right name. The texts of a unit are judged again, as
they stand between our sentences: an error that its review did not raise stops the publication of the unit; one that was
raised has been explained to a person since. Its self-evaluation was judged by its rubric and is not judged again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from final_accounts.audit import Audit, Claim
from final_accounts.model.document import ReadDocument, ReadTable, Spot, TextLine
from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.publishing import UnitReport
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.disclosure.nouns import Own, Paragraph
from final_accounts.publishing.table_view import plain
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.judgement.told_figures import TOLD_FIGURE, TOLD_WORD, slot_of, slots_of
from final_accounts.stages.publication.waived_figures import follows_from, follows_from_sums, waived_pairs, waived_sums

NOT_OURS: Final = frozenset({"truncated", "forced"})
"""Roundings that are excused in strangers' documents: our own figures are rounded half up, each by itself."""
QUOTES: Final = "assurance"
"""The part that repeats what was found at review: its figures are those of findings, not of the document."""
CITY_PAGES: Final = ("index.html", "consolidation/T?.html")
"""Pages of a city whose figures depend on one another; the others list units and where each figure comes from."""
TOLD: Final = 5
_BLANK: Final = re.compile(r"\s")


def refuse_errors(report: UnitReport, disclosure: Disclosure, document: ReadDocument) -> None:
    """PublishingError that names the first errors with their places; nothing when the document holds.

    What follows from a difference that was waived is no error of the document.
    """
    found = _audited(document, report.edition)
    pairs = waived_pairs(report.reported.findings)
    wrong = [claim for claim in _ours(disclosure, document, found) if not follows_from(claim, pairs)]
    if wrong:
        raise PublishingError(f"{document.name} 公开前核对发现 {len(wrong)} 处错误，不予公开：{_told(wrong)}")
    theirs = _units(report, disclosure, document, found)
    if theirs:
        titles = {slot.id: slot.title for slot in report.edition.slots}
        slots = "、".join(f"“{titles.get(slot, slot)}”" for slot in dict.fromkeys(slot for slot, _ in theirs))
        raise PublishingError(
            f"{document.name} 公开前核对发现单位填写的条目{slots}有 {len(theirs)} 处错误，不予公开："
            f"{_told([claim for _, claim in theirs])}"
            "请开放更正，由单位改正条目；情况属实的，由单位在核实说明中说明后重新批复。"
        )


def own_errors(disclosure: Disclosure, document: ReadDocument, edition: Edition) -> tuple[Claim, ...]:
    """Claims of a document of ours that are wrong and are ours to answer for, as they stand.

    A document in which no table or statement is recognised has said nothing that could be right: PublishingError.
    """
    return _ours(disclosure, document, _audited(document, edition))


def units_errors(report: UnitReport, disclosure: Disclosure, document: ReadDocument) -> tuple[tuple[str, Claim], ...]:
    """Errors in the unit's own texts, by text, that nobody has answered for.

    Only what is proven wrong: what a reader may ask about, and what is no more than untidy, stops nothing. A text of
    which the review raised a finding was explained, waived or disputed before the version could be approved.
    """
    return _units(report, disclosure, document, _audited(document, report.edition))


def refuse_site_errors(folder: Path, edition: Edition, findings: Sequence[Finding] = ()) -> None:
    """The city's own pages before they are swapped in: overview and consolidated tables.

    ``findings`` are those of the units on them: what was waived for units is in the city's sums, too. PublishingError
    names the page and the first errors; also when no table of any page is recognised.
    """
    recognised, sums = False, waived_sums(findings)
    for path in sorted((folder / page for page in CITY_PAGES), key=str):
        for page in sorted(path.parent.glob(path.name)):
            document = read_document(page.read_bytes(), page.name)
            found = audit_document(document, "", edition).audit
            recognised = recognised or found.recognised
            wrong = [claim for claim in found.claims if _wrong(claim) and not follows_from_sums(claim, sums)]
            if wrong:
                name = page.relative_to(folder)
                raise PublishingError(f"全市汇总 {name} 公开前核对发现 {len(wrong)} 处错误，未更新网页：{_told(wrong)}")
    if not recognised:
        raise PublishingError("全市汇总公开前核对没有识别出任何可以核对的内容，未更新网页。")


def _audited(document: ReadDocument, edition: Edition) -> Audit:
    found = audit_document(document, "", edition).audit
    if not found.recognised:
        raise PublishingError(f"{document.name} 公开前核对没有识别出任何可以核对的内容，不予公开。")
    return found


def _ours(disclosure: Disclosure, document: ReadDocument, found: Audit) -> tuple[Claim, ...]:
    forms = frozenset(_of_forms(document, found))
    mixed = beside_units_words(disclosure, document)
    return tuple(
        claim
        for claim in found.claims
        if _wrong(claim) and claim.spot not in forms and (claim.spot not in mixed or _said(claim) in mixed[claim.spot])
    )


def _units(
    report: UnitReport, disclosure: Disclosure, document: ReadDocument, found: Audit
) -> tuple[tuple[str, Claim], ...]:
    texts = report.reported.texts
    slots = slots_of(disclosure, document, texts)
    settled = {finding.row for finding in report.reported.findings if finding.rule in (TOLD_FIGURE, TOLD_WORD)}
    wrong = [(slot_of(claim, slots, texts), claim) for claim in found.findings if claim.severity is Severity.BLOCKING]
    return tuple((slot, claim) for slot, claim in wrong if slot and f"slot:{slot}" not in settled)


def _told(wrong: Sequence[Claim]) -> str:
    told = "".join(f"{claim.spot}“{claim.mark or claim.text}”：{_why(claim)}。" for claim in wrong[:TOLD])
    return told + (f"另有 {len(wrong) - TOLD} 处。" if len(wrong) > TOLD else "")


def beside_units_words(disclosure: Disclosure, document: ReadDocument) -> dict[Spot, str]:
    """Lines that hold words of the unit itself or quote findings → what we say in them, without blanks."""
    ours: dict[str, str] = {}
    for part, block in disclosure.blocks():
        if not isinstance(block, Paragraph):
            continue
        if part.id == QUOTES:
            ours[_squeezed(block.text)] = ""
        elif any(isinstance(each, Own) for each in block.words):
            words = tuple(each for each in block.words if not isinstance(each, Own))
            ours[_squeezed(block.text)] = _squeezed(block.mark + plain(words))
    lines = (block for block in document.blocks if isinstance(block, TextLine))
    return {line.spot: ours[said] for line in lines if (said := _squeezed(line.text)) in ours}


def _said(claim: Claim) -> str:
    return _squeezed(claim.mark or claim.text)


def _squeezed(text: str) -> str:
    return _BLANK.sub("", text)


def _wrong(claim: Claim) -> bool:
    return (claim.verdict is Verdict.ERROR and claim.severity is Severity.BLOCKING) or claim.rounding in NOT_OURS


def _of_forms(document: ReadDocument, found: Audit) -> Iterator[Spot]:
    """Every place in a table that holds a form or a part of one."""
    known = {form.spot for form in found.forms} | {line.spot for form in found.forms for line in form.lines}
    known |= {figure.spot for form in found.forms for figure in form.figures.values()}
    for block in document.blocks:
        if isinstance(block, ReadTable):
            spots = {block.spot, *(cell.spot for row in block.rows for cell in row)}
            if spots & known:
                yield from spots


def _why(claim: Claim) -> str:
    if claim.rounding in NOT_OURS:
        return f"没有按四舍五入，{claim.formula}"
    return claim.explanation or claim.formula

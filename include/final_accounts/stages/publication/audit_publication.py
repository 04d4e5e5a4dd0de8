"""公开前核对: what we are about to publish is audited as a stranger's document would be; errors of ours stop it.

The read-back proves that every number is the warehouse's; this proves that the sentences around them say what is so:
growth or decline, more or less, share of what, the right year, the right name. What a unit wrote itself (its texts, its
self-evaluation) was judged when it was reviewed and explained before it was approved: it is not judged again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from final_accounts.audit import Audit, Claim
from final_accounts.model.document import ReadDocument, ReadTable, Spot, TextLine
from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.model.finding import Severity, Verdict
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.disclosure.nouns import Own, Paragraph
from final_accounts.publishing.table_view import plain
from final_accounts.stages.auditing.audit import audit_document

NOT_OURS: Final = frozenset({"truncated", "forced"})
"""Roundings that are excused in strangers' documents: our own figures are rounded half up, each by itself."""
QUOTES: Final = "assurance"
"""The part that repeats what was found at review: its figures are those of findings, not of the document."""
TOLD: Final = 5
_BLANK: Final = re.compile(r"\s")


def refuse_errors(disclosure: Disclosure, document: ReadDocument, edition: Edition) -> None:
    """PublishingError that names the first errors with their places; nothing when the document holds."""
    wrong = own_errors(disclosure, document, edition)
    if not wrong:
        return
    told = "".join(f"{claim.spot}“{claim.mark or claim.text}”：{_why(claim)}。" for claim in wrong[:TOLD])
    more = f"另有 {len(wrong) - TOLD} 处。" if len(wrong) > TOLD else ""
    raise PublishingError(f"{document.name} 公开前核对发现 {len(wrong)} 处错误，不予公开：{told}{more}")


def own_errors(disclosure: Disclosure, document: ReadDocument, edition: Edition) -> tuple[Claim, ...]:
    """Claims of a document of ours that are wrong and are ours to answer for, as they stand.

    A document in which no table or statement is recognised has said nothing that could be right: PublishingError.
    """
    found = audit_document(document, "", edition).audit
    if not found.recognised:
        raise PublishingError(f"{document.name} 公开前核对没有识别出任何可以核对的内容，不予公开。")
    forms = frozenset(_of_forms(document, found))
    mixed = beside_units_words(disclosure, document)
    return tuple(
        claim
        for claim in found.claims
        if _wrong(claim) and claim.spot not in forms and (claim.spot not in mixed or _said(claim) in mixed[claim.spot])
    )


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

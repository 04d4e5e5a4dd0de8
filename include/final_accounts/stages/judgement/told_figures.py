"""条目中的数字: figures that a unit writes in its own texts, against its own tables: findings of rule NR-02.

The document that the submission would become is audited as a stranger's; what is wrong in the unit's words is told to
the unit while it can still be put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from final_accounts.audit import Claim
from final_accounts.model.document import ReadDocument, Spot, TextLine
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import ParsedSubmission, Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Approval, Documents, Reported, unit_page, unit_report
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.disclosure.nouns import Own, Paragraph
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document

TOLD_FIGURE: Final = "NR-02"
FIGURES: Final = re.compile(r"[0-9０-９]\s*(?:[%％]|[亿万]?\s*元|个?百分点)")
"""What makes a text worth auditing: an amount or a rate. Most texts hold none, as their instructions ask."""
FAMILIES: Final = frozenset(
    {"growth", "direction", "change", "share", "completion", "relation", "zero-base", "rate", "sum", "tie", "name"}
    | {"arithmetic", "parentage", "year"}
)
"""Families that judge a figure against figures."""
SHOWN: Final = 3
_BLANK: Final = re.compile(r"\s")


def told_figures(edition: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...] = ()) -> tuple[Finding, ...]:
    """One finding for each text 条目 with a figure that contradicts the accounts; its row is ``slot:<id>``.

    ``prior`` are last year's facts, as the published document will compare with them.
    """
    if not parsed.readable or not any(FIGURES.search(text) for text in parsed.texts.values()):
        return ()
    disclosure, document = _drafted(edition, parsed, prior)
    slots = _slots(disclosure, document, parsed.texts)
    wrong: dict[str, list[Claim]] = {}
    for claim in audit_document(document, "", edition).audit.findings:
        slot = next((slots[spot] for spot in claim.places if spot in slots), "")
        if slot and claim.family in FAMILIES and claim.severity is not Severity.NOTICE and _by(claim, parsed, slot):
            wrong.setdefault(slot, []).append(claim)
    return tuple(_finding(edition, parsed, slot, claims) for slot, claims in wrong.items())


def _drafted(edition: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...]) -> tuple[Disclosure, ReadDocument]:
    """The document as it would be published, and as a reader sees it."""
    header = parsed.header
    book = Book.of(
        edition,
        header.unit_name,
        header,
        parsed.facts,
        prior=prior,
        nil_forms=parsed.nil_forms,
        evaluations=parsed.evaluations,
        texts=parsed.texts,
    )
    reported = Reported(
        header=header,
        facts=parsed.facts,
        nil_forms=tuple(sorted(parsed.nil_forms)),
        evaluations=parsed.evaluations,
        texts=parsed.texts,
    )
    report = unit_report(
        edition,
        BudgetUnit(header.unit_code, header.unit_name, header.unit_kind, header.department, ""),
        Submission("0" * 64, "", 0, header.unit_code, edition.fiscal_year),
        reported,
        Approval("", "", "", ""),
        city="",
        made_up=False,
        rulebook_hash=edition.rulebook.hash,
        narrative=narrate(book, Documents.of(edition).narrative),
    )
    disclosure = compose(report)
    return disclosure, read_document(unit_page(disclosure, report, (), ()).encode(), "公开文本草稿.html", tables=False)


def _slots(disclosure: Disclosure, document: ReadDocument, texts: Mapping[str, str]) -> dict[Spot, str]:
    """Lines that hold words of a text → the text's slot."""
    by_line = {_plain(line): slot for slot, text in texts.items() for line in text.splitlines() if _plain(line)}
    said: dict[str, str] = {}
    for _, block in disclosure.blocks():
        if isinstance(block, Paragraph):
            for own in (_plain(part) for part in block.words if isinstance(part, Own)):
                slot = by_line.get(own) or next((s for line, s in by_line.items() if own and own in line), "")
                if slot:
                    said[_BLANK.sub("", block.text)] = slot
    lines = (block for block in document.blocks if isinstance(block, TextLine))
    return {line.spot: said[text] for line in lines if (text := _BLANK.sub("", line.text)) in said}


def _plain(text: str) -> str:
    return _BLANK.sub("", text).strip("。；;，,")


def _by(claim: Claim, parsed: ParsedSubmission, slot: str) -> bool:
    """Whether the figure is the unit's: a sentence of ours may stand in the same paragraph."""
    return _BLANK.sub("", claim.mark or claim.text) in _BLANK.sub("", parsed.texts[slot])


def _finding(edition: Edition, parsed: ParsedSubmission, slot: str, claims: list[Claim]) -> Finding:
    rule = edition.rulebook[TOLD_FIGURE]
    sheet = parsed.sheets.get("NARRATIVE", "情况说明")
    title = next((known.title for known in edition.slots if known.id == slot), slot)
    told = "；".join(_sentences(claims[:SHOWN]))
    more = f"等 {len(claims)} 处" if len(claims) > SHOWN else ""
    return Finding(
        rule.id,
        rule.severity,
        Verdict.ERROR,
        f"“{sheet}”表的条目“{title}”有数字与报表不符{more}：{told}。",
        hint=rule.hint,
        source_id=rule.source_id,
        count=len(claims),
        row=f"slot:{slot}",
    )


def _sentences(claims: list[Claim]) -> Iterator[str]:
    """What is written and what the accounts give, without the places of a draft that the unit has never seen."""
    for claim in claims:
        written = "、".join(claim.stated) or claim.mark
        right = f"，应为 {claim.recomputed}" if claim.recomputed else ""
        formula = f"（{claim.formula}）" if claim.formula and claim.formula != claim.recomputed else ""
        why = re.sub(r"（第[0-9]+行）", "", claim.explanation) if not claim.recomputed else ""
        yield f"写作“{written}”{right}{formula}" + (f"，{why}" if why else "")

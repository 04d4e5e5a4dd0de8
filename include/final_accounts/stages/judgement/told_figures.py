"""条目中的文字: what a unit writes in its own texts, against its own tables and forms: findings of NR-02 and NR-03.

The document that the submission would become is audited as a stranger's; what is wrong in the unit's words is told to
the unit while it can still be put right. NR-02 is about figures; NR-03 about words: blanks and choices of the template,
years, statements that there was nothing, that two figures are equal, that everything was achieved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
from final_accounts.publishing.samples import GENUINE
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document

TOLD_FIGURE: Final = "NR-02"
TOLD_WORD: Final = "NR-03"
FIGURES: Final = frozenset(
    {"growth", "direction", "change", "share", "completion", "relation", "zero-base", "rate", "sum", "tie", "name"}
    | {"arithmetic", "parentage"}
)
"""Families that judge a figure or its name against figures: NR-02; what else is wrong in a text is a word: NR-03."""
LEFT_BEHIND: Final = frozenset({"residue"})
"""No more than a notice in a document that is out; in a text that is still being written it is to be put right."""
SHOWN: Final = 3
_BLANK: Final = re.compile(r"\s")
_OF_DRAFT: Final = re.compile(r"（第[0-9]+行）")
_IN_DRAFT: Final = re.compile(r"第[0-9]+行")


def told_figures(edition: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...] = ()) -> tuple[Finding, ...]:
    """One finding a rule for each text 条目 that contradicts the accounts or was left unfinished; row ``slot:<id>``.

    ``prior`` are last year's facts, as the published document will compare with them.
    """
    if not parsed.readable or not any(text.strip() for text in parsed.texts.values()):
        return ()
    disclosure, document = _drafted(edition, parsed, prior)
    slots = slots_of(disclosure, document, parsed.texts)
    wrong: dict[tuple[str, str], list[Claim]] = {}
    for claim in audit_document(document, "", edition).audit.findings:
        slot, rule = slot_of(claim, slots, parsed.texts), rule_of(claim)
        if slot and rule:
            wrong.setdefault((slot, rule), []).append(claim)
    return tuple(_finding(edition, parsed, slot, rule, claims) for (slot, rule), claims in wrong.items())


def rule_of(claim: Claim) -> str:
    """The rule that a finding in a unit's words belongs to; "" for what is harmless.

    A figure may be asked about; of words only what is proven wrong is told, or a season of questions would be asked.
    """
    if claim.family in FIGURES:
        return "" if claim.severity is Severity.NOTICE else TOLD_FIGURE
    proven = claim.severity is Severity.BLOCKING or claim.family in LEFT_BEHIND
    return TOLD_WORD if proven else ""


def slot_of(claim: Claim, slots: Mapping[Spot, Sequence[str]], texts: Mapping[str, str]) -> str:
    """The text that a finding is about: it touches the line and marks the unit's words; ours may stand beside them."""
    marked = _BLANK.sub("", claim.mark or claim.text)
    touched = (slot for spot in claim.places for slot in slots.get(spot, ()))
    return next((slot for slot in touched if marked in _BLANK.sub("", texts[slot])), "")


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
        sample=GENUINE,
        rulebook_hash=edition.rulebook.hash,
        narrative=narrate(book, Documents.of(edition).narrative),
    )
    disclosure = compose(report)
    return disclosure, read_document(unit_page(disclosure, report, (), ()).encode(), "公开文本草稿.html", tables=False)


def slots_of(disclosure: Disclosure, document: ReadDocument, texts: Mapping[str, str]) -> dict[Spot, tuple[str, ...]]:
    """Lines that hold words of texts → the texts' slots, as they stand in the line."""
    by_line = {_plain(line): slot for slot, text in texts.items() for line in text.splitlines() if _plain(line)}
    said: dict[str, tuple[str, ...]] = {}
    for _, block in disclosure.blocks():
        if isinstance(block, Paragraph):
            own = [_plain(part) for part in block.words if isinstance(part, Own)]
            found = [by_line.get(words) or _holding(words, by_line) for words in own if words]
            if any(found):
                said[_BLANK.sub("", block.text)] = tuple(slot for slot in found if slot)
    lines = (block for block in document.blocks if isinstance(block, TextLine))
    return {line.spot: said[text] for line in lines if (text := _BLANK.sub("", line.text)) in said}


def _holding(words: str, by_line: Mapping[str, str]) -> str:
    return next((slot for line, slot in by_line.items() if words in line), "")


def _plain(text: str) -> str:
    return _BLANK.sub("", text).strip("。；;，,")


def _finding(edition: Edition, parsed: ParsedSubmission, slot: str, rule_id: str, claims: list[Claim]) -> Finding:
    rule = edition.rulebook[rule_id]
    sheet = parsed.sheets.get("NARRATIVE", "情况说明")
    title = next((known.title for known in edition.slots if known.id == slot), slot)
    figures = rule_id == TOLD_FIGURE
    told = "；".join(_figures(claims[:SHOWN]) if figures else _words(claims[:SHOWN]))
    more = f"等 {len(claims)} 处" if len(claims) > SHOWN else ""
    what = "有数字与报表不符" if figures else "有文字没有写完，或与报表、自评表不符"
    return Finding(
        rule.id,
        rule.severity,
        Verdict.ERROR,
        f"“{sheet}”表的条目“{title}”{what}{more}：{told}。",
        hint=rule.hint,
        source_id=rule.source_id,
        count=len(claims),
        row=f"slot:{slot}",
    )


def _figures(claims: list[Claim]) -> Iterator[str]:
    """What is written and what the accounts give, without the places of a draft that the unit has never seen."""
    for claim in claims:
        written = "、".join(claim.stated) or claim.mark
        right = f"，应为 {claim.recomputed}" if claim.recomputed else ""
        formula = f"（{claim.formula}）" if claim.formula and claim.formula != claim.recomputed else ""
        why = _why(claim) if not claim.recomputed else ""
        yield f"写作“{written}”{right}{formula}" + (f"，{why}" if why else "")


def _words(claims: list[Claim]) -> Iterator[str]:
    """What is written, why it cannot stand, and what to write instead where that is known."""
    for claim in claims:
        instead = f"，应为“{claim.recomputed}”" if claim.recomputed else ""
        yield f"写作“{claim.mark or claim.text}”，{_why(claim)}{instead}"


def _why(claim: Claim) -> str:
    return _IN_DRAFT.sub("公开文本另一处", _OF_DRAFT.sub("", claim.explanation)).rstrip("。")

"""缺少的原因说明: a change or a deviation that would be told without its reason is a finding of rule NR-01."""

from __future__ import annotations

from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Verdict
from final_accounts.model.submission import ParsedSubmission
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Documents

MISSING_REASON: Final = "NR-01"
SHOWN: Final = 6
"""Subjects that a message names one by one."""


def missing_reasons(edition: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...] = ()) -> tuple[Finding, ...]:
    """One finding for each text 条目 that should give a reason and does not; its row is ``slot:<id>``.

    ``prior`` are last year's facts, as the narrative of the published document will compare with them.
    """
    if not parsed.readable:
        return ()
    book = Book.of(
        edition,
        parsed.header.unit_name,
        parsed.header,
        parsed.facts,
        prior=prior,
        nil_forms=parsed.nil_forms,
        evaluations=parsed.evaluations,
        texts=parsed.texts,
    )
    rule = edition.rulebook[MISSING_REASON]
    titles = {slot.id: slot.title for slot in edition.slots}
    wanted: dict[str, list[str]] = {}
    for gap in narrate(book, Documents.of(edition).narrative).missing_reasons:
        wanted.setdefault(gap.slot, []).append(gap.subject)
    sheet = parsed.sheets.get("NARRATIVE", "情况说明")
    return tuple(
        Finding(
            rule.id,
            rule.severity,
            Verdict.ERROR,
            f"{_named(subjects)}有增减或差异，“{sheet}”表的条目“{titles.get(slot, slot)}”没有写明原因。",
            hint=rule.hint,
            source_id=rule.source_id,
            row=f"slot:{slot}",
        )
        for slot, subjects in wanted.items()
    )


def _named(subjects: list[str]) -> str:
    """The subjects that changed, the first few by name."""
    known = [subject for subject in dict.fromkeys(subjects) if subject]
    more = f"等 {len(known)} 项" if len(known) > SHOWN else ""
    return "、".join(known[:SHOWN]) + more or "决算数"

"""Sections in the region's order, numbered; drafts become paragraphs, gaps become lists of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from final_accounts.model.errors import PublishingError
from final_accounts.model.narrative import MissingReason, Narrative, Section
from final_accounts.model.ordinals import chinese
from final_accounts.narrative import (
    basic,
    completion,
    funds,
    matters,
    performance,
    procurement,
    structure,
    three_public,
    totals,
)
from final_accounts.narrative.annexes import annexes
from final_accounts.narrative.book import Book
from final_accounts.narrative.parts import Marks, parts
from final_accounts.narrative.voice import Draft, Gap, Voice

Statement = Callable[[Book, Voice], Iterator[Draft]]

STATEMENTS: Final[dict[str, Statement]] = {
    "total": totals.total,
    "income": structure.income,
    "income_classes": structure.income_classes,
    "expenditure": structure.expenditure,
    "expenditure_classes": structure.expenditure_classes,
    "fiscal_total": totals.fiscal_total,
    "carry_over": totals.carry_over,
    "general": totals.general,
    "structure": structure.structure,
    "completion": completion.budget_completion,
    "project_use": completion.project_use,
    "basic": basic.basic,
    "three_public": three_public.three_public,
    "three_public_kinds": three_public.three_public_kinds,
    "fund": funds.government_fund,
    "capital": funds.state_capital,
    "operating": matters.operating,
    "procurement": procurement.procurement,
    "assets": matters.assets,
    "evaluation_work": performance.evaluation_work,
    "whole_result": performance.whole_result,
    "project_results": performance.project_results,
    "use_of_results": performance.use_of_results,
}
"""What ``say`` in a region's sections may name."""


def narrate(book: Book, entries: Mapping[str, Mapping[str, Any]]) -> Narrative:
    """The narrative of one unit; ``entries`` are the edition's ``narrative.toml``. The same inputs give the same text.

    PublishingError when the data name what does not exist.
    """
    voice = Voice.of(entries)
    gaps: list[tuple[str, Gap]] = []
    marks = Marks(voice, "document")
    sections: list[Section] = []
    for place, key in enumerate(voice.entry("document", "order"), 1):
        entry = voice.entry("sections", key)

        def resolve(name: str, key: str = key) -> Iterator[Draft]:
            return said(book, voice, key, name)

        told = parts(key, entry["parts"], resolve, marks, nothing=book.scope, gaps=gaps)
        sections.append(Section(key, f"{chinese(place)}、", entry["title"], told))
    reasons = [MissingReason(gap.slot, key, gap.says) for key, gap in gaps if gap.slot]
    figures = [gap.says for _, gap in gaps if not gap.slot]
    title = str(voice.entry("document", "title")).format(year=book.year, scope=book.scope)
    return Narrative(
        title,
        tuple(sections),
        tuple(dict.fromkeys(reasons)),
        tuple(dict.fromkeys(figures)),
        tuple(annexes(book, voice, said)),
    )


def said(book: Book, voice: Voice, section: str, name: str) -> Iterator[Draft]:
    """What ``name`` says. PublishingError when there is no such statement."""
    if name not in STATEMENTS:
        raise PublishingError(f"情况说明的章节 {section} 要写“{name}”，没有这一种说明。")
    return STATEMENTS[name](book, voice)

"""Sections in the region's order, numbered; drafts become paragraphs, gaps become lists of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from final_accounts.model.errors import PublishingError
from final_accounts.model.narrative import MissingReason, Narrative, Paragraph, Part, Section
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
from final_accounts.narrative.book import Book
from final_accounts.narrative.voice import Draft, Gap, Voice, joined

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

_DIGITS: Final = "一二三四五六七八九"


def narrate(book: Book, entries: Mapping[str, Mapping[str, Any]]) -> Narrative:
    """The narrative of one unit; ``entries`` are the edition's ``narrative.toml``. The same inputs give the same text.

    PublishingError when the data name what does not exist.
    """
    voice = Voice.of(entries)
    gaps: list[tuple[str, Gap]] = []
    sections: list[Section] = []
    for place, key in enumerate(voice.entry("document", "order"), 1):
        entry = voice.entry("sections", key)
        sections.append(
            Section(key, f"{chinese(place)}、", entry["title"], _parts(book, voice, key, entry["parts"], gaps))
        )
    reasons = [MissingReason(gap.slot, key, gap.says) for key, gap in gaps if gap.slot]
    figures = [gap.says for _, gap in gaps if not gap.slot]
    title = str(voice.entry("document", "title")).format(year=book.year, scope=book.scope)
    return Narrative(title, tuple(sections), tuple(dict.fromkeys(reasons)), tuple(dict.fromkeys(figures)))


def chinese(number: int) -> str:
    """A section's number in Chinese, 1 to 99.

    >>> chinese(3), chinese(10), chinese(13), chinese(20)
    ('三', '十', '十三', '二十')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[ones - 1] if ones else "")


def _parts(
    book: Book, voice: Voice, section: str, entries: Sequence[Mapping[str, Any]], gaps: list[tuple[str, Gap]]
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for entry in entries:
        paragraphs = tuple(_paragraphs(book, voice, section, entry["say"], gaps))
        if not paragraphs:
            if len(entries) > 1 and not entry.get("title"):
                continue
            told = joined(voice.say("nothing_filed", scope=book.scope))
            paragraphs = (Paragraph(told),)
        place = len(parts) + 1
        title = entry.get("title", "")
        mark = _mark(voice, "part_mark", place) if title else ""
        parts.append(Part(f"{section}-{place}", mark, title, paragraphs))
    return tuple(parts)


def _paragraphs(
    book: Book, voice: Voice, section: str, names: Sequence[str], gaps: list[tuple[str, Gap]]
) -> Iterator[Paragraph]:
    place = 0
    for name in names:
        if name not in STATEMENTS:
            raise PublishingError(f"情况说明的章节 {section} 要写“{name}”，没有这一种说明。")
        for draft in STATEMENTS[name](book, voice):
            gaps.extend((section, piece) for piece in draft.pieces if isinstance(piece, Gap))
            runs = joined(draft.pieces)
            if runs:
                place += draft.item
                yield Paragraph(runs, _mark(voice, "item_mark", place) if draft.item else "")


def _mark(voice: Voice, key: str, number: int) -> str:
    return str(voice.entry("document", key)).format(chinese=chinese(number), number=number)

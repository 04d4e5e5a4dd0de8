"""From drafts to numbered paragraphs and parts; what the drafts lack is collected as gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from final_accounts.model.narrative import Paragraph, Part
from final_accounts.model.ordinals import chinese
from final_accounts.narrative.voice import Draft, Gap, Voice, joined

Resolve = Callable[[str], Iterator[Draft]]
"""What a name of ``say`` says; PublishingError when it says nothing."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How the parts and items of a text are numbered: ``group`` of the data holds ``part_mark`` and ``item_mark``."""

    voice: Voice
    group: str

    def of(self, key: str, number: int) -> str:
        """The printed number."""
        return str(self.voice.entry(self.group, key)).format(chinese=chinese(number), number=number)


def parts(
    section: str,
    entries: Sequence[Mapping[str, Any]],
    resolve: Resolve,
    marks: Marks,
    *,
    nothing: str,
    gaps: list[tuple[str, Gap]],
) -> tuple[Part, ...]:
    """The parts of a section; one of several that says nothing is left out, a single one says ``nothing``."""
    found: list[Part] = []
    for entry in entries:
        paragraphs = tuple(_paragraphs(section, entry["say"], resolve, marks, gaps))
        if not paragraphs:
            if not nothing or (len(entries) > 1 and not entry.get("title")):
                continue
            paragraphs = (Paragraph(joined(marks.voice.say("nothing_filed", scope=nothing))),)
        place = len(found) + 1
        title = entry.get("title", "")
        mark = marks.of("part_mark", place) if title else ""
        found.append(Part(f"{section}-{place}", mark, title, paragraphs))
    return tuple(found)


def _paragraphs(
    section: str, names: Sequence[str], resolve: Resolve, marks: Marks, gaps: list[tuple[str, Gap]]
) -> Iterator[Paragraph]:
    place = 0
    for name in names:
        for draft in resolve(name):
            gaps.extend((section, piece) for piece in draft.pieces if isinstance(piece, Gap))
            runs = joined(draft.pieces)
            if runs:
                place += draft.item
                yield Paragraph(runs, marks.of("item_mark", place) if draft.item else "")

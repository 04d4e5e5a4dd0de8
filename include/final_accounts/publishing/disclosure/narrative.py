"""The narrative 决算情况说明 as blocks: sections with their charts, and the forms that stand inside them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from final_accounts.model.narrative import Paragraph as Told
from final_accounts.model.narrative import Run
from final_accounts.publishing.disclosure.drafting import Drafting, Entry, heading
from final_accounts.publishing.disclosure.nouns import Block, Paragraph, Picture
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import Own


def narrative(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """Every section with its parts, each part followed by its charts and, where the region has them, its forms."""
    report = drafting.report
    if report.narrative is None:
        return
    charts_at = report.charts_at
    within: dict[str, list[Entry]] = report.documents.words["disclosure_within"]
    for chart in charts_at.get("", ()):
        yield Picture(chart)
    for section in report.narrative.sections:
        yield heading(2, f"narrative-{section.id}", section.title, section.mark)
        for number, part in enumerate(section.parts, start=1):
            place = f"{section.id}/{number}"
            if part.title:
                yield heading(3, f"narrative-{part.id}", part.title, part.mark)
            yield from (paragraph(told) for told in part.paragraphs)
            yield from (Picture(chart) for chart in charts_at.get(place, ()))
            for wanted in within.get(f"{section.id}/{part.title}", ()):
                yield from drafting.build(wanted)


def paragraph(told: Told) -> Paragraph:
    """A told paragraph as words and figures."""
    return Paragraph(tuple(word(run) for run in told.runs), told.mark, "item" if told.mark else "body")


def word(run: Run) -> str | Figure:
    """A run: our words, the unit's own, or a figure."""
    if run.figure is not None:
        told = run.figure
        value = None if told.fen is not None else Decimal(told.value.numerator) / Decimal(told.value.denominator)
        return Figure(run.text, told.fen, value, f"narrative {told.name}")
    return Own(run.text) if run.slot else run.text

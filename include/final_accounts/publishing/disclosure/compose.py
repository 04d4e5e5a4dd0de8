"""From the report of a unit to its disclosure: parts and blocks in the region's order, as ``disclosure.toml`` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from final_accounts.model.ordinals import chinese
from final_accounts.publishing.disclosure import (
    accounts,
    annexes,
    assurance,
    forms,
    glossary,
    listing,
    narrative,
    overview,
    recomputed,
)
from final_accounts.publishing.disclosure.drafting import Builder, Drafting, heading, patterned
from final_accounts.publishing.disclosure.nouns import Block, Cover, Disclosure, Part, Seal
from final_accounts.publishing.table_view import Own, Words
from final_accounts.publishing.unit_report import UnitReport

BUILDERS: Final[dict[str, Builder]] = {
    "text": overview.text,
    "staff": overview.staff,
    "tables": accounts.tables,
    "narrative": narrative.narrative,
    "forms": forms.forms,
    "glossary": glossary.glossary,
    "annexes": annexes.annexes,
    "indicators": annexes.indicators,
    "listing": listing.listing,
    "recomputed": recomputed.recomputed,
    "explanations": assurance.explanations,
    "approval": assurance.approval,
}
"""What ``say`` in ``disclosure.toml`` may name."""


def compose(report: UnitReport) -> Disclosure:
    """The whole document; the same report always gives the same document.

    PublishingError when the region's data name what does not exist.
    """
    drafting = Drafting(report, BUILDERS)
    words = report.documents.words
    order: list[str] = words["disclosure"]["order"]
    parts: list[Part] = []
    counted = 0
    for key in order:
        entry = drafting.word("disclosure_parts", key)
        blocks = tuple(_blocks(drafting, key, entry))
        if not blocks:
            continue
        counted += bool(entry.get("counted", True))
        mark = drafting.filled(words["disclosure"]["part_mark"], chinese=chinese(counted))
        parts.append(Part(key, mark if entry.get("counted", True) else "", drafting.filled(entry["title"]), blocks))
    cover = words["disclosure_cover"]
    title = tuple(drafting.filled(line) for line in cover["title"])
    return Disclosure(
        unit=report.unit.code,
        name=report.name,
        fiscal_year=report.fiscal_year,
        version=report.submission.version,
        title=drafting.filled(words["disclosure"]["title"]),
        city=report.city,
        publisher=report.unit.department,
        sample=report.sample,
        sealed_on=report.approval.day,
        cover=Cover(cover["label"], title, report.name, report.approval.date, tuple(_notices(drafting))),
        contents_title=words["disclosure"]["contents"],
        parts=tuple(parts),
        seal=Seal(report.approval.date, report.approval.number, report.approval.hash),
    )


def _blocks(drafting: Drafting, part: str, entry: Mapping[str, Any]) -> Iterator[Block]:
    """The blocks of a part; ``heading`` opens a section above one, ``below`` a part of that section."""
    sections = parts = 0
    for place, wanted in enumerate(entry["blocks"], start=1):
        found = tuple(drafting.build(wanted))
        if not found:
            continue
        if "heading" in wanted:
            sections, parts = sections + 1, 0
            yield heading(2, f"{part}-{place}", drafting.filled(wanted["heading"]), drafting.numbered(2, sections))
        if "below" in wanted:
            parts += 1
            yield heading(3, f"{part}-{place}-1", drafting.filled(wanted["below"]), drafting.numbered(3, parts))
        yield from found


def _notices(drafting: Drafting) -> Iterator[Words]:
    report, words = drafting.report, drafting.report.documents.words["disclosure_cover"]
    if report.sample.says:
        yield (report.sample.says,)
    if report.replaced is not None:
        reason = report.replaced.reason.strip() or "；".join(drafting.own("correction"))
        called = report.replaced.materiality
        yield patterned(
            words["correction"] if reason else words["correction_without_reason"],
            {
                "version": report.version,
                "before": report.replaced.version,
                "date": report.replaced.date,
                "kind": words["materiality"].format(materiality=called) if called else "",
                "reason": Own(reason),
            },
        )

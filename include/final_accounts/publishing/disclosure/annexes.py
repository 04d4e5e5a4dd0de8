"""附件: evaluation reports with their tables, each followed by the forms it is about, numbered in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from final_accounts.model.evaluation import Indicator
from final_accounts.model.narrative import Annex
from final_accounts.model.ordinals import chinese
from final_accounts.publishing.disclosure import form_grid
from final_accounts.publishing.disclosure.drafting import Drafting, Entry, heading
from final_accounts.publishing.disclosure.filled import Filled, filled
from final_accounts.publishing.disclosure.narrative import paragraph
from final_accounts.publishing.disclosure.nouns import Block, TableView
from final_accounts.publishing.table_view import TablePart


def annexes(drafting: Drafting, entry: Entry) -> Iterator[Block]:
    """Every report of the narrative; ``mark`` numbers them, ``after`` names the blocks that follow one of its kind."""
    report = drafting.report
    for place, annex in enumerate(report.narrative.annexes if report.narrative else (), 1):
        mark = str(entry["mark"]).format(chinese=chinese(place))
        yield heading(2, f"annex-{annex.form}", annex.title, mark)
        yield from _told(drafting, annex)
        for wanted in entry["after"][annex.kind]:
            yield from drafting.build({**wanted, "number": _number(annex)})


def _told(drafting: Drafting, annex: Annex) -> Iterator[Block]:
    within: dict[str, list[Entry]] = drafting.report.documents.words["disclosure_within"]
    for section in annex.sections:
        yield heading(3, f"annex-{annex.form}-{section.id}", section.title, section.mark)
        for part in section.parts:
            if part.title:
                yield heading(4, f"annex-{part.id}", part.title, part.mark, listed=False)
            yield from (paragraph(told) for told in part.paragraphs)
            for wanted in within.get(f"annex-{annex.kind}/{part.title}", ()):
                yield from drafting.build({**wanted, "number": _number(annex)})


def indicators(drafting: Drafting, entry: Entry) -> Iterator[Block]:
    """The indicators of ``form`` at the first levels ``levels``, without scores; equal levels stand together."""
    for form in filled(drafting, entry["form"]):
        chosen = [i for i in form.evaluation.indicators if i.level1 in entry["levels"]]
        if chosen:
            yield _table(form, entry, _together(chosen))


def _table(form: Filled, entry: Entry, chosen: list[Indicator]) -> TableView:
    columns: list[dict[str, Any]] = entry["columns"]
    part = TablePart(
        tuple(entry["widths"]), (form_grid.heads(columns),), tuple(form_grid.rows(form, chosen, columns, {}))
    )
    title = form.drafting.filled(entry["title"])
    return TableView(f"{entry['id']}-{form.form}", "", title, (part,), look="plain", own_page=False)


def _together(chosen: list[Indicator]) -> list[Indicator]:
    """Sorted by where a level first stands; a form lists them goal by goal."""
    first: dict[tuple[str, ...], int] = {}
    for place, indicator in enumerate(chosen):
        first.setdefault((indicator.level1,), place)
        first.setdefault((indicator.level1, indicator.level2), place)
    return sorted(chosen, key=lambda i: (first[i.level1,], first[i.level1, i.level2]))


def _number(annex: Annex) -> int:
    """The number of the project the report is about, 0 for the whole unit."""
    digits = annex.form[len(annex.form.rstrip("0123456789")) :]
    return int(digits or 0)

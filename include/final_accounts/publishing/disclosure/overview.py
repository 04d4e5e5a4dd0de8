"""第一部分 概况: duties, organisation, staff, key work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from final_accounts.publishing import figures
from final_accounts.publishing.disclosure.drafting import Drafting, Entry, paragraphs, patterned
from final_accounts.publishing.disclosure.nouns import Block, Paragraph
from final_accounts.publishing.figures import Figure

STAFF: Final = "STAFF"
_NUMBERED: Final = re.compile(r"[（(]?[\d一二三四五六七八九十]+[、.．）)是]")


def text(drafting: Drafting, entry: Entry) -> Iterator[Block]:
    """The unit's own text of ``slot``; the region's sentence where it wrote nothing.

    With ``item_mark`` several lines are numbered, unless the unit numbered them itself.
    """
    own = drafting.own(entry["slot"])
    if "item_mark" in entry and len(own) > 1 and not any(_NUMBERED.match(line) for line in own):
        for number, line in enumerate(own, 1):
            yield Paragraph((line,), entry["item_mark"].format(number=number), "item")
        return
    yield from paragraphs(own or (drafting.filled(drafting.word("disclosure_words", "nothing_written")),))


def staff(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """人员构成: in service by kind, retired by kind; a line the unit left blank counts nothing and is not told."""
    said = drafting.report.documents.words["disclosure_staff"]
    found = {
        fact.row.removeprefix("line:"): fact
        for fact in drafting.report.reported.facts
        if fact.form == STAFF and isinstance(fact.value, int) and not fact.blank
    }
    known = {row: Figure(figures.count(int(f.value)).text, value=None, fact=f.key) for row, f in found.items()}  # type: ignore[arg-type] # whole counts only
    told = False
    for line in said["lines"]:
        if line["row"] not in known:
            continue
        told = True
        parts = [
            patterned(said["part"], {"label": label, "count": known[label]})
            for label in line["parts"]
            if label in known
        ]
        inside = tuple(
            word for number, part in enumerate(parts) for word in ((said["between"],) if number else ()) + part
        )
        opened = (said["of_which"], *inside) if inside else ()
        yield Paragraph(
            (*patterned(line["says"], {"count": known[line["row"]], "scope": drafting.report.scope}), *opened, "。")
        )
    if not told:
        yield Paragraph((drafting.filled(drafting.word("disclosure_words", "nothing_filed")),))

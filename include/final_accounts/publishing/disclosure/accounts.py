"""The tables of the accounts 决算报表, as officially laid out; nil tables stay with their sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.nouns import Block, Paragraph


def tables(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """All tables in order, each with the strip the region prints between title and grid."""
    yield Paragraph((drafting.word("notes", "rounding"),), look="lead")
    strip = drafting.word("disclosure_words", "strip")
    for table in drafting.report.tables:
        yield replace(table, strip=tuple(drafting.filled(text, number=table.number) for text in strip))

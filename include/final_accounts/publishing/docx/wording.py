"""In which style each title and paragraph is written."""

from __future__ import annotations

from typing import Final

from final_accounts.publishing.disclosure.nouns import Block, Heading, Paragraph
from final_accounts.publishing.table_view import TableView

_LOOKS: Final = {
    "body": "BodyText",
    "item": "Item",
    "lead": "Lead",
    "note": "Note",
    "term": "Term",
    "sign": "Sign",
}
LISTED: Final = 3
"""The lowest level of headings that stand in the contents."""


def style_of(block: Block | None) -> str:
    """The style of a title (None: of a part) or paragraph."""
    if isinstance(block, Paragraph):
        return _LOOKS[block.look]
    if isinstance(block, Heading):
        return f"Unlisted{block.level}" if block.level <= LISTED and not block.listed else f"Heading{block.level}"
    return "Heading1"


def title_style(table: TableView) -> str:
    """The style of a table's title: those of the accounts are headings of their own."""
    return "TableTitle" if table.look == "official" else "TableCaption"

"""In which style each title and paragraph is written, and what stands above a table."""

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


def titled(table: TableView, above: Block | None) -> str:
    """What is printed as the title of a table below ``above``: nothing where a heading has just said it.

    A table of the accounts always has its title, which the contents lead to.
    """
    if table.look != "official" and isinstance(above, Heading) and above.text == table.title:
        return ""
    return f"{table.number}　{table.title}" if table.number else table.title


def stripped(table: TableView) -> list[str]:
    """What stands between title and grid; the table's number stands in the title."""
    return [text for text in table.strip if text and text != table.number]

"""The disclosure 决算公开 as one model: composed from a unit's report, rendered by the rooms beside it."""

from final_accounts.publishing.disclosure.compose import compose
from final_accounts.publishing.disclosure.nouns import (
    Block,
    Cover,
    Disclosure,
    Entry,
    Heading,
    Paragraph,
    Part,
    Picture,
    Seal,
    words_of,
)

__all__ = [
    "Block",
    "Cover",
    "Disclosure",
    "Entry",
    "Heading",
    "Paragraph",
    "Part",
    "Picture",
    "Seal",
    "compose",
    "words_of",
]

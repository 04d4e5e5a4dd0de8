"""Narrative 情况说明: the official sections in correct Chinese, every number a variable computed from the accounts."""

from final_accounts.narrative.book import Book
from final_accounts.narrative.sections import narrate

__all__ = ["Book", "narrate"]

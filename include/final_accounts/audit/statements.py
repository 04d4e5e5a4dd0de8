"""Every computation on the sentences of a document."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.audit.book import Book
from final_accounts.audit.bounds import bounds
from final_accounts.audit.claims import Claim
from final_accounts.audit.completions import completions
from final_accounts.audit.differences import changes, gaps
from final_accounts.audit.equal import equal
from final_accounts.audit.growths import growths
from final_accounts.audit.item_budgets import totals_of_items
from final_accounts.audit.lists import balances, lists, sections
from final_accounts.audit.named_items import named_items
from final_accounts.audit.nothing import nothing
from final_accounts.audit.parts_before import parts_before
from final_accounts.audit.projects import listed_projects
from final_accounts.audit.quantities import quantities
from final_accounts.audit.rates import arithmetic, equalities, rates
from final_accounts.audit.shares import shares
from final_accounts.audit.ties import among_statements, prior_years, to_tables
from final_accounts.audit.trailing import totals_behind

_OF_PASSAGE = (
    growths,
    changes,
    gaps,
    shares,
    completions,
    lists,
    totals_behind,
    balances,
    rates,
    equalities,
    arithmetic,
)
_ITEM_FAMILIES = (("T5 total total", "T5 function:"),)


def check_statements(book: Book) -> Iterator[Claim]:
    """Claims about every figure in prose, in no particular order."""
    for told in book.told:
        for check in _OF_PASSAGE:
            yield from check(book, told)
    yield from sections(book)
    yield from totals_of_items(book, _ITEM_FAMILIES)
    yield from to_tables(book)
    yield from among_statements(book)
    yield from prior_years(book)
    yield from listed_projects(book)
    yield from nothing(book)
    yield from equal(book)
    yield from quantities(book)
    yield from bounds(book)
    yield from parts_before(book)
    yield from named_items(book)

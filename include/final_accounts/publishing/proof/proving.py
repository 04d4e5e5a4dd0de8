"""读回核对: a rendered file, read back, says exactly what the disclosure says, number by number. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from final_accounts.model.document import DocumentKind, ReadDocument, TextLine
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.proof.aligning import Alignment
from final_accounts.publishing.proof.found import Found, found_in, tight
from final_accounts.publishing.proof.mismatch import Mismatch, unread, wrong_page
from final_accounts.publishing.proof.orders import tokens_of
from final_accounts.publishing.proof.script import Expected
from final_accounts.publishing.table_view import Words


def prove(disclosure: Disclosure, read: ReadDocument, beside: Sequence[Words] = ()) -> tuple[Mismatch, ...]:
    """Every number of the file matched to one of the disclosure and the other way round; () when all is as it must be.

    ``beside``: what an HTML page says beside the disclosure, in its order. What could not be read back is a mismatch.
    A number is compared as it is printed: sign, separators, decimals and percent included.
    """
    found = [unread(missed.spot, missed.why) for missed in read.unread]
    alignment = Alignment(tokens_of(disclosure, read.kind, beside), found_in(read, disclosure))
    found += alignment.differences()
    if read.kind is DocumentKind.PDF:
        found += _wrong_pages(read, alignment.pages)
    return tuple(found)


def _wrong_pages(read: ReadDocument, pages: Sequence[tuple[Expected, Found]]) -> Iterator[Mismatch]:
    """Entries of the contents whose page does not hold their title."""
    texts: dict[int, str] = {}
    for block in read.blocks:
        if isinstance(block, TextLine):
            texts[block.spot.page] = texts.get(block.spot.page, "") + tight(block.text)
    for number, there in pages:
        wanted = tight(number.at.said.partition("“")[2].removesuffix("”"))
        if wanted not in texts.get(int(there.text), "") or int(there.text) == there.spot.page:
            yield wrong_page(number, there)

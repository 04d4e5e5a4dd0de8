"""读回核对: a rendered file, read back, says exactly what the disclosure says, number by number. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from final_accounts.model.document import DocumentKind, ReadDocument, TextLine
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.proof.aligning import Alignment
from final_accounts.publishing.proof.found import Found, found_in, tight
from final_accounts.publishing.proof.mismatch import Mismatch, margin, unread, wrong_page
from final_accounts.publishing.proof.orders import tokens_of
from final_accounts.publishing.proof.script import Expected
from final_accounts.publishing.table_view import Words

_PAGES: Final = "第1页共1页"
"""What fields of page numbers say before a program has laid out pages."""


def prove(
    disclosure: Disclosure,
    read: ReadDocument,
    beside: Sequence[Words] = (),
    *,
    pages: Mapping[str, int] | None = None,
) -> tuple[Mismatch, ...]:
    """Every number of the file matched to one of the disclosure and the other way round; () when all is as it must be.

    ``beside``: what an HTML page says beside the disclosure, in its order. ``pages``: the page numbers, by id, that the
    contents of a DOCX were given; without them they need only not fall. What could not be read back is a mismatch.
    A number is compared as it is printed: sign, separators, decimals and percent included.
    """
    found = [unread(missed.spot, missed.why) for missed in read.unread]
    alignment = Alignment(tokens_of(disclosure, read.kind, beside), found_in(read, disclosure))
    found += alignment.differences()
    if read.kind is DocumentKind.PDF:
        found += _wrong_pages(read, alignment.pages)
    elif read.kind is DocumentKind.DOCX:
        found += _falling_pages(alignment.pages) if pages is None else _other_pages(disclosure, alignment.pages, pages)
        found += _wrong_margins(disclosure, read)
    return tuple(found)


def _falling_pages(pages: Sequence[tuple[Expected, Found]]) -> Iterator[Mismatch]:
    """Page numbers that Word works out anew when it is asked; until then they must at least not fall."""
    for (_, before), (number, there) in pairwise(pages):
        if int(there.text) < int(before.text):
            yield wrong_page(number, there)


def _other_pages(
    disclosure: Disclosure, found: Sequence[tuple[Expected, Found]], pages: Mapping[str, int]
) -> Iterator[Mismatch]:
    """Page numbers other than those that the contents were given."""
    for entry, (number, there) in zip(disclosure.contents(), found, strict=False):
        if int(there.text) != pages.get(entry.id):
            yield wrong_page(number, there)


def _wrong_margins(disclosure: Disclosure, read: ReadDocument) -> Iterator[Mismatch]:
    """Head and foot hold the title, the seal and page numbers, and nothing else."""
    seal = disclosure.seal
    head = disclosure.sample.head
    title = tight(disclosure.title + (f"（{head}）" if head else ""))
    wanted = (title, tight(f"批复日期：{seal.date}批复事件：{seal.hash}"))
    said = [(line.spot, tight(line.text)) for line in read.aside]
    for text in wanted:
        if all(there != text for _, there in said):
            yield margin(None, text, "")
    for spot, there in said:
        if there not in wanted and there != _PAGES:
            yield margin(spot, "", there)


def _wrong_pages(read: ReadDocument, pages: Sequence[tuple[Expected, Found]]) -> Iterator[Mismatch]:
    """Entries of the contents whose page does not hold their title."""
    named = {int(there.text) for _, there in pages}
    texts: dict[int, str] = {}
    for block in read.blocks:
        if isinstance(block, TextLine) and block.spot.page in named:
            texts[block.spot.page] = texts.get(block.spot.page, "") + tight(block.text)
    for number, there in pages:
        wanted = tight(number.at.said.partition("“")[2].removesuffix("”"))
        if wanted not in texts.get(int(there.text), "") or int(there.text) == there.spot.page:
            yield wrong_page(number, there)

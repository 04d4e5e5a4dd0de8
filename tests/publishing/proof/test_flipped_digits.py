"""One digit flipped anywhere in a rendered file is found, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

import pytest

from final_accounts.model.document import DocumentKind, TextLine
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.proof import prove
from final_accounts.publishing.proof.tokens import numbers
from publishing.proof.files import disclosure_of, proved, read_back, rendered
from publishing.proof.flipping import (
    cells_of_book,
    digits_of_page,
    digits_of_word,
    flipped,
    flipped_cells,
    with_flipped_digits,
)

FILES, EACH = 8, 5
"""Forty digits a format, five in a file, so that differences beside each other are told apart too."""

T = TypeVar("T")


def spread(things: Sequence[T], chance: Random) -> Iterator[list[T]]:
    """For each file some of ``things``, from all over them and never beside each other."""
    step = len(things) // (FILES * EACH)
    assert step > 10
    for n in range(FILES):
        yield [things[(n + FILES * m) * step + chance.randrange(step)] for m in range(EACH)]


@pytest.mark.parametrize(("kind", "name"), [(DocumentKind.HTML, "sichuan"), (DocumentKind.DOCX, "wuhan")])
def test_flipped_digits_of_a_page_or_a_word_document_are_found(kind: DocumentKind, name: str) -> None:
    chance = Random(20220930)  # noqa: S311 - places of a test, no secrets
    data = rendered(name, kind)
    clean = read_back(data, kind)
    digits = digits_of_page(data.decode(), clean) if kind is DocumentKind.HTML else digits_of_word(data, clean)
    for some in spread(digits, chance):
        found = proved(name, flipped(data, some, chance), kind)
        assert sorted(m.spot for m in found if m.spot) == sorted(digit.spot for digit in some), [
            m.message for m in found
        ]
        assert all(m.message.startswith(f"{m.spot}：") for m in found)


def test_flipped_digits_of_cells_are_found_in_those_cells() -> None:
    chance = Random(7)  # noqa: S311
    data = rendered("wuhan", DocumentKind.XLSX)
    names = [b.text for b in read_back(data, DocumentKind.XLSX).blocks if isinstance(b, TextLine)]
    for some in spread(cells_of_book(data), chance):
        found = proved("wuhan", flipped_cells(data, some, chance), DocumentKind.XLSX)
        cells = [f"{names[int(re.sub(r'[^0-9]', '', member)) - 1]}!{address}" for member, address, _ in some]
        assert sorted(str(m.spot) for m in found) == sorted(cells), [m.message for m in found]


def test_flipped_digits_of_a_pdf_are_found_on_their_page_and_line() -> None:
    """A PDF's glyphs cannot be edited in place: the disclosure is changed, set again and held against the true one."""
    disclosure = disclosure_of("wuhan")
    for seed in range(FILES):
        changed, changes = with_flipped_digits(disclosure, EACH, Random(seed))  # noqa: S311
        read = read_back(pdf_document(changed), DocumentKind.PDF)
        lines: dict[tuple[int, int], str] = {}
        for block in read.blocks:
            assert isinstance(block, TextLine)
            place = (block.spot.page, block.spot.line)
            lines[place] = lines.get(place, "") + " " + block.text
        found = prove(disclosure, read)
        told = {(m.expected, m.found) for m in found}
        for before, after in changes:
            differing = {(b, a) for b, a in zip(numbers(before), numbers(after), strict=True) if b != a}
            assert differing <= told, f"{before} → {after}: {[m.message for m in found]}"
        for mismatch in found:
            assert mismatch.spot is not None
            assert mismatch.found in lines[(mismatch.spot.page, mismatch.spot.line)]
            assert mismatch.place
        assert len(found) <= 3 * len(changes)  # a heading stands in the contents too

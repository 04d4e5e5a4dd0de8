"""The numbers of a file as read, in order, each with its place; furniture of paper pages is checked and set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from final_accounts.model.document import DocumentKind, ReadDocument, Spot, TextLine
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.proof.tokens import PART, UNSEEN, numbers, spans

_SHAPELESS: Final = re.compile("[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
"""White space, and selectors of a variant of the sign before them."""
_UNPRINTED: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Kinds of signs that paper leaves out: controls, changes of direction, places to break, private use."""
_EDGES: Final = " \t\r\n\u3000" + "".join(map(chr, UNSEEN))
_LINES: Final = 4
"""A running head or foot takes no more printed lines."""
_TAIL: Final = 40


class Found(NamedTuple):
    """A number in the file. Where a line breaks inside it, ``whole`` is the number and ``takes`` what it is made of."""

    text: str
    spot: Spot
    whole: str = ""
    takes: int = 0


def found_in(read: ReadDocument, disclosure: Disclosure) -> list[Found]:
    """Every number of the visible text that is no furniture."""
    if read.kind is DocumentKind.PDF:
        texts: Iterable[tuple[Spot, str]] = list(_between_margins(read, disclosure))
    else:
        texts = read.texts()
    broken = read.kind in {DocumentKind.PDF, DocumentKind.HTML}
    return list(_numbers(texts, broken=broken))


def _numbers(texts: Iterable[tuple[Spot, str]], *, broken: bool) -> Iterator[Found]:
    before: list[Found] = []
    ended = ""
    for spot, text in texts:
        found = [Found(number, spot) for number in numbers(text)]
        if not broken:
            yield from found
            continue
        begins = text.strip(_EDGES)
        if not begins:
            continue
        if begins[0] in PART and ended and ended[-1] in PART:
            _join(before, found, ended.translate(UNSEEN), begins.translate(UNSEEN))
        yield from before
        before, ended = found, begins
    yield from before


def _join(before: list[Found], found: list[Found], ended: str, begins: str) -> None:
    """Notes the number that stands across two lines, on the first of the numbers it is made of."""
    tail, head = ended[-_TAIL:], begins[:_TAIL]
    across = next(((n, start, end) for n, start, end in spans(tail + head) if start < len(tail) < end), None)
    if across is None:
        return
    whole, start, end = across
    left = bool(before) and any(stop > start for _, _, stop in spans(tail))
    right = bool(found) and any(begin < end - len(tail) for _, begin, _ in spans(head))
    if left:
        before[-1] = before[-1]._replace(whole=whole, takes=1 + right)
    elif right:
        found[0] = found[0]._replace(whole=whole, takes=1)


def _between_margins(read: ReadDocument, disclosure: Disclosure) -> Iterator[tuple[Spot, str]]:
    heads = frozenset(tight(disclosure.title + said) for said in _sides(disclosure))
    seal = disclosure.seal
    lines = [block for block in read.blocks if isinstance(block, TextLine)]
    for page, group in groupby(lines, key=lambda line: line.spot.page):
        on_page = list(group)
        foot = tight(f"第{page}页共{read.pages}页批复日期：{seal.date}批复事件：{seal.hash}")
        first = _matching(on_page, heads)
        last = _matching(on_page[::-1], frozenset((foot,)), backwards=True)
        yield from ((line.spot, line.text) for line in on_page[first : len(on_page) - last])


def _sides(disclosure: Disclosure) -> Iterator[str]:
    """What stands at the right of the running head."""
    yield disclosure.sample.head
    for part in disclosure.parts:
        yield part.mark or part.title


def _matching(lines: Sequence[TextLine], wanted: frozenset[str], *, backwards: bool = False) -> int:
    """How many of the first lines together are exactly one of ``wanted``."""
    texts: list[str] = []
    for count, line in enumerate(lines[:_LINES], start=1):
        texts.append(tight(line.text))
        if "".join(reversed(texts) if backwards else texts) in wanted:
            return count
    return 0


def tight(text: str) -> str:
    r"""A text without any space or sign without a shape, as lines of paper are compared.

    >>> tight("收\u202e 支\n总计\ufe00")
    '收支总计'
    """
    whole = _SHAPELESS.sub("", text)
    if whole.isprintable():
        return whole
    return "".join(sign for sign in whole if unicodedata.category(sign) not in _UNPRINTED)

"""Holds the numbers of a file against the script: compares first, looks further only where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from final_accounts.model.document import Spot
from final_accounts.publishing.proof.found import Found
from final_accounts.publishing.proof.mismatch import Mismatch, absent, differs, surplus
from final_accounts.publishing.proof.script import Expected, Script

WINDOW: Final = 120
"""How far a difference may reach, in numbers, before the rest is looked at as a whole."""
AGREED: Final = 6
"""Numbers in a row that must agree again after a difference."""


class Alignment:
    """Runs through script and file once. ``pages``: the page numbers of the contents with what was found there."""

    def __init__(self, script: Script, found: Sequence[Found]) -> None:
        self._script = script.numbers
        self._heads = script.heads
        self._found = found
        self._early: set[int] = set()
        """Places in the script of cells that reach over a page's end: all of their words stand on the first page."""
        self.pages: list[tuple[Expected, Found]] = []

    def differences(self) -> Iterator[Mismatch]:
        """Everything that differs, in the order of the file."""
        script, found = self._script, self._found
        i = j = 0
        while i < len(script) or j < len(found):
            taken = self._agree(i, j)
            if taken is not None:
                i, j = taken
                continue
            more, further = self._next_agreement(i, j)
            yield from self._told(i, i + more, j, j + further)
            i, j = i + more, j + further

    def _agree(self, i: int, j: int) -> tuple[int, int] | None:
        """Where to go on when the numbers at ``i`` and ``j`` agree, or some may be passed over."""
        script, found = self._script, self._found
        if i in self._early:
            return i + 1, j
        if i < len(script) and script[i].optional and not self._run(i, j, script[i].optional):
            return i + script[i].optional, j
        if j >= len(found):
            return None
        passed = self._repeated_head(i, j)
        if passed or i >= len(script):
            return (i, j + passed) if passed else None
        taken = self._taken(script[i], found[j])
        if taken:
            return i + 1, j + taken
        passed = self._reaching_over(i, j)
        return (i, j + passed) if passed else None

    def _taken(self, number: Expected, there: Found) -> int:
        """How many of the file's numbers this one is made of; 0 when it is another."""
        if number.page and _is_page(there.text):
            self.pages.append((number, there))
            return 1
        if number.text == there.text:
            return 1
        return there.takes if number.text == there.whole else 0

    def _reaching_over(self, i: int, j: int) -> int:
        """Numbers at the end of a page that belong to cells whose last row is on a later one."""
        table, page = self._script[i].table, self._found[j].spot.page
        if not table or not page:
            return 0
        end = j
        while end < len(self._found) and self._found[end].spot.page == page:
            end += 1
        ahead = i
        early: list[int] = []
        for there in self._found[j:end]:
            while ahead < len(self._script) and self._script[ahead].table == table:
                if self._script[ahead].spans and ahead not in self._early and self._script[ahead].text == there.text:
                    break
                ahead += 1
            else:
                return 0
            early.append(ahead)
            ahead += 1
        self._early.update(early)
        return len(early)

    def _run(self, i: int, j: int, length: int) -> bool:
        """Whether the next ``length`` numbers agree."""
        script, found = self._script, self._found
        return j + length <= len(found) and all(_same(script[i + n], found[j + n]) for n in range(length))

    def _repeated_head(self, i: int, j: int) -> int:
        """Numbers of a table's head that stand again at the top of a page, maybe above rows without any number."""
        script, found = self._script, self._found
        if not j or found[j].spot.page == found[j - 1].spot.page:
            return 0
        tables = [script[i - 1].table] if i else []
        if i < len(script) and not script[i].head:
            tables.append(script[i].table)
        for table in tables:
            head = self._heads.get(table, ())
            if head and self._texts(j, len(head)) == head:
                own = tuple(number.text for number in script[i : i + len(head)])
                return 0 if own == head != self._texts(j + len(head), len(head)) else len(head)
        return 0

    def _texts(self, j: int, count: int) -> tuple[str, ...]:
        return tuple(there.text for there in self._found[j : j + count])

    def _next_agreement(self, i: int, j: int) -> tuple[int, int]:
        """The fewest numbers to pass over on both sides until they agree again."""
        script, found = self._script, self._found
        left, right = min(len(script) - i, WINDOW), min(len(found) - j, WINDOW)
        for most in range(1, max(left, right) + 1):
            for more, further in _within(most, left, right):
                if self._agrees_from(i + more, j + further):
                    return more, further
        return len(script) - i, len(found) - j

    def _agrees_from(self, i: int, j: int) -> bool:
        script, found = self._script, self._found
        count = min(AGREED, len(script) - i, len(found) - j)
        if count < AGREED and (len(script) - i != count or len(found) - j != count):
            return False
        return all(_same(script[i + n], found[j + n]) for n in range(count))

    def _told(self, i: int, i_end: int, j: int, j_end: int) -> Iterator[Mismatch]:
        """One message for each number that differs; what is alike between them is none."""
        script, found = self._script[i:i_end], self._found[j:j_end]
        near: Spot | None = self._found[j - 1].spot if j else (self._found[0].spot if self._found else None)
        if len(script) == len(found):
            yield from (differs(e, f) for e, f in zip(script, found, strict=True) if not _same(e, f))
            return
        matcher = SequenceMatcher(None, [e.text for e in script], [f.text for f in found], autojunk=False)
        for _, a, a_end, b, b_end in (code for code in matcher.get_opcodes() if code[0] != "equal"):
            both = min(a_end - a, b_end - b)
            yield from (differs(script[a + n], found[b + n]) for n in range(both))
            near = found[b + both - 1].spot if b + both else near
            yield from (absent(number, near) for number in script[a + both : a_end])
            yield from (surplus(number) for number in found[b + both : b_end])


def _within(most: int, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Steps on both sides, the longer one ``most``: as many on both first, since numbers change, rarely vanish."""
    if most <= min(left, right):
        yield most, most
    for fewer in range(most - 1, -1, -1):
        if most <= left and fewer <= right:
            yield most, fewer
        if fewer <= left and most <= right:
            yield fewer, most


def _is_page(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 4  # noqa: PLR2004 - no disclosure has a thousand pages


def _same(number: Expected, there: Found) -> bool:
    if number.page:
        return _is_page(there.text)
    return number.text in {there.text, there.whole}

"""What must stand in a file, number by number: the script that a rendered file is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from final_accounts.publishing.disclosure.nouns import Block, Part
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.proof.tokens import UNSEEN, numbers, spans
from final_accounts.publishing.table_view import BodyCell, HeadCell, Own, TableView, Words

_LONG = 24


class At(NamedTuple):
    """Where something stands in the disclosure. ``row`` counts the printed rows of a table, header included, from 1."""

    said: str = ""
    part: Part | None = None
    block: Block | None = None
    row: int = 0
    cells: tuple[HeadCell, ...] | tuple[BodyCell, ...] = ()

    def __str__(self) -> str:
        """In Chinese, for messages."""
        if isinstance(self.block, TableView):
            title = self.block.number or f"《{self.block.title}》"
            if not self.row:
                return f"{title}{self.said}"
            label = next((cell.text for cell in self.cells if not spans(cell.text) and cell.text.strip()), "")
            return f"{title}第{self.row}行" + (f"“{_short(label)}”" if label else "")
        if self.block is not None and self.part is not None:
            return f"“{self.part.shown}”{self.said}"
        return self.said


class Passage(NamedTuple):
    """Words that a format prints in one go.

    ``page`` a page number stands behind them. ``table`` numbers the tables' parts from 1; ``head`` belongs to the rows
    of such a part that are repeated on every page. ``spans`` a cell over several rows that the format prints when it
    comes to the last of them.
    """

    words: Words
    at: At
    page: bool = False
    table: int = 0
    head: bool = False
    spans: bool = False


class Expected(NamedTuple):
    """One number that must stand in the file. A ``page`` number is any page that holds what ``at`` names.

    ``optional`` is, on the first number of a run that a format may leave out, the length of the run.
    """

    text: str
    at: At
    figure: Figure | None = None
    own: bool = False
    page: bool = False
    table: int = 0
    head: bool = False
    spans: bool = False
    optional: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """All numbers in order. ``heads``: the numbers of the head of each part of a table, by its number."""

    numbers: tuple[Expected, ...]
    heads: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, runs: Iterable[tuple[bool, Iterable[Passage]]]) -> Script:
        """From runs of passages; True before those that a format may leave out as a whole."""
        numbers: list[Expected] = []
        for optional, passages in runs:
            start = len(numbers)
            for passage in passages:
                numbers.extend(numbers_of(passage))
            if optional and len(numbers) > start:
                numbers[start] = numbers[start]._replace(optional=len(numbers) - start)
        heads: dict[int, list[str]] = {}
        for number in numbers:
            if number.head:
                heads.setdefault(number.table, []).append(number.text)
        return cls(tuple(numbers), {table: tuple(texts) for table, texts in heads.items()})


def numbers_of(passage: Passage) -> list[Expected]:
    """The numbers of one passage, each with the figure it belongs to."""
    words, at, page, table, head, spanning = passage
    found: list[Expected] = []
    if len(words) == 1:
        only = words[0]
        if isinstance(only, Figure):
            found = [Expected(text, at, only, table=table) for text in numbers(only.text)]
        else:
            own = isinstance(only, Own)
            found = [Expected(text, at, None, own, table=table, head=head) for text in numbers(str(only))]
    elif words:
        found = list(_mixed(words, at, table))
    if spanning:
        found = [number._replace(spans=True) for number in found]
    if page:
        found.append(Expected("", at, page=True))
    return found


def _mixed(words: Words, at: At, table: int) -> Iterable[Expected]:
    text = ""
    ends: list[tuple[int, str | Figure]] = []
    for part in words:
        text += (part.text if isinstance(part, Figure) else part).translate(UNSEEN)
        ends.append((len(text), part))
    place = 0
    for number, start, end in spans(text):
        while ends[place][0] <= start:
            place += 1
        last = place
        figure = ends[last][1]
        while not isinstance(figure, Figure) and ends[last][0] < end:  # a sign in words before the figure's digits
            last += 1
            figure = ends[last][1]
        owner = ends[place][1]
        yield Expected(number, at, figure if isinstance(figure, Figure) else None, isinstance(owner, Own), table=table)


def _short(text: str) -> str:
    whole = text.replace("\n", "")
    return whole if len(whole) <= _LONG else whole[: _LONG - 1] + "…"

"""The passages of a disclosure that formats share: cover, contents, blocks, tables, drawings. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from final_accounts.publishing.charts.nouns import Chart, Pairs, Shares
from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Part, Picture
from final_accounts.publishing.proof.script import At, Passage
from final_accounts.publishing.table_view import BodyCell, HeadCell, TableView

Printed = tuple[At, Sequence[HeadCell | BodyCell]]
"""A row of a table with its place."""

Titled = Callable[[TableView, str], str]
"""What a format prints above a table, given the words that stand above it; "" for nothing."""


def cover(disclosure: Disclosure) -> Iterator[Passage]:
    """Label, title lines, notices, name and date, as paper has them."""
    said = disclosure.cover
    for text in (said.label, *said.title):
        yield Passage((text,), At("封面"))
    for notice in said.notices:
        yield Passage(notice, At("封面的提示"))
    for text in (said.unit, said.date):
        yield Passage((text,), At("封面"))


def contents(disclosure: Disclosure, *, pages: bool) -> Iterator[Passage]:
    """Title and entries of the contents, with page numbers or without."""
    yield Passage((disclosure.contents_title,), At("目录"))
    for entry in disclosure.contents():
        yield Passage((entry.text,), At(f"目录“{entry.text}”"), page=pages)


class Flow:
    """The blocks of all parts, and how many parts of tables have passed."""

    def __init__(
        self, titled: Titled, *, remark: str = "{remark}", strip_number: bool = True, spans_last: bool = False
    ) -> None:
        self._titled = titled
        self._remark = remark
        self._strip_number = strip_number
        self._spans_last = spans_last
        self._rows = _at_their_end if spans_last else _as_they_begin
        self._tables = 0

    def blocks(self, part: Part) -> Iterator[Passage]:
        """Everything a part prints below its title."""
        above = ""
        for block in part.blocks:
            yield from self.block(part, block, above)
            above = block.text if isinstance(block, Heading | Paragraph) else ""

    def block(self, part: Part, block: Block, above: str) -> Iterator[Passage]:
        """One block; ``above`` are the words that stand above it."""
        if isinstance(block, Heading):
            yield Passage((block.shown,), At(f"标题“{block.shown}”", part, block))
        elif isinstance(block, Paragraph):
            words = (block.mark, *block.words) if block.mark else block.words
            yield Passage(words, At(f"的“{block.text[:12]}…”", part, block))
        elif isinstance(block, Picture):
            yield from drawing(block.chart, At(f"“{block.chart.caption}”", part, block))
            yield Passage((block.chart.caption,), At("的图题", part, block))
        else:
            yield from self.table(part, block, above)

    def table(self, part: Part, table: TableView, above: str) -> Iterator[Passage]:
        """Title, strip, every row, remark."""
        yield Passage((self._titled(table, above),), At("的标题", part, table))
        for text in table.strip:
            if text == table.number and not self._strip_number:
                continue
            yield Passage((text,), At("的表头", part, table))
        row = 0
        for printed in table.parts:
            self._tables += 1
            heads: list[Printed] = [
                (At("", part, table, row + n, cells), cells) for n, cells in enumerate(printed.head, 1)
            ]
            row += len(heads)
            rows: list[Printed] = [
                (At("", part, table, row + n, r.cells), r.cells) for n, r in enumerate(printed.body, 1)
            ]
            row += len(rows)
            for cell, at in self._rows(heads):
                yield Passage((cell.text,), at, table=self._tables, head=True)
            for cell, at in self._rows(rows):
                words = cell.words if isinstance(cell, BodyCell) else ()
                yield Passage(words, at, table=self._tables, spans=self._spans_last and cell.rows > 1)
        if table.remark:
            yield Passage((self._remark.format(remark=table.remark),), At("的注", part, table))


def _as_they_begin(rows: Sequence[Printed]) -> Iterator[tuple[HeadCell | BodyCell, At]]:
    for at, cells in rows:
        for cell in cells:
            yield cell, at


def _at_their_end(rows: Sequence[Printed]) -> Iterator[tuple[HeadCell | BodyCell, At]]:
    """As a typesetter does that knows the height of a cell over several rows only when it comes to the last of them."""
    ending: dict[int, list[tuple[HeadCell | BodyCell, At]]] = {}
    for number, (at, cells) in enumerate(rows):
        for cell in cells:
            if cell.rows > 1:
                ending.setdefault(number + cell.rows - 1, []).append((cell, at))
        yield from ending.pop(number, ())
        yield from ((cell, at) for cell in cells if cell.rows == 1)


def drawing(chart: Chart, at: At) -> Iterator[Passage]:
    """What a drawing shows, from top to bottom, left to right."""
    for panel in chart.panels:
        if isinstance(panel, Shares):
            yield from _shares(panel, chart.measure, at)
        else:
            yield from _pairs(panel, chart.measure, at)


def _shares(panel: Shares, measure: str, at: At) -> Iterator[Passage]:
    yield Passage((panel.heading,), at)
    yield Passage((panel.whole_name,) if panel.note else (panel.whole_name, " ", panel.whole, " ", measure), at)
    if panel.note:
        yield Passage((panel.note,), at)
        return
    for bar in panel.bars:
        yield Passage(bar.name, at)
        yield Passage((bar.amount,), at)
        yield Passage((bar.share,), at)


def _pairs(panel: Pairs, measure: str, at: At) -> Iterator[Passage]:
    yield Passage((panel.heading,), at)
    if panel.note:
        yield Passage((panel.note,), at)
        return
    for pair in panel.pairs:
        yield Passage((pair.name,), at)
        yield Passage(pair.told, at)
        for name, figure in ((panel.before, pair.before), (panel.after, pair.after)):
            if figure.fen is not None:
                yield Passage((name,), at)
                yield Passage((figure, " ", measure), at)

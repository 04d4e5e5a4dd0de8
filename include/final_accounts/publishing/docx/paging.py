"""On which page everything will stand: worked out from the heights of lines, so that the contents can say it. Pure.

Word and LibreOffice lay out with their own fonts, and the figures of the contents are theirs as soon as the field is
brought up to date; until then these stand there. Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph
from final_accounts.publishing.docx.fitting import BETWEEN
from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.planning import Piece
from final_accounts.publishing.docx.tables import Table
from final_accounts.publishing.docx.wording import stripped, style_of, title_style
from final_accounts.publishing.table_view import TableView

_NARROW: Final = re.compile(r"[!-~]")
_MEETING: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
KEPT: Final = 2
"""Lines of a paragraph that stay together at the foot and at the head of a page."""


_Lines = tuple[int, float, float, float]
"""How many lines, the height of one, the space above and below."""


class _Flow:
    """Where the next line stands: ``page``, how much of it is used, and the space that the last paragraph asked for.

    Between two paragraphs stands the larger of the spaces that they ask for, as in every newer Word.
    """

    def __init__(self, page: int, high: float) -> None:
        self.page, self.high, self.used, self.after = page, high, 0.0, 0.0

    def fresh(self, high: float | None = None) -> None:
        """A new page, of another height where the paper is turned."""
        self.page, self.used, self.after, self.high = self.page + 1, 0.0, 0.0, high or self.high

    def needs(self, height: float) -> None:
        """What stands next must not be broken within ``height``."""
        if self.used and self.used + height > self.high:
            self.fresh()

    def take(self, height: float, before: float = 0.0, after: float = 0.0) -> None:
        """Something that never breaks."""
        self.lines(1, height, before, after)

    def lines(self, count: int, line: float, before: float = 0.0, after: float = 0.0) -> int:
        """A paragraph that runs over pages where it must; the page it begins on."""
        above = max(before, self.after)
        self.needs(above + line * min(count, KEPT if count > KEPT + 1 else count))
        begun = self.page
        self.used += above if self.used else before
        fitting = int((self.high - self.used) / line + 1e-6)
        while count > max(fitting, 1):
            count -= max(1, min(fitting, max(count - KEPT, 1)))
            self.fresh()
            fitting = int(self.high / line)
        self.used += count * line
        self.after = after
        return begun


def pages_of(
    disclosure: Disclosure, look: Look, planned: Sequence[Piece], tables: Mapping[int, Table], pictures: Sequence[float]
) -> dict[str, int]:
    """Page numbers by id of part, heading and table; ``pictures`` are the heights of the charts in order."""
    flow = _Flow(2, look.upright.high / TWIPS)
    _contents(flow, disclosure, look)
    texts = {at: _lines(look, piece) for at, piece in enumerate(planned) if _written(piece.block)}
    needed = _needed(look, planned, texts, tables, pictures)
    found: dict[str, int] = {}
    wide = False
    charts = iter(pictures)
    for at, piece in enumerate(planned):
        if piece.wide != wide or piece.fresh:
            wide = piece.wide
            flow.fresh(look.paper(wide=wide).high / TWIPS)
        flow.needs(needed[at])
        block = piece.block
        if block is None or isinstance(block, Heading | TableView):
            found[block.id if block else piece.part.id] = flow.page
        if isinstance(block, TableView):
            _table(flow, look, tables[at])
        elif at in texts:
            flow.lines(*texts[at])
        else:
            flow.take(next(charts), look.styles["Picture"].before)
            flow.lines(*_of_style(look, "Caption"))
    return found


def _written(block: Block | None) -> bool:
    return block is None or isinstance(block, Heading | Paragraph)


def height_of(look: Look, piece: Piece) -> float:
    """The height of a title or paragraph."""
    count, line, before, after = _lines(look, piece)
    return count * line + before + after


def _of_style(look: Look, style: str) -> _Lines:
    """A paragraph of one line."""
    own = look.measure(style)
    return 1, own.line or own.size, own.before, own.after


def _ems(text: str) -> float:
    """The likely width of a line: digits and Latin letters are half as wide, with a quarter where they meet words."""
    return len(text) - 0.5 * len(_NARROW.findall(text)) + 0.25 * len(_MEETING.findall(text))


def _lines(look: Look, piece: Piece) -> _Lines:
    """A title or paragraph on its paper."""
    block = piece.block
    text = piece.part.shown if block is None else block.shown if isinstance(block, Heading) else ""
    text = block.text if isinstance(block, Paragraph) else text
    style = look.measure(style_of(block))
    room = look.paper(wide=piece.wide).room / TWIPS
    count = sum(max(1, ceil((_ems(line) + style.indent) * style.size / room)) for line in text.split("\n"))
    return count, style.line or style.size, style.before, style.after


def _needed(
    look: Look,
    planned: Sequence[Piece],
    texts: Mapping[int, _Lines],
    tables: Mapping[int, Table],
    pictures: Sequence[float],
) -> list[float]:
    """For every piece, what must stand together from its first line on: titles stay with what follows."""
    needed: list[float] = []
    left = list(pictures)
    for at in range(len(planned) - 1, -1, -1):
        block = planned[at].block
        if isinstance(block, TableView):
            needed.append(sum(map(look.height, _above(tables[at]))) + _begin(tables[at], 0))
        elif at in texts:
            count, line, before, after = texts[at]
            if needed and look.measure(style_of(block)).keep:
                needed.append(count * line + before + after + needed[-1])
            else:
                needed.append(before + line * min(count, KEPT))
        else:
            needed.append(left.pop() + look.height("Caption") + look.styles["Picture"].before)
    return needed[::-1]


def _above(table: Table) -> Iterator[str]:
    """The styles of the lines above the grid."""
    if table.title:
        yield title_style(table.view)
    if stripped(table.view):
        yield "TableStrip"


def _begin(table: Table, number: int) -> float:
    """How much of a part stands together from its head on."""
    rows = table.fit.rows[number]
    return table.fit.heads[number] + sum(rows if table.whole[number] else rows[:1])


def _table(flow: _Flow, look: Look, table: Table) -> None:
    fit = table.fit
    for style in _above(table):
        flow.lines(*_of_style(look, style))
    flow.used, flow.after = flow.used + flow.after, 0.0
    for number, (head, rows) in enumerate(zip(fit.heads, fit.rows, strict=True)):
        flow.used += BETWEEN if number else 0
        flow.needs(_begin(table, number))
        flow.used += head
        for row in rows:
            page = flow.page
            flow.needs(row)
            flow.used += row + (head if flow.page != page else 0)
    if table.view.remark:
        flow.lines(*_of_style(look, "TableRemark"))


def _contents(flow: _Flow, disclosure: Disclosure, look: Look) -> None:
    flow.lines(*_of_style(look, "TOCHeading"))
    for entry in disclosure.contents():
        style = look.measure(f"TOC{entry.level}")
        room = look.upright.room / TWIPS - style.left - 28
        count = max(1, ceil(_ems(entry.text) * style.size / room))
        flow.lines(count, style.line or style.size, style.before, style.after)

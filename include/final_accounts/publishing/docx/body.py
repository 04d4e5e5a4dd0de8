"""The body: cover, contents and every piece in order, with the breaks and papers that were planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.charts.nouns import Chart
from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Picture
from final_accounts.publishing.docx import tables
from final_accounts.publishing.docx.contents import bookmarks, contents, marked
from final_accounts.publishing.docx.cover import cover
from final_accounts.publishing.docx.drawings import Drawing, drawing
from final_accounts.publishing.docx.frame import ending, section
from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.names import DRAWING, HEAD, R, W
from final_accounts.publishing.docx.pictures import picture
from final_accounts.publishing.docx.planning import Piece, pieces
from final_accounts.publishing.docx.styles import CellStyle
from final_accounts.publishing.docx.text import BOLD, paragraph, run, runs
from final_accounts.publishing.table_view import TableView

BREAK: Final = "<w:pageBreakBefore/>"
_LOOKS: Final = {
    "body": "BodyText",
    "item": "Item",
    "lead": "Lead",
    "note": "Note",
    "term": "Term",
    "sign": "Sign",
}


@dataclass(frozen=True, slots=True)
class Body:
    """``document.xml``, the drawings in the order of their pictures, and the styles that cells use."""

    xml: str
    drawings: tuple[Drawing, ...]
    cells: frozenset[CellStyle]


def relationships(number: int) -> tuple[str, str]:
    """Ids of the relationships to PNG and SVG of the picture with this number, from 1."""
    return f"rIdP{number}", f"rIdS{number}"


def body(disclosure: Disclosure, look: Look, pages: Mapping[str, int]) -> Body:
    """The whole document; ``pages`` fills in the contents."""
    numbers = bookmarks(disclosure)
    planned = pieces(disclosure)
    charts = [piece.block.chart for piece in planned if isinstance(piece.block, Picture)]
    drawn = tuple(drawing(chart) for chart in charts)
    fits = {
        at: _fit(look, piece, piece.block) for at, piece in enumerate(planned) if isinstance(piece.block, TableView)
    }
    writer = _Writer(look, numbers, dict(enumerate(zip(charts, drawn, strict=True), start=1)))
    out = [cover(disclosure.cover, look), ending(look.upright, framed=False)]
    out.append(contents(disclosure, look, numbers, pages))
    out += writer.pieces(planned, fits)
    cells = {
        style
        for at, piece in enumerate(planned)
        if isinstance(piece.block, TableView)
        for style in tables.styles_of(look, piece.block, fits[at])
    }
    xml = f"{HEAD}<w:document {W} {R} {DRAWING}><w:body>{''.join(out)}</w:body></w:document>"
    return Body(xml, drawn, frozenset(cells))


def _fit(look: Look, piece: Piece, table: TableView) -> tables.Fit:
    """The table's size and columns on its paper, below what is bound to it."""
    paper = look.paper(wide=piece.wide)
    high = paper.high / TWIPS
    first = high - look.fit - sum(look.height(style) for style in ("Heading1", "Lead")[: piece.bound])
    return tables.fit(table, paper.room / TWIPS, first, high)


class _Writer:
    """Writes pieces one after the other; knows what stands above: a table, and on which paper."""

    def __init__(self, look: Look, numbers: Mapping[str, int], charts: Mapping[int, tuple[Chart, Drawing]]) -> None:
        self.look, self.numbers, self.charts = look, numbers, charts
        self.drawn = 0

    def pieces(self, planned: Sequence[Piece], fits: Mapping[int, tables.Fit]) -> Iterator[str]:
        """Every piece, then the section that ends the document."""
        wide, table = False, False
        for at, piece in enumerate(planned):
            more = BREAK if piece.fresh else ""
            if piece.wide != wide:
                yield ending(self.look.paper(wide=wide))
                wide, more = piece.wide, ""
            elif table and not more:
                yield paragraph("Gap", "", more=GAP)
            if isinstance(piece.block, TableView):
                yield from self._table(piece.block, fits[at], more)
            else:
                yield self._words(piece, more)
            table = isinstance(piece.block, TableView)
        if table:
            yield paragraph("Gap", "")
        yield section(self.look.paper(wide=wide))

    def _words(self, piece: Piece, more: str) -> str:
        block = piece.block
        if block is None:
            return paragraph("Heading1", marked(run(piece.part.shown), self.numbers.get(piece.part.id)), more=more)
        if isinstance(block, Heading):
            style = f"Heading{block.level}" if block.listed or block.level == 4 else f"Unlisted{block.level}"  # noqa: PLR2004
            return paragraph(style, marked(run(block.shown), self.numbers.get(block.id)), more=more)
        if isinstance(block, Picture):
            return self._picture(more)
        if isinstance(block, Paragraph):
            inside = (
                run(block.mark, BOLD) + runs(block.words) if block.look == "term" else runs((block.mark, *block.words))
            )
            return paragraph(_LOOKS[block.look], inside, more=more)
        return ""

    def _picture(self, more: str) -> str:
        self.drawn += 1
        chart, drawn = self.charts[self.drawn]
        run_of = picture(chart, drawn, self.drawn, self.look.picture, relationships(self.drawn))
        return paragraph("Picture", run_of, more=more) + paragraph("Caption", run(chart.caption))

    def _table(self, table: TableView, fit: tables.Fit, more: str) -> Iterator[str]:
        if table.title:
            official = table.look == "official"
            text = f"{table.number}　{table.title}" if table.number else table.title
            inside = marked(run(text), self.numbers.get(table.id) if official else None)
            yield paragraph("TableTitle" if official else "TableCaption", inside, more=more)
        elif more:
            yield paragraph("Gap", "", more=more)
        strip = [text for text in table.strip if text and text != table.number]
        if strip:
            room = round(sum(fit.columns[0]) * TWIPS)
            yield paragraph("TableStrip", _strip(strip), more=_stops(room, len(strip)))
        for number, part in enumerate(table.parts):
            if number:
                yield paragraph("Gap", "", more=GAP)
            yield tables.grid(self.look, table, part, number, fit)
        if table.remark:
            yield paragraph("TableRemark", run(table.remark))


GAP: Final = '<w:spacing w:line="160" w:lineRule="exact"/>'
"""The distance of a table from what follows."""


def _strip(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield run(("\t" if number else "") + text)


def _stops(room: int, count: int) -> str:
    """One text stands left, the last of several right, what is between in the middle."""
    middle = f'<w:tab w:val="center" w:pos="{room // 2}"/>' if count > 2 else ""  # noqa: PLR2004
    return f'<w:tabs>{middle}<w:tab w:val="right" w:pos="{room}"/></w:tabs>' if count > 1 else ""


__all__ = ["Block", "Body", "body", "relationships"]

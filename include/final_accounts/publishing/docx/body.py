"""The body: cover, contents and every piece in order, with the breaks and papers that were planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.charts.nouns import Chart
from final_accounts.publishing.disclosure.nouns import Disclosure, Heading, Paragraph, Picture
from final_accounts.publishing.docx.contents import bookmarks, contents, marked
from final_accounts.publishing.docx.cover import cover
from final_accounts.publishing.docx.drawings import Drawing, drawing
from final_accounts.publishing.docx.frame import ending, section
from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.names import DRAWING, HEAD, R, W
from final_accounts.publishing.docx.paging import height_of, pages_of
from final_accounts.publishing.docx.pictures import picture
from final_accounts.publishing.docx.planning import Piece, pieces
from final_accounts.publishing.docx.styles import CellStyle
from final_accounts.publishing.docx.tables import Table, laid_out, styles_of, table_xml
from final_accounts.publishing.docx.text import BOLD, paragraph, run, runs
from final_accounts.publishing.docx.wording import stripped, style_of, title_style, titled
from final_accounts.publishing.table_view import TableView

BREAK: Final = "<w:pageBreakBefore/>"


@dataclass(frozen=True, slots=True)
class Body:
    """``document.xml``, the drawings in the order of their pictures, and the styles that cells use."""

    xml: str
    drawings: tuple[Drawing, ...]
    cells: frozenset[CellStyle]


def relationships(number: int) -> tuple[str, str]:
    """Ids of the relationships to PNG and SVG of the picture with this number, from 1."""
    return f"rIdP{number}", f"rIdS{number}"


def body(disclosure: Disclosure, look: Look, pages: Mapping[str, int] | None) -> Body:
    """The whole document; ``pages`` stand in the contents, or what is worked out here."""
    numbers = bookmarks(disclosure)
    planned = pieces(disclosure)
    charts = [piece.block.chart for piece in planned if isinstance(piece.block, Picture)]
    drawn = [(chart, drawing(chart)) for chart in charts]
    tables = _tables(look, planned)
    if pages is None:
        heights = [look.picture * shape.height / shape.width for _, shape in drawn]
        pages = pages_of(disclosure, look, planned, tables, heights)
    out = [
        cover(disclosure.cover, look),
        ending(look.upright, framed=False),
        contents(disclosure, look, numbers, pages),
        *_Writer(look, numbers, drawn).pieces(planned, tables),
    ]
    xml = f"{HEAD}<w:document {W} {R} {DRAWING}><w:body>{''.join(out)}</w:body></w:document>"
    cells = frozenset(style for table in tables.values() for style in styles_of(look, table))
    return Body(xml, tuple(shape for _, shape in drawn), cells)


def _tables(look: Look, planned: Sequence[Piece]) -> dict[int, Table]:
    """Every table, by its place among the pieces, laid out on its paper below what is bound to it."""
    found = {}
    for at, piece in enumerate(planned):
        if isinstance(piece.block, TableView):
            paper = look.paper(wide=piece.wide)
            high = paper.high / TWIPS
            above = sum(height_of(look, bound) for bound in planned[at - piece.bound : at])
            title = titled(piece.block, planned[at - 1].block)
            found[at] = laid_out(piece.block, title, paper.room / TWIPS, high - look.fit - above, high)
    return found


class _Writer:
    """Writes pieces one after the other; knows what stands above: a table, and on which paper."""

    def __init__(self, look: Look, numbers: Mapping[str, int], charts: Sequence[tuple[Chart, Drawing]]) -> None:
        self.look, self.numbers, self.charts = look, numbers, charts
        self.drawn = 0

    def pieces(self, planned: Sequence[Piece], tables: Mapping[int, Table]) -> Iterator[str]:
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
                yield from self._table(tables[at], more)
            else:
                yield self._words(piece, more)
            table = isinstance(piece.block, TableView)
        if table:
            yield paragraph("Gap", "")
        yield section(self.look.paper(wide=wide))

    def _words(self, piece: Piece, more: str) -> str:
        block = piece.block
        if isinstance(block, Picture):
            return self._picture(more)
        if isinstance(block, Paragraph):
            if block.look == "term":
                return paragraph(style_of(block), run(block.mark, BOLD) + runs(block.words), more=more)
            return paragraph(style_of(block), runs((block.mark, *block.words)), more=more)
        name, shown = (block.id, block.shown) if isinstance(block, Heading) else (piece.part.id, piece.part.shown)
        return paragraph(style_of(block), marked(run(shown), self.numbers.get(name)), more=more)

    def _picture(self, more: str) -> str:
        chart, shape = self.charts[self.drawn]
        self.drawn += 1
        inside = picture(chart, shape, self.drawn, self.look.picture, relationships(self.drawn))
        return paragraph("Picture", inside, more=more) + paragraph("Caption", run(chart.caption))

    def _table(self, table: Table, more: str) -> Iterator[str]:
        view = table.view
        if table.title:
            mark = self.numbers.get(view.id) if view.look == "official" else None
            yield paragraph(title_style(view), marked(run(table.title), mark), more=more)
        elif more:
            yield paragraph("Gap", "", more=more)
        if strip := stripped(view):
            room = round(sum(table.fit.columns[0]) * TWIPS)
            yield paragraph("TableStrip", _strip(strip), more=_stops(room, len(strip)))
        for number in range(len(view.parts)):
            if number:
                yield paragraph("Gap", "", more=GAP)
            yield table_xml(self.look, table, number)
        if view.remark:
            yield paragraph("TableRemark", run(view.remark))


GAP: Final = '<w:spacing w:line="160" w:lineRule="exact"/>'
"""The distance of a table from what follows."""


def _strip(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield run(("\t" if number else "") + text)


def _stops(room: int, count: int) -> str:
    """One text stands left, the last of several right, what is between in the middle."""
    middle = f'<w:tab w:val="center" w:pos="{room // 2}"/>' if count > 2 else ""  # noqa: PLR2004
    return f'<w:tabs>{middle}<w:tab w:val="right" w:pos="{room}"/></w:tabs>' if count > 1 else ""

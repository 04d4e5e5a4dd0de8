"""A page of the lines as they were read, with their places and the notes below them: for PDF, text and workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from final_accounts.annotating.notes import Note, Place, places, squeezed
from final_accounts.model.document import ReadDocument, TextLine


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``severity`` of the note that marks it, or ""; ``numbers`` of the notes that end with it."""

    text: str
    severity: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line or table row: its place, its cells, the notes that stand at it."""

    page: int
    place: str
    cells: tuple[tuple[Piece, ...], ...]
    table: bool
    notes: tuple[Note, ...]


def lines_page(document: ReadDocument, notes: Sequence[Note]) -> tuple[str, int]:
    """The page, and how many notes stand at their figure."""
    visible = "".join(squeezed(text) for _, text in document.texts())
    found = places(document, visible, notes)
    cursor = 0
    rows: list[Row] = []
    for block in document.blocks:
        table = not isinstance(block, TextLine)
        lines = (
            [[(block.spot, block.text)]]
            if isinstance(block, TextLine)
            else [[(cell.spot, cell.text) for cell in row] for row in block.rows]
        )
        for cells in lines:
            start = cursor
            shown: list[tuple[Piece, ...]] = []
            for _, text in cells:
                shown.append(tuple(_pieces(text, cursor, notes, found)))
                cursor += len(squeezed(text))
            own = tuple(n for n in notes if n.number in found and start < found[n.number].end <= cursor)
            if cells:
                rows.append(Row(cells[0][0].page, str(cells[0][0]), tuple(shown), table, own))
    lost = [note for note in notes if note.number not in found]
    return _template().render(document=document, rows=rows, lost=lost, count=len(notes)), len(found)


def _pieces(text: str, cursor: int, notes: Sequence[Note], found: dict[int, Place]) -> list[Piece]:
    """The text cut where notes begin and end; ``cursor`` is the place of its first sign among all signs."""
    pieces: list[Piece] = []
    run, severity = "", ""
    for sign in text:
        inside = [n for n in notes if n.number in found and found[n.number].start <= cursor < found[n.number].end]
        wanted = (inside[0].severity if inside else "") if not sign.isspace() else severity
        if wanted != severity and run:
            pieces.append(Piece(run, severity))
            run = ""
        severity = wanted
        run += sign
        if sign.isspace():
            continue
        cursor += 1
        ended = tuple(n.number for n in inside if found[n.number].end == cursor)
        if ended:
            pieces.append(Piece(run, severity, ended))
            run, severity = "", ""
    return [*pieces, Piece(run, severity)] if run else pieces


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("lines.html")

"""Ruled tables of a PDF page: the lines drawn on it, the cells they enclose, the text that stands in each."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pypdfium2.raw as pdfium

from final_accounts.model.document import ReadCell, ReadTable, Spot
from final_accounts.readers.documents.paper_lines import Piece, Printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

_THIN: Final = 2.5
"""Points: a filled box no thicker than this is a line."""
_SHORT: Final = 4.0
_TOLERANCE: Final = 3.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; ``top`` grows downwards from the top of the page."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Cells of one table, and the page's height to turn baselines into places from the top."""

    cells: tuple[Box, ...]
    height: float

    @property
    def box(self) -> Box:
        """Around all cells."""
        lefts, tops, rights, bottoms = zip(*self.cells, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def ruled_tables(page: pypdfium2.PdfPage, most_paths: int) -> tuple[Ruled, ...]:
    """Tables of at least two cells, from top to bottom."""
    from pdfplumber import table as plumber  # noqa: PLC0415 - half a second that only tables need

    height = page.get_height()
    edges = list(_edges(page, height, most_paths))
    if not edges:
        return ()
    merged = plumber.merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    crossings = plumber.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    groups = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    return tuple(Ruled(tuple(cells), height) for cells in groups if len(cells) > 1)


def set_in(tables: tuple[Ruled, ...], lines: list[Printed], page: int) -> Iterator[Printed | ReadTable]:
    """Lines, with each table in the place of its first line; what stands in a table is no line of its own."""
    inside: dict[int, list[tuple[Piece, int]]] = {index: [] for index in range(len(tables))}
    order: list[Printed | int] = []
    for line in lines:
        outside: list[Piece] = []
        for piece in line.pieces:
            index = next((i for i, table in enumerate(tables) if _within(piece, table.box, table.height)), None)
            if index is None:
                outside.append(piece)
                continue
            if not inside[index]:
                order.append(index)
            inside[index].append((piece, line.line))
        if outside:
            order.append(Printed(line.line, tuple(outside)))
    for entry in order:
        yield entry if isinstance(entry, Printed) else _filled(tables[entry], inside[entry], page)


def _filled(table: Ruled, pieces: list[tuple[Piece, int]], page: int) -> ReadTable:
    xs = _marks(x for left, _, right, _ in table.cells for x in (left, right))
    ys = _marks(y for _, top, _, bottom in table.cells for y in (top, bottom))
    texts: dict[Box, list[tuple[Piece, int]]] = {cell: [] for cell in table.cells}
    for piece, line in pieces:
        cell = next((c for c in table.cells if _within(piece, c, table.height)), None)
        texts[cell if cell is not None else _nearest(table, piece)].append((piece, line))
    first = min(line for _, line in pieces)
    rows: dict[int, list[ReadCell]] = {}
    line_of_row = first
    for cell in sorted(table.cells, key=lambda c: (_at(ys, c[1]), c[0])):
        found = texts[cell]
        line_of_row = found[0][1] if found else line_of_row
        columns, deep = _at(xs, cell[2]) - _at(xs, cell[0]), _at(ys, cell[3]) - _at(ys, cell[1])
        read = ReadCell(Spot(page=page, line=line_of_row), _joined(found), max(columns, 1), max(deep, 1))
        rows.setdefault(_at(ys, cell[1]), []).append(read)
    return ReadTable(Spot(page=page, line=first), tuple(tuple(rows[y]) for y in sorted(rows)))


def _joined(found: list[tuple[Piece, int]]) -> str:
    """Text of a cell: lines without anything between them, as Chinese is set."""
    text, before = "", 0
    for piece, line in found:
        text += (" " if before == line and piece.after else "") + piece.text
        before = line
    return text


def _within(piece: Piece, box: Box, height: float) -> bool:
    x, y = (piece.left + piece.right) / 2, height - piece.base - piece.size * 0.3
    return box[0] - 1 <= x <= box[2] + 1 and box[1] <= y <= box[3]


def _nearest(table: Ruled, piece: Piece) -> Box:
    x, y = (piece.left + piece.right) / 2, table.height - piece.base
    return min(table.cells, key=lambda c: abs((c[0] + c[2]) / 2 - x) + abs((c[1] + c[3]) / 2 - y))


def _marks(places: Iterator[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOLERANCE:
            found.append(place)
    return found


def _at(marks: list[float], place: float) -> int:
    return min(bisect_left(marks, place - _TOLERANCE), len(marks) - 1)


def _edges(page: pypdfium2.PdfPage, height: float, most: int) -> Iterator[dict[str, Any]]:
    for count, found in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if count > most:
            return
        if found.container is not None:  # a drawing placed on the page: a chart, no table
            continue
        for left, top, right, bottom in _boxes(found.raw, height):
            wide, deep = right - left, bottom - top
            if deep <= _THIN and wide > _SHORT:
                yield _edge("h", left, (top + bottom) / 2, right, (top + bottom) / 2)
            elif wide <= _THIN and deep > _SHORT:
                yield _edge("v", (left + right) / 2, top, (left + right) / 2, bottom)
            elif wide > _SHORT and deep > _SHORT:
                yield _edge("h", left, top, right, top)
                yield _edge("h", left, bottom, right, bottom)
                yield _edge("v", left, top, left, bottom)
                yield _edge("v", right, top, right, bottom)


def _boxes(raw: object, height: float) -> Iterator[Box]:
    """The straight pieces of a path; a filled or framed rectangle as one box."""
    points = list(_points(raw))
    if len(points) > 2 and _is_box(points):  # noqa: PLR2004 - fewer points enclose nothing
        xs, ys = [p[0] for p in points], [height - p[1] for p in points]
        yield min(xs), min(ys), max(xs), max(ys)
        return
    before: tuple[float, float] | None = None
    for x, y, moved in points:
        if before is not None and not moved:
            yield min(before[0], x), height - max(before[1], y), max(before[0], x), height - min(before[1], y)
        before = (x, y)


def _is_box(points: list[tuple[float, float, bool]]) -> bool:
    xs, ys = {round(p[0], 1) for p in points}, {round(p[1], 1) for p in points}
    return len(xs) == len(ys) == 2 and not any(moved for _, _, moved in points[1:])  # noqa: PLR2004 - corners


def _points(raw: Any) -> Iterator[tuple[float, float, bool]]:  # noqa: ANN401 - a handle of the library
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(raw, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(raw), 500)):
        segment = pdfium.FPDFPath_GetPathSegment(raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        yield (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            kind == pdfium.FPDF_SEGMENT_MOVETO,
        )


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """An edge as the table finder wants it."""
    return {
        "orientation": orientation,
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }

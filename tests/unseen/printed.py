"""A document as PDF, and the way back from a printed line to the line of the document it belongs to."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst

from final_accounts.model.document import DocumentKind, ReadDocument, Spot
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.pdf.fonts import families, opened
from unseen.pieces import Grid, Paper, Para, Piece

_FOOT = re.compile(r"—[0-9]+—")


def pdf_of(paper: Paper) -> bytes:
    """The document set on A4."""
    fonts = families(Documents.of())
    data = {"fonts": [f.name for f in fonts], "blocks": [_block(b) for b in paper.blocks]}
    made = _typesetter().compile(format="pdf", sys_inputs={"paper": json.dumps(data, ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made


@cache
def _typesetter() -> typst.Compiler:
    template = Path(__file__).with_name("paper.typ")
    files = tuple(file for family in families(Documents.of()) for file in family.files)
    return typst.Compiler(input=template, root=template.parent, font_paths=opened(files), ignore_system_fonts=True)


def _block(block: Para | Grid) -> dict[str, object]:
    if isinstance(block, Para):
        return {"kind": "para", "text": block.text, "level": block.level}
    rows = [*block.head, *[[_text(c) for c in row] for row in block.rows]]
    return {"kind": "grid", "title": block.title, "unit": block.unit, "columns": len(rows[0]), "rows": rows}


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.text


def line_of(lines: list[str], document: ReadDocument) -> Callable[[Spot], int]:
    """The line of the document (as text) that stands at a place; 0 for a place that is no text of it.

    The signs of both are the same in the same order, the numbers of the pages left out: a place is where its first
    sign stands among all.
    """
    if document.kind is not DocumentKind.PDF:
        return lambda spot: spot.line
    starts: list[int] = []
    total = 0
    for line in lines:
        starts.append(total)
        total += len(_squeezed(line))
    found: dict[Spot, int] = {}
    at = 0
    for spot, text in document.texts():
        plain = _squeezed(text)
        if _FOOT.fullmatch(plain):
            continue
        if plain:
            found.setdefault(spot, bisect_right(starts, at))
        at += len(plain)
    assert at == total, f"{document.name}: {at} signs were read of {total}"
    return lambda spot: found.get(spot, 0)


def _squeezed(text: str) -> str:
    return "".join(text.split())

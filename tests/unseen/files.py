"""Writes a document as text, HTML, DOCX or PDF; nothing here decides what it says."""

from __future__ import annotations

import html
from pathlib import Path

import docx

from unseen.pieces import Grid, Paper, Para, Piece
from unseen.printed import pdf_of


def write(paper: Paper, folder: Path) -> Path:
    """The file of a document, named after it."""
    path = folder / f"{paper.name}{paper.suffix}"
    if paper.suffix == ".docx":
        _docx(paper, path)
    elif paper.suffix == ".pdf":
        path.write_bytes(pdf_of(paper))
    else:
        path.write_text(_html(paper) if paper.suffix == ".html" else text_of(paper), encoding="utf-8")
    return path


def text_of(paper: Paper) -> str:
    """The document as lines; cells are parted by tabs."""
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Para):
            lines.append(block.text)
        else:
            lines += [block.title, block.unit]
            lines += ["\t".join(row) for row in block.head]
            lines += ["\t".join(_text(c) for c in row) for row in block.rows]
    return "\n".join(lines) + "\n"


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.text


def _html(paper: Paper) -> str:
    parts = [f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{paper.name}</title></head><body>']
    for block in paper.blocks:
        if isinstance(block, Para):
            tag = "p" if block.level is None else f"h{min(block.level + 1, 4)}"
            parts.append(f"<{tag}>{html.escape(block.text)}</{tag}>")
        else:
            parts.append(f"<p>{block.title}</p><p>{block.unit}</p><table>")
            parts += [f"<tr>{_spanned(row)}</tr>" for row in block.head]
            parts += [f"<tr>{''.join(f'<td>{_text(c)}</td>' for c in row)}</tr>" for row in block.rows]
            parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _spanned(row: list[str]) -> str:
    """Head cells; the empty ones after a name are under it."""
    found: list[tuple[str, int]] = []
    for cell in row:
        if cell or not found:
            found.append((cell, 1))
        else:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return "".join(f'<th colspan="{n}">{c}</th>' if n > 1 else f"<th>{c}</th>" for c, n in found)


def _docx(paper: Paper, path: Path) -> None:
    document = docx.Document()
    for block in paper.blocks:
        if isinstance(block, Grid):
            document.add_paragraph(block.title)
            document.add_paragraph(block.unit)
            rows = [*block.head, *[[_text(c) for c in row] for row in block.rows]]
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for at, row in enumerate(rows):
                for cell, text in zip(table.rows[at].cells, row, strict=True):
                    cell.text = text
        elif block.level is None:
            document.add_paragraph(block.text)
        else:
            document.add_heading(block.text, min(block.level, 3))
    document.save(str(path))

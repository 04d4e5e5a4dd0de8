"""A text file as a ReadDocument, for tests that are about the audit and not about the reader."""

from __future__ import annotations

from pathlib import Path

from final_accounts.model.document import DocumentKind, ReadCell, ReadDocument, ReadTable, Spot, TextLine


def read_text(path: Path | str) -> ReadDocument:
    """Each line a TextLine; runs of rows with tabs between cells become tables."""
    return of_lines(Path(path).read_text(encoding="utf-8").split("\n"), Path(path).name)


def of_lines(lines: list[str], name: str = "公开稿.txt") -> ReadDocument:
    blocks: list[TextLine | ReadTable] = []
    rows: list[tuple[ReadCell, ...]] = []
    for number, text in enumerate(lines, 1):
        if "\t" in text.strip():
            rows.append(tuple(ReadCell(Spot(line=number), cell) for cell in text.split("\t")))
            continue
        if rows:
            blocks.append(ReadTable(rows[0][0].spot, tuple(rows)))
            rows = []
        if text.strip():
            blocks.append(TextLine(Spot(line=number), text))
    if rows:
        blocks.append(ReadTable(rows[0][0].spot, tuple(rows)))
    return ReadDocument(DocumentKind.TEXT, name, 0, tuple(blocks))

"""One cell of a finished workbook changed as it lies in the file: addresses are proved through the real path."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from final_accounts.model.place import Cell

FEN = Decimal("0.01")


def with_one_fen(file: bytes, cell: Cell, change: int) -> bytes:
    """The workbook with the number in ``cell`` changed by ``change`` fen (a blank cell counts as zero)."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        names = re.findall(r'<sheet name="([^"]*)"', source.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index(escape(cell.sheet)) + 1}.xml"
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, _changed(body.decode(), cell, change) if name == part else body)
    return out.getvalue()


def _changed(sheet: str, cell: Cell, change: int) -> str:
    pattern = rf'<c r="{cell.a1}"([^>]*?)(?:/>|><v>([^<]*)</v></c>)'
    found = re.search(pattern, sheet)
    if found is None or 't="' in found[1]:
        message = f"{cell} holds no number in the file"
        raise ValueError(message)
    value = round(Decimal(found[2] or "0"), 2) + FEN * change
    return sheet[: found.start()] + f'<c r="{cell.a1}"{found[1]}><v>{value}</v></c>' + sheet[found.end() :]

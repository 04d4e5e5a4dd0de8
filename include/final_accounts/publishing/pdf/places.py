"""On which page of the finished PDF everything stands that has an address in it."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw


def pages_of(pdf: bytes) -> dict[str, int]:
    """Page numbers as printed at the foot, from 1, by id of part, heading or table; read from the PDF itself."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return dict(_named(document, number) for number in range(raw.FPDF_CountNamedDests(document)))
    finally:
        document.close()


def _named(document: pypdfium2.PdfDocument, number: int) -> tuple[str, int]:
    room = ctypes.c_long(0)
    raw.FPDF_GetNamedDest(document, number, None, room)
    name = ctypes.create_string_buffer(room.value)
    place = raw.FPDF_GetNamedDest(document, number, name, room)
    return name.raw.decode("utf-16-le").rstrip("\0"), raw.FPDFDest_GetDestPageIndex(document, place) + 1

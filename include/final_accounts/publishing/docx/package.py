"""The package: parts, relationships and kinds of content in one ZIP. Same parts, same day, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from final_accounts.publishing.docx.names import CONTENT_TYPES, HEAD, RELATIONSHIPS
from final_accounts.publishing.docx.text import attribute

LEVEL: Final = 3
"""Of compression: a tenth larger than at its best, in a quarter of the time."""
EARLIEST: Final = 1980
"""ZIP knows no year before."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package. ``kind`` is its content type; "" where the ending of its name tells it."""

    name: str
    data: bytes
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Relationship:
    """From a part to another: its id there, what the other is, and its name seen from there."""

    id: str
    kind: str
    target: str


def relationships_xml(found: Iterable[Relationship]) -> str:
    """A ``.rels`` part."""
    lines = "".join(f'<Relationship Id="{r.id}" Type="{r.kind}" Target="{attribute(r.target)}"/>' for r in found)
    return f'{HEAD}<Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'


def packed(parts: Sequence[Part], day: date) -> bytes:
    """The package as bytes; every member bears ``day`` as its time stamp."""
    stamp = (max(day.year, EARLIEST), day.month, day.day, 0, 0, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in (Part("[Content_Types].xml", _content_types(parts).encode()), *parts):
            member = zipfile.ZipInfo(part.name, stamp)
            member.create_system = 0
            member.external_attr = 0
            member.compress_type = zipfile.ZIP_STORED if part.name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(member, part.data, compresslevel=LEVEL)
    return buffer.getvalue()


def _content_types(parts: Sequence[Part]) -> str:
    own = "".join(f'<Override PartName="/{part.name}" ContentType="{part.kind}"/>' for part in parts if part.kind)
    endings = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in ENDINGS.items())
    return f'{HEAD}<Types xmlns="{CONTENT_TYPES}">{endings}{own}</Types>'


ENDINGS: Final = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "svg": "image/svg+xml",
}

"""Documents of every kind, made by hand for the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import typst

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def word(body: str, more: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A DOCX: its body, parts of ``word/`` by name without ``.xml`` and outer element, whole parts as ``more``."""
    outer = {"styles": "styles", "numbering": "numbering", "header1": "hdr", "footnotes": "footnotes"}
    named = {f"word/{n}.xml": f"{_HEAD}<w:{outer[n]} {_W}>{xml}</w:{outer[n]}>" for n, xml in parts.items()}
    document = f"{_HEAD}<w:document {_W} {RELATIONS}><w:body>{body}</w:body></w:document>"
    return packed({"[Content_Types].xml": _TYPES, "word/document.xml": document, **named, **(more or {})})


def paragraph(text: str, properties: str = "") -> str:
    """One paragraph with one run."""
    shown = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{shown}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: tuple[str, str]) -> str:
    """A table row; each cell with its properties and text."""
    inside = (f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>" for properties, text in cells)
    return f"<w:tr>{''.join(inside)}</w:tr>"


def paper(markup: str) -> bytes:
    """A PDF set from typst markup in the fonts the typesetter brings along."""
    made = typst.compile(markup.encode())
    assert isinstance(made, bytes)
    return made

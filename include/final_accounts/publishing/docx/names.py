"""Names of the package: XML heads, namespaces, relationships, kinds of content."""

from __future__ import annotations

from typing import Final

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R: Final = f'xmlns:r="{_OFFICE}/relationships"'
DRAWING: Final = f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
PICTURE: Final = f"{_DRAWING}/picture"
SVG: Final = 'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
SVG_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"

RELATIONSHIPS: Final = f"{_PACKAGE}/relationships"
CONTENT_TYPES: Final = f"{_PACKAGE}/content-types"
CORE: Final = (
    f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
APP: Final = f'xmlns="{_OFFICE}/extended-properties"'

TO_DOCUMENT: Final = f"{_OFFICE}/relationships/officeDocument"
TO_CORE: Final = f"{_PACKAGE}/relationships/metadata/core-properties"
TO_APP: Final = f"{_OFFICE}/relationships/extended-properties"
TO_STYLES: Final = f"{_OFFICE}/relationships/styles"
TO_SETTINGS: Final = f"{_OFFICE}/relationships/settings"
TO_FONTS: Final = f"{_OFFICE}/relationships/fontTable"
TO_THEME: Final = f"{_OFFICE}/relationships/theme"
TO_HEADER: Final = f"{_OFFICE}/relationships/header"
TO_FOOTER: Final = f"{_OFFICE}/relationships/footer"
TO_IMAGE: Final = f"{_OFFICE}/relationships/image"

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPE_DOCUMENT: Final = f"{_WORD}.document.main+xml"
TYPE_STYLES: Final = f"{_WORD}.styles+xml"
TYPE_SETTINGS: Final = f"{_WORD}.settings+xml"
TYPE_FONTS: Final = f"{_WORD}.fontTable+xml"
TYPE_THEME: Final = "application/vnd.openxmlformats-officedocument.theme+xml"
TYPE_HEADER: Final = f"{_WORD}.header+xml"
TYPE_FOOTER: Final = f"{_WORD}.footer+xml"
TYPE_CORE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
TYPE_APP: Final = "application/vnd.openxmlformats-officedocument.extended-properties+xml"

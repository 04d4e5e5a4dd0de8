"""From a disclosure to the bytes of its Word document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.docx import names
from final_accounts.publishing.docx.body import body, relationships
from final_accounts.publishing.docx.frame import REL_FOOTER, REL_HEADER, footer_xml, header_xml
from final_accounts.publishing.docx.look import Look
from final_accounts.publishing.docx.package import Part, Relationship, packed, relationships_xml
from final_accounts.publishing.docx.pictures import rasters
from final_accounts.publishing.docx.styles import font_table_xml, styles_xml
from final_accounts.publishing.docx.text import plain_text
from final_accounts.publishing.docx.theme import THEME

SETTINGS: Final = (
    f'{names.HEAD}<w:settings {names.W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
"""Fields are not marked as out of date: Word would ask whoever opens the document a question first."""


def docx_document(
    disclosure: Disclosure, documents: Documents | None = None, *, pages: Mapping[str, int] | None = None
) -> bytes:
    """The disclosure for Word, WPS and LibreOffice; the same inputs always give the same bytes.

    ``documents`` are those of the unit's edition; without them the national look is used. ``pages`` are page numbers by
    id of part, heading and table for the contents; without them they are worked out from the heights of lines. Either
    stands there until the contents are brought up to date in Word.
    PublishingError, in Chinese, when the look is broken.
    """
    documents = documents or Documents.of()
    look = Look.of(documents)
    made = body(disclosure, look, pages)
    drawings = [drawing.svg.encode() for drawing in made.drawings]
    pictures = rasters(made.drawings, documents)
    to_pictures = [
        relationship
        for number in range(1, len(drawings) + 1)
        for relationship in (
            Relationship(relationships(number)[0], names.TO_IMAGE, f"media/chart{number}.png"),
            Relationship(relationships(number)[1], names.TO_IMAGE, f"media/chart{number}.svg"),
        )
    ]
    parts = [
        Part("_rels/.rels", relationships_xml(_ROOT).encode()),
        Part("word/document.xml", made.xml.encode(), names.TYPE_DOCUMENT),
        Part("word/_rels/document.xml.rels", relationships_xml((*_DOCUMENT, *to_pictures)).encode()),
        Part("word/styles.xml", styles_xml(look, made.cells).encode(), names.TYPE_STYLES),
        Part("word/settings.xml", SETTINGS.encode(), names.TYPE_SETTINGS),
        Part("word/fontTable.xml", font_table_xml(look).encode(), names.TYPE_FONTS),
        Part("word/theme/theme1.xml", THEME.encode(), names.TYPE_THEME),
        Part("word/header1.xml", header_xml(disclosure, look).encode(), names.TYPE_HEADER),
        Part("word/footer1.xml", footer_xml(disclosure, look).encode(), names.TYPE_FOOTER),
        *(Part(f"word/media/chart{n}.png", png) for n, png in enumerate(pictures, start=1)),
        *(Part(f"word/media/chart{n}.svg", svg) for n, svg in enumerate(drawings, start=1)),
        Part("docProps/core.xml", _core(disclosure, look).encode(), names.TYPE_CORE),
        Part("docProps/app.xml", _app(disclosure).encode(), names.TYPE_APP),
    ]
    return packed(parts, date.fromisoformat(disclosure.sealed_on))


_ROOT: Final = (
    Relationship("rId1", names.TO_DOCUMENT, "word/document.xml"),
    Relationship("rId2", names.TO_CORE, "docProps/core.xml"),
    Relationship("rId3", names.TO_APP, "docProps/app.xml"),
)
_DOCUMENT: Final = (
    Relationship("rId1", names.TO_STYLES, "styles.xml"),
    Relationship("rId2", names.TO_SETTINGS, "settings.xml"),
    Relationship("rId3", names.TO_FONTS, "fontTable.xml"),
    Relationship("rId4", names.TO_THEME, "theme/theme1.xml"),
    Relationship(REL_HEADER, names.TO_HEADER, "header1.xml"),
    Relationship(REL_FOOTER, names.TO_FOOTER, "footer1.xml"),
)


def _core(disclosure: Disclosure, look: Look) -> str:
    day = f'xsi:type="dcterms:W3CDTF">{disclosure.sealed_on}T00:00:00Z'
    creator = plain_text(disclosure.publisher)
    return (
        f"{names.HEAD}<cp:coreProperties {names.CORE}><dc:title>{plain_text(disclosure.title)}</dc:title>"
        f"<dc:creator>{creator}</dc:creator><dc:language>{look.words['language']}</dc:language>"
        f"<cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
        f"<dcterms:created {day}</dcterms:created><dcterms:modified {day}</dcterms:modified></cp:coreProperties>"
    )


def _app(disclosure: Disclosure) -> str:
    return f"{names.HEAD}<Properties {names.APP}><Company>{plain_text(disclosure.name)}</Company></Properties>"

"""What stands on every page but the cover: the running head, page number and seal; and the paper of a section."""

from __future__ import annotations

from typing import Final

from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.docx.look import Look, Paper
from final_accounts.publishing.docx.names import HEAD, R, W
from final_accounts.publishing.docx.text import field, paragraph, run

REL_HEADER: Final = "rId5"
REL_FOOTER: Final = "rId6"
FIELDS: Final = {"page": "PAGE", "pages": "NUMPAGES"}


def header_xml(disclosure: Disclosure, look: Look) -> str:
    """The title, and the mark of what is only shown."""
    head = disclosure.sample.head
    title = disclosure.title + (look.words["sample"].format(head=head) if head else "")
    return f"{HEAD}<w:hdr {W} {R}>{paragraph('Header', run(title))}</w:hdr>"


def footer_xml(disclosure: Disclosure, look: Look) -> str:
    """Page of pages, and below it, small, the day of approval with the hash of the approval event."""
    parts = [field(FIELDS[part], "1") if part in FIELDS else run(part) for part in look.words["page"]]
    seal = look.words["seal"].format(
        date=disclosure.seal.date, number=disclosure.seal.number, hash=disclosure.seal.hash
    )
    return f"{HEAD}<w:ftr {W} {R}>{paragraph('Footer', parts)}{paragraph('Seal', run(seal))}</w:ftr>"


def section(paper: Paper, *, framed: bool = True) -> str:
    """``<w:sectPr>``: the paper, and head and foot unless it is the cover's."""
    landscape = ' w:orient="landscape"' if paper.width > paper.height else ""
    frame = (
        f'<w:headerReference w:type="default" r:id="{REL_HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{REL_FOOTER}"/>'
        if framed
        else ""
    )
    return (
        f'<w:sectPr>{frame}<w:type w:val="nextPage"/><w:pgSz w:w="{paper.width}" w:h="{paper.height}"{landscape}/>'
        f'<w:pgMar w:top="{paper.top}" w:right="{paper.right}" w:bottom="{paper.bottom}" w:left="{paper.left}" '
        f'w:header="{paper.header}" w:footer="{paper.footer}" w:gutter="0"/><w:cols w:space="720"/></w:sectPr>'
    )


def ending(paper: Paper, *, framed: bool = True) -> str:
    """The paragraph that ends a section; as good as without height, so that it never asks for a page of its own."""
    return paragraph("Gap", "", more=section(paper, framed=framed))

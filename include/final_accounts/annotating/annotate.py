"""The door: bytes and what was read of them → a copy with notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.annotating.lines import lines_page
from final_accounts.annotating.notes import Note
from final_accounts.annotating.web import annotate_web
from final_accounts.annotating.word import annotate_word
from final_accounts.model.document import DocumentKind, ReadDocument


@dataclass(frozen=True, slots=True)
class Annotated:
    """A copy. ``suffix`` is its file's, ``.docx`` or ``.html``; ``placed`` the notes that stand at their figure."""

    suffix: str
    data: bytes
    placed: int


def annotate(data: bytes, document: ReadDocument, notes: Sequence[Note]) -> Annotated:
    """The annotated copy in the document's own format where that is HTML or DOCX, else as a page of its lines.

    A file that is not quite what its reader took it for gives the page of lines as well; nothing in it raises.
    """
    if document.kind is DocumentKind.DOCX:
        word = annotate_word(data, document, notes)
        if word is not None:
            return Annotated(".docx", *word)
    if document.kind is DocumentKind.HTML:
        page = annotate_web(data, document, notes)
        if page is not None:
            return Annotated(".html", *page)
    text, placed = lines_page(document, notes)
    return Annotated(".html", text.encode(), placed)

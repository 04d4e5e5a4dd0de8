"""Annotated copies 批注稿 of audited documents: the figures marked, a note at each, everything else as it was.

Opens what a reader has already read under its caps. HTML keeps every byte of the original between our marks; DOCX gets
highlights and real comments; of every other format a page is made that shows the lines as they were read.
"""

from final_accounts.annotating.annotate import Annotated, annotate
from final_accounts.annotating.notes import Note

__all__ = ["Annotated", "Note", "annotate"]

"""The PDF of a disclosure: A4, tagged, with bookmarks; set by typst from the same nouns as every other output."""

from final_accounts.publishing.pdf.fonts import fonts_fingerprint, why_no_pdf
from final_accounts.publishing.pdf.places import pages_of
from final_accounts.publishing.pdf.typesetting import copy_of, pdf_document, typeset

__all__ = ["copy_of", "fonts_fingerprint", "pages_of", "pdf_document", "typeset", "why_no_pdf"]

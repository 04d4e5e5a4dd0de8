"""The Word document of a disclosure: WordprocessingML written in one go, packed with fixed time stamps."""

from final_accounts.publishing.docx.document import docx_document

__all__ = ["docx_document"]

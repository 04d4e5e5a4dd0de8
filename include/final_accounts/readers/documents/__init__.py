"""Documents 公开文本 of any origin → ReadDocument: text, HTML, DOCX, PDF, workbooks.

What could not be read is always told with its reason and place; a document that yields nothing says so.
"""

from final_accounts.readers.documents.limits import LIMITS, Limits
from final_accounts.readers.documents.pool import DocumentPool
from final_accounts.readers.documents.reading import read_document

__all__ = ["LIMITS", "DocumentPool", "Limits", "read_document"]

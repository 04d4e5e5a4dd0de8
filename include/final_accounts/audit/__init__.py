"""The audit of a document 公开文本核对: what was read → claims with verdicts and findings. Pure; opens no file."""

from final_accounts.audit.auditing import Audit, audit, ranked
from final_accounts.audit.claims import Claim, Operand, TableFound, TableRow
from final_accounts.audit.forms import Form, Line
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names, book

__all__ = [
    "Audit",
    "Claim",
    "Form",
    "Lexicon",
    "Line",
    "Names",
    "Operand",
    "TableFound",
    "TableRow",
    "audit",
    "book",
    "ranked",
]

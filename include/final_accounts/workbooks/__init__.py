"""Workbooks 报送表: what units fill in, filled examples, and what goes back to them with errors marked.

Writes ``.xlsx`` only, from an :class:`~final_accounts.model.edition.Edition`; opens a unit's file only to give it back.
"""

from final_accounts.workbooks.returned import write_returned
from final_accounts.workbooks.rollup_book import rollup_book
from final_accounts.workbooks.submission import write_submission
from final_accounts.workbooks.submission_data import SubmissionData
from final_accounts.workbooks.template import write_template

__all__ = ["SubmissionData", "rollup_book", "write_returned", "write_submission", "write_template"]

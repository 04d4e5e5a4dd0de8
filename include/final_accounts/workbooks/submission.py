"""Filled workbooks 已填报送表: the template's writer with values, for examples and tests."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.workbooks.book import write_book
from final_accounts.workbooks.submission_data import SubmissionData

SPARE_ROWS: Final = 3


def write_submission(edition: Edition, data: SubmissionData, path: Path) -> None:
    """Write ``data`` as the workbook of ``edition``; equal data give equal bytes."""
    write_book(edition, data, path, spare=SPARE_ROWS, filled=True)

"""Readers 读取: hostile files from outside into facts with cells. Opens files and thinks as little as possible."""

from final_accounts.readers.identity import EditionLookup, Expectation
from final_accounts.readers.pool import ReaderError, ReaderPool
from final_accounts.readers.preflight import preflight
from final_accounts.readers.workbook import read_workbook

__all__ = ["EditionLookup", "Expectation", "ReaderError", "ReaderPool", "preflight", "read_workbook"]

"""The cover 封面 as a form's rows: which line shows which field of the header."""

from __future__ import annotations

from typing import Final

from final_accounts.model.layout import FormLayout
from final_accounts.model.submission import Header
from final_accounts.workbooks.submission_data import FormRows, Value

_YES_NO: Final = {True: "是", False: "否"}


def cover_rows(layout: FormLayout, header: Header) -> FormRows:
    """Values of every line whose first tag is a field of the header; fields the header leaves open stay blank."""
    rows: FormRows = {}
    for block in layout.blocks:
        for line in block.lines:
            if line.tags and hasattr(header, line.tags[0]):
                shown = _shown(getattr(header, line.tags[0]))
                if shown != "":
                    rows[line.key] = {block.values[0].key: shown}
    return rows


def _shown(value: object) -> Value:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, int):
        return value or ""
    return str(value)

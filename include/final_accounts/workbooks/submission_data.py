"""What a workbook is filled with 填报内容: values by form, row and column, before any file exists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from final_accounts.model.submission import Explanation, Header

Value = Decimal | int | str | date
"""Decimal: yuan for amounts, 1 = 100 % for ratios, points as printed; int: counts; str: as a unit printed it."""

FormRows = dict[str, dict[str, Value]]
"""Row key -> column key -> value. Rows of open blocks stand in the order of the mapping."""


@dataclass(frozen=True)
class SubmissionData:
    """One submission to be written.

    ``forms`` is keyed by form id; a form that repeats has one entry per sheet (``PP1``, ``PP2`` …). ``nil_forms`` are
    declared empty (是否空表：是); ``absent_forms`` are left out of the file altogether. Columns of a cross block are
    ``economic:<code>``. A row may carry its printed name under the key of its name column, otherwise registers tell it.
    """

    header: Header
    forms: dict[str, FormRows] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    explanations: tuple[Explanation, ...] = ()
    nil_forms: frozenset[str] = frozenset()
    absent_forms: frozenset[str] = frozenset()

    def value(self, form: str, row: str, column: str = "amount") -> Value | None:
        """The value at one place, None where nothing is filled in."""
        return self.forms.get(form, {}).get(row, {}).get(column)

    def with_value(self, form: str, row: str, column: str, value: Value) -> SubmissionData:
        """A copy that differs in one value; the original is untouched.

        >>> empty = SubmissionData(Header())
        >>> empty.with_value("T1", "line:事业收入", "amount", Decimal(1)).value("T1", "line:事业收入")
        Decimal('1')
        """
        rows = {key: dict(columns) for key, columns in self.forms.get(form, {}).items()}
        rows.setdefault(row, {})[column] = value
        return replace(self, forms={**self.forms, form: rows})

"""Rows of a unit's data package 单位数据包. The names of fields are the columns' names, in their order."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class SubmissionRow(NamedTuple):
    """Where the data come from: file, approval, edition, rulebook."""

    unit_code: str
    unit_name: str
    unit_kind: str
    department: str
    city: str
    fiscal_year: int
    scope: str
    made_up: bool
    version: int
    sha256: str
    approval_number: str
    approval_date: str
    approval_event: str
    edition: str
    edition_title: str
    edition_hash: str
    rulebook_hash: str
    rules: int
    replaced_version: int | None
    replaced_date: str
    correction_reason: str


class FormRow(NamedTuple):
    """One official table."""

    unit_code: str
    fiscal_year: int
    form_id: str
    form_number: str
    form_title: str
    figures: int
    nil: bool
    remark: str


class FactRow(NamedTuple):
    """One figure of an official table; ``value`` of amounts and ``step`` in yuan."""

    unit_code: str
    unit_name: str
    fiscal_year: int
    form_id: str
    form_number: str
    form_title: str
    row_key: str
    row_name: str
    column_key: str
    column_name: str
    kind: str
    value: Decimal | None
    text: str
    unit_of_measure: str
    wanyuan: Decimal | None
    blank: bool
    step: Decimal | None
    source_sheet: str
    source_cell: str


class EvaluationRow(NamedTuple):
    """One performance form; amounts in yuan."""

    unit_code: str
    unit_name: str
    fiscal_year: int
    form_id: str
    form_title: str
    subject: str
    rubric: str
    budget: Decimal | None
    executed: Decimal | None
    execution_rate: Decimal | None
    self_score: Decimal | None
    recomputed_score: Decimal | None
    recomputed_share: Decimal | None
    difference: Decimal | None
    self_rating: str
    rating: str


class IndicatorRow(NamedTuple):
    """One indicator of a performance form, or a block of points that the form shows apart."""

    unit_code: str
    fiscal_year: int
    form_id: str
    path: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: Decimal | None
    weight_inferred: bool | None
    self_score: Decimal | None
    recomputed_score: Decimal | None
    difference: Decimal | None
    verdict: str
    reason: str
    unit_says: str
    source_sheet: str
    source_cell: str


class NarrativeRow(NamedTuple):
    """One number of the narrative, in order."""

    unit_code: str
    unit_name: str
    fiscal_year: int
    number: int
    section: str
    name: str
    kind: str
    value: Decimal
    unit_of_measure: str
    text: str

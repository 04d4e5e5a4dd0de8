"""Rows of the warehouse back to the nouns they came from. Pure; inverse of :mod:`~final_accounts.warehouse.rows`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Row

from final_accounts.model.evaluation import Evaluation, EvaluationScore, IndicatorScore
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import Submission


def submission_of(row: Row[Any]) -> Submission:
    """A row of ``submission``."""
    return Submission(row.sha256, row.file_name, row.size, row.unit, row.fiscal_year, row.version)


def fact_of(row: Row[Any]) -> Fact:
    """A row of ``fact``."""
    kind = ValueKind(row.kind)
    return Fact(
        form=row.form,
        row=row.row_key,
        column=row.column_key,
        kind=kind,
        value=_value(kind, row),
        cell=Cell(row.sheet, row.cell_row, row.cell_column),
        printed=row.printed,
        step=row.step,
        blank=row.blank,
        name=row.name,
    )


def _value(kind: ValueKind, row: Row[Any]) -> int | Decimal | date | str:
    match kind:
        case ValueKind.AMOUNT:
            return int(row.other) if row.amount is None else int(row.amount)
        case ValueKind.COUNT:
            return int(row.other) if row.whole is None else int(row.whole)
        case ValueKind.RATIO | ValueKind.POINTS:
            return Decimal(row.other)
        case ValueKind.DATE:
            return date.fromisoformat(row.other)
        case ValueKind.TEXT:
            return str(row.other)


def finding_of(row: Row[Any]) -> Finding:
    """A row of ``finding``."""
    return Finding(
        rule=row.rule,
        severity=Severity(row.severity),
        verdict=Verdict(row.verdict),
        message=row.message,
        hint=row.hint,
        source_id=row.source_id,
        cells=tuple(cell_of(text) for text in row.cells),
        value=row.value,
        expected=row.expected,
        difference=row.difference,
        unit_of_measure=row.unit_of_measure,
        group=row.group_number,
        suspects=tuple(cell_of(text) for text in row.suspects),
        count=row.instances,
        row=row.row_key,
        context=row.context,
    )


def cell_of(text: str) -> Cell:
    """An address as stored; a sheet may have no name.

    >>> cell_of("!B2"), cell_of("甲!乙!B2").sheet
    (Cell(sheet='', row=1, column=1), '甲!乙')
    """
    sheet, _, a1 = text.rpartition("!")
    place = Cell.parse(f"_!{a1}")
    return Cell(sheet, place.row, place.column)


def evaluation_of(filled: object) -> Evaluation:
    """The ``filled`` value of a row of ``evaluation``."""
    return msgspec.convert(filled, Evaluation)


def score_of(row: Row[Any], indicators: Sequence[Row[Any]]) -> EvaluationScore:
    """A row of ``score`` with the rows of ``indicator_score`` of its form."""
    return EvaluationScore(
        form=row.form,
        title=row.title,
        rubric=row.rubric,
        self_score=row.self_score,
        recomputed=row.recomputed,
        recomputed_share=row.recomputed_share,
        difference=row.difference,
        rating=row.rating,
        self_rating=row.self_rating,
        indicators=tuple(_indicator_score_of(i) for i in indicators),
    )


def _indicator_score_of(row: Row[Any]) -> IndicatorScore:
    return IndicatorScore(
        path=row.path,
        name=row.name,
        weight=row.weight,
        weight_inferred=row.weight_inferred,
        self_score=row.self_score,
        recomputed=row.recomputed,
        verdict=Verdict(row.verdict),
        method=row.method,
        reason=row.reason,
        formula=row.formula,
        candidates=tuple((reading, Decimal(points)) for reading, points in row.candidates),
    )

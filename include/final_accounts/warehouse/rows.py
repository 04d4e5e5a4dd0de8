"""A load record as rows of the derived tables. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import msgspec

from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding
from final_accounts.warehouse.record import LoadRecord, value_text

Row = dict[str, Any]

_BIGINT: Final = 2**63 - 1


def rows_of(record: LoadRecord) -> dict[str, list[Row]]:
    """Table name -> its rows without the submission's id, numbered in the order given."""
    return {
        "fact": _numbered([_fact(f) for f in record.facts]),
        "evaluation": _numbered([_evaluation(e) for e in record.evaluations]),
        "indicator": _numbered([row for n, e in enumerate(record.evaluations) for row in _indicators(n, e)]),
        "score": _numbered([_score(s) for s in record.scores]),
        "indicator_score": _numbered([row for n, s in enumerate(record.scores) for row in _indicator_scores(n, s)]),
        "finding": _numbered([_finding(f) for f in record.findings]),
        "explanation": _numbered([asdict(e) for e in record.explanations]),
    }


def reading_of(record: LoadRecord) -> Row:
    """What the reader said of the file beside its facts."""
    return {
        "header": asdict(record.header),
        "forms_present": sorted(record.forms_present),
        "nil_forms": sorted(record.nil_forms),
        "texts": record.texts,
        "sheets": record.sheets,
    }


def _numbered(rows: list[Row]) -> list[Row]:
    for ordinal, row in enumerate(rows):
        row["ordinal"] = ordinal
    return rows


def _storable(number: int | None) -> int | None:
    """A number no BIGINT holds is kept as text only; a unit may write anything."""
    return number if number is not None and -_BIGINT <= number <= _BIGINT else None


def _fact(fact: Fact) -> Row:
    whole = _storable(fact.value) if isinstance(fact.value, int) else None
    return {
        "form": fact.form,
        "row_key": fact.row,
        "column_key": fact.column,
        "kind": fact.kind.value,
        "amount": whole if fact.kind is ValueKind.AMOUNT else None,
        "whole": whole if fact.kind is ValueKind.COUNT else None,
        "other": value_text(fact) if whole is None else None,
        "step": fact.step,
        "printed": fact.printed,
        "blank": fact.blank,
        "name": fact.name,
        "sheet": fact.cell.sheet,
        "cell_row": fact.cell.row,
        "cell_column": fact.cell.column,
    }


def _evaluation(evaluation: Evaluation) -> Row:
    return {
        "form": evaluation.form,
        "rubric": evaluation.rubric,
        "title": evaluation.title,
        "budget": _storable(evaluation.budget),
        "executed": _storable(evaluation.executed),
        "rate": evaluation.rate,
        "self_score": evaluation.self_score,
        "rating": evaluation.rating,
        "filled": msgspec.to_builtins(evaluation),
    }


def _indicators(form_ordinal: int, evaluation: Evaluation) -> list[Row]:
    return [
        {
            "form_ordinal": form_ordinal,
            "form": evaluation.form,
            "path": i.path,
            "level1": i.level1,
            "level2": i.level2,
            "level3": i.level3,
            "goal": i.goal,
            "target": i.target.printed,
            "target_kind": i.target.kind.value,
            "actual": i.actual.printed,
            "actual_kind": i.actual.kind.value,
            "weight": i.weight,
            "self_score": i.score,
            "reason": i.reason,
        }
        for i in evaluation.indicators
    ]


def _score(score: EvaluationScore) -> Row:
    return {
        "form": score.form,
        "title": score.title,
        "rubric": score.rubric,
        "self_score": score.self_score,
        "recomputed": score.recomputed,
        "recomputed_share": score.recomputed_share,
        "difference": score.difference,
        "rating": score.rating,
        "self_rating": score.self_rating,
    }


def _indicator_scores(form_ordinal: int, score: EvaluationScore) -> list[Row]:
    return [
        {
            "form_ordinal": form_ordinal,
            "form": score.form,
            "path": i.path,
            "name": i.name,
            "weight": i.weight,
            "weight_inferred": i.weight_inferred,
            "self_score": i.self_score,
            "recomputed": i.recomputed,
            "verdict": i.verdict.value,
            "method": i.method,
            "reason": i.reason,
            "formula": i.formula,
            "candidates": [[reading, str(points)] for reading, points in i.candidates],
        }
        for i in score.indicators
    ]


def _finding(finding: Finding) -> Row:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "row_key": finding.row,
        "source_id": finding.source_id,
        "message": finding.message,
        "hint": finding.hint,
        "cells": [str(cell) for cell in finding.cells],
        "value": finding.value,
        "expected": finding.expected,
        "difference": finding.difference,
        "unit_of_measure": finding.unit_of_measure,
        "group_number": finding.group,
        "suspects": [str(cell) for cell in finding.suspects],
        "instances": finding.count,
        "context": dict(finding.context),
    }

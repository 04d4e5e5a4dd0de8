"""Queries for self-evaluations: forms as filled in, scores side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.warehouse.derived_tables import evaluation, indicator_score, score
from final_accounts.warehouse.queries_facts import Versions, latest_accepted, latest_received, one_version
from final_accounts.warehouse.restore import evaluation_of, score_of


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The score of one form of one unit, without its indicators."""

    unit: str
    form: str
    title: str
    rubric: str
    self_score: Decimal | None
    recomputed: Decimal | None
    difference: Decimal | None
    rating: str
    self_rating: str


def evaluations_of_version(
    connection: Connection, city: str, fiscal_year: int, unit: str, version: int | None = None
) -> tuple[Evaluation, ...]:
    """Self-evaluation forms of that version, or of the latest accepted one, as filled in."""
    one = one_version(city, fiscal_year, unit, version)
    query = select(evaluation.c.filled).join(one, one.c.id == evaluation.c.submission_id).order_by(evaluation.c.ordinal)
    return tuple(evaluation_of(filled) for filled in connection.execute(query).scalars())


def scores_of_version(
    connection: Connection, city: str, fiscal_year: int, unit: str, version: int | None = None
) -> tuple[EvaluationScore, ...]:
    """Scores of that version, or of the latest accepted one, with their indicators."""
    one = one_version(city, fiscal_year, unit, version)
    forms = select(score).join(one, one.c.id == score.c.submission_id).order_by(score.c.ordinal)
    lines = select(indicator_score).join(one, one.c.id == indicator_score.c.submission_id)
    rows = connection.execute(lines.order_by(indicator_score.c.ordinal))
    by_form: dict[int, list[Row[Any]]] = {
        n: list(group) for n, group in groupby(rows, key=lambda row: row.form_ordinal)
    }
    return tuple(score_of(row, by_form.get(row.ordinal, ())) for row in connection.execute(forms))


def unit_scores(
    connection: Connection, city: str, fiscal_year: int, *, accepted: bool = True, versions: Versions | None = None
) -> tuple[UnitScore, ...]:
    """Scores of all forms of the latest accepted versions (or of the newest of any state), by unit and form order.

    ``versions`` names the accepted ones that count instead.
    """
    current = latest_accepted(city, fiscal_year, versions=versions) if accepted else latest_received(city, fiscal_year)
    query = (
        select(current.c.unit, score)
        .join(current, current.c.id == score.c.submission_id)
        .order_by(current.c.unit, score.c.ordinal)
    )
    return tuple(
        UnitScore(
            unit=row.unit,
            form=row.form,
            title=row.title,
            rubric=row.rubric,
            self_score=row.self_score,
            recomputed=row.recomputed,
            difference=row.difference,
            rating=row.rating,
            self_rating=row.self_rating,
        )
        for row in connection.execute(query)
    )

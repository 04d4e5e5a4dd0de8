"""What a season left in a warehouse, in a form that two warehouses can be compared by."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import text

FINDINGS = (
    "SELECT s.city, s.fiscal_year, s.unit, s.version, s.sha256, f.* FROM finding f"
    " JOIN submission s ON s.id = f.submission_id"
)
STATES = "SELECT city, fiscal_year, unit, version, sha256, state FROM submission"
RESULTS = (
    "SELECT s.city, s.fiscal_year, s.unit, s.version, r.edition_hash, r.prior_hash, r.content_hash, r.decision"
    " FROM result r JOIN submission s ON s.id = r.submission_id WHERE r.is_current"
)


@dataclass(frozen=True)
class Outcome:
    """Rows as text, in order; keys that a database gave out by itself are left away."""

    findings: tuple[tuple[str, ...], ...]
    states: tuple[tuple[str, ...], ...]
    results: tuple[tuple[str, ...], ...]


def outcome(url: str) -> Outcome:
    """Findings, states and the hashes of all results of the warehouse at that address."""
    engine = sqlalchemy.create_engine(url)
    try:
        return Outcome(_rows(engine, FINDINGS), _rows(engine, STATES), _rows(engine, RESULTS))
    finally:
        engine.dispose()


def _rows(engine: sqlalchemy.Engine, query: str) -> tuple[tuple[str, ...], ...]:
    with engine.connect() as connection:
        rows = connection.execute(text(query)).mappings().all()
    return tuple(sorted(tuple(str(value) for name, value in row.items() if name != "submission_id") for row in rows))

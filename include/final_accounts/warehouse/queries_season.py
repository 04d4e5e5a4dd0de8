"""Queries on where a season stands: states of all units, findings by rule, severity and department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, distinct, func, select

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Explanation, Header, SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.warehouse.derived_tables import explanation, finding
from final_accounts.warehouse.queries_facts import latest_received, one_version
from final_accounts.warehouse.register import units_of
from final_accounts.warehouse.restore import finding_of
from final_accounts.warehouse.tables import result, unit


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """Where one unit of the register stands with its newest version; ``state`` None and version 0: not received."""

    unit: BudgetUnit
    version: int = 0
    state: SubmissionState | None = None
    file_name: str = ""
    received_at: datetime | None = None
    blocking: int = 0
    explain: int = 0
    notice: int = 0


@dataclass(frozen=True, slots=True)
class FindingCount:
    """Findings of one rule, or of one department, with one severity: how many, in how many units."""

    name: str
    severity: Severity
    findings: int
    units: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a version was read and judged, and with what: the current row of ``result``."""

    version: int
    header: Header
    decision: SubmissionState
    edition: str
    edition_hash: str
    rulebook_hash: str
    prior_hash: str
    code_version: str
    content_hash: str
    run: str
    loaded_at: datetime
    forms_present: tuple[str, ...]
    nil_forms: tuple[str, ...]
    texts: dict[str, str]
    sheets: dict[str, str]


def unit_statuses(connection: Connection, city: str, fiscal_year: int) -> tuple[UnitStatus, ...]:
    """Every unit of the year in register order, with state and findings of its newest version."""
    newest = latest_received(city, fiscal_year)
    counts = [func.sum(case((finding.c.severity == s.value, 1), else_=0)).label(s.value) for s in Severity]
    found = select(finding.c.submission_id, *counts).group_by(finding.c.submission_id).subquery()
    rows = connection.execute(select(newest, found).outerjoin(found, found.c.submission_id == newest.c.id))
    by_unit = {
        row.unit: {
            "version": row.version,
            "state": SubmissionState(row.state),
            "file_name": row.file_name,
            "received_at": row.received_at,
            **{s.value: getattr(row, s.value) or 0 for s in Severity},
        }
        for row in rows
    }
    return tuple(UnitStatus(line, **by_unit.get(line.code, {})) for line in units_of(connection, city, fiscal_year))


def merged_away(connection: Connection, city: str, fiscal_year: int) -> tuple[tuple[str, str], ...]:
    """(code that ended, its successor) for units of ``fiscal_year`` that name a predecessor not there any more."""
    here = units_of(connection, city, fiscal_year)
    codes = {line.code for line in here}
    return tuple((old, line.code) for line in here for old in line.predecessors if old not in codes)


def findings_of_version(
    connection: Connection, city: str, fiscal_year: int, unit_code: str, version: int | None = None
) -> tuple[Finding, ...]:
    """Findings of that version, or of the latest accepted one, in the order they were reported."""
    one = one_version(city, fiscal_year, unit_code, version)
    query = select(finding).join(one, one.c.id == finding.c.submission_id).order_by(finding.c.ordinal)
    return tuple(finding_of(row) for row in connection.execute(query))


def explanations_of_version(
    connection: Connection, city: str, fiscal_year: int, unit_code: str, version: int | None = None
) -> tuple[Explanation, ...]:
    """Explanations the unit gave in that version, or in the latest accepted one."""
    one = one_version(city, fiscal_year, unit_code, version)
    query = select(explanation).join(one, one.c.id == explanation.c.submission_id).order_by(explanation.c.ordinal)
    return tuple(Explanation(row.finding, row.reason, row.evidence) for row in connection.execute(query))


def findings_by_rule(connection: Connection, city: str, fiscal_year: int) -> tuple[FindingCount, ...]:
    """Findings of the newest version of every unit by rule and severity, gravest first, then most units."""
    newest = latest_received(city, fiscal_year)
    query = (
        select(finding.c.rule, finding.c.severity, func.count(), func.count(distinct(newest.c.unit)))
        .join(newest, newest.c.id == finding.c.submission_id)
        .group_by(finding.c.rule, finding.c.severity)
    )
    return _counts(connection, query)


def findings_by_department(connection: Connection, city: str, fiscal_year: int) -> tuple[FindingCount, ...]:
    """Findings of the newest version of every unit by department and severity, gravest first, then most units."""
    newest = latest_received(city, fiscal_year)
    line = and_(
        unit.c.city == city,
        unit.c.code == newest.c.unit,
        unit.c.since <= fiscal_year,
        (unit.c.until == 0) | (unit.c.until >= fiscal_year),
    )
    query = (
        select(unit.c.department, finding.c.severity, func.count(), func.count(distinct(newest.c.unit)))
        .select_from(finding)
        .join(newest, newest.c.id == finding.c.submission_id)
        .join(unit, line)
        .group_by(unit.c.department, finding.c.severity)
    )
    return _counts(connection, query)


def outcome_of_version(
    connection: Connection, city: str, fiscal_year: int, unit_code: str, version: int | None = None
) -> Outcome | None:
    """How that version, or the latest accepted one, was read and judged; None when nothing was loaded."""
    one = one_version(city, fiscal_year, unit_code, version)
    query = select(result, one.c.version).join(one, one.c.id == result.c.submission_id).where(result.c.is_current)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Outcome(
        version=row.version,
        header=Header(**row.reading["header"]),
        decision=SubmissionState(row.decision),
        edition=row.edition,
        edition_hash=row.edition_hash,
        rulebook_hash=row.rulebook_hash,
        prior_hash=row.prior_hash,
        code_version=row.code_version,
        content_hash=row.content_hash,
        run=row.run,
        loaded_at=row.loaded_at,
        forms_present=tuple(row.reading["forms_present"]),
        nil_forms=tuple(row.reading["nil_forms"]),
        texts=row.reading["texts"],
        sheets=row.reading["sheets"],
    )


def _counts(connection: Connection, query: Select[Any]) -> tuple[FindingCount, ...]:
    rows = [FindingCount(row[0], Severity(row[1]), row[2], row[3]) for row in connection.execute(query)]
    return tuple(sorted(rows, key=lambda c: (c.severity.rank, -c.units, -c.findings, c.name)))

"""检查: one file, no Airflow, no warehouse: what ``final-accounts check`` prints (``docs/check.schema.json``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from final_accounts.catalog import edition as edition_by_year
from final_accounts.catalog import edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.errors import UnknownEditionError
from final_accounts.model.evaluation import EvaluationScore, IndicatorScore
from final_accounts.model.finding import Finding
from final_accounts.model.submission import ParsedSubmission, SubmissionState, decide
from final_accounts.readers import Expectation, ReaderPool
from final_accounts.stages.judgement.assess import Assessment, Read, assess_accounts, assess_performance, joined

FALLBACK_EDITION = "national/2021"
"""Whose rulebook is named when a file does not say (or says wrongly) which edition it follows."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Outcome for one file."""

    path: Path
    sha256: str
    parsed: ParsedSubmission
    edition: Edition
    state: SubmissionState
    findings: tuple[Finding, ...]
    scores: tuple[EvaluationScore, ...]
    executed: int
    expected: int

    @property
    def accepted(self) -> bool:
        """Whether the submission would be accepted as it is."""
        return self.state is SubmissionState.ACCEPTED


def check(paths: Iterable[Path], edition_id: str | None = None) -> tuple[Checked, ...]:
    """Read and assess each file by itself; ``edition_id`` states what the file must follow (unknown: our error).

    A path that cannot be opened is a usage error (OSError), not a finding.
    """
    stated = edition_of(edition_id) if edition_id else None
    outcomes: list[Checked] = []
    with ReaderPool(edition_by_year) as readers:
        for path in paths:
            data = path.read_bytes()
            parsed, findings = readers.read(
                data,
                path.name,
                Expectation(
                    unit="",
                    fiscal_year=stated.fiscal_year if stated else 0,
                    region=stated.region if stated else "",
                ),
            )
            edition = stated or _edition_of_header(parsed)
            outcomes.append(_assessed(path, data, parsed, findings, edition))
    return tuple(outcomes)


def _edition_of_header(parsed: ParsedSubmission) -> Edition:
    try:
        return edition_of(parsed.header.edition or FALLBACK_EDITION)
    except UnknownEditionError:
        return edition_of(FALLBACK_EDITION)


def _assessed(
    path: Path, data: bytes, parsed: ParsedSubmission, read: tuple[Finding, ...], edition: Edition
) -> Checked:
    sha256 = hashlib.sha256(data).hexdigest()
    item = [Read(key=sha256, parsed=parsed, findings=read)]
    parts: tuple[Assessment, Assessment] = (assess_accounts(edition, item), assess_performance(edition, item))
    findings = joined(*(part.findings[sha256] for part in parts))
    return Checked(
        path=path,
        sha256=sha256,
        parsed=parsed,
        edition=edition,
        state=decide(findings, parsed.explanations),
        findings=findings,
        scores=parts[1].scores[sha256],
        executed=sum(part.executed for part in parts),
        expected=sum(part.expected for part in parts),
    )


def as_json(outcome: Checked) -> dict[str, object]:
    """The published JSON of one outcome; amounts are decimal strings in ``unit_of_measure``."""
    return {
        "submission": {
            "file": outcome.path.name,
            "unit": outcome.parsed.header.unit_code,
            "name": outcome.parsed.header.unit_name,
            "year": outcome.parsed.header.fiscal_year,
            "edition": outcome.edition.id,
            "sha256": outcome.sha256,
            "state": outcome.state.value,
        },
        "rules": {
            "expected": outcome.expected,
            "executed": outcome.executed,
            "hash": outcome.edition.rulebook.hash,
        },
        "findings": [_finding(finding) for finding in outcome.findings],
        "scores": [_score(score) for score in outcome.scores],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "source_id": finding.source_id,
        "key": finding.key,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "cells": [str(cell) for cell in finding.cells],
        "value": _text(finding.value),
        "expected": _text(finding.expected),
        "difference": _text(finding.difference),
        "unit_of_measure": finding.unit_of_measure,
        "message": finding.message,
        "hint": finding.hint,
        "group": finding.group,
        "suspects": [str(cell) for cell in finding.suspects],
        "count": finding.count,
    }


def _score(score: EvaluationScore) -> dict[str, object]:
    return {
        "form": score.form,
        "title": score.title,
        "rubric": score.rubric,
        "self_score": _text(score.self_score),
        "recomputed": _text(score.recomputed),
        "difference": _text(score.difference),
        "rating": score.rating,
        "self_rating": score.self_rating,
        "indicators": [_indicator(indicator) for indicator in score.indicators],
    }


def _indicator(indicator: IndicatorScore) -> dict[str, object]:
    return {
        "path": indicator.path,
        "name": indicator.name,
        "weight": _text(indicator.weight),
        "weight_inferred": indicator.weight_inferred,
        "self_score": _text(indicator.self_score),
        "recomputed": _text(indicator.recomputed),
        "verdict": indicator.verdict.value,
        "method": indicator.method,
        "reason": indicator.reason,
        "formula": indicator.formula,
        "candidates": [{"reading": reading, "score": str(value)} for reading, value in indicator.candidates],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"

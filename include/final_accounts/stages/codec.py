"""Typed records to canonical JSON bytes and back: what one stage leaves for the next in the content store.

The same record always gives the same bytes (keys sorted, Decimals as printed), so a result can be compared by hash.
Facts are written as rows, since their value is typed by their kind and not by JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, Header, ParsedSubmission, Submission, SubmissionState

FactRow = tuple[str, str, str, str, str, str, int, int, str, int, bool, str]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What ``review`` leaves: the submission as read, its facts as rows, and the findings of the accounts suite.

    ``last_year`` names in the content store what it was compared with, ``prior_hash`` that together with what persons
    had decided. ``shadow`` are findings of rules that are tried out.
    """

    submission: Submission
    header: Header
    facts: tuple[FactRow, ...]
    evaluations: tuple[Evaluation, ...]
    forms_present: tuple[str, ...]
    nil_forms: tuple[str, ...]
    texts: dict[str, str]
    explanations: tuple[Explanation, ...]
    sheets: dict[str, str]
    readable: bool
    findings: tuple[Finding, ...]
    edition: str
    edition_hash: str
    rulebook_hash: str
    prior_hash: str
    executed: int
    expected: int
    last_year: str = ""
    shadow: tuple[Finding, ...] = ()

    @property
    def parsed(self) -> ParsedSubmission:
        """The submission as the reader gave it."""
        return ParsedSubmission(
            header=self.header,
            facts=tuple(fact_of(row) for row in self.facts),
            evaluations=self.evaluations,
            forms_present=frozenset(self.forms_present),
            nil_forms=frozenset(self.nil_forms),
            texts=self.texts,
            explanations=self.explanations,
            sheets=self.sheets,
            readable=self.readable,
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """What ``score`` leaves: scores, all findings of both suites in reading order, and the decision."""

    scores: tuple[EvaluationScore, ...]
    findings: tuple[Finding, ...]
    state: SubmissionState
    executed: int
    expected: int
    shadow: tuple[Finding, ...] = ()


def fact_row(fact: Fact) -> FactRow:
    """A fact as a flat row of JSON values."""
    return (
        fact.form,
        fact.row,
        fact.column,
        fact.kind.value,
        fact.value.isoformat() if isinstance(fact.value, date) else str(fact.value),
        fact.cell.sheet,
        fact.cell.row,
        fact.cell.column,
        fact.printed,
        fact.step,
        fact.blank,
        fact.name,
    )


def fact_of(row: FactRow) -> Fact:
    """Inverse of :func:`fact_row`.

    >>> fact = Fact("T1", "line:收入总计", "amount", ValueKind.AMOUNT, 5, Cell("表1", 1, 2), "0.05", 1)
    >>> fact_of(fact_row(fact)) == fact
    True
    """
    form, key, column, kind, value, sheet, line, place, printed, step, blank, name = row
    return Fact(
        form, key, column, ValueKind(kind), _typed(kind, value), Cell(sheet, line, place), printed, step, blank, name
    )


def _typed(kind: str, value: str) -> int | Decimal | date | str:
    match ValueKind(kind):
        case ValueKind.AMOUNT | ValueKind.COUNT:
            return int(value)
        case ValueKind.RATIO | ValueKind.POINTS:
            return Decimal(value)
        case ValueKind.DATE:
            return date.fromisoformat(value)
        case ValueKind.TEXT:
            return value


_encoder = msgspec.json.Encoder(order="deterministic")
_reviewed = msgspec.json.Decoder(Reviewed)
_scored = msgspec.json.Decoder(Scored)


def encode(record: object) -> bytes:
    """Canonical JSON of any record made of dataclasses, tuples, dicts and plain values."""
    return _encoder.encode(record)


def reviewed_of(data: bytes) -> Reviewed:
    """Inverse of :func:`encode` for a :class:`Reviewed`."""
    return _reviewed.decode(data)


def scored_of(data: bytes) -> Scored:
    """Inverse of :func:`encode` for a :class:`Scored`."""
    return _scored.decode(data)

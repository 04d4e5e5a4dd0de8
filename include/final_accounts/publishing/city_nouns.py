"""ReportData of the city page: frozen nouns, every number a :class:`~final_accounts.publishing.figures.Figure`."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as pages name it; ``page`` "" when it has none."""

    code: str
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class UnitTile:
    """A unit in the matrix of departments and states."""

    ref: UnitRef
    kind: str
    state: str
    late: bool
    received_on: str
    version: Figure | None
    published_version: Figure | None
    blocking: Figure
    explain: Figure
    notice: Figure


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department with its units in register order."""

    name: str
    units: tuple[UnitTile, ...]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many units are in a state; all of them add up to the register."""

    state: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit brings to a total."""

    ref: UnitRef
    amount: Figure


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """One functional class. ``width`` is its share of the largest class in percent, for the bar."""

    code: str
    name: str
    amount: Figure
    share: Figure
    width: str
    count: Figure
    units: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class EliminationLine:
    """Sum over units − elimination = figure of the city."""

    label: str
    total: Figure
    eliminated: Figure
    city: Figure
    bold: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """A matched transfer."""

    payer: UnitRef
    receiver: UnitRef
    kind: str
    amount: Figure


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A transfer that is 待核对."""

    unit: UnitRef
    counterparty: str
    kind: str
    amount: Figure
    reason: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One form of one unit."""

    ref: UnitRef
    title: str
    self_score: Figure
    recomputed: Figure
    difference: Figure


@dataclass(frozen=True, slots=True)
class RatingRow:
    """The forms of one rating band; ``brief`` when they are few enough to stand open."""

    rating: str
    count: Figure
    brief: bool
    scores: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Findings by one rule."""

    rule: str
    says: str
    kind: str
    severity: str
    tone: str
    findings: Figure
    units: Figure


@dataclass(frozen=True, slots=True)
class DepartmentFindings:
    """Findings in one department by severity."""

    name: str
    counts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A unit that ended, and the one that carries on its accounts."""

    code: str
    name: str
    successor: UnitRef


@dataclass(frozen=True, slots=True)
class CityReport:
    """ReportData of the city page."""

    edition: Edition
    documents: Documents
    city: str
    made_up: bool
    fiscal_year: int
    rulebook_hash: str
    registered: Figure
    submitted: Figure
    published: Figure
    income: Figure
    expenditure: Figure
    states: tuple[StateCount, ...]
    departments: tuple[DepartmentRow, ...]
    late: tuple[UnitTile, ...]
    missing: tuple[UnitTile, ...]
    merged: tuple[Merged, ...]
    counted: Figure
    classes: tuple[ClassTotal, ...]
    class_sum: Figure
    elimination: tuple[EliminationLine, ...]
    pairs: tuple[PairLine, ...]
    open_transfers: tuple[OpenLine, ...]
    ratings: tuple[RatingRow, ...]
    rules: tuple[RuleRow, ...]
    findings_by_department: tuple[DepartmentFindings, ...]
    submit_by: str
    head_number: Figure
    head_hash: str
    cut_off: str

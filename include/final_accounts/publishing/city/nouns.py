"""ReportData of the city's site: frozen nouns, every number a :class:`~final_accounts.publishing.figures.Figure`.

A ``page`` or ``href`` is relative to the folder of the site, "" where there is nothing to lead to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.publishing.charts import Chart
from final_accounts.publishing.city.consolidation import Consolidation
from final_accounts.publishing.city.facts import Counted
from final_accounts.publishing.city.histogram import Histogram
from final_accounts.publishing.city.refs import UnitRef
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.samples import Sample


@dataclass(frozen=True, slots=True)
class UnitTile:
    """A unit in the matrix of departments and states."""

    ref: UnitRef
    state: str
    late: bool
    received_on: str
    blocking: Figure
    explain: Figure
    notice: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department with its units in register order, and how many are in each of the report's states."""

    name: str
    units: tuple[UnitTile, ...]
    count: Figure
    states: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many units are in a state; all of them add up to the register."""

    state: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Brief:
    """The first units of a list, and how many more the list of units shows."""

    units: tuple[UnitTile, ...]
    count: Figure
    more: Figure | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A unit that ended, and the one that carries on its accounts."""

    code: str
    name: str
    successor: UnitRef


@dataclass(frozen=True, slots=True)
class Comparability:
    """How many units count in each year and how many of them are compared.

    ``all_of_them``: the compared units are all that count, so that one column says both. ``none``: there is nothing to
    compare.
    """

    counted: Figure
    counted_before: Figure
    compared: Figure
    compared_before: Figure
    all_of_them: bool
    none: bool


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line: the sum over all units of this year, then of the compared units this year and last."""

    name: str
    level: int
    bold: bool
    href: str
    now: Figure
    here: Figure
    before: Figure
    change: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """Lines of one subject, such as income or functional classes."""

    id: str
    title: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """Budget against outcome; and outcome against last year where that is comparable."""

    name: str
    level: int
    bold: bool
    href: str
    budget: Figure
    final: Figure
    difference: Figure
    done: Figure
    here: Figure
    before: Figure
    change: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class ThreePublicTable:
    """三公经费 of one form: by kind, and by department. ``rescoped``: last year's table was about other money."""

    title: str
    rescoped: bool
    lines: tuple[SpendingLine, ...]
    departments: tuple[SpendingLine, ...]


@dataclass(frozen=True, slots=True)
class CarryLine:
    """结转和结余 of one fund source."""

    name: str
    bold: bool
    opening: Figure
    closing: Figure
    change: Figure
    rate: Figure


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
    """The forms of one rating band, of whole units and of projects."""

    rating: str
    id: str
    count: Figure
    whole: Figure
    projects: Figure
    scores: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Findings by one rule."""

    rule: str
    says: str
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
class UnitLine:
    """One unit of the register in the list that is searched and sorted."""

    tile: UnitTile
    department: str
    income: Figure
    expenditure: Figure
    execution: Figure
    score: Figure


@dataclass(frozen=True, slots=True)
class Column:
    """A figure that units are compared by. ``kind``: amount, points or ratio (a pair of amounts)."""

    id: str
    group: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page that compares reads: columns, and by unit code its values in their order.

    A value is whole fen, a pair of fen, points as decimal text, or None.
    """

    columns: tuple[Column, ...]
    units: Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class CityReport:
    """ReportData of the city's site."""

    edition: Edition
    documents: Documents
    city: str
    sample: Sample
    fiscal_year: int
    years: tuple[int, ...]
    rulebook_hash: str
    registered: Figure
    submitted: Figure
    published: Figure
    income: Figure
    expenditure: Figure
    states: tuple[StateCount, ...]
    departments: tuple[DepartmentRow, ...]
    drawn: bool
    late: Brief
    missing: Brief
    merged: tuple[Merged, ...]
    comparability: Comparability
    compared: tuple[ComparedTable, ...]
    charts: Mapping[str, Chart]
    histograms: Mapping[str, Histogram]
    execution: Figure
    three_public: tuple[ThreePublicTable, ...]
    carried: tuple[CarryLine, ...]
    consolidation: Consolidation
    ratings: tuple[RatingRow, ...]
    rules: tuple[RuleRow, ...]
    findings_by_department: tuple[DepartmentFindings, ...]
    units: tuple[UnitLine, ...]
    sources: tuple[tuple[UnitRef, Counted, Figure], ...]
    comparison: Comparison
    submit_by: str
    head_number: Figure
    head_hash: str
    cut_off: str

"""Rows of the city's data package 全市数据包. The names of fields are the columns' names, in their order.

A further file is a row type here, a tuple of rows in :class:`CityRows` under its name, and its words in
``open_data.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from final_accounts.publishing.samples import Sample


class UnitRow(NamedTuple):
    """A unit of the register, where it stands, and its main figures in yuan."""

    unit_code: str
    unit_name: str
    unit_kind: str
    department: str
    fiscal_year: int
    state: str
    late: bool
    version: int | None
    published_version: int | None
    blocking: int
    explain: int
    notice: int
    income: Decimal | None
    expenditure: Decimal | None
    basic: Decimal | None
    project: Decimal | None
    closing: Decimal | None
    executed: Decimal | None
    available: Decimal | None
    source_sha256: str
    page: str
    package: str
    package_sha256: str


class TableRow(NamedTuple):
    """One cell of a table of the city: total − eliminated = value."""

    fiscal_year: int
    form_id: str
    form_number: str
    form_title: str
    row_key: str
    row_name: str
    column_key: str
    column_name: str
    units: int
    total: Decimal
    eliminated: Decimal
    value: Decimal
    wanyuan: Decimal


class ClassRow(NamedTuple):
    """Expenditure of one functional class."""

    fiscal_year: int
    class_code: str
    class_name: str
    units: int
    total: Decimal
    eliminated: Decimal
    value: Decimal
    wanyuan: Decimal


class ClassUnitRow(NamedTuple):
    """What one unit spends in one class."""

    fiscal_year: int
    class_code: str
    unit_code: str
    unit_name: str
    value: Decimal


class ThreePublicRow(NamedTuple):
    """One figure of a unit's three public expenses."""

    fiscal_year: int
    unit_code: str
    unit_name: str
    form_id: str
    line: str
    column_key: str
    column_name: str
    value: Decimal


class ScoreRow(NamedTuple):
    """The score of one performance form of one unit."""

    fiscal_year: int
    unit_code: str
    unit_name: str
    form_id: str
    form_title: str
    self_score: Decimal | None
    recomputed_score: Decimal | None
    difference: Decimal | None
    rating: str


class RuleRow(NamedTuple):
    """Findings by one rule."""

    fiscal_year: int
    rule: str
    says: str
    severity: str
    findings: int
    units: int


class DepartmentRow(NamedTuple):
    """Findings in one department."""

    fiscal_year: int
    department: str
    severity: str
    findings: int
    units: int


class TransferRow(NamedTuple):
    """A transfer between units, matched or open."""

    fiscal_year: int
    number: int
    status: str
    reporter: str
    counterparty: str
    kind: str
    value: Decimal
    reason: str


class EliminationRow(NamedTuple):
    """What matched transfers of one kind take off the sums."""

    fiscal_year: int
    kind: str
    pairs: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class PackageRef:
    """A unit's package as the city's refers to it: path of its descriptor below the site's folder, and its sha256."""

    unit: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CityRows:
    """All files of the city's package, by name."""

    units: tuple[UnitRow, ...] = ()
    tables: tuple[TableRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    class_units: tuple[ClassUnitRow, ...] = ()
    three_public: tuple[ThreePublicRow, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    departments: tuple[DepartmentRow, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    eliminations: tuple[EliminationRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CityAbout:
    """What is said of the city's package. ``id`` is the city's; ``day`` (ISO) and ``cut_off`` are the same day.

    ``head`` is number and hash of the last event before publication; the number is also the package's version.
    """

    id: str
    city: str
    sample: Sample
    fiscal_year: int
    publisher: str
    cut_off: str
    day: str
    head: tuple[int, str]

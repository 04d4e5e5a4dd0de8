"""What the city's site is made of, in fen and codes: the input of the city report, filled from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from final_accounts.model.facts import FactKey
from final_accounts.model.finding import Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing.samples import Sample

Values = Mapping[FactKey, int]
"""Whole-number values that one unit reports."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands. ``state`` None: nothing received. ``page`` is relative to the city page, "" without one.

    ``late``: its first version came after the day submissions were due. ``closed`` is "taken_down" or "withheld" where
    somebody decided that nothing is public, and ``said`` tells the public why.
    """

    unit: BudgetUnit
    state: SubmissionState | None = None
    version: int = 0
    late: bool = False
    received_on: str = ""
    blocking: int = 0
    explain: int = 0
    notice: int = 0
    page: str = ""
    published_version: int = 0
    closed: str = ""
    said: str = ""


class Contribution(NamedTuple):
    """What one unit brings to a cell of the city's tables, in fen, never zero; ``name`` is the row's printed name."""

    unit: str
    key: FactKey
    amount: int
    cell: Cell
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit whose figures count: the version and the file they were read from."""

    unit: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TransferPair:
    """A transfer that payer and receiver both report, in fen, with the cells in which they do."""

    payer: str
    receiver: str
    kind: str
    amount: int
    paid_at: tuple[str, ...] = ()
    received_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """A reported transfer without counterpart, and why."""

    unit: str
    counterparty: str
    kind: str
    amount: int
    reason: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class FormScore:
    """The score of one form of one unit."""

    unit: str
    form: str
    title: str
    self_score: Decimal | None
    recomputed: Decimal | None
    difference: Decimal | None
    rating: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of a rule or a department with one severity."""

    name: str
    severity: Severity
    findings: int
    units: int


@dataclass(frozen=True, slots=True)
class CityFacts:
    """Everything the city's pages are computed from.

    ``values`` and ``last_year`` hold, by unit, the figures that :func:`~final_accounts.publishing.city.wanted.wanted`
    asks for, of every unit that counts in that year; ``contributions`` the cells of the official tables that
    :func:`~final_accounts.publishing.city.wanted.consolidated_forms` names. ``last_titles``: form -> its title last
    year, for tables whose scope changes. ``merged``: (code, name, successor's code, its name). ``head``: number and
    hash of the last event before publication.
    """

    city: City
    sample: Sample
    standings: tuple[Standing, ...]
    counted: tuple[Counted, ...] = ()
    values: Mapping[str, Values] = field(default_factory=dict)
    last_year: Mapping[str, Values] = field(default_factory=dict)
    last_titles: Mapping[str, str] = field(default_factory=dict)
    contributions: tuple[Contribution, ...] = ()
    pairs: tuple[TransferPair, ...] = ()
    open_transfers: tuple[OpenTransfer, ...] = ()
    scores: tuple[FormScore, ...] = ()
    by_rule: tuple[Tally, ...] = ()
    by_department: tuple[Tally, ...] = ()
    merged: tuple[tuple[str, str, str, str], ...] = ()
    head: tuple[int, str] = (0, "")
    cut_off: str = ""
    cut_off_day: str = ""  # the same day as ISO 8601
    submit_by: str = ""

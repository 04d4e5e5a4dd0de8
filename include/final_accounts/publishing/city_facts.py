"""What the city summary is made of, in fen and codes: the input of the city report, filled from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from final_accounts.model.finding import Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands. ``state`` None: nothing received. ``page`` is relative to the city page, "" without one.

    ``late``: its first version came after the day submissions were due.
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


@dataclass(frozen=True, slots=True)
class ClassSum:
    """Expenditure of one functional class, and what each unit brings to it, in fen."""

    code: str
    name: str
    amount: int
    units: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TransferPair:
    """A transfer that payer and receiver both report, in fen."""

    payer: str
    receiver: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """A reported transfer without counterpart, and why."""

    unit: str
    counterparty: str
    kind: str
    amount: int
    reason: str


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
    """Everything the city page is computed from.

    ``sums`` are totals over units by name of the line: 本年收入合计, 上级补助收入, …; ``eliminated`` what pairs take
    off, by what the receiver or the payer calls it. ``merged``: (code, name, successor's code, its name). ``head``:
    number and hash of the last event before publication.
    """

    city: City
    standings: tuple[Standing, ...]
    classes: tuple[ClassSum, ...] = ()
    sums: Mapping[str, int] = field(default_factory=dict)
    eliminated: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[TransferPair, ...] = ()
    open_transfers: tuple[OpenTransfer, ...] = ()
    scores: tuple[FormScore, ...] = ()
    by_rule: tuple[Tally, ...] = ()
    by_department: tuple[Tally, ...] = ()
    merged: tuple[tuple[str, str, str, str], ...] = ()
    head: tuple[int, str] = (0, "")
    cut_off: str = ""
    submit_by: str = ""

"""The one ledger 总账 of a made-up unit's year; every table is a sum over it. Amounts are whole fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

BASIC = "basic"
PROJECT = "project"
GENERAL = "general"
FUND = "fund"
CAPITAL = "capital"
OWN = "own"
FISCAL = (GENERAL, FUND, CAPITAL)


@dataclass(frozen=True, slots=True)
class Posting:
    """Money spent. ``level`` is a column of table 3: basic, project, to_superior, business or to_affiliated."""

    function: str
    level: str
    economic: str
    fund: str
    amount: int
    project: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """A budget line of one 项, level and fund: what was carried in, appropriated, cancelled, and carried out.

    opening + adjusted − cancelled − spent = closing; the appropriation received is adjusted − cancelled.
    """

    function: str
    level: str
    fund: str
    initial: int
    adjusted: int
    cancelled: int
    opening: int
    closing: int
    project: int = 0

    @property
    def income(self) -> int:
        """Appropriation of the year."""
        return self.adjusted - self.cancelled


@dataclass(frozen=True, slots=True)
class Carry:
    """Money carried into next year on one grant."""

    function: str
    fund: str
    level: str
    project: int
    name: str
    purpose: str
    amount: int


@dataclass(frozen=True, slots=True)
class Task:
    """One project of the year, for the project tables and its self-evaluation."""

    number: int
    name: str
    function: str
    fund: str
    purpose: str
    output: str
    measure: str
    planned: int
    done: int
    satisfaction: int


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """Everything that is not appropriation: opening + income + used = spent + distributed + closing."""

    opening: int = 0
    superior_subsidy: int = 0
    undertaking: int = 0
    business: int = 0
    affiliated: int = 0
    other: int = 0
    used_balance: int = 0
    distributed: int = 0
    closing: int = 0
    balance: int = 0  # 非财政拨款结余 at the end of the year

    @property
    def income(self) -> int:
        """Income of the year."""
        return self.superior_subsidy + self.undertaking + self.business + self.affiliated + self.other


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What changed last year's fiscal closing into this year's opening."""

    last_closing: int = 0
    returned: int = 0  # 上缴存量资金


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of 系统内往来."""

    counterparty: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Establishment:
    """People, vehicles, visits: everything counted."""

    posts: int
    staff: int
    retired: int
    temporary: int
    vehicles: dict[str, int]
    abroad_groups: int
    abroad_people: int
    bought: int
    guests_batches: int
    guests: int
    equipment_general: int
    equipment_special: int


@dataclass(frozen=True)
class UnitYear:
    """One unit's year, complete."""

    unit: str
    root: str  # code under which the unit entered the register; a renamed unit keeps it
    name: str
    kind: str
    department: str
    trade: str
    year: int
    postings: tuple[Posting, ...]
    grants: tuple[Grant, ...]
    own: OwnMoney
    own_function: str
    adjustments: Adjustments
    carries: tuple[Carry, ...]
    tasks: tuple[Task, ...]
    people: Establishment
    three_public_budget: dict[str, int]
    procurement_budget: int
    procurement: dict[str, int]
    transfers: tuple[Transfer, ...]

    def spent(self, wanted: Callable[[Posting], bool] = lambda _: True) -> int:
        """Sum of the postings that are wanted."""
        return sum(posting.amount for posting in self.postings if wanted(posting))

    def fiscal(self) -> Iterable[Posting]:
        """Postings paid from appropriation."""
        return (posting for posting in self.postings if posting.fund in FISCAL)

    def economic(self, codes: tuple[str, ...], level: str = "") -> int:
        """General-budget spending on economic items (by prefix), of one level or of both."""
        return self.spent(
            lambda p: p.fund == GENERAL and p.economic.startswith(codes) and (not level or p.level == level)
        )

"""A department's roll-up 部门汇总: every line of the consolidated tables = sum over its units − elimination.

Amounts are whole fen. A roll-up is of certain versions of its units and never changes; another version of a unit makes
another roll-up.
"""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.facts import FactKey


@dataclass(frozen=True, slots=True)
class RollupCell:
    """A cell of a table of the department. ``parts`` are (unit, fen) of the units that fill it, never zero.

    >>> cell = RollupCell(FactKey("T1", "line:收入总计", "amount"), "", (("101001", 500), ("101002", 300)), 200)
    >>> cell.total, cell.amount
    (800, 600)
    """

    key: FactKey
    name: str  # printed name of the row, "" where the layout tells it
    parts: tuple[tuple[str, int], ...]
    eliminated: int = 0

    @property
    def total(self) -> int:
        """Sum over the units."""
        return sum(fen for _, fen in self.parts)

    @property
    def amount(self) -> int:
        """What the department reports: the sum less what is eliminated."""
        return self.total - self.eliminated


@dataclass(frozen=True, slots=True)
class RolledVersion:
    """A unit that is in the roll-up, and the version and file its figures were read from."""

    unit: str
    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that is not in the roll-up: ``state`` of the season, ``why`` in words, ``owed`` whether it must come."""

    unit: str
    name: str
    state: str
    why: str
    owed: bool


@dataclass(frozen=True, slots=True)
class RolledPair:
    """A transfer 系统内往来 that payer and receiver both report, taken off both sides."""

    payer: str
    receiver: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A reported transfer that is not eliminated, and why."""

    unit: str
    counterparty: str
    kind: str
    amount: int
    why: str
    cell: str


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """Openings 年初结转和结余 of the units that came of others, against what those closed last year with.

    ``now`` (unit, opening) against ``before`` (unit, closing), ``adjusted`` the named adjustments that the successors
    report; None where a figure is not there, or no unit has named any. ``shared``: nobody can say which successor has
    which part, so only the sums are compared.
    """

    change: str
    shared: bool
    now: tuple[tuple[str, int | None], ...]
    before: tuple[tuple[str, int | None], ...]
    adjusted: int | None

    @property
    def difference(self) -> int | None:
        """Openings − closings − named adjustments; None while a figure is missing."""
        figures = [fen for _, fen in (*self.now, *self.before)]
        if any(fen is None for fen in figures):
            return None
        opened, closed = (sum(fen or 0 for _, fen in side) for side in (self.now, self.before))
        return opened - closed - (self.adjusted or 0)


@dataclass(frozen=True, slots=True)
class LastYear:
    """The department's totals of last year beside this year's, by label, in fen.

    ``reported`` as the department was composed then, ``restated`` over the units that are in it now (merged, renamed
    and moved ones followed); empty where that cannot be said, and ``basis`` says why (口径).
    """

    reported: dict[str, int]
    restated: dict[str, int]
    basis: str


@dataclass(frozen=True, slots=True)
class Rollup:
    """The roll-up of one department; ``hash`` is that of its document in the content store."""

    city: str
    fiscal_year: int
    edition: str
    department: str
    name: str
    versions: tuple[RolledVersion, ...]
    left_out: tuple[LeftOut, ...]
    cells: tuple[RollupCell, ...]
    pairs: tuple[RolledPair, ...]
    unmatched: tuple[OpenItem, ...]  # has to be explained
    outside: tuple[OpenItem, ...]  # the counterpart belongs to another department
    openings: tuple[OpeningCheck, ...] = ()
    last_year: LastYear | None = None
    hash: str = ""

    @property
    def owed(self) -> tuple[LeftOut, ...]:
        """Units that must still come."""
        return tuple(unit for unit in self.left_out if unit.owed)

    def amount(self, key: FactKey) -> int | None:
        """A figure of the department in fen, None when no unit reports it."""
        return next((cell.amount for cell in self.cells if cell.key == key), None)

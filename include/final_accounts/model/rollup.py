"""A department's roll-up 部门汇总: every line of the consolidated tables = sum over its units − elimination.

Amounts are whole fen. A roll-up is of certain versions of its units and never changes; another version of a unit makes
another roll-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.model.money import format_amount

TOTALS: Final = {
    "收入总计": FactKey("T1", "line:收入总计", "amount"),
    "本年收入合计": FactKey("T1", "line:本年收入合计", "amount"),
    "本年支出合计": FactKey("T1", "line:本年支出合计", "amount"),
    "年初结转和结余": FactKey("T1", "line:年初结转和结余", "amount"),
    "年末结转和结余": FactKey("T1", "line:年末结转和结余", "amount"),
}
"""The figures by which a department is known: what a certificate names and what is compared with last year."""


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

    @property
    def question(self) -> str:
        """What has to be explained, in words."""
        amount = format_amount(self.amount)
        return f"系统内往来 {self.unit} 对 {self.counterparty} {self.kind} {amount} 元没有抵销：{self.why}"


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """Openings 年初结转和结余 of units that came of others, against what those closed last year with.

    ``now`` (unit, opening) against ``before`` (unit, closing), None where a figure is not there; ``adjustments`` (name,
    fen with its sign) are the named ones that the units report. Where several units came of one, nobody can say which
    has which part, so the sums are compared.
    """

    change: str
    now: tuple[tuple[str, int | None], ...]
    before: tuple[tuple[str, int | None], ...]
    adjustments: tuple[tuple[str, int], ...]

    @property
    def opened(self) -> int | None:
        """Sum of the openings, None while one is missing."""
        return _sum(self.now)

    @property
    def closed(self) -> int | None:
        """Sum of last year's closings, None while one is missing."""
        return _sum(self.before)

    @property
    def difference(self) -> int | None:
        """Openings − closings − named adjustments; None while a figure is missing.

        >>> parts = (("b", 70), ("c", 20))
        >>> OpeningCheck("拆分", parts, (("a", 100),), (("上缴存量资金", -10),)).difference
        0
        """
        opened, closed = self.opened, self.closed
        if opened is None or closed is None:
            return None
        return opened - closed - sum(fen for _, fen in self.adjustments)

    @property
    def question(self) -> str:
        """By how much they deviate, which adjustments are known, and what to do, in words."""
        opened, closed, gap = self.opened or 0, self.closed or 0, self.difference or 0
        units, olds = ("、".join(code for code, _ in side) for side in (self.now, self.before))
        known = "、".join(f"{name} {format_amount(fen)} 元" for name, fen in self.adjustments) or "没有"
        return (
            f"{units} 年初结转和结余合计 {format_amount(opened)} 元，"
            f"前身 {olds} 上年年末合计 {format_amount(closed)} 元，"
            f"已列明的调整：{known}，还{'多' if gap > 0 else '少'} {format_amount(abs(gap))} 元；"
            "请各单位把调整填入结转结余变动表，或核对各家分得的年初数"
        )


def _sum(figures: tuple[tuple[str, int | None], ...]) -> int | None:
    known = [fen for _, fen in figures if fen is not None]
    return sum(known) if len(known) == len(figures) else None


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's totals of the department by label, in fen, after elimination.

    ``reported`` as the department was composed then; ``restated`` over what its units of this year came of (merged,
    renamed and moved ones followed), empty where that cannot be said. ``comparable``: the restated figures may stand
    beside this year's; ``basis`` says on what footing 口径, or why not.
    """

    reported: dict[str, int]
    restated: dict[str, int]
    comparable: bool
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
    unmatched: tuple[OpenItem, ...]
    outside: tuple[OpenItem, ...]  # the counterpart belongs to another department
    openings: tuple[OpeningCheck, ...] = ()
    last_year: LastYear | None = None
    hash: str = ""

    @property
    def owed(self) -> tuple[LeftOut, ...]:
        """Units that must still come."""
        return tuple(unit for unit in self.left_out if unit.owed)

    @property
    def figures(self) -> tuple[object, ...]:
        """What a certificate is of: versions, lines and eliminations, without what is told around them."""
        return self.versions, self.cells, self.pairs

    @property
    def questions(self) -> tuple[str, ...]:
        """All that has to be explained before the department certifies: open transfers, then openings that deviate."""
        return (
            *(item.question for item in self.unmatched),
            *(check.question for check in self.openings if check.difference),
        )

    def amount(self, key: FactKey) -> int | None:
        """A figure of the department in fen: 0 where its units report nothing else, None when no unit is in it."""
        return next((cell.amount for cell in self.cells if cell.key == key), 0 if self.versions else None)

"""What the audit says: claims with verdicts, and findings that a reviewer reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from final_accounts.audit.envelope import Again
from final_accounts.audit.numbers import Quantity
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity, Verdict

KINDS: Final = {
    "total": "K1",
    "income": "K2",
    "expenditure": "K3",
    "fiscal": "K4",
    "general": "K5",
    "structure": "K6",
    "completion": "K7",
    "basic": "K9",
    "three_public": "K10",
    "operating": "K12",
    "procurement": "K13",
    "assets": "K14",
    "performance": "K15",
    "fund": "K16",
    "capital": "K16",
    "carry": "K17",
    "staff": "K18",
}
"""Kind of statement by section."""


def kind_of(section: str, part: str) -> str:
    """Kind of what stands in a section; what no section tells is K15 (evaluation) in annexes, else none.

    >>> kind_of("three_public", "narrative"), kind_of("", "annex"), kind_of("", "narrative")
    ('K10', 'K15', '')
    """
    return KINDS.get(section, "K15" if part == "annex" else "")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that takes part in a computation: what it is called, its value, where it stands."""

    name: str
    quantity: Quantity
    spot: Spot

    def __str__(self) -> str:
        """As formulas show it."""
        return f"{self.quantity.printed}（{self.name}）" if self.name else self.quantity.printed


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that says something, and what became of it.

    ``formula`` is a computation in figures a person can follow; ``rounding`` display, truncated or forced; ``mark`` the
    characters of ``text`` to mark, ``proposed`` the right wording; ``wrong`` names the wrong formula that gives the
    printed figure exactly; ``again`` judges the figure ``printed`` anew with other inputs.
    """

    spot: Spot
    text: str
    kind: str
    family: str
    stated: tuple[str, ...]
    verdict: Verdict
    formula: str = ""
    inputs: tuple[Operand, ...] = ()
    recomputed: str = ""
    explanation: str = ""
    rounding: str = ""
    wrong: str = ""
    mark: str = ""
    proposed: str = ""
    weight: int = 0
    severity: Severity = Severity.BLOCKING
    spots: tuple[Spot, ...] = ()
    printed: Quantity | None = field(default=None, compare=False, repr=False)
    again: Again | None = field(default=None, compare=False, repr=False)

    @property
    def places(self) -> tuple[Spot, ...]:
        """Every place the claim touches, its own first."""
        return (self.spot, *(s for s in self.spots if s != self.spot))

    @property
    def is_finding(self) -> bool:
        """Whether a reviewer must look at it."""
        return self.verdict is Verdict.ERROR


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a recognised table: label and the cells that hold figures, as printed."""

    key: str
    name: str
    cells: tuple[tuple[str, str, Spot], ...]  # column, printed, place


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table or form the audit recognised."""

    id: str
    name: str
    spot: Spot
    rows: tuple[TableRow, ...]

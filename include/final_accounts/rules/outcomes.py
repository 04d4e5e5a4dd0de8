"""Verdicts of rules over a chunk, before anything is said in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from final_accounts.model.finding import Severity, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.rule import Rule
from final_accounts.rules.domains import Instances


class Code(IntEnum):
    """Verdicts as small numbers, in the order of :class:`~final_accounts.model.finding.Verdict`."""

    OK = 0
    ROUNDING = 1
    ERROR = 2
    NOT_APPLICABLE = 3
    NOT_CHECKABLE = 4

    @property
    def verdict(self) -> Verdict:
        """The product's word."""
        return list(Verdict)[self.value]


@dataclass(frozen=True, slots=True)
class FormulaOutcome:
    """Verdict of each instance; ``excused`` is the number of the exception proved there, -1 for none."""

    rule: Rule
    at: Instances
    verdict: NDArray[np.int8]
    excused: NDArray[np.int8]

    def counts(self) -> tuple[int, ...]:
        """Instances by verdict."""
        return tuple(int(n) for n in np.bincount(self.verdict, minlength=len(Code)))

    def failing_units(self) -> set[int]:
        """Unit numbers with an error."""
        return {int(u) for u in np.unique(self.at.unit[self.verdict == Code.ERROR])}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found wrong at one place. ``message`` is the sentence without rule id and hint."""

    unit: int
    row: str
    message: str
    cells: tuple[Cell, ...] = ()
    value: Decimal | None = None
    expected: Decimal | None = None
    unit_of_measure: str = ""
    severity: Severity | None = None
    context: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """Hits of a check and how many places it judged. ``not_checkable`` says per unit number which input is absent."""

    rule: Rule
    hits: tuple[Hit, ...]
    judged: int
    not_applicable: int = 0
    not_checkable: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def counts(self) -> tuple[int, ...]:
        """Places by verdict."""
        return (max(self.judged - len(self.hits), 0), 0, len(self.hits), self.not_applicable, len(self.not_checkable))

    def failing_units(self) -> set[int]:
        """Unit numbers with a hit."""
        return {hit.unit for hit in self.hits}


Outcome = FormulaOutcome | CheckOutcome

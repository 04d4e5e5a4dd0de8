"""What goes into a review and what comes out: facts of units in, findings and the account of every rule out."""

from __future__ import annotations

from dataclasses import dataclass, field

from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import Explanation, Header


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit's submission as the rules see it.

    ``prior`` are last year's frozen facts from the warehouse (form ids of last year's edition); ``side`` are findings
    already raised by readers or scoring, they count for their rules; ``statistics`` are last year's frozen figures of
    the city, fen per head by name. ``readable=False``: no rule can be checked, the reader has said why.
    """

    unit: str
    header: Header
    facts: tuple[Fact, ...]
    forms_present: frozenset[str]
    nil_forms: frozenset[str] = frozenset()
    prior: tuple[Fact, ...] = ()
    side: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    statistics: dict[str, int] = field(default_factory=dict)
    readable: bool = True


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """Instances of one rule that could not be checked for one unit, and the first absent inputs by name."""

    rule: str
    count: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """Account of one rule over the whole chunk: instances by verdict, and what Great Expectations said."""

    rule: str
    severity: Severity
    ok: int
    rounding: int
    error: int
    not_applicable: int
    not_checkable: int
    units_failing: int
    success: bool


@dataclass(frozen=True, slots=True)
class Review:
    """Findings of each unit in order of repair, and the proof that every expected rule ran.

    ``not_in_edition`` names rules of the rulebook whose forms this edition does not have, with the forms: they have a
    verdict too (not applicable), never a silent skip. ``statistics`` are those of the Great Expectations run.
    """

    rulebook: str
    suite: str
    findings: dict[str, tuple[Finding, ...]]
    expected: tuple[str, ...]
    executed: tuple[str, ...]
    results: dict[str, RuleResult]
    not_checkable: dict[str, tuple[NotCheckable, ...]]
    not_in_edition: dict[str, str]
    statistics: dict[str, object]

"""What reading, rules and scoring make of submissions: the part that ``check`` and the season share.

Opens no warehouse and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from final_accounts.catalog import edition as edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import EvaluationScore
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding
from final_accounts.model.submission import ParsedSubmission
from final_accounts.rules import CompiledRulebook, Review, UnitFacts, compile_rulebook
from final_accounts.rules import review as review_rules
from final_accounts.scoring import score as score_evaluations


@dataclass(frozen=True, slots=True)
class Read:
    """A submission as read: ``key`` tells it apart inside a chunk, ``findings`` are the reader's."""

    key: str
    parsed: ParsedSubmission
    findings: tuple[Finding, ...]
    prior: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Findings of one suite for each submission, and the proof of how many rules ran."""

    findings: dict[str, tuple[Finding, ...]]
    scores: dict[str, tuple[EvaluationScore, ...]] = field(default_factory=dict)
    executed: int = 0
    expected: int = 0


@cache
def _compiled(region: str, fiscal_year: int) -> CompiledRulebook:
    """Compiled once per edition and process."""
    return compile_rulebook(edition_of(region, fiscal_year))


def compiled(edition: Edition) -> CompiledRulebook:
    """The compiled rulebook of an edition."""
    return _compiled(edition.region, edition.fiscal_year)


def assess_accounts(edition: Edition, items: Sequence[Read]) -> Assessment:
    """Run the accounts suite over all submissions at once; the reader's findings count for their rules."""
    return _assessment(_review(edition, items, {item.key: item.findings for item in items}, "accounts"))


def assess_performance(edition: Edition, items: Sequence[Read]) -> Assessment:
    """Recompute every self-evaluation and run the performance suite over all submissions at once."""
    results = {
        item.key: score_evaluations(item.parsed.evaluations, edition, item.parsed.header, item.parsed.facts)
        for item in items
    }
    review = _review(edition, items, {key: findings for key, (_, findings) in results.items()}, "performance")
    return _assessment(review, {key: scores for key, (scores, _) in results.items()})


def joined(*suites: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings of several suites as one list whose groups are numbered through: graver groups first, then in order.

    Each suite counts its own groups from 1; a finding outside any cascade (group 0) stays outside.
    """
    places = {
        (number, finding.group): (min(f.severity.rank for f in findings if f.group == finding.group), number)
        for number, findings in enumerate(suites)
        for finding in findings
        if finding.group
    }
    ranked = sorted(places, key=lambda place: (*places[place], place[1]))
    numbers = {place: index for index, place in enumerate(ranked, start=1)}
    renumbered = [
        replace(finding, group=numbers.get((number, finding.group), 0))
        for number, findings in enumerate(suites)
        for finding in findings
    ]
    return tuple(sorted(renumbered, key=lambda f: (f.group == 0, f.group)))


def _review(edition: Edition, items: Sequence[Read], side: dict[str, tuple[Finding, ...]], suite: str) -> Review:
    units = [
        UnitFacts(
            unit=item.key,
            header=item.parsed.header,
            facts=item.parsed.facts,
            forms_present=item.parsed.forms_present,
            nil_forms=item.parsed.nil_forms,
            prior=item.prior,
            side=side[item.key],
            readable=item.parsed.readable,
        )
        for item in items
    ]
    return review_rules(compiled(edition), units, suite=suite)


def _assessment(review: Review, scores: dict[str, tuple[EvaluationScore, ...]] | None = None) -> Assessment:
    return Assessment(review.findings, scores or {}, len(review.executed), len(review.expected))

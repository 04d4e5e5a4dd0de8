"""What reading, rules and scoring make of submissions: the part that ``check`` and the season share.

Opens no warehouse and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import EvaluationScore
from final_accounts.model.finding import Finding
from final_accounts.model.submission import ParsedSubmission
from final_accounts.rules import CompiledRulebook, Review, UnitFacts, compile_rulebook
from final_accounts.rules import review as review_rules
from final_accounts.scoring import score as score_evaluations
from final_accounts.stages.judgement.prior import LastYear
from final_accounts.stages.judgement.reasons import missing_reasons
from final_accounts.stages.judgement.signs import unprintable
from final_accounts.stages.judgement.told_figures import told_figures


@dataclass(frozen=True, slots=True)
class Read:
    """A submission as read: ``key`` tells it apart inside a chunk, ``findings`` are the reader's."""

    key: str
    parsed: ParsedSubmission
    findings: tuple[Finding, ...]
    before: LastYear = field(default_factory=LastYear)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Findings of one suite for each submission, and the proof of how many rules ran.

    ``shadow`` are those of rules that are only tried out: they are kept and counted, and decide nothing.
    """

    findings: dict[str, tuple[Finding, ...]]
    shadow: dict[str, tuple[Finding, ...]]
    scores: dict[str, tuple[EvaluationScore, ...]] = field(default_factory=dict)
    executed: int = 0
    expected: int = 0


_COMPILED: Final[dict[tuple[str, bool], CompiledRulebook]] = {}


def compiled(edition: Edition, *, shadow: bool = False) -> CompiledRulebook:
    """The compiled rulebook of an edition, once a process: the rules in force, or those that are tried out.

    They are compiled apart, so that a rule on trial cannot change how the others' findings are grouped.
    """
    key = (edition.hash, shadow)
    if key not in _COMPILED:
        rules = tuple(rule for rule in edition.rulebook.rules if rule.shadow == shadow)
        _COMPILED[key] = compile_rulebook(replace(edition, rulebook=replace(edition.rulebook, rules=rules)))
    return _COMPILED[key]


def assess_accounts(edition: Edition, items: Sequence[Read]) -> Assessment:
    """Run the accounts suite over all submissions at once; what reading and telling raised counts for its rules."""
    side = {
        item.key: (
            *item.findings,
            *missing_reasons(edition, item.parsed, item.before.facts),
            *told_figures(edition, item.parsed, item.before.facts),
            *unprintable(edition, item.parsed),
        )
        for item in items
    }
    return _assessment(edition, items, side, "accounts")


def assess_performance(edition: Edition, items: Sequence[Read]) -> Assessment:
    """Recompute every self-evaluation and run the performance suite over all submissions at once."""
    results = {
        item.key: score_evaluations(item.parsed.evaluations, edition, item.parsed.header, item.parsed.facts)
        for item in items
    }
    side = {key: findings for key, (_, findings) in results.items()}
    assessment = _assessment(edition, items, side, "performance")
    return replace(assessment, scores={key: scores for key, (scores, _) in results.items()})


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
        replace(finding, group=numbers.get((number, finding.group), 0), message=told(finding))
        for number, findings in enumerate(suites)
        for finding in findings
    ]
    return tuple(sorted(renumbered, key=lambda f: (f.group == 0, f.group)))


CELLS_TOLD = 8


def told(finding: Finding) -> str:
    """The message with everything a sender needs: rule id, what, where, how much, what to do.

    Rooms that know the place while they write say it themselves; for the others it is added here, once.

    >>> from final_accounts.model.finding import Severity, Verdict
    >>> from final_accounts.model.place import Cell
    >>> place = (Cell("自评", 1, 2),)
    >>> told(Finding("PF-02", Severity.BLOCKING, Verdict.ERROR, "得分超过分值。", hint="改正得分。", cells=place))
    'PF-02 得分超过分值（自评!C2）。改正得分。'
    """
    text = finding.message if finding.message.startswith(finding.rule) else f"{finding.rule} {finding.message}"
    if finding.cells and not any(cell.a1 in text for cell in finding.cells):
        more = f" 等 {len(finding.cells)} 格" if len(finding.cells) > CELLS_TOLD else ""
        text = f"{text.removesuffix('。')}（{'、'.join(map(str, finding.cells[:CELLS_TOLD]))}{more}）。"
    return text if finding.hint in text else f"{text}{finding.hint}"


def _assessment(
    edition: Edition, items: Sequence[Read], side: dict[str, tuple[Finding, ...]], suite: str
) -> Assessment:
    """The rules in force over all submissions, and apart from them those that are tried out."""
    trial = edition.rulebook.trial
    told = {key: tuple(one for one in found if one.rule not in trial) for key, found in side.items()}
    review = _review(compiled(edition), items, told, suite)
    executed, expected = len(review.executed), len(review.expected)
    shadow: dict[str, tuple[Finding, ...]] = {item.key: () for item in items}
    if any(rule.shadow for rule in edition.rulebook.suite(suite)):
        tried = {key: tuple(one for one in found if one.rule in trial) for key, found in side.items()}
        beside = _review(compiled(edition, shadow=True), items, tried, suite)
        shadow = beside.findings
        executed, expected = executed + len(beside.executed), expected + len(beside.expected)
    return Assessment(review.findings, shadow, executed=executed, expected=expected)


def _review(
    rulebook: CompiledRulebook, items: Sequence[Read], side: dict[str, tuple[Finding, ...]], suite: str
) -> Review:
    units = [
        UnitFacts(
            unit=item.key,
            header=item.parsed.header,
            facts=item.parsed.facts,
            forms_present=item.parsed.forms_present,
            nil_forms=item.parsed.nil_forms,
            prior=item.before.facts,
            statistics=item.before.statistics,
            explanations=item.parsed.explanations,
            side=side[item.key],
            readable=item.parsed.readable,
        )
        for item in items
    ]
    return review_rules(rulebook, units, suite=suite)

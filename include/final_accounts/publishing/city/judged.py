"""绩效自评与审核疑点 of the city: forms by rating, findings by rule and by department. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Severity
from final_accounts.model.rule import Rule
from final_accounts.publishing import figures
from final_accounts.publishing.city.facts import FormScore, Tally
from final_accounts.publishing.city.nouns import DepartmentFindings, RatingRow, RuleRow, ScoreLine
from final_accounts.publishing.city.refs import Refs
from final_accounts.publishing.scores_view import title_of

WHOLE = "PW"
"""Id of the form in which a unit evaluates itself as a whole."""


def ratings(edition: Edition, scores: Iterable[FormScore], refs: Refs, no_rating: str) -> Iterator[RatingRow]:
    """Rating bands, best first, forms without a band last; inside a band in register order."""
    bands: dict[str, list[FormScore]] = {}
    for score in scores:
        bands.setdefault(score.rating, []).append(score)
    ordered = sorted(bands.items(), key=lambda band: (band[0] == "", -max((s.recomputed or 0) for s in band[1])))
    for number, (rating, members) in enumerate(ordered, start=1):
        whole = sum(score.form == WHOLE for score in members)
        yield RatingRow(
            rating or no_rating,
            f"rating-{number}",
            figures.count(len(members)),
            figures.count(whole),
            figures.count(len(members) - whole),
            tuple(
                ScoreLine(
                    refs.of_code(s.unit),
                    title_of(edition, s.form, s.title),
                    figures.points(s.self_score),
                    figures.points(s.recomputed),
                    figures.signed(s.difference),
                )
                for s in members
            ),
        )


def rules(tallies: Iterable[Tally], known: Mapping[str, Rule]) -> Iterator[RuleRow]:
    """Findings by rule, in the order given."""
    for tally in tallies:
        rule = known.get(tally.name)
        yield RuleRow(
            rule=tally.name,
            says=rule.says if rule else "",
            severity=tally.severity.chinese,
            tone=tally.severity.value,
            findings=figures.count(tally.findings),
            units=figures.count(tally.units),
        )


def by_department(tallies: Iterable[Tally]) -> Iterator[DepartmentFindings]:
    """Findings by department, most that block first."""
    counts: dict[str, dict[Severity, int]] = {}
    for tally in tallies:
        counts.setdefault(tally.name, {})[tally.severity] = tally.findings
    for name, found in sorted(counts.items(), key=lambda item: (-item[1].get(Severity.BLOCKING, 0), item[0])):
        yield DepartmentFindings(name, tuple(figures.count(found.get(severity, 0)) for severity in Severity))

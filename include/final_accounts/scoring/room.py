"""The door of the room: every evaluation of one submission in, scores and findings out. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Header
from final_accounts.scoring.checks import across, execution, indicators, sums, tables
from final_accounts.scoring.figures import beside, cells_of, filled
from final_accounts.scoring.recompute import recompute
from final_accounts.scoring.reporting import Findings, Reporter


def score(
    evaluations: Sequence[Evaluation], edition: Edition, header: Header, facts: Sequence[Fact]
) -> tuple[tuple[EvaluationScore, ...], tuple[Finding, ...]]:
    """Recompute every self-evaluation by the edition's rubrics and judge it against itself and the tables.

    Scores in the order of the forms (goal sheets have none); findings by form, then rule, then row. Deterministic.
    Nothing in a submission raises; a form without rubric in the edition is a CatalogError. ``header`` names the unit in
    no message yet: findings are shown under their unit.
    """
    del header
    by_key = {fact.key: fact for fact in facts}
    by_cell = cells_of(facts)
    report = Reporter(edition.rulebook)
    views = [beside(evaluation, by_key) for evaluation in evaluations]
    results = [recompute(filled(e, by_key), edition, view) for e, view in zip(evaluations, views, strict=True)]
    found: list[Finding] = []
    for result, view in zip(results, views, strict=True):
        steps: list[Findings] = [
            sums.total(report, result) if result.rubric is not None else iter(()),
            sums.ranges(report, result),
            sums.weights(report, result),
            sums.blanks(report, result),
            sums.completeness(report, result),
            execution.score(report, result),
            execution.rate(report, result, by_cell),
            execution.full_marks(report, result),
            tables.against_tables(report, result, by_key, by_cell),
            tables.inside(report, result, by_key, by_cell),
            tables.budget(report, result, by_key, by_cell),
            tables.carried(report, result, by_key),
            tables.structure(report, result, by_key),
            indicators.overall(report, result),
            indicators.reasons(report, result),
            across.rating(report, result),
            across.repeated(report, result),
        ]
        for line in result.lines:
            steps += [
                indicators.of_line(report, result, line),
                indicators.targets(report, result, line),
                indicators.evidence(report, result, line, view),
            ]
        found += [finding for step in steps for finding in step]
    found += tables.projects(report, results, by_key, by_cell)
    found += across.contradicting(report, results)
    order = {evaluation.form: number for number, evaluation in enumerate(evaluations)}
    found.sort(key=lambda f: (order[f.row.split("/")[0]], f.rule))
    return tuple(r.score for r in results if r.score is not None), tuple(found)

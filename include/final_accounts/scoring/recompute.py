"""Recompute one evaluation by its rubric 复算: self-score, recomputed score, difference, rating side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.errors import CatalogError
from final_accounts.model.evaluation import Evaluation, EvaluationScore, IndicatorScore
from final_accounts.model.rubric import Rubric
from final_accounts.scoring.attainment import Attainment
from final_accounts.scoring.blocks import execution, goals, judged, named_line, overall_goal, targets
from final_accounts.scoring.measure import typed
from final_accounts.scoring.methods import ZERO
from final_accounts.scoring.named import match
from final_accounts.scoring.outcome import unknown
from final_accounts.scoring.rates import Facts
from final_accounts.scoring.result import BlockResult, Line, Result
from final_accounts.scoring.rounding import points, to_cents
from final_accounts.scoring.targets import Weighted, reach


def rubric_of(evaluation: Evaluation, edition: Edition) -> Rubric | None:
    """The rubric of a form: the one it names, else the region's for its scope, else the national one.

    None for goal sheets (PG…), which carry no points. CatalogError when the edition holds no rubric for the form.
    """
    if evaluation.form.startswith("PG"):
        return None
    scope = "whole" if evaluation.form.startswith("PW") else "project"
    for name in (evaluation.rubric, f"{edition.region}/{scope}", f"national/{scope}"):
        if name in edition.rubrics:
            return edition.rubrics[name]
    raise CatalogError(
        f"口径 {edition.id} 没有 {evaluation.form} 的评分标准，已有：{'、'.join(sorted(edition.rubrics))}。"
    )


def recompute(evaluation: Evaluation, edition: Edition, facts: Facts) -> Result:
    """Type every target and actual, score every block, sum up."""
    year = edition.fiscal_year
    indicators = tuple(
        replace(i, target=typed(i.target, year), actual=typed(i.actual, year)) for i in evaluation.indicators
    )
    evaluation = replace(evaluation, indicators=indicators)
    rubric = rubric_of(evaluation, edition)
    if rubric is None:
        return Result(evaluation, (_goal_sheet(evaluation),))
    result = _named(evaluation, rubric, facts) if rubric.indicators else _blocks(evaluation, rubric, facts)
    return replace(result, score=_total(result, rubric))


def _goal_sheet(evaluation: Evaluation) -> BlockResult:
    """Targets and actuals without points: only attainment is judged."""
    nothing = unknown("目标完成情况表不计分")
    lines = []
    for indicator in evaluation.indicators:
        score = judged(indicator.path, indicator.level3, Weighted(None), None, method="", outcome=nothing)
        lines.append(Line(indicator, None, reach(indicator), nothing, score))
    return BlockResult("goals", "年度绩效指标", None, tuple(lines))


def _named(evaluation: Evaluation, rubric: Rubric, facts: Facts) -> Result:
    """A sheet whose indicators the rubric names; strangers keep their self-score."""
    found = match(evaluation.indicators, rubric.indicators)
    stranger = unknown("评分标准中没有该指标")
    lines = tuple(
        named_line(i, found[i.path], facts)
        if i.path in found
        else Line(
            i,
            None,
            Attainment(None),
            stranger,
            judged(i.path, i.level3, Weighted(i.weight), i.score, method="", outcome=stranger),
        )
        for i in evaluation.indicators
    )
    used = {line.path for line in found.values()}
    return Result(
        evaluation,
        (BlockResult("indicators", "评价指标", rubric.full, lines),),
        rubric,
        strangers=tuple(i for i in evaluation.indicators if i.path not in found),
        absent=tuple(line for line in rubric.indicators if line.path not in used),
    )


def _blocks(evaluation: Evaluation, rubric: Rubric, facts: Facts) -> Result:
    """A form of blocks, in the rubric's order."""
    found: list[BlockResult] = []
    by_target, strangers = targets(evaluation, rubric)
    with_targets = False
    for block in rubric.blocks:
        if block.method == "execution":
            found.append(execution(evaluation, block))
        elif block.method == "overall_goal":
            found.append(overall_goal(evaluation, block, facts))
        elif block.method == "goals":
            found.extend(goals(evaluation, rubric))
        elif block.method != "targets":
            raise CatalogError(f"评分标准 {rubric.id} 的板块 {block.id} 用了未知的计分方法 {block.method}。")
        else:
            with_targets = True
    if with_targets:
        found.extend(by_target)
    return Result(evaluation, tuple(found), rubric, strangers=strangers if with_targets else ())


def _total(result: Result, rubric: Rubric) -> EvaluationScore:
    """Sum of recomputed scores, self-scores standing in where nothing can be recomputed."""
    scores = [score for block in result.blocks for score in block.scores]
    standing = [score.self_score if score.recomputed is None else score.recomputed for score in scores]
    known = [score for score in standing if score is not None]
    recomputed = points(sum(known, ZERO)) if known and len(known) == len(standing) else None
    self_score = result.evaluation.self_score
    return EvaluationScore(
        form=result.evaluation.form,
        title=result.evaluation.title,
        rubric=rubric.id,
        self_score=self_score,
        recomputed=recomputed,
        recomputed_share=_share(scores, rubric),
        difference=None if recomputed is None or self_score is None else recomputed - self_score,
        rating="" if recomputed is None else rubric.rating(recomputed),
        self_rating=result.evaluation.rating.strip(),
        indicators=tuple(scores),
    )


def _share(scores: Sequence[IndicatorScore], rubric: Rubric) -> Decimal:
    """Share of the full points whose scores follow from figures (1 = all)."""
    weights = [s.weight for s in scores if s.recomputed is not None and s.weight is not None]
    return to_cents(sum(weights, ZERO) / rubric.full * 100) / 100

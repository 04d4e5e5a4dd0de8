"""Scoring the blocks of a form 板块: execution, overall goal, yearly goals, indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from final_accounts.model.errors import CatalogError
from final_accounts.model.evaluation import Evaluation, Indicator, IndicatorScore, MeasureKind
from final_accounts.model.finding import Verdict
from final_accounts.model.rubric import BlockRubric, IndicatorRubric, Rubric
from final_accounts.scoring import methods
from final_accounts.scoring.attainment import Attainment
from final_accounts.scoring.measure import parse
from final_accounts.scoring.methods import ZERO, percent, show
from final_accounts.scoring.named import name_key, score_named
from final_accounts.scoring.outcome import Outcome, unknown
from final_accounts.scoring.rates import Facts
from final_accounts.scoring.result import BlockResult, Line
from final_accounts.scoring.rounding import against, points
from final_accounts.scoring.targets import Weighted, infer_weights, is_qualitative, reach, score_target


def judged(
    path: str, name: str, weighted: Weighted, self_score: Decimal | None, *, method: str, outcome: Outcome
) -> IndicatorScore:
    """A self-score against an outcome. Inside the range of a band the self-score stands and nothing is recomputed."""
    recomputed = None if outcome.value is None else points(outcome.value)
    verdict, reason = Verdict.NOT_CHECKABLE, outcome.reason
    if self_score is None:
        reason = reason or "自评得分未填"
    elif outcome.value is not None:
        verdict = against(self_score, outcome.value)
    elif outcome.low is not None and outcome.high is not None:
        inside = outcome.low <= self_score < outcome.high or self_score == outcome.high == weighted.weight
        verdict = Verdict.OK if inside else Verdict.ERROR
        recomputed = None if inside else points(min(max(self_score, outcome.low), outcome.high))
    return IndicatorScore(
        path=path,
        name=name,
        weight=weighted.weight,
        weight_inferred=weighted.inferred,
        self_score=self_score,
        recomputed=recomputed,
        verdict=verdict,
        method=method,
        reason=reason,
        formula=outcome.formula,
        candidates=tuple((label, points(score)) for label, score in outcome.candidates),
    )


def named_line(indicator: Indicator, line: IndicatorRubric, facts: Facts) -> Line:
    """An indicator the rubric names; the rubric's weight counts, not the printed one."""
    outcome = score_named(indicator, line, facts)
    score = judged(
        indicator.path, indicator.level3, Weighted(line.weight), indicator.score, method=line.method, outcome=outcome
    )
    return Line(indicator, line, Attainment(None), outcome, score)


def target_lines(indicators: Sequence[Indicator], available: Decimal | None, rubric: Rubric) -> tuple[Line, ...]:
    """Indicators scored by their own targets; ``available`` are the block's points, for weights not printed."""
    reached = [reach(indicator) for indicator in indicators]
    weights = infer_weights(indicators, [r.level for r in reached], available)
    floors = _floors(rubric)
    lines = []
    for indicator, found, weighted in zip(indicators, reached, weights, strict=True):
        qualitative = is_qualitative(indicator)
        outcome = score_target(weighted.weight, found, floors if qualitative else None)
        method = "three_bands" if qualitative else "inverse_proportional" if found.inverse else "proportional"
        score = judged(indicator.path, indicator.level3, weighted, indicator.score, method=method, outcome=outcome)
        lines.append(Line(indicator, None, found, outcome, score))
    return tuple(lines)


def _floors(rubric: Rubric) -> tuple[Decimal, Decimal]:
    bands = rubric.parameters.get("bands")
    if not isinstance(bands, dict) or set(bands) != {"met", "partly"}:
        raise CatalogError(f"评分标准 {rubric.id} 缺少定性指标分档 bands: {{met, partly}}。")
    return Decimal(str(bands["met"])), Decimal(str(bands["partly"]))


def execution(evaluation: Evaluation, block: BlockRubric) -> BlockResult:
    """Budget execution: points × min(executed/budget, 1); a budget of 0 has no rate."""
    available = evaluation.block_points.get("execution", block.points)
    if evaluation.budget is None or evaluation.executed is None:
        outcome = unknown("预算数或执行数未填")
    elif evaluation.budget <= 0:
        outcome = unknown("预算数不大于零，没有执行率")
    else:
        rate = Decimal(evaluation.executed) / evaluation.budget
        outcome = replace(
            methods.proportional(available, Decimal(1), rate),
            formula=f"{show(available)}×{percent(min(rate, Decimal(1)))}",
        )
    own = evaluation.block_scores.get("execution")
    score = judged("block:execution", block.title, Weighted(available), own, method="execution", outcome=outcome)
    return BlockResult("execution", block.title, available, own=score, outcome=outcome)


def overall_goal(evaluation: Evaluation, block: BlockRubric, facts: Facts) -> BlockResult:
    """Overall goal 总目标: how it is scored is not printed; points × attainment is one reading."""
    available = evaluation.block_points.get("overall_goal", block.points)
    printed = overall_actual(evaluation, facts)
    actual = parse(printed)
    outcome = unknown("表内未印总目标的计分办法")
    if actual.kind is MeasureKind.NUMBER and actual.unit == "%" and actual.number is not None:
        reading = methods.proportional(available, Decimal(100), actual.number)
        outcome = replace(outcome, formula=reading.formula, candidates=(("按完成程度比例", reading.value or ZERO),))
    own = evaluation.block_scores.get("overall_goal")
    score = judged("block:overall_goal", block.title, Weighted(available), own, method="overall_goal", outcome=outcome)
    return BlockResult("overall_goal", block.title, available, own=score, outcome=outcome)


def overall_actual(evaluation: Evaluation, facts: Facts) -> str:
    """全年实际完成情况 of the overall goal as printed: among the form's texts, else its head facts; "" if nowhere."""
    for key, text in evaluation.texts.items():
        if key == "overall_actual" or _tells_attainment(key):
            return text
    for fact in facts.values():
        if fact.form == evaluation.form and _tells_attainment(fact.row):
            return fact.printed or str(fact.value)
    return ""


def _tells_attainment(key: str) -> bool:
    return any(word in key for word in ("总目标完成情况", "实际完成情况"))


def goals(evaluation: Evaluation, rubric: Rubric) -> tuple[BlockResult, ...]:
    """One block for each yearly goal, with the points its heading prints."""
    numbers = sorted({indicator.goal for indicator in evaluation.indicators} | _printed_goals(evaluation))
    found = []
    for number in numbers:
        available = evaluation.block_points.get(f"goal:{number}")
        own = [indicator for indicator in evaluation.indicators if indicator.goal == number]
        found.append(
            BlockResult(f"goal:{number}", f"年度目标{number}", available, target_lines(own, available, rubric))
        )
    return tuple(found)


def _printed_goals(evaluation: Evaluation) -> set[int]:
    return {int(key.removeprefix("goal:")) for key in evaluation.block_points if key.startswith("goal:")}


def targets(evaluation: Evaluation, rubric: Rubric) -> tuple[tuple[BlockResult, ...], tuple[Indicator, ...]]:
    """Blocks of indicators by first level, and the indicators that belong to none.

    A block that may be left out 可不设 hands its points to the block that takes them (national form: 满意度 to 效益).
    """
    wanted = [block for block in rubric.blocks if block.method == "targets"]
    chosen = {block.id: [i for i in evaluation.indicators if _belongs(i, block)] for block in wanted}
    handed = {block.id: block.points for block in wanted if block.parameters.get("optional") and not chosen[block.id]}
    found = []
    for block in wanted:
        if block.id in handed:
            continue
        available = block.points + handed.get(str(block.parameters.get("takes", "")), ZERO)
        available = evaluation.block_points.get(block.id, available)
        lines = target_lines(chosen[block.id], available, rubric)
        found.append(BlockResult(block.id, block.title, available, lines))
    placed = {indicator.path for members in chosen.values() for indicator in members}
    return tuple(found), tuple(i for i in evaluation.indicators if i.path not in placed)


def _belongs(indicator: Indicator, block: BlockRubric) -> bool:
    first = block.parameters.get("level1")
    return not isinstance(first, (list, tuple)) or name_key(indicator.level1) in [str(word) for word in first]

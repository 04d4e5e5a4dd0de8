"""One indicator 单项指标: PF-11, 12, 13, 14, 19, 23, 24, 26, 27."""

from __future__ import annotations

from decimal import Decimal

from final_accounts.model.evaluation import Direction, MeasureKind
from final_accounts.model.finding import Verdict
from final_accounts.scoring.methods import ZERO, percent, show
from final_accounts.scoring.rates import Facts, own_rate, printed_rate, table_rate
from final_accounts.scoring.reporting import Findings, Reporter, spoken
from final_accounts.scoring.result import Line, Result
from final_accounts.scoring.rounding import against, rate_agrees, to_cents
from final_accounts.scoring.words import NO_REASON, Level


def of_line(report: Reporter, result: Result, line: Line) -> Findings:
    """The gravest thing to say of a line's actual and score: untyped, full below target, silent rule, other score."""
    if line.reached.problem:
        yield from untyped(report, result, line)
        return
    if _full_below_target(line):
        yield from _full(report, result, line)
    elif line.outcome.candidates:
        yield from silent(report, result, line)
    elif line.score.verdict is Verdict.ERROR:
        yield from _other_score(report, result, line)


def untyped(report: Reporter, result: Result, line: Line) -> Findings:
    """PF-13: the actual is a value of the kind and unit its target asks for."""
    indicator = line.indicator
    score = "" if indicator.score is None else f"，自评 {show(indicator.score)} 分无法复算"
    cells = [indicator.cells.get("actual"), indicator.cells.get("target")]
    message = (
        f"“{spoken(indicator.level3)}”{line.reached.problem}（目标值“{indicator.target.printed.strip()}”）{score}。"
    )
    yield from report.finding("PF-13", result, message, row=indicator.path, cells=cells)


def _full_below_target(line: Line) -> bool:
    score = line.score
    below = line.reached.level in (Level.PARTLY, Level.MISSED)
    return below and score.self_score is not None and score.weight is not None and score.self_score >= score.weight


def _full(report: Reporter, result: Result, line: Line) -> Findings:
    """PF-12: no full marks when the actual does not reach the target; within rounding nothing is said."""
    indicator, score = line.indicator, line.score
    if score.verdict in (Verdict.OK, Verdict.ROUNDING):
        return
    expected = "" if score.recomputed is None else f"，按 {score.formula} 应得 {show(score.recomputed)} 分"
    message = (
        f"“{spoken(indicator.level3)}”目标值“{indicator.target.printed.strip()}”，实际“{indicator.actual.printed.strip()}”未达目标，"
        f"却得满分 {show(score.self_score or ZERO)} 分{expected}。"
    )
    cells = [indicator.cells.get(key) for key in ("score", "actual", "target")]
    yield from report.finding(
        "PF-12", result, message, row=indicator.path, cells=cells, value=score.self_score, expected=score.recomputed
    )


def _other_score(report: Reporter, result: Result, line: Line) -> Findings:
    """PF-11: the score is the one the rule gives. PF-19: a qualitative score lies in the band of its attainment."""
    indicator, score = line.indicator, line.score
    rule = "PF-19" if score.method == "three_bands" else "PF-11"
    inferred = f"（分值 {show(score.weight or ZERO)} 分由板块分值推得）" if score.weight_inferred else ""
    basis = f"按{score.formula}" if rule == "PF-19" else f"按 {score.formula} 应得 {show(score.recomputed or ZERO)} 分"
    message = f"“{spoken(indicator.level3)}”自评 {show(score.self_score or ZERO)} 分，{basis}{inferred}。"
    cells = [indicator.cells.get(key) for key in ("score", "actual", "target", "numerator", "denominator", "met")]
    yield from report.finding(
        rule, result, message, row=indicator.path, cells=cells, value=score.self_score, expected=score.recomputed
    )


def silent(report: Reporter, result: Result, line: Line) -> Findings:
    """PF-23: where the rule is silent, the score is at least one its readings allow; then it is only a notice."""
    indicator, score = line.indicator, line.score
    if score.self_score is None:
        return
    readings = "；".join(f"{label} {show(points)} 分" for label, points in score.candidates)
    fits = any(against(score.self_score, points) is not Verdict.ERROR for _, points in line.outcome.candidates)
    lead = f"“{spoken(indicator.level3)}”{score.reason}"
    told = f"自评 {show(score.self_score)} 分" + ("与其中一种读法相符" if fits else "与哪一种读法都不相符")
    yield from report.finding(
        "PF-23",
        result,
        f"{lead}：{readings}；{told}。",
        row=indicator.path,
        cells=[indicator.cells.get("score")],
        value=score.self_score,
        verdict=Verdict.NOT_CHECKABLE if fits else Verdict.ERROR,
    )


def overall(report: Reporter, result: Result) -> Findings:
    """PF-24: the score of the overall goal follows the attainment the form states."""
    for block in result.blocks:
        own = block.own
        if block.id != "overall_goal" or own is None or own.self_score is None or not block.outcome.candidates:
            continue
        reading = block.outcome.candidates[0][1]
        if against(own.self_score, reading) is Verdict.ERROR:
            message = (
                f"总目标自评 {show(own.self_score)} 分，按完成程度 {block.outcome.formula} 为 {show(reading)} 分。"
            )
            cell = result.evaluation.cells.get("overall_goal")
            yield from report.finding(
                "PF-24", result, message, row=own.path, cells=[cell], value=own.self_score, expected=reading
            )


def reasons(report: Reporter, result: Result) -> Findings:
    """PF-14: what is below target, loses points, or leaves much money unspent has a reason."""
    general = any(_is_reason(key) and text.strip() not in NO_REASON for key, text in result.evaluation.texts.items())
    if general:
        return
    yield from _execution_reason(report, result)
    for line in result.lines:
        indicator = line.indicator
        below = line.reached.level in (Level.PARTLY, Level.MISSED)
        loses = (
            line.rubric is not None
            and line.rubric.weight is not None
            and indicator.score is not None
            and indicator.score < line.rubric.weight
        )
        if (below or loses) and indicator.reason.strip() in NO_REASON:
            message = f"“{spoken(indicator.level3)}”{'未达目标' if below else '扣了分'}，没有填写原因。"
            cells = [indicator.cells.get(key) for key in ("reason", "actual", "score")]
            yield from report.finding("PF-14", result, message, row=indicator.path, cells=cells)


def _is_reason(key: str) -> bool:
    return any(word in key for word in ("原因", "偏差", "reason", "deviation"))


def _execution_reason(report: Reporter, result: Result) -> Findings:
    budget, spent = result.evaluation.budget, result.evaluation.executed
    floor = report.parameter("PF-14", "execution_floor", "0.9")
    lines = [line.indicator.reason.strip() not in NO_REASON for line in result.lines]
    if (
        result.rubric is None
        or budget is None
        or spent is None
        or budget <= 0
        or Decimal(spent) / budget >= floor
        or any(lines)
    ):
        return
    rate = percent(Decimal(spent) / budget)
    message = f"预算执行率 {rate}，低于 {percent(floor)}，没有填写偏差原因。"
    cells = [result.evaluation.cells.get("executed"), result.evaluation.cells.get("budget")]
    yield from report.finding("PF-14", result, message, row="execution", cells=cells)


def targets(report: Reporter, result: Result, line: Line) -> Findings:
    """PF-26: a quantity has a countable target, and no target is exceeded out of proportion."""
    indicator = line.indicator
    cells = [indicator.cells.get("target"), indicator.cells.get("actual")]
    if indicator.target.kind is MeasureKind.TEXT and "数量" in indicator.level2:
        message = f"数量指标“{spoken(indicator.level3)}”的目标值“{indicator.target.printed.strip()}”不能计量。"
        yield from report.finding("PF-26", result, message, row=indicator.path, cells=cells)
    goal, value = line.reached.target, line.reached.actual
    over = report.parameter("PF-26", "over", "1.3")
    floor = line.reached.direction in (Direction.NONE, Direction.AT_LEAST)
    if goal is not None and value is not None and floor and goal > 0 and value / goal > over:
        message = f"“{spoken(indicator.level3)}”实际是目标值的 {percent(value / goal)}，目标值可能偏低。"
        yield from report.finding("PF-26", result, message, row=indicator.path, cells=cells)


def evidence(report: Reporter, result: Result, line: Line, facts: Facts) -> Findings:
    """PF-27: the printed rate is that of its numerator and denominator, and theirs is the tables'."""
    if line.rubric is None:
        return
    kind = str(line.rubric.parameters.get("rate", "ratio"))
    own, printed, tables = (
        own_rate(line.indicator, kind),
        printed_rate(line.indicator),
        table_rate(line.rubric.parameters, kind, facts),
    )
    pairs = (
        ("分子分母", own, "填报比率", printed),
        ("报送的报表", tables, "分子分母" if own else "填报比率", own or printed),
    )
    for origin, exact, other, claimed in pairs:
        if exact is None or claimed is None:
            continue
        close = rate_agrees(claimed.value, exact.low, exact.high) or (
            claimed.low <= exact.high and exact.low <= claimed.high
        )
        if not close:
            name = line.indicator.level3
            message = f"“{spoken(name)}”按{origin}计算为 {percent(exact.value)}，{other}为 {percent(claimed.value)}。"
            cells = [line.indicator.cells.get(key) for key in ("actual", "numerator", "denominator")]
            yield from report.finding(
                "PF-27",
                result,
                message,
                row=line.indicator.path,
                cells=cells,
                value=to_cents(claimed.value * 100),
                expected=to_cents(exact.value * 100),
                unit="%",
            )
            return

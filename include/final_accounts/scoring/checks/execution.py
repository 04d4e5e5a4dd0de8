"""Budget execution on the form 预算执行: PF-04 score, PF-05 rate, PF-18 full marks beside unspent money."""

from __future__ import annotations

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.finding import Verdict
from final_accounts.scoring.figures import CellFacts, amount_step
from final_accounts.scoring.methods import ZERO, percent, show
from final_accounts.scoring.reporting import Findings, Reporter, yuan
from final_accounts.scoring.result import BlockResult, Result
from final_accounts.scoring.rounding import rate_agrees, rate_corners, to_cents


def form_step(evaluation: Evaluation, by_cell: CellFacts) -> int:
    """The finest step among budget and executed of the form."""
    amounts = {"budget": evaluation.budget, "executed": evaluation.executed}
    steps = [amount_step(evaluation.cells.get(k), v, by_cell) for k, v in amounts.items() if v is not None]
    return min(steps, default=1)


def score(report: Reporter, result: Result) -> Findings:
    """PF-04: the execution score is points × min(executed/budget, 1), the rule the form itself prints."""
    for block in result.blocks:
        own, exact = block.own, block.outcome.value
        if block.id != "execution" or own is None or own.self_score is None:
            continue
        evaluation = result.evaluation
        cells = [evaluation.cells.get(key) for key in ("execution", "executed", "budget")]
        if exact is None:
            yield from report.finding(
                "PF-04", result, f"不能复算预算执行得分：{own.reason}。", row=own.path, verdict=Verdict.NOT_CHECKABLE
            )
        elif own.verdict is Verdict.ERROR:
            message = (
                f"预算执行自评 {show(own.self_score)} 分，按 {own.formula} 应得 {show(own.recomputed or ZERO)} 分。"
            )
            yield from report.finding(
                "PF-04", result, message, row=own.path, cells=cells, value=own.self_score, expected=own.recomputed
            )


def rate(report: Reporter, result: Result, by_cell: CellFacts) -> Findings:
    """PF-05: the printed rate is executed/budget, tested at the corners of what the two printed amounts allow."""
    evaluation = result.evaluation
    printed, budget, executed = evaluation.rate, evaluation.budget, evaluation.executed
    if printed is None or budget is None or executed is None or budget <= 0:
        return
    step = form_step(evaluation, by_cell)
    low, high = rate_corners(executed, budget, step, step)
    if rate_agrees(printed, low, high):
        return
    exact = (low + high) / 2
    amounts = f"执行数 {yuan(executed):,f} 元，预算数 {yuan(budget):,f} 元"
    message = f"{amounts}，执行率应为 {percent(exact)}，填的是 {percent(printed)}。"
    cells = [evaluation.cells.get(key) for key in ("rate", "executed", "budget")]
    value, expected = (printed * 100).normalize(), to_cents(exact * 100)
    yield from report.finding(
        "PF-05", result, message, row="rate", cells=cells, value=value, expected=expected, unit="%"
    )


def full_marks(report: Reporter, result: Result) -> Findings:
    """PF-18: all indicators at full marks although budgeted money was not spent."""
    evaluation = result.evaluation
    if result.rubric is None or evaluation.budget is None or evaluation.executed is None:
        return
    unspent = evaluation.budget - evaluation.executed
    blocks = [block for block in result.blocks if block.lines]
    available = sum((block.points or ZERO for block in blocks), ZERO)
    scores = [line.indicator.score for block in blocks for line in block.lines]
    known = [s for s in scores if s is not None]
    if unspent <= 0 or not known or len(known) < len(scores) or not all(_full(block) for block in blocks):
        return
    message = (
        f"预算 {yuan(evaluation.budget):,f} 元还有 {yuan(unspent):,f} 元没有支出，"
        f"而 {len(known)} 个指标全部满分（{show(available)} 分）。"
    )
    cells = [evaluation.cells.get("executed"), evaluation.cells.get("budget")]
    yield from report.finding(
        "PF-18",
        result,
        message,
        cells=cells,
        value=yuan(evaluation.executed),
        expected=yuan(evaluation.budget),
        unit="元",
    )


def _full(block: BlockResult) -> bool:
    """Whether a block's scores reach its points."""
    return sum((line.indicator.score or ZERO for line in block.lines), ZERO) >= (block.points or ZERO)

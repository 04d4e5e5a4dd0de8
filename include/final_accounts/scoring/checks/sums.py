"""Points inside one form 分值与得分: PF-01 sum, PF-02 range, PF-03 weights, PF-21/22 blanks, PF-28 completeness."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from final_accounts.model.evaluation import Indicator
from final_accounts.model.finding import Verdict
from final_accounts.model.place import Cell
from final_accounts.scoring.methods import ZERO, show
from final_accounts.scoring.reporting import Findings, Reporter, spoken
from final_accounts.scoring.result import BlockResult, Line, Result
from final_accounts.scoring.rounding import against


def total(report: Reporter, result: Result) -> Findings:
    """PF-01: the printed total is the sum of the printed scores; an execution score left blank counts as recomputed."""
    printed = result.evaluation.self_score
    if printed is None:
        yield from report.finding("PF-21", result, "自评总分没有填写。", row="total")
        return
    scores = [score for block in result.blocks for score in block.scores]
    standing = [score.recomputed if score.self_score is None else score.self_score for score in scores]
    if any(score is None for score in standing):
        missing = "、".join(s.name for s, value in zip(scores, standing, strict=True) if value is None)
        message = f"“{missing}”没有得分，不能核对自评总分 {show(printed)} 分。"
        yield from report.finding("PF-01", result, message, verdict=Verdict.NOT_CHECKABLE)
        return
    summed = sum((score for score in standing if score is not None), ZERO)
    if against(printed, summed) is not Verdict.ERROR:
        return
    cell = result.evaluation.cells.get("self_score")
    yield from report.finding(
        "PF-01",
        result,
        f"各项得分合计 {show(summed)} 分，自评总分填 {show(printed)} 分，相差 {show(printed - summed)} 分。",
        cells=[cell],
        value=printed,
        expected=summed,
    )


def ranges(report: Reporter, result: Result) -> Findings:
    """PF-02: every score lies between 0 and its weight, a goal's scores do not add up to more than its points."""
    for block in result.blocks:
        for scored in _scored(result, block):
            score, weight = scored.score, scored.weight
            if score >= 0 and (weight is None or score <= weight):
                continue
            top = "" if weight is None else f" {show(weight)} 分"
            message = f"“{spoken(scored.name)}”得 {show(score)} 分，不在 0 至分值{top}之间。"
            expected = ZERO if score < 0 else weight
            yield from report.finding(
                "PF-02", result, message, row=scored.row, cells=[scored.cell], value=score, expected=expected
            )
        yield from _block_range(report, result, block)


class _Scored(NamedTuple):
    """A printed score with the weight that binds it: printed or of the rubric, never inferred."""

    name: str
    row: str
    score: Decimal
    weight: Decimal | None
    cell: Cell | None


def _scored(result: Result, block: BlockResult) -> list[_Scored]:
    own = block.own
    if own is not None:
        cell = result.evaluation.cells.get(block.id)
        return [] if own.self_score is None else [_Scored(own.name, own.path, own.self_score, block.points, cell)]
    return [
        _Scored(
            i.level3, i.path, i.score, line.rubric.weight if line.rubric is not None else i.weight, i.cells.get("score")
        )
        for line in block.lines
        if (i := line.indicator).score is not None
    ]


def _block_range(report: Reporter, result: Result, block: BlockResult) -> Findings:
    known = [line.indicator.score for line in block.lines if line.indicator.score is not None]
    summed = sum(known, ZERO)
    if block.own is not None or block.points is None or summed <= block.points or result.rubric is None:
        return
    cells = [line.indicator.cells.get("score") for line in block.lines]
    message = f"{block.title}各指标得分合计 {show(summed)} 分，超过该板块 {show(block.points)} 分。"
    yield from report.finding(
        "PF-02", result, message, row=f"block:{block.id}", cells=cells, value=summed, expected=block.points
    )


def weights(report: Reporter, result: Result) -> Findings:
    """PF-03: printed weights are the rubric's; a block's add up to its points; blocks add up to the full points."""
    rubric = result.rubric
    if rubric is None:
        return
    for line in result.lines:
        printed, standard = line.indicator.weight, line.rubric.weight if line.rubric is not None else None
        if printed is not None and standard is not None and printed != standard:
            message = f"“{spoken(line.indicator.level3)}”分值填 {show(printed)} 分，评分标准为 {show(standard)} 分。"
            cell = line.indicator.cells.get("weight")
            yield from report.finding(
                "PF-03", result, message, row=line.indicator.path, cells=[cell], value=printed, expected=standard
            )
    for block in result.blocks:
        printed_weights = [line.indicator.weight for line in block.lines]
        known = [w for w in printed_weights if w is not None]
        summed = sum(known, ZERO)
        if rubric.indicators or not known or len(known) < len(printed_weights) or summed == block.points:
            continue
        cells = [line.indicator.cells.get("weight") for line in block.lines]
        message = f"{block.title}各指标分值合计 {show(summed)} 分，该板块应为 {show(block.points or ZERO)} 分。"
        yield from report.finding(
            "PF-03", result, message, row=f"block:{block.id}", cells=cells, value=summed, expected=block.points
        )
    yield from _full(report, result, rubric.full)


def _full(report: Reporter, result: Result, full: Decimal) -> Findings:
    available = [block.points for block in result.blocks]
    if any(p is None for p in available):
        names = "、".join(block.title for block in result.blocks if block.points is None)
        message = f"{names}没有印出分值，不能核对板块分值之和。"
        yield from report.finding("PF-03", result, message, row="blocks", verdict=Verdict.NOT_CHECKABLE)
        return
    summed = sum((p for p in available if p is not None), ZERO)
    if summed != full:
        message = f"各板块分值合计 {show(summed)} 分，应为 {show(full)} 分。"
        yield from report.finding("PF-03", result, message, row="blocks", value=summed, expected=full)


def blanks(report: Reporter, result: Result) -> Findings:
    """PF-21: every score is filled in. PF-22: every weight is, where the form prints weights."""
    if result.rubric is None:
        return
    for block in result.blocks:
        if block.own is not None and block.own.self_score is None:
            cell = result.evaluation.cells.get(block.id)
            message = f"“{block.title}”得分没有填写{_would_be(block.own.recomputed)}。"
            yield from report.finding("PF-21", result, message, row=block.own.path, cells=[cell])
        for line in block.lines:
            yield from _blank_line(report, result, line, required=result.rubric.parameters.get("weights") == "required")


def _would_be(recomputed: Decimal | None) -> str:
    return "" if recomputed is None else f"，按公式为 {show(recomputed)} 分"


def _blank_line(report: Reporter, result: Result, line: Line, *, required: bool) -> Findings:
    indicator = line.indicator
    if indicator.score is None:
        message = f"“{spoken(indicator.level3)}”得分没有填写{_would_be(line.score.recomputed)}。"
        yield from report.finding("PF-21", result, message, row=indicator.path, cells=[indicator.cells.get("score")])
    if required and indicator.weight is None:
        message = f"“{spoken(indicator.level3)}”分值没有填写。"
        yield from report.finding("PF-22", result, message, row=indicator.path, cells=[indicator.cells.get("weight")])


def completeness(report: Reporter, result: Result) -> Findings:
    """PF-28: the sheet has the indicators of the rubric, no fewer and no others."""
    for line in result.absent:
        message = f"缺少评分标准规定的指标“{line.path}”（{show(line.weight or ZERO)} 分）。"
        yield from report.finding("PF-28", result, message, row=line.path)
    for indicator in result.strangers:
        message = f"指标“{_where(indicator)}”不属于评分标准的任何指标或板块。"
        yield from report.finding("PF-28", result, message, row=indicator.path, cells=[indicator.cells.get("level3")])


def _where(indicator: Indicator) -> str:
    return "/".join(part for part in (indicator.level1, indicator.level3) if part)

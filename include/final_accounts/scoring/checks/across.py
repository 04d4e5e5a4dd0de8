"""Indicators beside each other 重复与矛盾: PF-15 rating, PF-16 twice in a form, PF-17 differently in two forms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from final_accounts.model.evaluation import Measure, MeasureKind
from final_accounts.scoring.measure import normalised
from final_accounts.scoring.methods import show
from final_accounts.scoring.named import name_key
from final_accounts.scoring.reporting import Findings, Reporter, spoken
from final_accounts.scoring.result import Line, Result
from final_accounts.scoring.words import Level, level_of


def rating(report: Reporter, result: Result) -> Findings:
    """PF-15: the printed grade is the band of the printed score. Forms whose rubric prints no bands are not judged."""
    rubric, evaluation = result.rubric, result.evaluation
    if rubric is None or not rubric.bands or evaluation.self_score is None or not evaluation.rating.strip():
        return
    derived = rubric.rating(evaluation.self_score)
    if derived != evaluation.rating.strip():
        message = f"自评 {show(evaluation.self_score)} 分对应等级“{derived}”，填的是“{evaluation.rating.strip()}”。"
        cells = [evaluation.cells.get("rating"), evaluation.cells.get("self_score")]
        yield from report.finding("PF-15", result, message, row="rating", cells=cells)


def repeated(report: Reporter, result: Result) -> Findings:
    """PF-16: no indicator with the same target stands twice under one goal of a form.

    Indicators the rubric names may share a name.
    """
    seen: dict[tuple[int, str, str], Line] = {}
    for line in result.lines:
        name = name_key(line.indicator.level3)
        if line.rubric is not None or not name:
            continue
        first = seen.setdefault((line.indicator.goal, name, normalised(line.indicator.target.printed)), line)
        if first is not line:
            message = f"指标“{spoken(line.indicator.level3)}”在同一张表中出现两次，同一工作重复计分。"
            cells = [first.indicator.cells.get("level3"), line.indicator.cells.get("level3")]
            yield from report.finding("PF-16", result, message, row=line.indicator.path, cells=cells)


def contradicting(report: Reporter, results: Sequence[Result]) -> Findings:
    """PF-17: an indicator of a whole-unit form has the same target and actual where a project's form repeats it.

    Two projects may well use one name for their own work, so they are not compared with each other; nor are goal
    sheets, whose targets are each level's own, nor indicators the rubric names. Actuals are the same when they read the
    same or both attain their target (100 % and 完成).
    """
    scored = [result for result in results if result.rubric is not None]
    free = [(result, [line for line in result.lines if line.rubric is None]) for result in scored]
    wholes, projects = ([pair for pair in free if pair[0].whole is whole] for whole in (True, False))
    for (one, ours), (other, theirs) in product(wholes, projects):
        named = {name_key(line.indicator.level3): line for line in ours if name_key(line.indicator.level3)}
        told: set[str] = set()
        for line in theirs:
            name = name_key(line.indicator.level3)
            if name not in named or name in told:
                continue
            told.add(name)
            yield from _pair(report, one, named[name], other, line)


def _pair(report: Reporter, one: Result, ours: Line, other: Result, theirs: Line) -> Findings:
    a, b = ours.indicator, theirs.indicator
    what = [
        title
        for title, same in (
            ("目标值", _same(a.target, b.target)),
            ("实际完成值", _same(a.actual, b.actual) or _claims(ours) is _claims(theirs) is Level.MET),
        )
        if not same
    ]
    if not what:
        return
    message = (
        f"指标“{spoken(b.level3)}”的{'和'.join(what)}与{one.label}不一致："
        f"本表“{_shown(b.target)}→{_shown(b.actual)}”，对方“{_shown(a.target)}→{_shown(a.actual)}”。"
    )
    cells = [i.cells.get(key) for i in (b, a) for key in ("target", "actual")]
    yield from report.finding("PF-17", other, message, row=f"{one.evaluation.form}:{b.path}", cells=cells)


def _shown(measure: Measure) -> str:
    return measure.printed.strip() or "空"


def _claims(line: Line) -> Level | None:
    """What the line claims, also where 完成 stands for a number."""
    return line.reached.level or level_of(normalised(line.indicator.actual.printed))


def _same(a: Measure, b: Measure) -> bool:
    if a.kind is b.kind is MeasureKind.NUMBER:
        return (a.number, a.upper, a.unit) == (b.number, b.upper, b.unit)
    if a.kind is b.kind is MeasureKind.DATE:
        return a.date == b.date
    return normalised(a.printed) == normalised(b.printed)
